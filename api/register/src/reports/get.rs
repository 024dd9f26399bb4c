//! `GET /v1/reports/{id}`

use actix_web::{HttpRequest, get, web};
use kernel::policy::Permission;
use rest::{answer, caller::Anybody, failure::Answer, input, language::Lang};

use super::{find, model::Report};
use crate::state::State;

/// Read a report
///
/// With the address that was left, for the secretariat.
#[utoipa::path(
    operation_id = "get_report",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the report."), rest::parameters::LangParam),
    responses((status = 200, description = "The report.", body = Report)),
    security(("bearer" = [])),
)]
#[get("/reports/{id}")]
pub async fn get_report(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Answer {
    caller.must(Permission::ReadReports)?;
    let row = find::by_id(state.db.reader(), input::id(&id)?).await?;
    let revision = row.revision;
    answer::private_record(&request, revision, language, &find::one(state.db.reader(), row).await?)
}
