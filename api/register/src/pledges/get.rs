//! `GET /v1/pledges/{id}`

use actix_web::{HttpRequest, get, web};
use kernel::problem::{Code, Problem};
use rest::{answer, caller::Anybody, failure::Answer, input, language::Lang};

use super::{find, model::Pledge};
use crate::state::State;

/// Read a pledge
///
/// With its contact, for the secretariat.
#[utoipa::path(
    operation_id = "get_pledge",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the pledge."), rest::parameters::LangParam),
    responses((status = 200, description = "The pledge.", body = Pledge)),
    security(("bearer" = ["pledges:read"])),
)]
#[get("/pledges/{id}")]
pub async fn get_pledge(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Answer {
    let row = find::readable(state.db.reader(), &caller, input::id(&id)?).await?;
    let revision = row.revision;
    let shaped = find::shaped(&state, vec![row], language).await?;
    let pledge = shaped.into_iter().next().ok_or_else(|| Problem::new(Code::NotFound))?;
    answer::private_record(&request, revision, language, &pledge)
}
