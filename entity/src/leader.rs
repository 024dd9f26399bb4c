//! Public office-holders of a territory.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::partial_date::PartialDate;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "leader")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub territory_id: Uuid,
    /// Order of display: the head of government first.
    pub position: i32,
    pub name: String,
    pub office: String,
    pub office_lang: Option<String>,
    pub term_from: Option<PartialDate>,
    pub term_to: Option<PartialDate>,
    /// The term as published ("6 ans"), where that says more than the dates.
    pub term_text: Option<String>,
    /// When the source made the statement.
    pub as_of: Option<PartialDate>,
    pub source_url: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
