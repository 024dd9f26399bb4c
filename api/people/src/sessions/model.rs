//! Shapes of a session.

use actix_web::HttpResponseBuilder;
use chrono::{DateTime, Utc};
use entity::kinds::Language;
use kernel::{access_token, state::State};
use rest::failure::Answer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{cookie, rules::Step};
use crate::me::model::Me;

/// E-mail and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[schema(example = "focal.point@example.org")]
    pub email: String,
    #[schema(example = "plenty lantern orbit mosaic", format = Password)]
    pub password: String,
}

/// What a signed-in browser needs.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Send it as `Authorization: Bearer …`.
    #[schema(example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ0aG91c2FuZCJ9.c2lnbmF0dXJl")]
    pub access_token: String,
    /// When to ask for the next one.
    pub expires_at: DateTime<Utc>,
    pub user: Me,
}

/// Answers with a step of a session: the access token in the body, the refresh token in the cookie.
pub async fn answer(mut response: HttpResponseBuilder, state: &State, step: Step, language: Language) -> Answer {
    let (access_token, expires_at) = access_token::issue(&state.keys, step.user, step.session, step.id, state.chance.now())?;
    let user = Me::of(state, step.user, language).await?;
    response.insert_header(cookie::set(&state.settings, &step.refresh_token));
    response.insert_header(("Cache-Control", "no-store")).insert_header(("Content-Language", language.as_str()));
    Ok(response.json(Session { access_token, expires_at, user }))
}
