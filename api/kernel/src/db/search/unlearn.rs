//! Forgetting the words of names that nothing has any more.

use std::collections::{BTreeSet, HashMap};

use entity::{country, territory, territory_name};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, Statement, Value};
use uuid::Uuid;

use super::{Indexed, Noun, indexed};
use crate::db::Tx;

/// Takes the words out of the correction of typos that no name of a territory has now: a name that was taken back is not kept word by word,
/// nor is that of a record that went with a false pledge.
pub async fn forget_words(tx: &Tx) -> Result<(), DbErr> {
    let (backend, noun) = (tx.get_database_backend(), Noun::Territory.as_str());
    // The words before the names: a word that comes in between is not among them, and stays.
    let known = Statement::from_sql_and_values(backend, placed(tx, "SELECT word FROM search_word WHERE noun = {}"), [Value::from(noun)]);
    let known = tx.query_all_raw(known).await?;
    let kept = of_names(tx).await?;
    for row in known {
        let word: String = row.try_get("", "word")?;
        if !kept.contains(&word) {
            let gone = placed(tx, "DELETE FROM search_word WHERE noun = {} AND word = {}");
            tx.execute_raw(Statement::from_sql_and_values(backend, gone, [Value::from(noun), Value::from(word)])).await?;
        }
    }
    if backend == DbBackend::Sqlite {
        // Until the parts of the index are merged, what was taken out of it still stands in them.
        tx.execute_unprepared("INSERT INTO territory_search (territory_search) VALUES ('optimize')").await?;
    }
    Ok(())
}

/// The words of all names that some territory has.
async fn of_names(tx: &Tx) -> Result<BTreeSet<String>, DbErr> {
    let countries = country::Entity::find().all(&**tx).await?;
    let countries: HashMap<&str, &country::Model> = countries.iter().map(|row| (row.code.as_str(), row)).collect();
    let mut names: HashMap<Uuid, Vec<territory_name::Model>> = HashMap::new();
    for name in territory_name::Entity::find().all(&**tx).await? {
        names.entry(name.territory_id).or_default().push(name);
    }
    let mut kept = BTreeSet::new();
    for row in territory::Entity::find().filter(territory::Column::RemovedAt.is_null()).all(&**tx).await? {
        let index: Indexed = indexed(&row, names.get(&row.id).map_or(&[], Vec::as_slice), countries.get(row.country.as_str()).copied());
        kept.extend(index.correctable().map(str::to_owned));
    }
    Ok(kept)
}

/// Puts the database's own placeholders in the place of `{}`.
fn placed(tx: &Tx, sql: &str) -> String {
    match tx.get_database_backend() {
        DbBackend::Postgres => sql.replacen("{}", "$1", 1).replacen("{}", "$2", 1),
        _ => sql.replace("{}", "?"),
    }
}
