//! `GET /v1/territories`

use actix_web::{HttpRequest, get, http::header, web};
use rest::{
    answer,
    failure::Answer,
    form::{self, Form},
    input::Params,
    language::Lang,
    page::{self, Page, PageInfo, PageParams},
};

use super::{
    export,
    find::{self, Filters},
    model::TerritorySummary,
};
use crate::state::State;

/// List territories
///
/// Governments of the campaign, by filters, in order, a page at a time. By default those that have pledged, are
/// members or are on hold. The same filters give all rows at once as CSV or GeoJSON, by `Accept` or by the
/// endings `.csv` and `.geojson`.
#[utoipa::path(
    operation_id = "list_territories",
    tag = super::TAG,
    params(Filters, PageParams),
    responses((status = 200, description = "A page of territories.", body = Page<TerritorySummary>)),
)]
#[get("/territories")]
pub async fn list_territories(
    request: HttpRequest,
    state: web::Data<State>,
    Params(filters): Params<Filters>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    match form::negotiate(&request)? {
        Form::Json => {}
        form => return export::export(request, state, filters, language, form).await,
    }
    let limit = page::limit(paging.limit)?;
    let reference = state.reference.get(&state.db).await?;
    filters.check(&reference)?;
    let (mut response, unchanged) = answer::list(&request, answer::as_of(&state.db, find::TOPICS), language, "json");
    if unchanged {
        return Ok(response.finish());
    }
    let asked = filters.asked(&state).await?;
    let keyset = filters.keyset(asked.as_ref())?;
    let select = filters.select(&reference, asked.as_ref())?;
    let query = keyset.page(select.clone(), paging.cursor.as_deref(), limit)?;
    let mut rows = query.all(state.db.reader()).await?;
    let next = keyset.cut(&mut rows, limit);
    let total = find::total(&state, &filters, &select).await?;
    let info = PageInfo::new(&request, &state.settings.public_url(), next, Some(total));
    info.link(&mut response);
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(Page { data: find::summaries(&state, &rows, language).await?, page: info }))
}
