//! `POST /v1/email-verifications`

use actix_web::{HttpRequest, HttpResponse, post, web};
use entity::kinds::{EmailTokenPurpose, SubjectKind};
use kernel::{
    db::{Actor, Entry},
    fields::Fields,
    state::State,
};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{sessions::credentials, users::link};

/// The secret of the mailed link, and the password that the account was opened with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "Xw3Q0c", "password": "plenty lantern orbit mosaic"}))]
pub struct Verification {
    token: String,
    #[schema(format = Password)]
    password: String,
}

/// Verify an e-mail address
///
/// By the secret of the mailed link, once, and the account's password: whoever reads the mail must be who opened the account. Who did not
/// open it chooses a password by `POST /v1/password-resets`.
#[utoipa::path(
    operation_id = "verify_email",
    tag = crate::users::TAG,
    params(rest::parameters::IdempotencyParam),
    request_body = Verification,
    responses(
        (status = 204, description = "Verified."),
        (status = 401, description = "`credentials_wrong`."),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_used` or `link_expired`."),
    ),
)]
#[post("/email-verifications")]
pub async fn verify_email(
    request: HttpRequest,
    state: web::Data<State>,
    AskedFrom(from): AskedFrom,
    Body(Verification { token, password }): Body<Verification>,
) -> Answer {
    let mut fields = Fields::default();
    let password = fields.password("/password", &password);
    let password = fields.one(password)?;
    let owner = link::owner(state.db.reader(), &state.keys, EmailTokenPurpose::VerifyEmail, &token, state.chance.now()).await?;
    let proof = credentials::prove(&state, &request, from, &owner.email_key, password).await?;
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    link::redeem(&tx, &state.keys, EmailTokenPurpose::VerifyEmail, &token).await?;
    let user = proof.hold(&tx).await?;
    let now = tx.now();
    let mut change = user.into_active_model();
    change.email_verified_at = Set(Some(now));
    change.updated_at = Set(now);
    let user = change.update(&*tx).await?;
    tx.record(Entry::internal("user.verified", SubjectKind::User, user.id));
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
