//! `GET /v1/territories.csv`, `GET /v1/territories.geojson`: every matching row, streamed.

use actix_web::{HttpRequest, get, http::header, web};
use async_stream::try_stream;
use bytes::Bytes;
use entity::kinds::Language;
use futures_util::Stream;
use kernel::problem::Result;
use rest::{
    answer,
    csv::{self, CsvParams, Table},
    failure::Answer,
    form::Form,
    input::Params,
    language::Lang,
};

use super::{
    asked::Asked,
    find::{self, Filters},
    geojson::{self, TerritoryFeatures},
    model::TerritorySummary,
};
use crate::state::State;

/// Rows read at a time; memory stays bounded however many there are.
const CHUNK: u64 = 1000;

pub const ATTRIBUTION: &str = "Thousand (CC BY 4.0). Positions and many populations: GeoNames (CC BY 4.0), geonames.org.";

/// Download territories as CSV
///
/// Every row that matches, as RFC 4180 with a byte order mark, so that spreadsheets show every script. Texts that a
/// spreadsheet would take for a formula get an apostrophe; `escape=none` leaves them as they are, for machines.
#[utoipa::path(
    operation_id = "download_territories_csv",
    tag = super::TAG,
    params(Filters, CsvParams, rest::parameters::LangParam),
    responses((status = 200, description = "All matching territories.", content_type = "text/csv", body = String)),
)]
#[get("/territories.csv")]
pub async fn territories_csv(
    request: HttpRequest,
    state: web::Data<State>,
    Params(filters): Params<Filters>,
    Lang(language): Lang,
) -> Answer {
    export(request, state, filters, language, Form::Csv).await
}

/// Download territories as GeoJSON
///
/// Every row that matches, as RFC 7946. Territories without a known position have null geometry.
#[utoipa::path(
    operation_id = "download_territories_geojson",
    tag = super::TAG,
    params(Filters, rest::parameters::LangParam),
    responses((status = 200, description = "All matching territories.", content_type = "application/geo+json", body = TerritoryFeatures)),
)]
#[get("/territories.geojson")]
pub async fn territories_geojson(
    request: HttpRequest,
    state: web::Data<State>,
    Params(filters): Params<Filters>,
    Lang(language): Lang,
) -> Answer {
    export(request, state, filters, language, Form::GeoJson).await
}

pub async fn export(request: HttpRequest, state: web::Data<State>, filters: Filters, language: Language, form: Form) -> Answer {
    // Mistakes are told before the first byte.
    let csv_options = csv::options(&request)?;
    filters.check(state.reference.get(&state.db).await?.as_ref())?;
    let (name, media) = match form {
        Form::Csv => ("csv", "text/csv; charset=utf-8; header=present"),
        _ => ("geojson", "application/geo+json"),
    };
    let (mut response, unchanged) = answer::list(&request, answer::as_of(&state.db, find::TOPICS), language, name);
    if unchanged {
        return Ok(response.finish());
    }
    response
        .content_type(media)
        .insert_header((header::CONTENT_LANGUAGE, language.as_str()))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"territories.{name}\"")))
        .insert_header(("Link", "<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\""));
    let asked = filters.asked(&state).await?;
    let chunks = chunks(state, filters, asked, language);
    Ok(match form {
        Form::Csv => response.streaming(csv_body(chunks, Table::new(csv_options))),
        _ => response.streaming(geojson::body(chunks)),
    })
}

fn chunks(
    state: web::Data<State>,
    filters: Filters,
    asked: Option<Asked>,
    language: Language,
) -> impl Stream<Item = Result<Vec<TerritorySummary>>> {
    try_stream! {
        let reference = state.reference.get(&state.db).await?;
        let keyset = filters.keyset(asked.as_ref())?;
        let mut cursor: Option<String> = None;
        loop {
            let query = keyset.page(filters.select(&reference, asked.as_ref())?, cursor.as_deref(), CHUNK)?;
            let mut rows = query.all(state.db.reader()).await?;
            cursor = keyset.cut(&mut rows, CHUNK);
            yield find::summaries(&state, &rows, language).await?;
            if cursor.is_none() {
                break;
            }
        }
    }
}

fn csv_body(chunks: impl Stream<Item = Result<Vec<TerritorySummary>>>, mut table: Table) -> impl Stream<Item = Result<Bytes>> {
    const HEADER: [&str; 23] = [
        "id",
        "slug",
        "name",
        "name_lang",
        "country",
        "country_name",
        "region",
        "region_name",
        "section",
        "level",
        "kind_local",
        "population",
        "population_year",
        "population_source",
        "size",
        "latitude",
        "longitude",
        "stage",
        "stage_since",
        "joined_year",
        "wave",
        "founder",
        "attribution",
    ];
    try_stream! {
        yield table.header(&HEADER)?;
        for await chunk in chunks {
            for t in chunk? {
                let population = t.population.as_ref();
                table
                    .text(&t.id.to_string()).text(&t.slug).text(&t.name).text(t.name_lang.as_deref().unwrap_or_default())
                    .text(&t.country.code).text(&t.country.name)
                    .text(t.region.as_ref().map_or("", |r| &r.code)).text(t.region.as_ref().map_or("", |r| &r.name))
                    .text(t.section.as_deref().unwrap_or_default()).text(t.level.as_str())
                    .text(t.kind_local.as_ref().map_or("", |k| &k.term))
                    .number(population.map(|p| p.value)).number(population.and_then(|p| p.year))
                    .text(population.and_then(|p| p.source.as_deref()).unwrap_or_default()).text(t.size.as_str())
                    .number(t.position.map(|p| p.latitude)).number(t.position.map(|p| p.longitude))
                    .text(t.stage.as_str()).text(t.stage_since.as_ref().map_or("", |d| &d.date))
                    .number(t.joined_year).number(t.wave).number(Some(t.founder)).text(ATTRIBUTION);
                table.end_row()?;
            }
            yield table.take();
        }
    }
}
