//! Answers kept for the replay of a creating request.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Digest of caller, path and key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Digest of the request's body.
    pub fingerprint: String,
    /// The attempt that holds the key.
    pub attempt: Uuid,
    /// When the attempt had its effect, set in the same transaction.
    pub committed_at: Option<DateTimeUtc>,
    /// What it created.
    pub created_id: Option<Uuid>,
    /// The permission that the effect needed; who has lost it is not shown the answer again.
    pub right: Option<Json>,
    /// Absent while the attempt is still running.
    pub status: Option<i32>,
    /// Absent with a body that is a problem without its words.
    pub headers: Option<Json>,
    /// Absent where the answer showed a secret.
    pub body: Option<String>,
    /// When the attempt began.
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
