//! Countries of ISO 3166-1 and those that data names beside them, with their place in M49 and their UCLG section.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "country")]
pub struct Model {
    /// ISO 3166-1 alpha-2, or a code of its user-assigned range.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Absent where ISO 3166-1 has no such country, as is the next.
    pub iso3: Option<String>,
    pub m49: Option<String>,
    pub name_en: String,
    pub name_fr: String,
    pub name_es: String,
    pub name_ar: String,
    /// UCLG section; absent where in doubt.
    pub section: Option<String>,
    /// `sourced` or `editorial`.
    pub section_basis: Option<String>,
    pub section_source_url: Option<String>,
    pub region: Option<String>,
    pub subregion: Option<String>,
    pub intermediate: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
