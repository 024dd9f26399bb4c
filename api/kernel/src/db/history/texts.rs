//! What somebody typed: put back into what entries say, and taken out of them for good.

use std::collections::{BTreeMap, HashMap};

use entity::{history, history_text};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::db::Tx;

/// What one entry says, as far as it has not been taken back.
#[derive(Debug, Default)]
pub struct Told {
    pub facts: Value,
    /// Places in `facts` of texts that are there.
    pub texts: Vec<String>,
    /// Places in `facts` of texts that were erased.
    pub erased: Vec<String>,
}

/// What these entries say.
pub async fn told(db: &impl ConnectionTrait, entries: &[history::Model]) -> Result<HashMap<i64, Told>, DbErr> {
    let with_texts = entries.iter().filter(|entry| entry.texts.as_deref().is_some_and(|texts| texts != "{}"));
    let seqs: Vec<i64> = with_texts.map(|entry| entry.seq).collect();
    let mut rows: HashMap<i64, BTreeMap<String, String>> = HashMap::new();
    if !seqs.is_empty() {
        for row in history_text::Entity::find().filter(history_text::Column::Seq.is_in(seqs)).all(db).await? {
            rows.entry(row.seq).or_default().insert(row.pointer, row.text);
        }
    }
    Ok(entries.iter().map(|entry| (entry.seq, tell(entry, rows.remove(&entry.seq).unwrap_or_default()))).collect())
}

fn tell(entry: &history::Model, mut texts: BTreeMap<String, String>) -> Told {
    let mut told = Told { facts: serde_json::from_str(&entry.facts).unwrap_or_default(), ..Told::default() };
    match places(entry) {
        Some(places) => {
            for place in places {
                match (texts.remove(&place), told.facts.pointer_mut(&place)) {
                    (Some(text), Some(value)) => {
                        *value = text.into();
                        told.texts.push(place);
                    }
                    _ => told.erased.push(place),
                }
            }
        }
        // Of before texts were kept apart: its bytes stay in the chain, and nobody is shown them any more.
        None if entry.redacted_by.is_some() => told.facts = Value::Object(Default::default()),
        None => {}
    }
    told
}

/// Where an entry has texts, erased ones too; nothing where it is of before texts were kept apart.
pub fn places(entry: &history::Model) -> Option<Vec<String>> {
    let texts: BTreeMap<String, String> = serde_json::from_str(entry.texts.as_deref()?).ok()?;
    Some(texts.into_keys().collect())
}

/// Erases texts of entries by their places. Only what [`super::Entry::redacts`] these entries may do so.
pub async fn erase(tx: &Tx, taken: &BTreeMap<i64, Vec<String>>) -> Result<(), DbErr> {
    for (seq, places) in taken.iter().filter(|(_, places)| !places.is_empty()) {
        let here = Condition::all().add(history_text::Column::Seq.eq(*seq)).add(history_text::Column::Pointer.is_in(places));
        history_text::Entity::delete_many().filter(here).exec(&**tx).await?;
    }
    Ok(())
}
