//! `POST /v1/invitations/accept`

use actix_web::{HttpResponse, post, web};
use entity::user;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{find, model::Role, rules};
use crate::{
    db::{Actor, Tx},
    features::{
        sessions::{
            self,
            model::{self, Session},
        },
        users::{self, password, rules::NewUser},
    },
    http::{
        client_ip::ClientIp,
        fields::Fields,
        input::Body,
        language::Lang,
        problem::{FieldCode, Problem, Result},
    },
    state::State,
};

/// The secret of the mailed link, and what a new account needs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "Xw3Q0c", "name": "Nora Ferrer", "password": "plenty lantern orbit mosaic"}))]
pub struct InvitationAcceptance {
    token: String,
    /// For a new account.
    name: Option<String>,
    /// For an account without a password; ignored where there is one.
    #[schema(format = Password)]
    password: Option<String>,
}

/// Accept an invitation
///
/// By the secret of the mailed link, once. Joins the account of that address, or opens one, and signs in.
#[utoipa::path(
    operation_id = "accept_invitation",
    tag = super::TAG,
    params(crate::openapi::LangParam),
    request_body = InvitationAcceptance,
    responses(
        (status = 201, description = "Accepted and signed in.", body = Session),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_expired`."),
    ),
)]
#[post("/invitations/accept")]
pub async fn accept_invitation(
    state: web::Data<State>,
    from: ClientIp,
    Body(input): Body<InvitationAcceptance>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    state.throttles.attempt(from, "invitations")?;
    // Hashed before the transaction, which must not wait for it.
    let hash = match &input.password {
        Some(password) => Some(state.passwords.hash(SecretString::from(password.clone())).await?),
        None => None,
    };
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let row = find::by_secret(&tx, &input.token).await?;
    let user = account(&mut tx, &row, &input, hash).await?;
    let id = user.id;
    rules::admit(&mut tx, &row, row.role.parse().unwrap_or(Role::Editor), user).await?;
    let step = sessions::rules::begin(&tx, id).await?;
    tx.commit().await?;
    model::answer(HttpResponse::Created(), &state, step, language).await
}

/// The account of the invited address, opened or completed where needed.
async fn account(tx: &mut Tx, row: &entity::invitation::Model, input: &InvitationAcceptance, hash: Option<String>) -> Result<user::Model> {
    let known = users::find::by_email(&**tx, &row.email).await?;
    if let Some(known) = known.as_ref().filter(|user| user.password_hash.is_some() && user.email_verified_at.is_some()) {
        if known.disabled_at.is_some() {
            return Err(Problem::new(crate::http::problem::Code::LinkInvalid));
        }
        return Ok(known.clone());
    }
    let mut fields = Fields::default();
    let name = input.name.as_deref().unwrap_or_default();
    if known.is_none() {
        fields.line("/name", name, 200);
    }
    match &input.password {
        Some(text) => password::check("/password", text, &[&row.email, name], &mut fields),
        None => fields.wrong("/password", FieldCode::Required),
    }
    fields.finish()?;
    let hash = hash.ok_or_else(|| Problem::field("/password", FieldCode::Required))?;
    match known {
        Some(known) => password::change(tx, known, hash).await,
        None => {
            let new = NewUser {
                email: row.email.clone(),
                name: name.trim().to_owned(),
                language: row.language,
                password_hash: Some(hash),
                verified: true,
                role: None,
            };
            users::rules::add(tx, new).await
        }
    }
}
