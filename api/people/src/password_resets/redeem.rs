//! `POST /v1/password-resets/redeem`

use actix_web::{HttpResponse, post, web};
use entity::kinds::EmailTokenPurpose;
use kernel::{db::Actor, fields::Fields, state::State};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::users::{link, password};

/// The secret of the mailed link, and the password chosen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "Xw3Q0c", "password": "plenty lantern orbit mosaic"}))]
pub struct Redemption {
    token: String,
    /// At least ten characters, and hard to guess.
    #[schema(format = Password)]
    password: String,
}

/// Choose a new password
///
/// By the secret of the mailed link, once. Every session of the account ends, and its owner is told by mail.
#[utoipa::path(
    operation_id = "redeem_password_reset",
    tag = crate::users::TAG,
    params(rest::parameters::IdempotencyParam),
    request_body = Redemption,
    responses(
        (status = 204, description = "The new password counts."),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_used` or `link_expired`."),
    ),
)]
#[post("/password-resets/redeem")]
pub async fn redeem_password_reset(state: web::Data<State>, AskedFrom(from): AskedFrom, Body(input): Body<Redemption>) -> Answer {
    state.throttles.work(from)?;
    let owner = link::owner(state.db.reader(), &state.keys, EmailTokenPurpose::ResetPassword, &input.token, state.chance.now()).await?;
    let mut fields = Fields::default();
    let password = fields.password("/password", &input.password);
    let password = fields.one(password)?;
    let known = password::known_of(state.db.reader(), &owner).await?;
    password::check(&state.passwords, "/password", &password, known).await?;
    let hash = state.passwords.hash(password).await?;
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let user = link::redeem(&tx, &state.keys, EmailTokenPurpose::ResetPassword, &input.token).await?;
    password::change(&mut tx, user, hash).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
