//! The append-only, gap-free, hash-chained history.
//!
//! Each entry's hash covers the hash before it, the entry itself, and the digests of its salted facts.
//! What somebody typed, and facts that name a person, are kept in rows of their own: they can be erased, their digests stay, and the
//! chain still verifies.

pub mod texts;
mod verify;

use chrono::{DateTime, SecondsFormat, Utc};
use entity::{
    facts::Facts,
    history, history_personal, history_text,
    kinds::{ActorKind, Audience, SubjectKind},
    partial_date::PartialDate,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Topic, Tx};

pub use self::verify::{Verdict, verify};

/// The action of an entry that takes texts out of earlier ones. Its facts name them: `entries: [{seq, texts}]`.
pub const REDACTED: &str = "history.redacted";

/// In whose name a transaction is made. Only two can be named from outside; anybody else acts by what was read inside the transaction
/// ([`Tx::act_for`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub(super) kind: ActorKind,
    /// The user or token; absent for the system and the public.
    pub(super) id: Option<Uuid>,
}

impl Actor {
    pub const SYSTEM: Self = Self { kind: ActorKind::System, id: None };
    pub const PUBLIC: Self = Self { kind: ActorKind::Public, id: None };

    pub fn kind(self) -> ActorKind {
        self.kind
    }

    /// The user or token; absent for the system and the public.
    pub fn id(self) -> Option<Uuid> {
        self.id
    }
}

/// One change, as it will stand in the history.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) action: &'static str,
    pub(super) subject_kind: SubjectKind,
    pub(super) subject_id: Uuid,
    pub(super) audience: Audience,
    pub(super) effective_on: Option<PartialDate>,
    pub(super) facts: Facts,
    pub(super) personal: Option<Value>,
    pub(super) redacts: Vec<i64>,
    pub(super) moves: Vec<Topic>,
}

impl Entry {
    /// A change that anybody may read about.
    pub fn public(action: &'static str, subject_kind: SubjectKind, subject_id: Uuid) -> Self {
        let facts = Facts::default();
        Self {
            action,
            subject_kind,
            subject_id,
            audience: Audience::Public,
            effective_on: None,
            facts,
            personal: None,
            redacts: Vec::new(),
            moves: Topic::moved_by(subject_kind, Audience::Public),
        }
    }

    /// A change that only the secretariat may read about.
    pub fn internal(action: &'static str, subject_kind: SubjectKind, subject_id: Uuid) -> Self {
        let moves = Topic::moved_by(subject_kind, Audience::Internal);
        Self { audience: Audience::Internal, moves, ..Self::public(action, subject_kind, subject_id) }
    }

    /// What is true now. Whoever may read the entry may read it; what of it somebody typed is erasable.
    pub fn facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// What names a person; erasable, and not even for who may read the entry.
    pub fn personal(mut self, facts: Value) -> Self {
        self.personal = Some(facts);
        self
    }

    /// The entries out of which this one takes texts.
    pub fn redacts(mut self, entries: Vec<i64>) -> Self {
        self.redacts = entries;
        self
    }

    /// What everybody may read is another, though not everybody is told why.
    pub fn moves(mut self, topics: &[Topic]) -> Self {
        self.moves.extend(topics);
        self
    }

    /// When it happened, if that is not now.
    pub fn effective_on(mut self, date: Option<PartialDate>) -> Self {
        self.effective_on = date;
        self
    }
}

/// Erases what the history of a record says of persons, and what was typed in those of its entries that the public does not read; the chain
/// stays whole.
pub async fn forget(tx: &Tx, subject: Uuid) -> Result<(), DbErr> {
    forget_from(tx, subject, 0).await
}

/// As [`forget`], of what was recorded from this sequence on.
pub async fn forget_from(tx: &Tx, subject: Uuid, seq: i64) -> Result<(), DbErr> {
    let entries = || {
        let entries = history::Entity::find().select_only().column(history::Column::Seq);
        entries.filter(history::Column::SubjectId.eq(subject)).filter(history::Column::Seq.gte(seq))
    };
    let of_subject = history_personal::Column::Seq.in_subquery(entries().into_query());
    history_personal::Entity::delete_many().filter(of_subject).exec(&**tx).await?;
    let internal = entries().filter(history::Column::Audience.eq(Audience::Internal));
    let of_subject = history_text::Column::Seq.in_subquery(internal.into_query());
    history_text::Entity::delete_many().filter(of_subject).exec(&**tx).await?;
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
    let mut covered = vec![
        json!(entry.seq),
        json!(instant(&entry.recorded_at)),
        json!(entry.actor_kind),
        json!(entry.actor_id),
        json!(entry.action),
        json!(entry.subject_kind),
        json!(entry.subject_id),
        json!(entry.audience),
        json!(entry.effective_on),
        json!(salted(&entry.salt, &entry.facts)),
        json!(entry.personal_digest),
        json!(entry.previous_hash),
    ];
    // Entries of before texts were kept apart have none.
    covered.extend(entry.texts.as_ref().map(|texts| json!(texts)));
    digest(Value::Array(covered).to_string().as_bytes())
}
