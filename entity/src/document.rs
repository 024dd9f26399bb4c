//! A file handed in by a territory's team. The bytes are in the file store under the id.

use sea_orm::entity::prelude::*;

use crate::kinds::Visibility;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub territory_id: Uuid,
    pub uploaded_by: Uuid,
    pub filename: String,
    /// Found by looking at the bytes, never taken from the sender.
    pub media_type: String,
    pub bytes: i64,
    pub sha256: String,
    pub visibility: Visibility,
    pub created_at: DateTimeUtc,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
