//! A partner's key to the API. Only its digest is kept.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    /// What the public is told of who acted, where the token did.
    pub public_name: String,
    pub purpose: String,
    /// JSON array of scope names.
    pub scopes: Json,
    /// JSON array of the ids of the territories that it is bound to; absent where it is bound to none.
    pub territories: Option<Json>,
    /// SHA-256 of the whole token, in hexadecimal.
    #[sea_orm(unique)]
    pub hash: String,
    pub last_four: String,
    /// The administrator who answers for it: whoever issued it, or took it over.
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// To the day; not part of the history.
    pub last_used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
