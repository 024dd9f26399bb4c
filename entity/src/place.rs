//! Populated places of GeoNames: suggestions to a government that joins, never governments themselves.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub geonames_id: i64,
    /// Order of search results: larger population first, unique. See `db/search` of the api crate.
    #[sea_orm(unique)]
    pub rank: i64,
    pub name: String,
    pub ascii_name: String,
    /// Every other name, in any script, one a line.
    pub alternate_names: String,
    /// ISO 3166-1 alpha-2, or a code GeoNames uses beside it (`XK`).
    pub country: String,
    pub latitude: f64,
    pub longitude: f64,
    /// Absent where GeoNames says 0, which means unknown.
    pub population: Option<i64>,
    pub admin1: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
