//! `GET /v1/me`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};

use super::model::{self, Me};
use crate::{
    http::{caller::Caller, conditional, language::Lang, problem::Result},
    state::State,
};

/// Read your own account
///
/// Who you are, your role, and the territories that you work on.
#[utoipa::path(
    operation_id = "get_me",
    tag = super::TAG,
    security(("bearer" = [])),
    params(crate::openapi::LangParam),
    responses((status = 200, description = "Your account.", body = Me)),
)]
#[get("/me")]
pub async fn get_me(request: HttpRequest, state: web::Data<State>, caller: Caller, Lang(language): Lang) -> Result<HttpResponse> {
    let (user, _, _) = caller.person()?;
    let (mut response, unchanged) = conditional::answer(&request, &model::tag(&state, user.revision, language));
    response.insert_header(conditional::PRIVATE).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(if unchanged { response.finish() } else { response.json(Me::of(&state, user.id, language).await?) })
}
