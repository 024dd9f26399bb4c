//! `GET /v1/territories/{id}`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::kinds::Language;
use kernel::party;
use rest::{answer, conditional, failure::Answer, language::Lang};
use uuid::Uuid;

use super::{find, model::Territory};
use crate::state::State;

/// Read a territory
///
/// By id or slug. The ETag is the record's own last history sequence; send it as `If-Match` to change the record.
#[utoipa::path(
    operation_id = "get_territory",
    tag = super::TAG,
    params(("id" = String, Path, description = "Id or slug.", example = "barcelona"), rest::parameters::LangParam),
    responses(
        (status = 200, description = "The territory.", body = Territory),
        (status = 410, description = party::GONE),
    ),
)]
#[get("/territories/{id}")]
pub async fn get_territory(request: HttpRequest, state: web::Data<State>, key: web::Path<String>, Lang(language): Lang) -> Answer {
    let depends = answer::as_of(&state.db, find::TOPICS);
    let row = party::by_id_or_slug(state.db.reader(), &key).await?;
    let (mut response, unchanged) = answer::record(&request, depends, (row.revision, language, &form(&state)));
    if unchanged {
        return Ok(response.finish());
    }
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(find::in_full(&state, row, language).await?))
}

/// Whether a term has ended depends on the day.
fn form(state: &State) -> String {
    format!("json.{}", state.chance.today().format("%Y%m%d"))
}

/// The answer to a change: the territory with its new ETag.
pub async fn as_it_is_now(state: &State, id: Uuid, language: Language) -> Answer {
    let row = party::by_id(state.db.reader(), id).await?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, conditional::record_tag(row.revision, language, &form(state))))
        .insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(find::in_full(state, row, language).await?))
}
