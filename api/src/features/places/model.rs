//! Shapes of a place.

use entity::kinds::Stage;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    cities::Cities,
    find::{Hit, KnownTerritory},
};
use crate::{db::search::Ask, features::reference::CountryRef};

/// A populated place of GeoNames. It is not a government: it suggests a name, a country, a position and a population.
#[derive(Serialize, ToSchema)]
pub struct Place {
    #[schema(example = 2537763)]
    pub geonames_id: i64,
    #[schema(example = "Salé")]
    pub name: String,
    #[schema(example = "Sale")]
    pub ascii_name: String,
    pub country: CountryRef,
    #[schema(example = 34.0531)]
    pub latitude: f64,
    #[schema(example = -6.79846)]
    pub longitude: f64,
    /// Absent where unknown.
    #[schema(example = 972299)]
    pub population: Option<i64>,
    /// The other name of the place that was found, where it was not found by the names above.
    #[schema(example = "سلا")]
    pub matched: Option<String>,
    /// The nearest larger city that is known, to tell places of the same name apart.
    pub near: Option<Near>,
    /// The government that is already there for this place.
    pub territory: Option<TerritoryRef>,
}

/// A larger city nearby.
#[derive(Serialize, ToSchema)]
pub struct Near {
    #[schema(example = "Rabat")]
    pub name: String,
    /// Distance as the crow flies.
    #[schema(example = 6)]
    pub km: i64,
}

/// A territory, briefly.
#[derive(Serialize, ToSchema)]
pub struct TerritoryRef {
    pub id: Uuid,
    #[schema(example = "sale")]
    pub slug: String,
    #[schema(example = "Salé")]
    pub name: String,
    pub stage: Stage,
}

impl TerritoryRef {
    pub fn of(known: KnownTerritory) -> Self {
        Self { id: known.id, slug: known.slug, name: known.name, stage: known.stage }
    }
}

impl Place {
    /// `asked` is what the place answers, if something was asked.
    pub fn of(hit: Hit, asked: Option<&[Ask]>, cities: &Cities, country: CountryRef) -> Self {
        let matched = asked.and_then(|asked| matched(&hit, asked));
        let near = cities.near(&hit.place).map(|(name, km)| Near { name: name.to_owned(), km });
        let place = hit.place;
        Self {
            geonames_id: place.geonames_id,
            name: place.name,
            ascii_name: place.ascii_name,
            country,
            latitude: place.latitude,
            longitude: place.longitude,
            population: place.population,
            matched,
            near,
            territory: hit.territory.map(TerritoryRef::of),
        }
    }
}

/// The alternate name that answers, where name and ASCII name do not: the one that answers best comes first in
/// `asked`.
fn matched(hit: &Hit, asked: &[Ask]) -> Option<String> {
    let place = &hit.place;
    if asked.iter().any(|ask| ask.holds_for(&place.name) || ask.holds_for(&place.ascii_name)) {
        return None;
    }
    asked.iter().find_map(|ask| place.alternate_names.lines().find(|name| ask.holds_for(name))).map(str::to_owned)
}
