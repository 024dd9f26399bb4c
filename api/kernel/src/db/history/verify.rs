//! Recomputing the chain.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{history, history_head, history_personal, history_text, kinds::Audience};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use super::{REDACTED, chain_hash, salted};
use crate::db::Db;

/// Entries read at a time; memory stays bounded however long the history is.
const CHUNK: u64 = 1000;

const UNEXPLAINED: &str = "its text is gone, and no later entry says why";

/// What [`verify`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole chain holds; of `redacted` entries something was erased.
    Whole { entries: i64, redacted: i64 },
    /// The first entry that does not hold, and why.
    Broken { seq: i64, why: &'static str },
}

/// Recomputes the chain from its first entry.
pub async fn verify(db: &Db) -> Result<Verdict, DbErr> {
    let head = history_head::Entity::find_by_id(1).one(db.reader()).await?;
    // What is appended while this reads is behind that head.
    let end = head.as_ref().map_or(0, |head| head.seq);
    let mut chain = Chain::default();
    while chain.seq < end {
        // The texts first: one that is erased meanwhile is still there, or its entry says that it was.
        let up_to = (chain.seq + CHUNK.cast_signed()).min(end);
        let texts = texts_between(db, chain.seq, up_to).await?;
        let entries = history::Entity::find()
            .filter(history::Column::Seq.gt(chain.seq))
            .filter(history::Column::Seq.lte(up_to))
            .find_also_related(history_personal::Entity)
            .order_by_asc(history::Column::Seq)
            .limit(CHUNK)
            .all(db.reader())
            .await?;
        if entries.is_empty() {
            break;
        }
        for (entry, personal) in entries {
            let seq = chain.seq + 1;
            if let Err(why) = chain.follow(entry, personal, texts.get(&seq)) {
                return Ok(Verdict::Broken { seq, why });
            }
        }
    }
    if let Some(seq) = chain.unexplained(db, end).await? {
        return Ok(Verdict::Broken { seq, why: UNEXPLAINED });
    }
    match head {
        Some(head) if head.seq == chain.seq && head.hash == chain.hash => {
            Ok(Verdict::Whole { entries: chain.seq, redacted: chain.redacted })
        }
        _ => Ok(Verdict::Broken { seq: chain.seq + 1, why: "the chain ends before its head" }),
    }
}

type Texts = HashMap<String, history_text::Model>;

/// The texts of the entries after one up to another.
async fn texts_between(db: &Db, after: i64, up_to: i64) -> Result<HashMap<i64, Texts>, DbErr> {
    let rows = history_text::Entity::find()
        .filter(history_text::Column::Seq.gt(after))
        .filter(history_text::Column::Seq.lte(up_to))
        .all(db.reader())
        .await?;
    let mut texts: HashMap<i64, Texts> = HashMap::new();
    for row in rows {
        texts.entry(row.seq).or_default().insert(row.pointer.clone(), row);
    }
    Ok(texts)
}

/// The part of the chain that holds.
#[derive(Default)]
struct Chain {
    seq: i64,
    hash: String,
    redacted: i64,
    /// Public entries that lack a text, and the entry that is to say so.
    unexplained: HashMap<i64, i64>,
}

impl Chain {
    fn follow(
        &mut self,
        entry: history::Model,
        personal: Option<history_personal::Model>,
        texts: Option<&Texts>,
    ) -> Result<(), &'static str> {
        if entry.seq != self.seq + 1 {
            return Err("the entry is missing");
        }
        if entry.previous_hash != self.hash {
            return Err("it does not follow from the entry before it");
        }
        if entry.hash != chain_hash(&entry) {
            return Err("it was altered");
        }
        let lacks_personal = lacks_personal(&entry, personal)?;
        let lacks_text = lacks_text(&entry, texts)?;
        if lacks_text && entry.audience == Audience::Public {
            self.unexplained.insert(entry.seq, entry.redacted_by.ok_or(UNEXPLAINED)?);
        }
        for seq in explains(&entry) {
            if self.unexplained.get(&seq) == Some(&entry.seq) {
                self.unexplained.remove(&seq);
            }
        }
        self.redacted += i64::from(lacks_personal || lacks_text || entry.redacted_by.is_some());
        (self.seq, self.hash) = (entry.seq, entry.hash);
        Ok(())
    }

    /// The first entry that lacks a text for no reason. One that was erased while this read is explained behind the end.
    async fn unexplained(&self, db: &Db, end: i64) -> Result<Option<i64>, DbErr> {
        let mut first = None;
        for (seq, by) in &self.unexplained {
            let later = if *by > end { history::Entity::find_by_id(*by).one(db.reader()).await? } else { None };
            if !later.is_some_and(|entry| explains(&entry).contains(seq)) {
                first = Some(first.map_or(*seq, |first: i64| first.min(*seq)));
            }
        }
        Ok(first)
    }
}

fn lacks_personal(entry: &history::Model, personal: Option<history_personal::Model>) -> Result<bool, &'static str> {
    match (&entry.personal_digest, personal) {
        (Some(expected), Some(facts)) if *expected != salted(&facts.salt, &facts.facts) => Err("its personal facts were altered"),
        (None, Some(_)) => Err("personal facts were added"),
        (digest, facts) => Ok(digest.is_some() && facts.is_none()),
    }
}

fn lacks_text(entry: &history::Model, texts: Option<&Texts>) -> Result<bool, &'static str> {
    let digests: BTreeMap<String, String> =
        entry.texts.as_deref().map(serde_json::from_str).transpose().map_err(|_| "it was altered")?.unwrap_or_default();
    let mut left = 0;
    for (pointer, row) in texts.into_iter().flatten() {
        match digests.get(pointer) {
            Some(expected) if *expected == salted(&row.salt, &row.text) => left += 1,
            Some(_) => return Err("its text was altered"),
            None => return Err("a text was added"),
        }
    }
    Ok(left < digests.len())
}

/// The entries out of which this one took texts.
fn explains(entry: &history::Model) -> HashSet<i64> {
    if entry.action != REDACTED {
        return HashSet::new();
    }
    let facts: Value = serde_json::from_str(&entry.facts).unwrap_or_default();
    facts["entries"].as_array().into_iter().flatten().filter_map(|one| one["seq"].as_i64()).collect()
}
