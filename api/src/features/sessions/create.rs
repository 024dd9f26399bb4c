//! `POST /v1/sessions`

use actix_web::{HttpRequest, HttpResponse, post, web};

use super::{
    credentials,
    model::{self, Session, SignIn},
    rules,
};
use crate::{
    db::Actor,
    http::{
        client_ip::ClientIp,
        fields::Fields,
        input::Body,
        language::Lang,
        problem::{Code, Problem, Result},
    },
    state::State,
};

/// Sign in
///
/// By e-mail and password. The answer carries an access token for fifteen minutes and sets an HttpOnly cookie from which
/// `POST /v1/sessions/refresh` makes the next one. Wrong attempts are limited by address and account, always; right ones are not counted. An
/// address that is not verified yet is refused like a wrong password.
#[utoipa::path(
    operation_id = "create_session",
    tag = super::TAG,
    params(crate::openapi::LangParam),
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
    from: ClientIp,
    Body(input): Body<SignIn>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    let mut fields = Fields::default();
    let email = fields.email("/email", &input.email);
    let password = fields.password("/password", &input.password);
    let (email, password) = fields.all((email, password))?;
    let proof = credentials::prove(&state, &request, from, email.key(), password).await?;
    if proof.user.email_verified_at.is_none() {
        return Err(Problem::new(Code::CredentialsWrong));
    }
    let tx = state.db.write(Actor::PUBLIC).await?;
    let user = proof.hold(&tx).await?;
    let step = rules::begin(&tx, user.id).await?;
    tx.commit().await?;
    model::answer(HttpResponse::Created(), &state, step, language).await
}
