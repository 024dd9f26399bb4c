//! `POST /v1/sessions`

use actix_web::{HttpRequest, HttpResponse, post, web};
use kernel::{
    db::Actor,
    fields::Fields,
    problem::{Code, Problem},
    state::State,
};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body, language::Lang};

use super::{
    credentials,
    model::{self, Session, SignIn},
    rules,
};

/// Sign in
///
/// By e-mail and password. The answer carries an access token for fifteen minutes and sets an HttpOnly cookie from which
/// `POST /v1/sessions/refresh` makes the next one. Wrong attempts are limited by address and account, always; right ones are not counted. An
/// address that is not verified yet is refused like a wrong password.
#[utoipa::path(
    operation_id = "create_session",
    tag = super::TAG,
    params(rest::parameters::LangParam),
    request_body(content = SignIn, example = json!({"email": "focal.point@example.org", "password": "plenty lantern orbit mosaic"})),
    responses(
        (status = 201, description = "Signed in.", body = Session, headers(("Set-Cookie" = String, description = "The cookie for `/v1/sessions`: `__Host-thousand_refresh` over https, else `thousand_refresh`."))),
        (status = 401, description = "`credentials_wrong`."),
    ),
)]
#[post("/sessions")]
pub async fn create_session(
    request: HttpRequest,
    state: web::Data<State>,
    AskedFrom(from): AskedFrom,
    Body(input): Body<SignIn>,
    Lang(language): Lang,
) -> Answer {
    let mut fields = Fields::default();
    let email = fields.email("/email", &input.email);
    let password = fields.password("/password", &input.password);
    let (email, password) = fields.all((email, password))?;
    let proof = credentials::prove(&state, &request, from, email.key(), password).await?;
    if proof.user.email_verified_at.is_none() {
        return Err(Problem::new(Code::CredentialsWrong).into());
    }
    let tx = state.db.write(Actor::PUBLIC).await?;
    let user = proof.hold(&tx).await?;
    let step = rules::begin(&tx, user.id).await?;
    tx.commit().await?;
    model::answer(HttpResponse::Created(), &state, step, language).await
}
