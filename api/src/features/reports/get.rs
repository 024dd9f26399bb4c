//! `GET /v1/reports/{id}`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::kinds::Language;

use super::{find, model::Report};
use crate::{
    http::{caller::Caller, conditional, input, language::Lang, problem::Result},
    policy::Permission,
    state::State,
};

/// Read a report
///
/// With the address that was left, for the secretariat.
#[utoipa::path(
    operation_id = "get_report",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the report."), crate::openapi::LangParam),
    responses((status = 200, description = "The report.", body = Report)),
    security(("bearer" = [])),
)]
#[get("/reports/{id}")]
pub async fn get_report(
    request: HttpRequest,
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    caller.must(Permission::ReadReports)?;
    let row = find::by_id(state.db.reader(), input::id(&id)?).await?;
    let (mut response, unchanged) = conditional::answer(&request, &tag(&state, row.revision, language));
    response.insert_header(conditional::PRIVATE).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    if unchanged {
        return Ok(response.finish());
    }
    Ok(response.json(find::one(state.db.reader(), row).await?))
}

/// What is said of its territory changes without the report: the head of the history stands in the tag too.
pub fn tag(state: &State, revision: i64, language: Language) -> String {
    conditional::record_tag(revision, language, &format!("json.{}", state.db.head()))
}
