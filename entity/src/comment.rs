//! A remark on one field of an adhesion, with replies.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub adhesion_id: Uuid,
    /// JSON Pointer of the field; absent for the whole.
    pub field: Option<String>,
    pub reply_to: Option<Uuid>,
    pub author_id: Uuid,
    /// Whether the author spoke for the secretariat.
    pub by_secretariat: bool,
    pub body: String,
    pub created_at: DateTimeUtc,
    pub resolved_at: Option<DateTimeUtc>,
    pub resolved_by: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
