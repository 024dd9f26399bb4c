//! Everything that is kept of a person.

use std::collections::BTreeMap;

use kernel::{
    json,
    problem::{Problem, Result},
};
use register::state::State;
use sea_orm::{ConnectionTrait, StreamTrait};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{
    person::{Hit, Person, parsed},
    registry::Holds,
    sweep::{Found, leading, sweep},
    tables::tables,
};

/// Everything that is kept of a person.
#[derive(Serialize, ToSchema)]
pub struct Export {
    #[schema(example = "nora@city.example.org")]
    pub address: String,
    /// Names that stand beside the address.
    #[schema(example = json!(["Nora Ferrer"]))]
    pub names: Vec<String>,
    pub tables: Vec<ExportedTable>,
    /// Mails in the data folder, where no mail server is set, by the ids of their jobs.
    pub mails: Vec<uuid::Uuid>,
}

/// What one table says of the person.
#[derive(Serialize, ToSchema)]
pub struct ExportedTable {
    /// docs/personal-data.md says why it is kept, for how long, and who sees it.
    #[schema(example = "team_member")]
    pub table: String,
    /// The person's own rows as they are, without secrets; of others just what names the person, by column, with what identifies the row.
    #[schema(value_type = Vec<Object>, example = json!([{ "territory_id": "01990000-0000-7000-8000-000000000000", "role": "lead" }]))]
    pub rows: Vec<Map<String, Value>>,
}

/// Collects what is kept of whoever has this address.
pub async fn export(state: &State, address: &str) -> Result<Export> {
    let db = state.db.reader();
    let person = Person::of(db, &leading(), address).await?;
    let tables = collect(db, &person).await?;
    let mails = state.mailer.kept_that(mentions(&person)).await.map_err(Problem::internal)?;
    Ok(Export { address: address.trim().to_owned(), names: person.names.into_iter().collect(), tables, mails })
}

/// Whether a kept mail goes to the person or has the address in it.
pub fn mentions(person: &Person) -> impl Fn(&str) -> bool + Send + 'static {
    let person = person.by_address();
    move |mail| person.is_addressed(mail)
}

async fn collect<C: ConnectionTrait + StreamTrait>(db: &C, person: &Person) -> Result<Vec<ExportedTable>> {
    let all = tables();
    let mut rows: BTreeMap<usize, Vec<Map<String, Value>>> = BTreeMap::new();
    for found in sweep(db, &all, person).await? {
        let at = all.iter().position(|table| std::ptr::eq(table, found.table)).unwrap_or_default();
        rows.entry(at).or_default().push(shown(&found, person));
    }
    let shape = |(at, rows): (usize, Vec<_>)| {
        let table = &all[at];
        ExportedTable { table: table.name.clone(), rows }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// What of a row is the person's to see: others’ data is not.
fn shown(found: &Found<'_>, person: &Person) -> Map<String, Value> {
    let table = found.table;
    let all = found.row.iter().filter(|(column, _)| table.holding(column) != Some(Holds::Secret));
    if found.is_own() {
        return all.map(|(column, value)| (column.clone(), value.clone())).collect();
    }
    let identifies = |column: &str| table.key.iter().any(|key| key == column) || table.near.contains(&column);
    let mut row: Map<String, Value> =
        all.filter(|(column, _)| identifies(column)).map(|(column, value)| (column.clone(), value.clone())).collect();
    for (column, hit) in &found.hits {
        let value = found.row.get(*column).cloned().unwrap_or_default();
        let part = if *hit == Hit::Trace { value } else { own_part(parsed(&value), person, found.near) };
        row.insert((*column).to_owned(), part);
    }
    row
}

/// The items and members that name the person.
fn own_part(value: Value, person: &Person, near: bool) -> Value {
    let names = |text: &str| person.hit(Holds::Typed, &Value::from(text), None, near).is_some();
    match value {
        Value::Array(items) => items.into_iter().filter(|item| json::says(item, &names)).collect(),
        Value::Object(members) => {
            let own = members.into_iter().filter(|(_, member)| json::says(member, &names));
            own.map(|(name, member)| (name, if member.is_array() { own_part(member, person, near) } else { member }))
                .collect::<Map<_, _>>()
                .into()
        }
        value => value,
    }
}
