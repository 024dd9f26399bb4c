//! The append-only, gap-free, hash-chained sequence of everything that changed.

use sea_orm::entity::prelude::*;

use crate::kinds::{ActorKind, Audience, SubjectKind};
use crate::partial_date::PartialDate;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "history")]
pub struct Model {
    /// 1, 2, 3 … without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub recorded_at: DateTimeUtc,
    pub actor_kind: ActorKind,
    /// Opaque id of the user or token; never shown in public.
    pub actor_id: Option<Uuid>,
    /// `<noun>.<past participle>`, such as `territory.joined`.
    pub action: String,
    pub subject_kind: SubjectKind,
    pub subject_id: Uuid,
    pub audience: Audience,
    /// When it happened, if that is not when it was recorded.
    pub effective_on: Option<PartialDate>,
    /// What is true now, with null in the place of what somebody typed: see `texts`.
    /// Canonical JSON, kept as text because its digest is over these very bytes.
    pub facts: String,
    /// Digests of the salted texts in `history_text` by their places in `facts`, as a JSON object. They may be erased, this stays. Absent in entries
    /// of before texts were kept apart, whose facts hold them.
    pub texts: Option<String>,
    /// The last entry that took texts out of this one. Not part of the chain: it is known later.
    pub redacted_by: Option<i64>,
    /// Hexadecimal random salt of the facts' digest.
    pub salt: String,
    /// Digest of the salted personal facts in `history_personal`; they may be erased, this stays.
    pub personal_digest: Option<String>,
    pub previous_hash: String,
    pub hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::history_personal::Entity")]
    Personal,
}

impl Related<super::history_personal::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Personal.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
