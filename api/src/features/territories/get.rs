//! `GET /v1/territories/{id}`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::{kinds::Language, territory};
use uuid::Uuid;

use super::{find, gone, model::Territory};
use crate::{
    http::{conditional, language::Lang, problem::Result},
    state::State,
};

/// Read a territory
///
/// By id or slug. The ETag is the record's own last history sequence; send it as `If-Match` to change the record.
#[utoipa::path(
    operation_id = "get_territory",
    tag = super::TAG,
    params(("id" = String, Path, description = "Id or slug.", example = "barcelona"), crate::openapi::LangParam),
    responses(
        (status = 200, description = "The territory.", body = Territory),
        (status = 410, description = gone::DESCRIPTION),
    ),
)]
#[get("/territories/{id}")]
pub async fn get_territory(
    request: HttpRequest,
    state: web::Data<State>,
    key: web::Path<String>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    let row = find::by_id_or_slug(state.db.reader(), &key).await?;
    let (mut response, unchanged) = conditional::answer(&request, &tag(&state, &row, language));
    if unchanged {
        return Ok(response.finish());
    }
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(find::in_full(&state, row, language).await?))
}

fn tag(state: &State, row: &territory::Model, language: Language) -> String {
    // Whether a term has ended depends on the day.
    let form = format!("json.{}", state.chance.today().format("%Y%m%d"));
    conditional::record_tag(row.revision, language, &form)
}

/// The answer to a change: the territory with its new ETag.
pub async fn as_it_is_now(state: &State, id: Uuid, language: Language) -> Result<HttpResponse> {
    let row = find::by_id(state.db.reader(), id).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, tag(state, &row, language))).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(find::in_full(state, row, language).await?))
}
