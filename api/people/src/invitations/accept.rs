//! `POST /v1/invitations/accept`

use actix_web::{HttpRequest, HttpResponse, post, web};
use entity::{invitation, user};
use kernel::{
    db::{Actor, Tx},
    fields::Fields,
    problem::{Code, Problem, Result},
    state::State,
};
use rest::{asked_from::AskedFrom, failure::Answer, idempotent, input::Body, language::Lang};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{find, model::Role, rules};
use crate::{
    sessions::{
        self,
        credentials::{self, Proof},
        model::{self, Session},
    },
    users::{self, password, rules::NewUser},
};

/// The secret of the mailed link, and the password of the account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "Xw3Q0c", "name": "Nora Ferrer", "password": "plenty lantern orbit mosaic"}))]
pub struct InvitationAcceptance {
    token: String,
    /// For an account that is new, or whose address nobody has verified yet.
    name: Option<String>,
    /// That of the account; where the address has none with a password, the one to be.
    #[schema(format = Password)]
    password: Option<String>,
}

/// Accept an invitation
///
/// By the secret of the mailed link, once, and a password. Joins the account of that address, or opens one, and signs in. Wrong attempts at an
/// account's password are limited as at `POST /v1/sessions`.
#[utoipa::path(
    operation_id = "accept_invitation",
    tag = super::TAG,
    params(rest::parameters::LangParam, rest::parameters::IdempotencyParam),
    request_body = InvitationAcceptance,
    responses(
        (status = 201, description = "Accepted and signed in.", body = Session),
        (status = 401, description = "`credentials_wrong`: not the password of the account."),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_used` or `link_expired`."),
    ),
)]
#[post("/invitations/accept")]
pub async fn accept_invitation(
    request: HttpRequest,
    state: web::Data<State>,
    AskedFrom(from): AskedFrom,
    Body(input): Body<InvitationAcceptance>,
    Lang(language): Lang,
) -> Answer {
    state.throttles.work(from)?;
    let row = find::by_secret(state.db.reader(), &state.keys, &input.token, state.chance.now()).await?;
    let known = users::find::by_key(state.db.reader(), &row.email_key).await?;
    let way = match known {
        Some(known) if known.disabled_at.is_some() => return Err(Problem::new(Code::LinkInvalid).into()),
        known if rules::may_choose(known.as_ref(), &row)? => choose(&state, &row, &input, rules::needs_name(known.as_ref())).await?,
        _ => {
            let mut fields = Fields::default();
            let password = fields.password("/password", input.password.as_deref().unwrap_or_default());
            Way::Proved(credentials::prove(&state, &request, from, &row.email_key, fields.one(password)?).await?)
        }
    };
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    rules::hold_territory(&tx, row.territory_id).await?;
    // The account before its invitations, as whoever changes a role does: in one order nobody waits for each other in a circle.
    user::Entity::find().filter(user::Column::EmailKey.eq(&row.email_key)).lock_exclusive().one(&*tx).await?;
    let row = find::by_secret_for_change(&tx, &state.keys, &input.token).await?;
    let user = account(&mut tx, &row, way).await?;
    let id = user.id;
    rules::admit(&mut tx, &row, row.role.parse().unwrap_or(Role::Editor), user).await?;
    let step = sessions::rules::begin(&tx, id).await?;
    tx.commit().await?;
    let answer = model::answer(HttpResponse::Created(), &state, step, language).await?;
    Ok(idempotent::shown_once(answer, row.id))
}

/// How the invited person comes to the account.
enum Way {
    /// They know its password.
    Proved(Proof),
    /// They choose one. The name is for an account that is not theirs yet.
    Chosen { name: String, hash: String },
}

/// A new password, and a name where one is needed.
async fn choose(state: &State, row: &invitation::Model, input: &InvitationAcceptance, needs_name: bool) -> Result<Way> {
    let mut fields = Fields::default();
    let name = input.name.as_deref().unwrap_or_default().trim();
    match needs_name {
        true => fields.name("/name", name, 200),
        false => fields.optional_name("/name", Some(name), 200),
    }
    let password = fields.password("/password", input.password.as_deref().unwrap_or_default());
    let password = fields.one(password)?;
    let mut known = vec![row.email.clone(), name.to_owned()];
    known.extend(users::password::names_of(state.db.reader(), row.territory_id.into_iter().collect()).await?);
    password::check(&state.passwords, "/password", &password, known).await?;
    let hash = state.passwords.hash(password).await?;
    Ok(Way::Chosen { name: name.to_owned(), hash })
}

/// The account of the invited address, locked; opened or completed where needed.
async fn account(tx: &mut Tx, row: &invitation::Model, way: Way) -> Result<user::Model> {
    match way {
        Way::Proved(proof) => proof.hold(tx).await,
        Way::Chosen { name, hash } => {
            let address = rules::address(row)?;
            let new = NewUser {
                email: address.clone(),
                name: name.clone(),
                language: row.language,
                password_hash: Some(hash.clone()),
                verified: true,
                role: None,
            };
            match users::rules::find_or_add(tx, new).await? {
                (added, true) => Ok(added),
                // Completed by another link at the same time: now it has a password to be asked for.
                (known, false) if !users::rules::obeys(&known, &address) => Err(Problem::new(Code::CredentialsWrong)),
                (known, false) if known.disabled_at.is_some() => Err(Problem::new(Code::LinkInvalid)),
                (known, false) => {
                    let known = users::rules::introduce(tx, known, &address, &name, row.language).await?;
                    password::change(tx, known, hash).await
                }
            }
        }
    }
}
