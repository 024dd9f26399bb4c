//! One rotation step of a session. Kept after use, so that reuse is noticed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    /// SHA-256 of the token, in hexadecimal.
    #[sea_orm(unique)]
    pub hash: String,
    pub created_at: DateTimeUtc,
    pub spent_at: Option<DateTimeUtc>,
    /// Given up unused, with its access token, because the token before it was sent again.
    pub revoked_at: Option<DateTimeUtc>,
    /// The token issued in this one's place.
    pub replaced_by: Option<Uuid>,
    /// When an access token issued together with this one was first used.
    pub access_used_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
