//! `GET /v1/pledges/{id}`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::kinds::Language;

use super::{find, model::Pledge};
use crate::{
    http::{
        caller::Caller,
        conditional, input,
        language::Lang,
        problem::{Code, Problem, Result},
    },
    state::State,
};

/// Read a pledge
///
/// With its contact, for the secretariat.
#[utoipa::path(
    operation_id = "get_pledge",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the pledge."), crate::openapi::LangParam),
    responses((status = 200, description = "The pledge.", body = Pledge)),
    security(("bearer" = ["pledges:read"])),
)]
#[get("/pledges/{id}")]
pub async fn get_pledge(
    request: HttpRequest,
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    let row = find::readable(state.db.reader(), &caller, input::id(&id)?).await?;
    let (mut response, unchanged) = conditional::answer(&request, &tag(&state, row.revision, language));
    response.insert_header(conditional::PRIVATE).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    if unchanged {
        return Ok(response.finish());
    }
    let shaped = find::shaped(&state, vec![row], language).await?;
    let pledge = shaped.into_iter().next().ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(response.json(pledge))
}

/// What is said of its territory and team changes without the pledge: the head of the history stands in the tag too.
pub fn tag(state: &State, revision: i64, language: Language) -> String {
    conditional::record_tag(revision, language, &format!("json.{}", state.db.head()))
}
