//! The larger cities, kept in memory, to say near which of them a place lies.

use std::{collections::HashMap, sync::Arc};

use entity::place;
use kernel::{
    db::{Db, imported::Imported},
    problem::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

/// A place, as far as what lies near it depends on it.
pub struct Spot<'a> {
    pub geonames_id: i64,
    pub country: &'a str,
    pub population: Option<i64>,
    pub latitude: f64,
    pub longitude: f64,
}

/// By country, each from south to north by the third coordinate: what is near a place stands near it in this order.
pub struct Cities(HashMap<String, Vec<City>>);

impl Cities {
    async fn load(db: &Db) -> std::result::Result<Arc<Self>, sea_orm::DbErr> {
        use place::Column;
        let rows: Vec<(i64, String, String, i64, f64, f64)> = place::Entity::find()
            .select_only()
            .columns([Column::GeonamesId, Column::Name, Column::Country, Column::Population, Column::Latitude, Column::Longitude])
            .filter(Column::Population.gte(KNOWN_FROM))
            .order_by_asc(Column::Rank)
            .limit(MOST)
            .into_tuple()
            .all(db.reader())
            .await?;
        let mut cities: HashMap<String, Vec<City>> = HashMap::new();
        for (geonames_id, name, country, population, latitude, longitude) in rows {
            let city = City { geonames_id, name, population, point: point(latitude, longitude) };
            cities.entry(country).or_default().push(city);
        }
        for of_country in cities.values_mut() {
            of_country.sort_by(|a, b| a.point[2].total_cmp(&b.point[2]));
        }
        Ok(Arc::new(Self(cities)))
    }

    /// The nearest city of the same country that is larger than a place, and how far it is.
    pub fn near(&self, place: &Spot<'_>) -> Option<(&str, i64)> {
        let here = point(place.latitude, place.longitude);
        let own = place.population.unwrap_or(0);
        let cities = self.0.get(place.country)?;
        let (south, north) = cities.split_at(cities.partition_point(|city| city.point[2] < here[2]));
        // The product of two points is the cosine of the angle between them.
        let mut closest = (FARTHEST_KM / EARTH_RADIUS_KM).cos();
        let mut nearest: Option<&City> = None;
        let sides: [&mut dyn Iterator<Item = &City>; 2] = [&mut south.iter().rev(), &mut north.iter()];
        for side in sides {
            for city in side {
                let apart = city.point[2] - here[2];
                // Two points are as far apart as their third coordinates, or farther.
                if apart * apart > 2.0 - 2.0 * closest {
                    break;
                }
                let closeness = city.point.iter().zip(here).map(|(a, b)| a * b).sum();
                if closeness > closest && city.population > own && city.geonames_id != place.geonames_id {
                    (closest, nearest) = (closeness, Some(city));
                }
            }
        }
        let km = closest.clamp(-1.0, 1.0).acos() * EARTH_RADIUS_KM;
        #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
        nearest.map(|city| (city.name.as_str(), km.round() as i64))
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
