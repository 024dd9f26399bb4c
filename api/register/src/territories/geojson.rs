//! Territories as RFC 7946 features, written piece by piece.

use async_stream::try_stream;
use bytes::Bytes;
use entity::kinds::{Level, Size, Stage};
use futures_util::Stream;
use kernel::problem::{Problem, Result};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{export::ATTRIBUTION, model::TerritorySummary};

const LICENSE: &str = "https://creativecommons.org/licenses/by/4.0/";
const DISCLAIMER: &str = "Positions do not imply any opinion on the legal status of any country or territory.";

/// All matching governments as a feature collection.
#[derive(ToSchema)]
#[expect(dead_code, reason = "written by body, declared here for the document")]
pub struct TerritoryFeatures {
    #[schema(inline)]
    r#type: CollectionType,
    #[schema(example = "https://creativecommons.org/licenses/by/4.0/")]
    license: String,
    attribution: String,
    disclaimer: String,
    features: Vec<TerritoryFeature>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "written by body, declared here for the document")]
enum CollectionType {
    FeatureCollection,
}

/// One government as a feature.
#[derive(Serialize, ToSchema)]
pub struct TerritoryFeature {
    #[schema(inline)]
    r#type: FeatureType,
    id: Uuid,
    /// Null where no position is known.
    #[schema(required)]
    geometry: Option<Point>,
    properties: FeatureProperties,
}

#[derive(Serialize, ToSchema)]
enum FeatureType {
    Feature,
}

/// Longitude, then latitude, of WGS 84 in degrees.
#[derive(Serialize, ToSchema)]
pub struct Point {
    #[schema(inline)]
    r#type: PointType,
    #[schema(value_type = Vec<f64>, min_items = 2, max_items = 2, example = json!([2.15899, 41.38879]))]
    coordinates: [f64; 2],
}

#[derive(Serialize, ToSchema)]
enum PointType {
    Point,
}

#[derive(Serialize, ToSchema)]
pub struct FeatureProperties {
    slug: String,
    name: String,
    /// BCP 47.
    name_lang: Option<String>,
    /// ISO 3166-1 alpha-2.
    country: String,
    country_name: String,
    /// UN M49.
    region: Option<String>,
    section: Option<String>,
    level: Level,
    population: Option<i64>,
    size: Size,
    stage: Stage,
    joined_year: Option<i32>,
    founder: bool,
}

impl TerritoryFeature {
    fn of(territory: TerritorySummary) -> Self {
        // Five decimals are about a metre; these are centre points.
        let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
        Self {
            r#type: FeatureType::Feature,
            id: territory.id,
            geometry: territory
                .position
                .map(|position| Point { r#type: PointType::Point, coordinates: [round(position.longitude), round(position.latitude)] }),
            properties: FeatureProperties {
                slug: territory.slug,
                name: territory.name,
                name_lang: territory.name_lang,
                country: territory.country.code,
                country_name: territory.country.name,
                region: territory.region.map(|region| region.code),
                section: territory.section,
                level: territory.level,
                population: territory.population.map(|population| population.value),
                size: territory.size,
                stage: territory.stage,
                joined_year: territory.joined_year,
                founder: territory.founder,
            },
        }
    }
}

pub fn body(chunks: impl Stream<Item = Result<Vec<TerritorySummary>>>) -> impl Stream<Item = Result<Bytes>> {
    try_stream! {
        let head = json!({ "license": LICENSE, "attribution": ATTRIBUTION, "disclaimer": DISCLAIMER }).to_string();
        yield Bytes::from(format!("{{\"type\":\"FeatureCollection\",{},\"features\":[", &head[1..head.len() - 1]));
        let mut first = true;
        for await chunk in chunks {
            let mut text = Vec::new();
            for territory in chunk? {
                if !std::mem::take(&mut first) {
                    text.push(b',');
                }
                serde_json::to_writer(&mut text, &TerritoryFeature::of(territory)).map_err(Problem::internal)?;
            }
            yield Bytes::from(text);
        }
        yield Bytes::from_static(b"]}");
    }
}
