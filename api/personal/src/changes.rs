//! What erasing a person has changed, and how the history says so.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    facts,
    kinds::{RedactionReason, SubjectKind},
};
use kernel::{
    db::{Entry, Topic, Tx, search},
    problem::Result,
};
use register::changes::redaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{registry::Table, sweep::Found};

/// What was changed, for the history to say.
#[derive(Default)]
pub struct Changes {
    of_records: BTreeMap<(SubjectKind, Uuid), BTreeSet<&'static str>>,
    words: BTreeMap<i64, Vec<String>>,
}

impl Changes {
    pub fn of(&mut self, kind: SubjectKind, id: Uuid, column: &'static str) {
        self.of_records.entry((kind, id)).or_default().insert(column);
    }

    /// Notes columns of a row: with its own record, and with the territory whose page shows them.
    pub(super) fn note(&mut self, table: &Table, row: &Map<String, Value>, columns: &[&'static str]) {
        let id = |column: &str| row.get(column).and_then(Value::as_str).and_then(|text| text.parse::<Uuid>().ok());
        for column in columns {
            if let (Ok(kind), Some(id)) = (table.name.parse::<SubjectKind>(), id("id")) {
                self.of(kind, id, column);
            }
            if let Some((territory, field)) = table.shown
                && let Some(id) = id(territory)
            {
                self.of(SubjectKind::Territory, id, field);
            }
        }
    }

    pub(super) fn take_out(&mut self, found: &Found<'_>) {
        let Some(seq) = found.row["seq"].as_i64() else { return };
        match found.row.get("pointer").and_then(Value::as_str) {
            Some(pointer) => self.words.entry(seq).or_default().push(pointer.to_owned()),
            // Of before texts were kept apart.
            None if found.row["redacted_by"] == Value::Null => drop(self.words.entry(seq).or_default()),
            None => {}
        }
    }

    pub(super) async fn tell(self, tx: &mut Tx) -> Result<()> {
        redaction::record(tx, self.words, &redaction::Redaction { reason: RedactionReason::PersonalData, note: None }).await?;
        for ((kind, id), columns) in self.of_records {
            if kind == SubjectKind::Territory {
                search::index_territory(tx, id).await?;
                let fields: Vec<_> = columns.into_iter().map(|field| facts!({ "field": field })).collect();
                tx.record(Entry::public("territory.updated", kind, id).facts(facts!({ "changes": fields })));
            } else {
                let columns: Vec<&'static str> = columns.into_iter().collect();
                // A name may stand anywhere in public, as that of a partner does in the feed.
                let shown = [Topic::Territories, Topic::Organisations, Topic::Documents, Topic::Changes];
                tx.record(Entry::internal("person.erased", kind, id).facts(facts!({ "columns": columns })).moves(&shown));
            }
        }
        Ok(())
    }
}
