//! Shapes of a place.

use entity::kinds::Stage;
use kernel::db::search::Ask;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    cities::Cities,
    find::{Hit, KnownTerritory, Tier},
};
use crate::reference::CountryRef;

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
    /// The nearest larger city of the same country, to tell places of the same name apart.
    pub near: Option<Near>,
    /// The government that is already there for this place.
    pub territory: Option<TerritoryRef>,
}

/// A larger city of the same country.
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

/// What places were searched by.
pub struct Answered {
    pub exact: Ask,
    /// What all that were found answer, those of the exact name too.
    pub ask: Ask,
}

impl Place {
    /// `asked` is what the place answers, if something was asked.
    pub fn of(hit: Hit, asked: Option<&Answered>, cities: &Cities, country: CountryRef) -> Self {
        let matched = asked.and_then(|asked| matched(&hit, asked));
        let near = cities.near(&hit.spot()).map(|(name, km)| Near { name: name.to_owned(), km });
        Self {
            geonames_id: hit.geonames_id,
            name: hit.name,
            ascii_name: hit.ascii_name,
            country,
            latitude: hit.latitude,
            longitude: hit.longitude,
            population: hit.population,
            matched,
            near,
            territory: hit.territory.map(TerritoryRef::of),
        }
    }
}

/// The alternate name that answers best, where neither name nor ASCII name does.
fn matched(hit: &Hit, asked: &Answered) -> Option<String> {
    if [&hit.name, &hit.ascii_name].into_iter().any(|name| asked.ask.holds_for(name)) {
        return None;
    }
    let best = if hit.tier == Tier::Exact { &asked.exact } else { &asked.ask };
    hit.alternate_names.lines().find(|name| best.holds_for(name)).map(str::to_owned)
}
