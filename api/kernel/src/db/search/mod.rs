//! Full text in both databases: FTS5 in SQLite, `tsvector` in PostgreSQL, fed with the same words.
//!
//! A record is found by its numeric key. Beside the words of its names the index holds one word for each whole
//! name, so that an exact name is one lookup, and for places one for the country.

mod ask;
mod typos;
mod unlearn;
mod words;

use std::collections::BTreeSet;

use entity::{country, territory, territory_name};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, Statement, Value};
use uuid::Uuid;

use self::{ask::whole_name, words::words};
use super::Tx;

pub use self::{
    ask::{Ask, Typed, country_word},
    unlearn::forget_words,
};

/// Something that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Place,
    Territory,
}

impl Noun {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Territory => "territory",
        }
    }
}

/// The words under which one record is found.
#[derive(Clone, Debug, Default)]
pub struct Indexed(BTreeSet<String>);

impl Indexed {
    /// A name: found by its words, and at once when typed in full.
    pub fn name(&mut self, name: &str) {
        let words = words(name);
        if !words.is_empty() {
            self.0.insert(whole_name(&words));
            self.0.extend(words);
        }
    }

    /// Words that help to find it but are no name of it.
    pub fn other(&mut self, text: &str) {
        self.0.extend(words(text));
    }

    pub fn country(&mut self, code: &str) {
        self.0.insert(country_word(code));
    }

    pub fn into_text(self) -> String {
        self.0.into_iter().collect::<Vec<_>>().join(" ")
    }

    /// The words among which a mistyped one is looked for.
    pub fn correctable(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str).filter(|word| {
            let letters = word.chars().count();
            (3..=30).contains(&letters) && word.chars().all(char::is_alphabetic)
        })
    }
}

/// Rows of one index, keyed.
pub type Rows = Vec<(i64, String)>;

/// Adds rows whose keys are not there.
pub async fn insert(tx: &Tx, noun: Noun, rows: Rows) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    let backend = tx.get_database_backend();
    let mut sql = format!("INSERT INTO {}_search (rowid, words) VALUES ", noun.as_str());
    values_list(&mut sql, backend, rows.len(), &["", "words"]);
    let values = rows.into_iter().flat_map(|(key, words)| [Value::from(key), Value::from(words)]);
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

/// Takes rows out.
pub async fn remove(tx: &Tx, noun: Noun, keys: &[i64]) -> Result<(), DbErr> {
    if keys.is_empty() {
        return Ok(());
    }
    // Numbers need no quoting.
    let list = keys.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    tx.execute_unprepared(&format!("DELETE FROM {}_search WHERE rowid IN ({list})", noun.as_str())).await?;
    Ok(())
}

/// Makes words known to the correction of typos.
pub async fn learn(tx: &Tx, noun: Noun, words: &[String]) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    for chunk in words.chunks(5000) {
        let mut sql = "INSERT INTO search_word (noun, word, reversed) VALUES ".to_owned();
        values_list(&mut sql, backend, chunk.len(), &["", "", ""]);
        sql.push_str(" ON CONFLICT DO NOTHING");
        let values = chunk.iter().flat_map(|word| {
            let reversed: String = word.chars().rev().collect();
            [Value::from(noun.as_str()), Value::from(word.clone()), Value::from(reversed)]
        });
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

/// Writes `(?, ?), (?, ?)` for so many rows; a column named `words` becomes a `tsvector` where that exists.
pub fn values_list(sql: &mut String, backend: DbBackend, rows: usize, columns: &[&str]) {
    use std::fmt::Write;
    let mut n = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for (i, column) in columns.iter().enumerate() {
            n += 1;
            let comma = if i == 0 { "" } else { ", " };
            let _ = match (backend, *column) {
                (DbBackend::Postgres, "words") => write!(sql, "{comma}array_to_tsvector(string_to_array(${n}, ' '))"),
                (DbBackend::Postgres, _) => write!(sql, "{comma}${n}"),
                _ => write!(sql, "{comma}?"),
            };
        }
        sql.push(')');
    }
}

/// Brings the index of a territory up to date; to be called wherever its names, kind or country change.
pub async fn index_territory(tx: &Tx, id: Uuid) -> Result<(), DbErr> {
    let Some(row) = territory::Entity::find_by_id(id).one(&**tx).await? else { return Ok(()) };
    let names = territory_name::Entity::find().filter(territory_name::Column::TerritoryId.eq(id)).all(&**tx).await?;
    let country = country::Entity::find_by_id(&row.country).one(&**tx).await?;
    let indexed = indexed(&row, &names, country.as_ref());
    let learnt: Vec<String> = indexed.correctable().map(str::to_owned).collect();
    remove(tx, Noun::Territory, &[row.search_id]).await?;
    insert(tx, Noun::Territory, vec![(row.search_id, indexed.into_text())]).await?;
    learn(tx, Noun::Territory, &learnt).await
}

/// The words under which a territory is found.
fn indexed(row: &territory::Model, names: &[territory_name::Model], country: Option<&country::Model>) -> Indexed {
    let mut indexed = Indexed::default();
    indexed.name(&row.name);
    for name in names {
        indexed.name(&name.name);
    }
    indexed.other(row.kind_local.as_deref().unwrap_or_default());
    if let Some(country) = country {
        for name in [&country.name_en, &country.name_fr, &country.name_es, &country.name_ar] {
            indexed.other(name);
        }
    }
    indexed
}

/// A condition `<key> IN (records that answer)`, with `?` or the given placeholder for the text.
pub fn condition(backend: DbBackend, noun: Noun, placeholder: &str) -> String {
    let noun = noun.as_str();
    match backend {
        DbBackend::Postgres => format!("{noun}_search.words @@ {placeholder}::tsquery"),
        _ => format!("{noun}_search MATCH {placeholder}"),
    }
}

/// The text that stands for `ask` in a [`condition`].
pub fn text(backend: DbBackend, ask: &Ask) -> String {
    match backend {
        DbBackend::Postgres => ask.tsquery(),
        _ => ask.fts5(),
    }
}

/// What to ask for where nothing was found as typed: the same with one word corrected. Nothing where no word
/// of the index is near.
pub async fn forgiving(db: &impl ConnectionTrait, noun: Noun, typed: &Typed) -> Result<Option<Ask>, DbErr> {
    let corrections = typos::corrections(db, noun, typed).await?;
    let asks: Vec<Ask> = corrections.into_iter().map(|(position, meant)| typed.corrected(position, meant)).collect();
    Ok((!asks.is_empty()).then_some(Ask::Any(asks)))
}
