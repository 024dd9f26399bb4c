//! `GET /v1/territories/{id}/history`

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::{find, gone};
use crate::{
    features::changes::{self, Change},
    http::{
        input::Params,
        language::Lang,
        page::{Page, PageParams},
        problem::Result,
    },
    state::State,
};

/// Read a territory's public history
///
/// What changed and when, newest first. Says in what capacity somebody acted, never who.
#[utoipa::path(
    operation_id = "list_territory_history",
    tag = super::TAG,
    params(("id" = String, Path, description = "Id or slug.", example = "barcelona"), PageParams),
    responses(
        (status = 200, description = "A page of changes.", body = Page<Change>),
        (status = 410, description = gone::DESCRIPTION),
    ),
)]
#[get("/territories/{id}/history")]
pub async fn list_territory_history(
    request: HttpRequest,
    state: web::Data<State>,
    key: web::Path<String>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    let territory = find::by_id_or_slug(state.db.reader(), &key).await?;
    changes::newest_of(&request, &state, territory.id, &paging, language).await
}
