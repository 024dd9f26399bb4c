//! `GET /v1/pledges/{id}`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};

use super::{find, model::Pledge};
use crate::{
    http::{
        caller::Caller,
        conditional, input,
        language::Lang,
        problem::{Code, Problem, Result},
    },
    policy::Permission,
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
    caller.must(Permission::ReadPledges)?;
    let row = find::by_id(state.db.reader(), input::id(&id)?).await?;
    let tag = conditional::record_tag(row.revision, language, "json");
    let (mut response, unchanged) = conditional::answer(&request, &tag);
    if unchanged {
        return Ok(response.finish());
    }
    let shaped = find::shaped(&state, vec![row], language).await?;
    let pledge = shaped.into_iter().next().ok_or_else(|| Problem::new(Code::NotFound))?;
    response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(pledge))
}
