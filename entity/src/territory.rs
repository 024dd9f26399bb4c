//! A local or regional government of any kind, and where it stands in the campaign.

use sea_orm::entity::prelude::*;

use crate::kinds::{Level, Size, Stage};
use crate::partial_date::PartialDate;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "territory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    /// Key of this record in the full-text index.
    #[sea_orm(unique)]
    pub search_id: i64,
    /// The name by which it calls itself or is best known; other names are in `territory_name`.
    pub name: String,
    pub name_lang: Option<String>,
    /// ICU sort key of the name, in hexadecimal.
    pub name_key: String,
    pub country: String,
    /// M49 codes of the country, copied so that filters need no join.
    pub region: Option<String>,
    pub subregion: Option<String>,
    pub intermediate: Option<String>,
    /// UCLG section; the country's unless the government's own membership says otherwise.
    pub section: Option<String>,
    pub level: Level,
    /// What its own country calls this kind of government: "municipio", "département", "광역시".
    pub kind_local: Option<String>,
    pub kind_local_lang: Option<String>,
    pub population: Option<i64>,
    pub population_year: Option<i32>,
    pub population_source: Option<String>,
    /// Derived from the population on every write.
    pub size: Size,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub website: Option<String>,
    #[sea_orm(unique)]
    pub geonames_id: Option<i64>,
    pub wikidata_id: Option<String>,
    pub iso_3166_2: Option<String>,
    pub stage: Stage,
    pub stage_since: Option<PartialDate>,
    /// Public reason for being on hold, withdrawn or gone.
    pub stage_reason: Option<String>,
    pub stage_reason_lang: Option<String>,
    /// When the false pledge by which it was there was removed. Such a record is nowhere; its address says that it is gone.
    pub removed_at: Option<DateTimeUtc>,
    /// When it became a member; kept through hold and withdrawal.
    pub joined_on: Option<PartialDate>,
    pub joined_year: Option<i32>,
    pub wave: Option<i32>,
    pub founder: bool,
    /// What the accepted adhesion published, as the API shows it; see `adhesions` in the api crate.
    pub published: Option<Json>,
    /// Addresses of the pages that the record was drawn from.
    pub sources: Json,
    /// Digest of the imported row; absent once a person has edited the record, so that seeding again
    /// never overwrites them.
    pub seed_digest: Option<String>,
    /// Sequence of the last history entry about this record.
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
