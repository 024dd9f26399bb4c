//! Finding out who somebody is: from an address to an account, names, and the records around them.

use std::collections::HashSet;

use entity::{adhesion, document, history, pledge};
use kernel::{db::collation::loose_key, email_address::key_of};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, StreamTrait, TryGetable};
use serde_json::Value;
use uuid::Uuid;

use super::{
    person::{Hit, Person},
    registry::{Holds, Proof, Table},
    sweep::{Found, sweep},
};

impl Person {
    /// Whoever has this address, with or without an account.
    pub async fn of<C: ConnectionTrait + StreamTrait>(db: &C, tables: &[Table], address: &str) -> Result<Self, DbErr> {
        let mut person = Self { key: key_of(address), ..Self::default() };
        person.spellings.extend([address.trim().to_lowercase(), person.key.clone()]);
        // By the address alone, then by what that has shown: an account leads to teams, an adhesion's contact to a name.
        for _ in 0..2 {
            for found in sweep(db, tables, &person).await? {
                person.learn(&found);
            }
            person.look_around(db).await?;
        }
        Ok(person)
    }

    /// Takes up what a row says of the person.
    fn learn(&mut self, found: &Found<'_>) {
        let table = found.table;
        let id = |column: &str| found.row.get(column).and_then(Value::as_str).and_then(|text| text.parse::<Uuid>().ok());
        if found.is_own() {
            if table.columns.iter().any(|column| column.name == "id") && table.personal().any(|(_, holds)| holds == Holds::Address) {
                self.ids.extend(id("id"));
            }
            let proved = match table.proof {
                Proof::Given => true,
                Proof::Since(column) => found.row.get(column).is_some_and(|at| !at.is_null()),
                Proof::None => false,
            };
            if proved && table.near_where.is_none_or(|column| found.row.get(column) == Some(&Value::Bool(true))) {
                self.near.extend(table.near.iter().filter_map(|column| id(column)));
            }
            for (column, holds) in table.personal() {
                let text = found.row.get(column).and_then(Value::as_str).unwrap_or_default();
                match holds {
                    Holds::OwnName if proved => self.add_name(text),
                    Holds::Address if self.is_address(text) => {
                        self.spellings.insert(text.trim().to_lowercase());
                    }
                    _ => {}
                }
            }
        }
        for (column, hit) in &found.hits {
            if *hit == Hit::Trace && table.holding(column) == Some(Holds::Author) {
                self.near.extend(table.near.iter().filter_map(|column| id(column)));
            }
            let names = contacts(found.row.get(*column).unwrap_or(&Value::Null), &self.key);
            if !names.is_empty() {
                self.near.extend(table.near.iter().filter_map(|column| id(column)));
            }
            names.iter().for_each(|name| self.add_name(name));
        }
    }

    pub(super) fn add_name(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() {
            self.name_keys.insert(loose_key(name));
            self.names.insert(name.to_owned());
        }
    }

    /// From a record to the government it belongs to, and from there to everything of that government.
    async fn look_around(&mut self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let territories = of_these::<adhesion::Entity, Uuid>(db, adhesion::Column::Id, &self.near, adhesion::Column::TerritoryId).await?;
        self.near.extend(territories);
        let mut around = of_these::<adhesion::Entity, Uuid>(db, adhesion::Column::TerritoryId, &self.near, adhesion::Column::Id).await?;
        around.extend(of_these::<pledge::Entity, Uuid>(db, pledge::Column::TerritoryId, &self.near, pledge::Column::Id).await?);
        around.extend(of_these::<document::Entity, Uuid>(db, document::Column::TerritoryId, &self.near, document::Column::Id).await?);
        self.near.extend(around);
        let (subject, seq) = (history::Column::SubjectId, history::Column::Seq);
        self.own_entries = of_these::<history::Entity, i64>(db, subject, &self.ids, seq).await?;
        self.near_entries = of_these::<history::Entity, i64>(db, subject, &self.near, seq).await?;
        Ok(())
    }
}

/// The names beside an address in lists of contacts: members called `name` of objects whose `email` it is.
fn contacts(value: &Value, key: &str) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| contacts(item, key)).collect(),
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
            let own = text("email").is_some_and(|email| key_of(email) == key).then(|| text("name")).flatten();
            own.map(str::to_owned).into_iter().chain(members.values().flat_map(|member| contacts(member, key))).collect()
        }
        _ => Vec::new(),
    }
}

/// A column of the rows in which another is one of these, so many at a time as a statement takes.
async fn of_these<E: EntityTrait, T>(
    db: &impl ConnectionTrait,
    column: E::Column,
    these: &HashSet<Uuid>,
    wanted: E::Column,
) -> Result<HashSet<T>, DbErr>
where
    T: TryGetable + Eq + std::hash::Hash,
{
    let mut found = HashSet::new();
    let these: Vec<Uuid> = these.iter().copied().collect();
    for some in these.chunks(5000) {
        let rows = E::find().select_only().column(wanted).filter(column.is_in(some.iter().copied()));
        found.extend(rows.into_tuple::<T>().all(db).await?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_contact_stands_beside_the_address() {
        let answers =
            serde_json::json!({ "contacts": [{ "email": "Nora@sale.example", "name": "Nora" }, { "email": "x@y.z", "name": "Eve" }] });
        assert_eq!(contacts(&answers, "nora@sale.example"), ["Nora"]);
    }
}
