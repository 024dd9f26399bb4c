//! `GET /v1/territories/{id}/history`

use actix_web::{HttpRequest, get, web};
use kernel::party;
use rest::{
    failure::Answer,
    input::Params,
    language::Lang,
    page::{Page, PageParams},
};

use crate::{
    changes::{self, Change},
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
        (status = 410, description = party::GONE),
    ),
)]
#[get("/territories/{id}/history")]
pub async fn list_territory_history(
    request: HttpRequest,
    state: web::Data<State>,
    key: web::Path<String>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    let territory = party::by_id_or_slug(state.db.reader(), &key).await?;
    changes::newest_of(&request, &state, territory.id, &paging, language).await
}
