//! `POST /v1/sessions`

use actix_web::{HttpRequest, HttpResponse, post, web};
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::{
    cookie,
    model::{self, Session, SignIn},
    rules,
};
use crate::{
    db::Actor,
    features::users::rules::email_key,
    http::{
        client_ip::ClientIp,
        fields::Fields,
        input::Body,
        language::Lang,
        problem::{Code, FieldCode, Problem, Result},
    },
    state::State,
};

/// Sign in
///
/// By e-mail and password. The answer carries an access token for fifteen minutes and sets an HttpOnly cookie from which
/// `POST /v1/sessions/refresh` makes the next one. Attempts are limited by address and account, always. An address that is
/// not verified yet is refused like a wrong password.
#[utoipa::path(
    operation_id = "create_session",
    tag = super::TAG,
    params(crate::openapi::LangParam),
    request_body(content = SignIn, example = json!({"email": "focal.point@example.org", "password": "plenty lantern orbit mosaic"})),
    responses(
        (status = 201, description = "Signed in.", body = Session, headers(("Set-Cookie" = String, description = "`thousand_refresh`, for `/v1/sessions` only."))),
        (status = 401, description = "`credentials_wrong`."),
    ),
)]
#[post("/sessions")]
pub async fn create_session(
    request: HttpRequest,
    state: web::Data<State>,
    from: ClientIp,
    Body(input): Body<SignIn>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    let mut fields = Fields::default();
    fields.line("/email", &input.email, 254);
    fields.optional_line("/password", Some(&input.password), 256);
    fields.require("/password", !input.password.is_empty(), FieldCode::Required);
    fields.finish()?;
    let key = email_key(&input.email);
    state.throttles.attempt(from, &key)?;
    let found = user::Entity::find().filter(user::Column::EmailKey.eq(&key)).one(state.db.reader()).await?;
    if let Err(refused) = state.throttles.besieged(&key) {
        spare_known_browsers(&request, &state, found.as_ref()).await?.ok_or(refused)?;
    }
    let may = found.filter(|user| user.disabled_at.is_none() && user.email_verified_at.is_some());
    let stored = may.as_ref().and_then(|user| user.password_hash.clone());
    let password: secrecy::SecretString = input.password.into();
    let verdict = state.passwords.verify(password.clone(), stored).await?;
    let Some(user) = may.filter(|_| verdict.right) else { return Err(Problem::new(Code::CredentialsWrong)) };
    let better = if verdict.outdated { Some(state.passwords.hash(password).await?) } else { None };

    let tx = state.db.write(Actor::PUBLIC).await?;
    // What was checked must still hold: a reset or a lockout may have come between.
    let now = user::Entity::find_by_id(user.id).lock_exclusive().one(&*tx).await?;
    if now.is_none_or(|now| now.disabled_at.is_some() || now.password_hash != user.password_hash) {
        return Err(Problem::new(Code::CredentialsWrong));
    }
    if let Some(hash) = better {
        let rehash = user::Entity::update_many().col_expr(user::Column::PasswordHash, Expr::value(hash));
        rehash.filter(user::Column::Id.eq(user.id)).exec(&*tx).await?;
    }
    let step = rules::begin(&tx, user.id).await?;
    tx.commit().await?;
    model::answer(HttpResponse::Created(), &state, step, language).await
}

/// Guesses from everywhere must not keep the account's own people out: a browser that was signed in to it
/// before goes on.
async fn spare_known_browsers(request: &HttpRequest, state: &State, account: Option<&user::Model>) -> Result<Option<()>> {
    let (Some(account), Some(token)) = (account, cookie::read(request)) else { return Ok(None) };
    Ok(rules::knows(state.db.reader(), account.id, &token).await?.then_some(()))
}
