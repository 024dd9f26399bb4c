//! The append-only, gap-free, hash-chained history.
//!
//! Each entry's hash covers the hash before it, the entry itself, and the digests of its salted facts.
//! Facts that name a person are kept in a row of their own: it can be erased, its digest stays, and the
//! chain still verifies.

use chrono::{DateTime, SecondsFormat, Utc};
use entity::{
    history, history_personal,
    kinds::{ActorKind, Audience, SubjectKind},
    partial_date::PartialDate,
};
use futures_util::TryStreamExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Db, Tx};

/// In whose name a transaction is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub kind: ActorKind,
    /// The user or token; absent for the system and the public.
    pub id: Option<Uuid>,
}

impl Actor {
    pub const SYSTEM: Self = Self { kind: ActorKind::System, id: None };
    pub const PUBLIC: Self = Self { kind: ActorKind::Public, id: None };
}

/// One change, as it will stand in the history.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) action: &'static str,
    pub(super) subject_kind: SubjectKind,
    pub(super) subject_id: Uuid,
    pub(super) audience: Audience,
    pub(super) effective_on: Option<PartialDate>,
    pub(super) facts: Value,
    pub(super) personal: Option<Value>,
}

impl Entry {
    /// A change that anybody may read about.
    pub fn public(action: &'static str, subject_kind: SubjectKind, subject_id: Uuid) -> Self {
        Self { action, subject_kind, subject_id, audience: Audience::Public, effective_on: None, facts: json!({}), personal: None }
    }

    /// A change that only the secretariat may read about.
    pub fn internal(action: &'static str, subject_kind: SubjectKind, subject_id: Uuid) -> Self {
        Self { audience: Audience::Internal, ..Self::public(action, subject_kind, subject_id) }
    }

    /// What is true now. Must not name a person.
    pub fn facts(mut self, facts: Value) -> Self {
        self.facts = facts;
        self
    }

    /// What names a person; erasable.
    pub fn personal(mut self, facts: Value) -> Self {
        self.personal = Some(facts);
        self
    }

    /// When it happened, if that is not now.
    pub fn effective_on(mut self, date: Option<PartialDate>) -> Self {
        self.effective_on = date;
        self
    }
}

/// Erases what the history of a record says of persons; the chain stays whole.
pub async fn forget(tx: &Tx, subject: Uuid) -> Result<(), DbErr> {
    forget_from(tx, subject, 0).await
}

/// As [`forget`], of what was recorded from this sequence on.
pub async fn forget_from(tx: &Tx, subject: Uuid, seq: i64) -> Result<(), DbErr> {
    let entries = history::Entity::find().select_only().column(history::Column::Seq);
    let entries = entries.filter(history::Column::SubjectId.eq(subject)).filter(history::Column::Seq.gte(seq));
    let of_subject = history_personal::Column::Seq.in_subquery(entries.into_query());
    history_personal::Entity::delete_many().filter(of_subject).exec(&**tx).await?;
    Ok(())
}

/// Hexadecimal SHA-256.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Digest of facts behind their salt.
pub(super) fn salted(salt: &str, facts: &str) -> String {
    digest(format!("{salt}\n{facts}").as_bytes())
}

/// The hash of an entry: SHA-256 over a JSON array of everything it says.
pub(super) fn chain_hash(entry: &history::Model) -> String {
    let instant = |time: &DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Micros, true);
    let covered = json!([
        entry.seq,
        instant(&entry.recorded_at),
        entry.actor_kind,
        entry.actor_id,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.audience,
        entry.effective_on,
        salted(&entry.salt, &entry.facts),
        entry.personal_digest,
        entry.previous_hash,
    ]);
    digest(covered.to_string().as_bytes())
}

/// What [`verify`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole chain holds; `redacted` entries have had their personal facts erased.
    Whole { entries: i64, redacted: i64 },
    /// The first entry that does not hold, and why.
    Broken { seq: i64, why: &'static str },
}

/// Recomputes the chain from its first entry.
pub async fn verify(db: &Db) -> Result<Verdict, sea_orm::DbErr> {
    let head = entity::history_head::Entity::find_by_id(1).one(db.reader()).await?;
    // What is appended while this reads is behind that head.
    let end = head.as_ref().map_or(0, |head| head.seq);
    let mut entries = history::Entity::find()
        .filter(history::Column::Seq.lte(end))
        .find_also_related(entity::history_personal::Entity)
        .order_by_asc(history::Column::Seq)
        .stream(db.reader())
        .await?;
    let (mut last_seq, mut last_hash, mut redacted) = (0, String::new(), 0);
    while let Some((entry, personal)) = entries.try_next().await? {
        let seq = last_seq + 1;
        if entry.seq != seq {
            return Ok(Verdict::Broken { seq, why: "the entry is missing" });
        }
        if entry.previous_hash != last_hash {
            return Ok(Verdict::Broken { seq, why: "it does not follow from the entry before it" });
        }
        if entry.hash != chain_hash(&entry) {
            return Ok(Verdict::Broken { seq, why: "it was altered" });
        }
        match (&entry.personal_digest, personal) {
            (Some(expected), Some(facts)) if *expected != salted(&facts.salt, &facts.facts) => {
                return Ok(Verdict::Broken { seq, why: "its personal facts were altered" });
            }
            (None, Some(_)) => return Ok(Verdict::Broken { seq, why: "personal facts were added" }),
            (Some(_), None) => redacted += 1,
            _ => {}
        }
        (last_seq, last_hash) = (seq, entry.hash);
    }
    match head {
        Some(head) if head.seq == last_seq && head.hash == last_hash => Ok(Verdict::Whole { entries: last_seq, redacted }),
        _ => Ok(Verdict::Broken { seq: last_seq + 1, why: "the chain ends before its head" }),
    }
}
