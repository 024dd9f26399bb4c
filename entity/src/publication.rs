//! What of a territory's adhesion may be published. Where no row stands nobody has asked the government.

use sea_orm::entity::prelude::*;

use crate::kinds::PublicationPart;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub territory_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: PublicationPart,
    /// Whether the government agrees; absent where it was never asked.
    pub agreed: Option<bool>,
    /// Whether the secretariat publishes it.
    pub released: bool,
    /// Since when the government agrees to what the secretariat has not decided about since.
    pub waiting_since: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
