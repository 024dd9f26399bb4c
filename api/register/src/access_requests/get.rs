//! `GET /v1/access-requests/{id}`

use actix_web::{HttpRequest, get, web};
use kernel::policy::Permission;
use rest::{answer, caller::SignedIn, failure::Answer, input, language::Lang};

use super::{find, model::AccessRequest};
use crate::state::State;

/// Read a request for access
///
/// With what to look at before answering; for the secretariat.
#[utoipa::path(
    operation_id = "get_access_request",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the request."), rest::parameters::LangParam),
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
) -> Answer {
    caller.must(Permission::ReadAccessRequests)?;
    let row = find::by_id(&state, input::id(&id)?).await?;
    let revision = row.revision;
    answer::private_record(&request, revision, language, &find::one(&state, row, language).await?)
}
