//! `GET /v1/countries`

use actix_web::{HttpRequest, get, web};
use rest::{
    failure::Answer,
    input::Params,
    language::Lang,
    page::{Page, PageParams},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    reference::{self, AreaRef, Names},
    state::State,
};

/// A country or territory of ISO 3166-1, or one that GeoNames names beside it. Names are for display and imply no position on status.
#[derive(Serialize, ToSchema)]
pub struct Country {
    /// ISO 3166-1 alpha-2, or `XK`, which GeoNames uses beside it.
    #[schema(example = "ES")]
    code: String,
    /// ISO 3166-1 alpha-3.
    #[schema(example = "ESP")]
    iso3: Option<String>,
    /// UN M49.
    #[schema(example = "724")]
    m49: Option<String>,
    /// Name in the language of the answer.
    #[schema(example = "Spain")]
    name: String,
    names: Names,
    /// UCLG section; absent where in doubt.
    #[schema(example = "Europe")]
    section: Option<String>,
    /// Whether a source says so (`sourced`), or it is a default by geography (`editorial`).
    #[schema(example = "editorial")]
    section_basis: Option<String>,
    section_source_url: Option<String>,
    region: Option<AreaRef>,
    subregion: Option<AreaRef>,
}

/// List countries
///
/// All countries and territories of ISO 3166-1, and Kosovo, with their UN M49 areas and their UCLG section, by code.
#[utoipa::path(
    operation_id = "list_countries",
    tag = "reference",
    params(PageParams),
    responses((status = 200, description = "A page of countries.", body = Page<Country>)),
)]
#[get("/countries")]
pub async fn list_countries(
    request: HttpRequest,
    state: web::Data<State>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    reference::list::page_of(
        &request,
        &state,
        &paging,
        language,
        |all| &all.countries,
        |row| &row.code,
        |row, reference| Country {
            code: row.code.clone(),
            iso3: row.iso3.clone(),
            m49: row.m49.clone(),
            name: Names::of_country(row).get(language).to_owned(),
            names: Names::of_country(row),
            section: row.section.clone(),
            section_basis: row.section_basis.clone(),
            section_source_url: row.section_source_url.clone(),
            region: reference.area_ref(row.region.as_deref(), language),
            subregion: reference.area_ref(row.subregion.as_deref(), language),
        },
    )
    .await
}
