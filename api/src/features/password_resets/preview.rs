//! `POST /v1/password-resets/preview`

use actix_web::{HttpResponse, post, web};
use entity::kinds::EmailTokenPurpose;

use crate::{
    features::users::link,
    http::{input::Body, problem::Result},
    links::LinkSecret,
    state::State,
};

/// Look at a link for choosing a password
///
/// By its secret; changes nothing. Says before a password is asked for whether the link still has work to do.
#[utoipa::path(
    operation_id = "preview_password_reset",
    tag = crate::features::users::TAG,
    request_body = LinkSecret,
    responses(
        (status = 204, description = "It can be used."),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_used` or `link_expired`."),
    ),
)]
#[post("/password-resets/preview")]
pub async fn preview_password_reset(state: web::Data<State>, Body(LinkSecret { token }): Body<LinkSecret>) -> Result<HttpResponse> {
    link::owner(state.db.reader(), &state.keys, EmailTokenPurpose::ResetPassword, &token, state.chance.now()).await?;
    Ok(HttpResponse::NoContent().insert_header(("Cache-Control", "no-store")).finish())
}
