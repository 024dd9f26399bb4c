//! What the baselines know beforehand, and the shape of their answers, which is the product's.

use std::{borrow::Cow, collections::HashMap};

use actix_web::{HttpRequest, HttpResponse};
use kernel::db::cursor::write_cursor;
use rest::page::{Page, PageInfo};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Parameters of a list.
#[derive(Deserialize)]
pub struct Params {
    pub q: Option<String>,
    pub limit: Option<usize>,
    pub cursor: Option<String>,
}

impl Params {
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(50)
    }
}

/// A place as a query gives it.
pub struct Row {
    /// 0 where the name is just what was asked for, 1 where it begins so.
    pub tier: u8,
    pub rank: i64,
    pub geonames_id: i64,
    pub name: String,
    pub ascii_name: String,
    pub country: String,
    pub latitude: f64,
    pub longitude: f64,
    pub population: Option<i64>,
    pub territory: Option<Territory>,
}

#[derive(Serialize)]
pub struct Territory {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub stage: String,
}

#[derive(Serialize)]
struct Place<'a> {
    geonames_id: i64,
    name: String,
    ascii_name: String,
    country: Country<'a>,
    latitude: f64,
    longitude: f64,
    population: Option<i64>,
    matched: Option<String>,
    near: Option<&'a Near>,
    territory: Option<Territory>,
}

#[derive(Serialize)]
struct Country<'a> {
    code: String,
    name: Cow<'a, str>,
}

#[derive(Serialize)]
struct Near {
    name: String,
    km: i64,
}

/// Names of countries, and for every place the larger city nearby, which costs the baselines nothing.
pub struct Known {
    countries: HashMap<String, String>,
    near: HashMap<i64, Near>,
    public_url: String,
}

struct City {
    geonames_id: i64,
    name: String,
    country: String,
    population: i64,
    point: [f64; 3],
}

impl Known {
    pub fn load(connection: &Connection, public_url: String) -> anyhow::Result<Self> {
        let countries = connection
            .prepare("SELECT code, name_en FROM country")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let city = |row: &rusqlite::Row| {
            Ok(City {
                geonames_id: row.get(0)?,
                name: row.get(1)?,
                country: row.get(2)?,
                population: row.get::<_, Option<i64>>(3)?.unwrap_or(0),
                point: point(row.get(4)?, row.get(5)?),
            })
        };
        let columns = "geonames_id, name, country, population, latitude, longitude";
        let mut places = connection.prepare(&format!("SELECT {columns} FROM place ORDER BY rank"))?;
        let places: Vec<City> = places.query_map([], city)?.collect::<Result<_, _>>()?;
        let known = places.iter().take_while(|place| place.population >= 100_000).take(10_000).count();
        let near = places.iter().filter_map(|place| Some((place.geonames_id, near(place, &places[..known])?))).collect();
        Ok(Self { countries, near, public_url })
    }

    fn place(&self, row: Row) -> Place<'_> {
        let name = self.countries.get(&row.country).map_or_else(|| Cow::Owned(row.country.clone()), |name| Cow::Borrowed(name.as_str()));
        Place {
            geonames_id: row.geonames_id,
            name: row.name,
            ascii_name: row.ascii_name,
            country: Country { code: row.country, name },
            latitude: row.latitude,
            longitude: row.longitude,
            population: row.population,
            matched: None,
            near: self.near.get(&row.geonames_id),
            territory: row.territory,
        }
    }

    pub fn detail(&self, row: Option<Row>) -> HttpResponse {
        match row {
            Some(row) => HttpResponse::Ok().json(self.place(row)),
            None => HttpResponse::NotFound().finish(),
        }
    }

    /// `rows` holds one more than a page where there is a next one.
    pub fn list(&self, request: &HttpRequest, limit: usize, mut rows: Vec<Row>) -> HttpResponse {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| write_cursor(&(last.tier, last.rank)));
        let page = PageInfo::new(request, &self.public_url, next, None);
        HttpResponse::Ok().json(Page { data: rows.into_iter().map(|row| self.place(row)).collect(), page })
    }
}

fn point(latitude: f64, longitude: f64) -> [f64; 3] {
    let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
    [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
}

fn near(place: &City, cities: &[City]) -> Option<Near> {
    let mut best: Option<(&City, f64)> = None;
    let larger = cities.iter().take_while(|city| city.population > place.population);
    for city in larger.filter(|city| city.country == place.country) {
        let closeness = city.point[0] * place.point[0] + city.point[1] * place.point[1] + city.point[2] * place.point[2];
        if best.is_none_or(|(_, closest)| closeness > closest) {
            best = Some((city, closeness));
        }
    }
    let (city, closeness) = best?;
    let km = closeness.clamp(-1.0, 1.0).acos() * 6371.0;
    #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
    (km <= 1000.0).then(|| Near { name: city.name.clone(), km: km.round() as i64 })
}
