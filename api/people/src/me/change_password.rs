//! `POST /v1/me/change-password`

use actix_web::{HttpResponse, post, web};
use kernel::{
    fields::Fields,
    policy::Permission,
    problem::{Code, FieldCode, Problem},
    state::State,
};
use rest::{asked_from::AskedFrom, caller::SignedIn, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    sessions::{
        self, credentials,
        model::{self, Session},
    },
    users::password,
};

/// The password as it is, and the one to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current_password": "plenty lantern orbit mosaic", "new_password": "violet harbour ladder cumin"}))]
pub struct PasswordChange {
    #[schema(format = Password)]
    current_password: String,
    /// At least ten characters, and hard to guess.
    #[schema(format = Password)]
    new_password: String,
}

/// Change your own password
///
/// Wrong attempts at the current one are limited, for the account alone. Every session of the account ends; the answer begins a new one, as
/// signing in does. The owner is told by mail.
#[utoipa::path(
    operation_id = "change_password",
    tag = super::TAG,
    params(rest::parameters::LangParam),
    request_body = PasswordChange,
    responses(
        (status = 200, description = "The new password counts, and you are signed in anew.", body = Session, headers(("Set-Cookie" = String, description = "The cookie for `/v1/sessions`: `__Host-thousand_refresh` over https, else `thousand_refresh`."))),
        (status = 401, description = "`credentials_wrong`, pointing at `/current_password`: not the password of your account."),
    ),
    security(("bearer" = [])),
)]
#[post("/me/change-password")]
pub async fn change_password(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    AskedFrom(from): AskedFrom,
    Body(input): Body<PasswordChange>,
    Lang(language): Lang,
) -> Answer {
    let (user, _, _) = caller.person()?;
    state.throttles.work(from)?;
    let mut fields = Fields::default();
    let current = fields.password("/current_password", &input.current_password);
    let new = fields.password("/new_password", &input.new_password);
    let (current, new) = fields.all((current, new))?;
    let known = password::known_of(state.db.reader(), user).await?;
    password::check(&state.passwords, "/new_password", &new, known).await?;
    let proof = credentials::prove_again(&state, user.clone(), current).await.map_err(point_at_it)?;
    let hash = state.passwords.hash(new).await?;
    let (mut tx, _) = caller.write(&state, Permission::OwnAccount).await?;
    let held = proof.hold(&tx).await.map_err(point_at_it)?;
    let changed = password::change(&mut tx, held, hash).await?;
    let step = sessions::rules::begin(&tx, changed.id).await?;
    tx.commit().await?;
    model::answer(HttpResponse::Ok(), &state, step, language).await
}

/// Of the two passwords in the body, the current one is wrong.
fn point_at_it(problem: Problem) -> Problem {
    match problem.code {
        Code::CredentialsWrong => problem.at("/current_password", FieldCode::PasswordWrong),
        _ => problem,
    }
}
