//! Room taken for a file on its way into the store, under the id that its document will have. It goes with the document's commit, and
//! with the bytes where that never comes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub territory_id: Uuid,
    pub uploaded_by: Uuid,
    pub bytes: i64,
    pub created_at: DateTimeUtc,
    /// From then on nobody fills it any more.
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
