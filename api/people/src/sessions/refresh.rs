//! `POST /v1/sessions/refresh`

use actix_web::{HttpRequest, HttpResponse, post, web};
use kernel::{
    db::Actor,
    problem::{Code, Problem},
    state::State,
};
use rest::{failure::Answer, language::Lang, same_origin::SameOrigin};

use super::{
    cookie,
    model::{self, Session},
    rules,
};

/// Go on with a session
///
/// Gives a new access token and a new cookie for the one sent. If the answer is lost, send the same cookie again. A cookie
/// whose successor was used already ends the session, since somebody must have a copy.
#[utoipa::path(
    operation_id = "refresh_session",
    tag = super::TAG,
    params(rest::parameters::LangParam, ("thousand_refresh" = Option<String>, Cookie, description = "Set by signing in; `__Host-thousand_refresh` over https.")),
    responses(
        (status = 200, description = "Goes on.", body = Session, headers(("Set-Cookie" = String, description = "The next `thousand_refresh`."))),
        (status = 401, description = "`session_over`."),
        (status = 403, description = "`cross_site`."),
    ),
)]
#[post("/sessions/refresh")]
pub async fn refresh_session(request: HttpRequest, state: web::Data<State>, _: SameOrigin, Lang(language): Lang) -> Answer {
    let token = cookie::read(&request, &state.settings).ok_or_else(|| Problem::new(Code::SessionOver))?;
    let tx = state.db.write(Actor::PUBLIC).await?;
    let step = rules::go_on(&tx, &token).await?;
    tx.commit().await?;
    let step = step.ok_or_else(|| Problem::new(Code::SessionOver))?;
    model::answer(HttpResponse::Ok(), &state, step, language).await
}
