//! The larger cities, kept in memory, to say near which of them a place lies.

use std::sync::Arc;

use entity::place;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    db::{Db, imported::Imported},
    http::problem::Result,
};

/// Inhabitants from which a city is one that people may know.
const KNOWN_FROM: i64 = 100_000;
const MOST: u64 = 10_000;
/// Farther away says nothing.
const FARTHEST_KM: f64 = 1000.0;
const EARTH_RADIUS_KM: f64 = 6371.0;

/// A city as a point of the unit sphere, where the nearest is a product of vectors.
struct City {
    geonames_id: i64,
    name: String,
    population: i64,
    point: [f64; 3],
}

/// Largest first.
pub struct Cities(Vec<City>);

impl Cities {
    async fn load(db: &Db) -> std::result::Result<Arc<Self>, sea_orm::DbErr> {
        use place::Column;
        let rows: Vec<(i64, String, i64, f64, f64)> = place::Entity::find()
            .select_only()
            .columns([Column::GeonamesId, Column::Name, Column::Population, Column::Latitude, Column::Longitude])
            .filter(Column::Population.gte(KNOWN_FROM))
            .order_by_asc(Column::Rank)
            .limit(MOST)
            .into_tuple()
            .all(db.reader())
            .await?;
        let city = |(geonames_id, name, population, latitude, longitude): (i64, String, i64, f64, f64)| City {
            geonames_id,
            name,
            population,
            point: point(latitude, longitude),
        };
        Ok(Arc::new(Self(rows.into_iter().map(city).collect())))
    }

    /// The nearest city larger than the place, and how far it is.
    pub fn near(&self, place: &place::Model) -> Option<(&str, i64)> {
        let here = point(place.latitude, place.longitude);
        let own = place.population.unwrap_or(0);
        let larger = self.0.partition_point(|city| city.population > own);
        let closeness = |city: &City| city.point.iter().zip(here).map(|(a, b)| a * b).sum::<f64>();
        let others = self.0[..larger].iter().filter(|city| city.geonames_id != place.geonames_id);
        let (city, closest) = others.map(|city| (city, closeness(city))).max_by(|a, b| a.1.total_cmp(&b.1))?;
        let km = closest.clamp(-1.0, 1.0).acos() * EARTH_RADIUS_KM;
        #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
        (km <= FARTHEST_KM).then(|| (city.name.as_str(), km.round() as i64))
    }
}

fn point(latitude: f64, longitude: f64) -> [f64; 3] {
    let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
    [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
}

/// Keeps [`Cities`] until the next import.
#[derive(Clone, Default)]
pub struct CitiesCache(Imported<Cities>);

impl CitiesCache {
    pub async fn get(&self, db: &Db) -> Result<Arc<Cities>> {
        self.0.get(db, Cities::load(db)).await
    }
}
