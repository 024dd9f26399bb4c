//! `GET /v1/access-requests/{id}`

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::{find, model::AccessRequest};
use crate::{
    http::{caller::SignedIn, conditional, input, language::Lang, problem::Result},
    policy::Permission,
    state::State,
};

/// Read a request for access
///
/// With what to look at before answering; for the secretariat.
#[utoipa::path(
    operation_id = "get_access_request",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the request."), crate::openapi::LangParam),
    responses((status = 200, description = "The request.", body = AccessRequest)),
    security(("bearer" = [])),
)]
#[get("/access-requests/{id}")]
pub async fn get_access_request(
    request: HttpRequest,
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    caller.must(Permission::ReadAccessRequests)?;
    let row = find::by_id(&state, input::id(&id)?).await?;
    let (mut response, unchanged) = conditional::answer(&request, &find::tag(&state, row.revision, language));
    response.insert_header(conditional::PRIVATE);
    if unchanged {
        return Ok(response.finish());
    }
    find::one(response, &state, row, language).await
}
