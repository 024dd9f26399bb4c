//! `POST /v1/users`

use actix_web::{HttpResponse, post, web};
use entity::kinds::{EmailTokenPurpose, Language};
use kernel::{
    db::Actor,
    fields::Fields,
    links,
    mail::{Mail, Recipient, Template},
    problem::Result,
    state::State,
};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    password,
    rules::{self, NewUser},
};

/// An account to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "focal.point@example.org", "password": "plenty lantern orbit mosaic", "name": "Nora Ferrer", "language": "es"}))]
pub struct UserIn {
    pub email: String,
    /// At least ten characters, and hard to guess.
    #[schema(format = Password)]
    pub password: String,
    pub name: String,
    /// Language of mails; otherwise that of the request.
    pub language: Option<Language>,
}

/// Open an account
///
/// A link goes to the address, and the account can be used once it is. The answer is the same whether or not the address has an
/// account already; its owner is told by mail.
#[utoipa::path(
    operation_id = "create_user",
    tag = super::TAG,
    params(rest::parameters::LangParam, rest::parameters::IdempotencyParam),
    request_body = UserIn,
    responses((status = 202, description = "Noted; a mail was sent.", body = Object, example = json!({}))),
)]
#[post("/users")]
pub async fn create_user(state: web::Data<State>, AskedFrom(from): AskedFrom, Body(input): Body<UserIn>, Lang(language): Lang) -> Answer {
    state.throttles.work(from)?;
    let mut fields = Fields::default();
    let email = fields.email("/email", &input.email);
    fields.name("/name", &input.name, 200);
    let password = fields.password("/password", &input.password);
    let (email, password) = fields.all((email, password))?;
    password::check(&state.passwords, "/password", &password, vec![input.email, input.name.clone()]).await?;
    state.throttles.mail(&state.db, from).await?;
    // Hashed in either case, so that the time taken tells nothing.
    let hash = state.passwords.hash(password).await?;
    let new = NewUser {
        email,
        name: input.name.trim().to_owned(),
        language: input.language.unwrap_or(language),
        password_hash: Some(hash),
        verified: false,
        role: None,
    };
    open(&state, new).await?;
    Ok(HttpResponse::Accepted().insert_header(("Cache-Control", "no-store")).json(serde_json::json!({})))
}

/// Opens the account and mails the link, or tells the owner of the one that is there.
async fn open(state: &State, new: NewUser) -> Result<()> {
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let (user, is_new) = rules::find_or_add(&mut tx, new).await?;
    if is_new {
        let link = links::issue(&tx, &state.keys, EmailTokenPurpose::VerifyEmail, (user.id, &user.email), rules::VERIFYING).await?;
        Mail::new(Template::VerifyEmail, Recipient::User(user.id)).link(link.id).enqueue(&tx).await?;
    } else {
        Mail::new(Template::AccountExists, Recipient::User(user.id)).enqueue(&tx).await?;
    }
    tx.commit().await?;
    Ok(())
}
