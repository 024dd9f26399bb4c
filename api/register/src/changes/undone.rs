//! What a false pledge brought about, until it was removed: the history keeps that it was, and tells no more of it as the government's own.

use std::{collections::HashMap, ops::Range};

use entity::history;
use kernel::{db::history::texts::Told, problem::Result};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use uuid::Uuid;

/// Confirming a pledge begins such a stretch, removing it ends it.
pub const PLEDGED: &str = "territory.pledged";
pub const REMOVED: &str = "territory.pledge_removed";

/// Facts that are of a closed list, so that who follows the feed knows where a record stood.
const TOLD: [&str; 3] = ["stage", "from", "pledge"];

/// Stretches of the histories of some territories, by sequence.
#[derive(Default)]
pub struct Undone(HashMap<Uuid, Vec<Range<i64>>>);

impl Undone {
    pub async fn of(db: &impl ConnectionTrait, territories: impl IntoIterator<Item = Uuid>) -> Result<Self> {
        let removed = entries(db, REMOVED, territories).await?;
        if removed.is_empty() {
            return Ok(Self::default());
        }
        let pledged = entries(db, PLEDGED, removed.iter().map(|entry| entry.subject_id)).await?;
        let mut stretches: HashMap<Uuid, Vec<Range<i64>>> = HashMap::new();
        for end in &removed {
            let facts = facts(end);
            if facts["undone"] != true {
                continue;
            }
            let of_territory = || pledged.iter().filter(|entry| entry.subject_id == end.subject_id);
            let begun = of_territory().find(|entry| self::facts(entry)["pledge"] == facts["pledge"]).map_or(0, |entry| entry.seq);
            // A pledge that followed stands for itself.
            let followed = of_territory().map(|entry| entry.seq).find(|seq| *seq > begun).unwrap_or(i64::MAX);
            stretches.entry(end.subject_id).or_default().push(begun..end.seq.min(followed));
        }
        Ok(Self(stretches))
    }

    pub fn covers(&self, entry: &history::Model) -> bool {
        self.of_territory(entry.subject_id).iter().any(|stretch| stretch.contains(&entry.seq))
    }

    /// Entries of a territory that lie in none of its stretches.
    pub fn others(&self, territory: Uuid) -> Condition {
        let seq = history::Column::Seq;
        let outside = |stretch: &Range<i64>| Condition::any().add(seq.lt(stretch.start)).add(seq.gte(stretch.end));
        self.of_territory(territory).iter().fold(Condition::all(), |all, stretch| all.add(outside(stretch)))
    }

    /// What the feed says of an entry, of what it would say.
    pub fn told_of(&self, entry: &history::Model, mut told: Told) -> Told {
        if self.covers(entry)
            && let Some(members) = told.facts.as_object_mut()
        {
            members.retain(|name, _| TOLD.contains(&name.as_str()));
            // None of the facts that are told was typed.
            told.texts.clear();
            told.erased.clear();
        }
        told
    }

    fn of_territory(&self, territory: Uuid) -> &[Range<i64>] {
        self.0.get(&territory).map(Vec::as_slice).unwrap_or_default()
    }
}

pub fn facts(entry: &history::Model) -> Value {
    serde_json::from_str(&entry.facts).unwrap_or_default()
}

async fn entries(db: &impl ConnectionTrait, action: &str, territories: impl IntoIterator<Item = Uuid>) -> Result<Vec<history::Model>> {
    let query = history::Entity::find()
        .filter(history::Column::SubjectId.is_in(territories))
        .filter(history::Column::Action.eq(action))
        .order_by_asc(history::Column::Seq);
    Ok(query.all(db).await?)
}
