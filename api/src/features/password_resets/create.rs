//! `POST /v1/password-resets`

use actix_web::{HttpResponse, post, web};
use entity::kinds::EmailTokenPurpose;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    db::Actor,
    features::users::{find, rules::email_key},
    http::{client_ip::ClientIp, fields::Fields, input::Body, problem::Result},
    links,
    mail::{Mail, Recipient, Template},
    state::State,
};

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    #[schema(example = "focal.point@example.org")]
    email: String,
}

/// Ask for a new password
///
/// A link goes to the address if it has an account. The answer is the same if not.
#[utoipa::path(
    operation_id = "request_password_reset",
    tag = crate::features::users::TAG,
    params(crate::openapi::IdempotencyParam),
    request_body = Forgotten,
    responses((status = 202, description = "Noted.", body = Object, example = json!({}))),
)]
#[post("/password-resets")]
pub async fn request_password_reset(
    state: web::Data<State>,
    from: ClientIp,
    Body(Forgotten { email }): Body<Forgotten>,
) -> Result<HttpResponse> {
    state.throttles.mail(from)?;
    let mut fields = Fields::default();
    fields.email("/email", &email);
    fields.finish()?;
    if state.throttles.letter(&email_key(&email)) {
        let tx = state.db.write(Actor::PUBLIC).await?;
        if let Some(user) = find::by_email(&*tx, &email).await?.filter(|user| user.disabled_at.is_none()) {
            let link = links::issue(&tx, &state.keys, EmailTokenPurpose::ResetPassword, user.id, super::LIFETIME).await?;
            Mail::new(Template::ResetPassword, Recipient::User(user.id)).link(link.id).enqueue(&tx).await?;
        }
        tx.commit().await?;
    }
    Ok(HttpResponse::Accepted().insert_header(("Cache-Control", "no-store")).json(serde_json::json!({})))
}
