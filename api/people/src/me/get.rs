//! `GET /v1/me`

use actix_web::{HttpRequest, get, web};
use kernel::state::State;
use rest::{answer, caller::Anybody, failure::Answer, language::Lang};

use super::model::Me;

/// Read your own account
///
/// Who you are, your role, and the territories that you work on.
#[utoipa::path(
    operation_id = "get_me",
    tag = super::TAG,
    security(("bearer" = [])),
    params(rest::parameters::LangParam),
    responses((status = 200, description = "Your account.", body = Me)),
)]
#[get("/me")]
pub async fn get_me(request: HttpRequest, state: web::Data<State>, Anybody(caller): Anybody, Lang(language): Lang) -> Answer {
    let (user, _, _) = caller.person()?;
    answer::private_record(&request, user.revision, language, &Me::of(&state, user.id, language).await?)
}
