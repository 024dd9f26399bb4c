//! `POST /v1/email-verifications`

use actix_web::{HttpResponse, post, web};
use entity::kinds::{EmailTokenPurpose, SubjectKind};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    db::{Actor, Entry},
    features::users::link,
    http::{input::Body, problem::Result},
    state::State,
};

/// The secret of the mailed link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    #[schema(example = "Xw3Q0c")]
    token: String,
}

/// Verify an e-mail address
///
/// By the secret of the mailed link, once.
#[utoipa::path(
    operation_id = "verify_email",
    tag = crate::features::users::TAG,
    request_body = Verification,
    responses(
        (status = 204, description = "Verified."),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_expired`."),
    ),
)]
#[post("/email-verifications")]
pub async fn verify_email(state: web::Data<State>, Body(Verification { token }): Body<Verification>) -> Result<HttpResponse> {
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let user = link::redeem(&tx, EmailTokenPurpose::VerifyEmail, &token).await?;
    let now = tx.now();
    let mut change = user.into_active_model();
    change.email_verified_at = Set(Some(now));
    change.updated_at = Set(now);
    let user = change.update(&*tx).await?;
    tx.record(Entry::internal("user.verified", SubjectKind::User, user.id).facts(json!({})));
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
