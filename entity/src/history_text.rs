//! What somebody typed, as a history entry says it; deleting the row leaves the chain whole.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "history_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// JSON Pointer of its place in the entry's facts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub pointer: String,
    pub text: String,
    pub salt: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
