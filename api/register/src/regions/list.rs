//! `GET /v1/regions`

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
    reference::{self, Names},
    state::State,
};

/// An area of the United Nations M49 standard.
#[derive(Serialize, ToSchema)]
pub struct Region {
    /// M49 code.
    #[schema(example = "039")]
    code: String,
    /// `region`, `subregion` or `intermediate`.
    #[schema(example = "subregion")]
    level: String,
    /// Code of the area around it.
    #[schema(example = "150")]
    parent: Option<String>,
    /// Name in the language of the answer.
    #[schema(example = "Southern Europe")]
    name: String,
    names: Names,
}

/// List regions
///
/// The areas of the United Nations M49 standard that countries are grouped in, by code.
#[utoipa::path(
    operation_id = "list_regions",
    tag = "reference",
    params(PageParams),
    responses((status = 200, description = "A page of areas.", body = Page<Region>)),
)]
#[get("/regions")]
pub async fn list_regions(
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
        |all| &all.areas,
        |row| &row.code,
        |row, _| Region {
            code: row.code.clone(),
            level: row.level.clone(),
            parent: row.parent.clone(),
            name: Names::of_area(row).get(language).to_owned(),
            names: Names::of_area(row),
        },
    )
    .await
}
