//! `POST /v1/password-resets/preview`

use actix_web::{HttpResponse, post, web};
use entity::kinds::EmailTokenPurpose;
use kernel::{links::LinkSecret, state::State};
use rest::{failure::Answer, input::Body};

use crate::users::link;

/// Look at a link for choosing a password
///
/// By its secret; changes nothing. Says before a password is asked for whether the link still has work to do.
#[utoipa::path(
    operation_id = "preview_password_reset",
    tag = crate::users::TAG,
    request_body = LinkSecret,
    responses(
        (status = 204, description = "It can be used."),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_used` or `link_expired`."),
    ),
)]
#[post("/password-resets/preview")]
pub async fn preview_password_reset(state: web::Data<State>, Body(LinkSecret { token }): Body<LinkSecret>) -> Answer {
    link::owner(state.db.reader(), &state.keys, EmailTokenPurpose::ResetPassword, &token, state.chance.now()).await?;
    Ok(HttpResponse::NoContent().insert_header(("Cache-Control", "no-store")).finish())
}
