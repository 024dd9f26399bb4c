//! Shape of what may be changed of a territory.

use entity::kinds::Level;
use rest::patch::Patch;
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::Name;

/// What is absent stays, null goes away. `name` to `leaders` are the team's (`territories:write`), the rest is the secretariat's alone
/// (`territories:govern`).
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TerritoryPatch {
    /// The name by which it calls itself.
    #[schema(value_type = Option<String>, max_length = 200, example = "Barcelona")]
    #[serde(default)]
    pub(super) name: Patch<String>,
    /// Language of that name (BCP 47).
    #[schema(value_type = Option<String>, example = "ca")]
    #[serde(default)]
    pub(super) name_lang: Patch<String>,
    /// All its names, one a language; replaces those that were there.
    #[schema(value_type = Option<Vec<Name>>, max_items = 50)]
    #[serde(default)]
    pub(super) names: Patch<Vec<Name>>,
    #[schema(value_type = Option<KindLocalPatch>)]
    #[serde(default)]
    pub(super) kind_local: Patch<KindLocalPatch>,
    /// The size follows from it.
    #[schema(value_type = Option<PopulationPatch>)]
    #[serde(default)]
    pub(super) population: Patch<PopulationPatch>,
    #[schema(value_type = Option<PositionPatch>)]
    #[serde(default)]
    pub(super) position: Patch<PositionPatch>,
    #[schema(value_type = Option<String>, example = "https://www.barcelona.cat")]
    #[serde(default)]
    pub(super) website: Patch<String>,
    /// All its leaders, the head of government first; replaces those that were there.
    #[schema(value_type = Option<Vec<LeaderIn>>, max_items = 20)]
    #[serde(default)]
    pub(super) leaders: Patch<Vec<LeaderIn>>,
    #[schema(value_type = Option<Level>)]
    #[serde(default)]
    pub(super) level: Patch<Level>,
    /// UCLG section.
    #[schema(value_type = Option<String>, example = "Europe")]
    #[serde(default)]
    pub(super) section: Patch<String>,
    #[schema(value_type = Option<i32>, example = 2022)]
    #[serde(default)]
    pub(super) joined_year: Patch<i64>,
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 99, example = 1)]
    #[serde(default)]
    pub(super) wave: Patch<i64>,
    #[schema(value_type = Option<ExternalIdsPatch>)]
    #[serde(default)]
    pub(super) external_ids: Patch<ExternalIdsPatch>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindLocalPatch {
    #[schema(value_type = Option<String>, max_length = 200, example = "municipi")]
    #[serde(default)]
    pub(super) term: Patch<String>,
    /// BCP 47.
    #[schema(value_type = Option<String>, example = "ca")]
    #[serde(default)]
    pub(super) lang: Patch<String>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PopulationPatch {
    #[schema(value_type = Option<i64>, minimum = 1, example = 1660122)]
    #[serde(default)]
    pub(super) value: Patch<i64>,
    #[schema(value_type = Option<i32>, example = 2023)]
    #[serde(default)]
    pub(super) year: Patch<i64>,
    #[schema(value_type = Option<String>, max_length = 200, example = "Idescat")]
    #[serde(default)]
    pub(super) source: Patch<String>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PositionPatch {
    #[schema(value_type = Option<f64>, minimum = -90, maximum = 90, example = 41.38879)]
    #[serde(default)]
    pub(super) latitude: Patch<f64>,
    #[schema(value_type = Option<f64>, minimum = -180, maximum = 180, example = 2.15899)]
    #[serde(default)]
    pub(super) longitude: Patch<f64>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalIdsPatch {
    #[schema(value_type = Option<i64>, example = 3128760)]
    #[serde(default)]
    pub(super) geonames: Patch<i64>,
    #[schema(value_type = Option<String>, example = "Q1492")]
    #[serde(default)]
    pub(super) wikidata: Patch<String>,
    #[schema(value_type = Option<String>, example = "ES-B")]
    #[serde(default)]
    pub(super) iso_3166_2: Patch<String>,
}

/// A public office-holder.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaderIn {
    #[schema(max_length = 200, example = "Ada Mayor")]
    pub(super) name: String,
    #[schema(max_length = 200, example = "Mayor")]
    pub(super) office: String,
    /// Language of `office` (BCP 47).
    #[schema(example = "en")]
    pub(super) office_lang: Option<String>,
    #[schema(example = "2023-06")]
    pub(super) term_from: Option<String>,
    #[schema(example = "2027")]
    pub(super) term_to: Option<String>,
}

impl TerritoryPatch {
    /// Whether it may give the territory a name that it has not had.
    pub fn renames(&self) -> bool {
        self.name.is_given() || self.names.is_given()
    }

    /// Whether it touches what a territory's page says.
    pub fn edits(&self) -> bool {
        self.renames()
            || self.name_lang.is_given()
            || self.kind_local.is_given()
            || self.population.is_given()
            || self.position.is_given()
            || self.website.is_given()
            || self.leaders.is_given()
    }

    /// Whether it touches what only the campaign may say of a territory.
    pub fn governs(&self) -> bool {
        self.level.is_given()
            || self.section.is_given()
            || self.joined_year.is_given()
            || self.wave.is_given()
            || self.external_ids.is_given()
    }
}
