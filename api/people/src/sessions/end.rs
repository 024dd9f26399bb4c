//! `DELETE /v1/sessions/current`

use actix_web::{HttpRequest, HttpResponse, delete, web};
use kernel::{db::Actor, state::State};
use rest::{caller::Anybody, failure::Answer, same_origin::SameOrigin};

use super::{cookie, rules};

/// Sign out
///
/// Ends the session of the cookie or of the access token, and clears the cookie. Without either there is nothing to end, and
/// the answer is the same.
#[utoipa::path(
    operation_id = "end_session",
    tag = super::TAG,
    params(("thousand_refresh" = Option<String>, Cookie, description = "Set by signing in; `__Host-thousand_refresh` over https.")),
    responses(
        (status = 204, description = "Signed out.", headers(("Set-Cookie" = String, description = "Clears `thousand_refresh`."))),
        (status = 403, description = "`cross_site`."),
    ),
)]
#[delete("/sessions/current")]
pub async fn end_session(request: HttpRequest, state: web::Data<State>, _: SameOrigin, caller: Answer<Anybody>) -> Answer {
    let by_cookie = match cookie::read(&request, &state.settings) {
        Some(token) => rules::find(state.db.reader(), &token).await?.map(|row| row.session_id),
        None => None,
    };
    // An expired access token must not keep anybody from signing out.
    let by_bearer = caller.ok().and_then(|Anybody(caller)| caller.person().ok().map(|(_, session, _)| session));
    if by_cookie.or(by_bearer).is_some() {
        let tx = state.db.write(Actor::PUBLIC).await?;
        for session in [by_cookie, by_bearer].into_iter().flatten() {
            rules::end(&tx, session).await?;
        }
        tx.commit().await?;
    }
    Ok(HttpResponse::NoContent().insert_header(cookie::clear(&state.settings)).insert_header(("Cache-Control", "no-store")).finish())
}
