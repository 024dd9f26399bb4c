//! `POST /v1/password-resets`

use actix_web::{HttpResponse, post, web};
use entity::user;
use kernel::{db::Actor, fields::Fields, state::State};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::job;

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    #[schema(example = "focal.point@example.org")]
    email: String,
}

/// Ask for a new password
///
/// A link goes to the address if it has an account. The answer is the same if not, and takes as long. Asked for often, the link comes within
/// ten minutes.
#[utoipa::path(
    operation_id = "request_password_reset",
    tag = crate::users::TAG,
    params(rest::parameters::IdempotencyParam),
    request_body = Forgotten,
    responses((status = 202, description = "Noted.", body = Object, example = json!({}))),
)]
#[post("/password-resets")]
pub async fn request_password_reset(
    state: web::Data<State>,
    AskedFrom(from): AskedFrom,
    Body(Forgotten { email }): Body<Forgotten>,
) -> Answer {
    let mut fields = Fields::default();
    let email = fields.email("/email", &email);
    let email = fields.one(email)?;
    state.throttles.mail(&state.db, from).await?;
    // From here on the same is done for an account and for none: a look at one index, and one row for the worker, who does the rest.
    let account = user::Entity::find().select_only().column(user::Column::Id).filter(user::Column::EmailKey.eq(email.key()));
    let account: Option<Uuid> = account.into_tuple().one(state.db.reader()).await?;
    let nobody = state.chance.id();
    let tx = state.db.write(Actor::PUBLIC).await?;
    job::enqueue(&tx, account.unwrap_or(nobody)).await?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().insert_header(("Cache-Control", "no-store")).json(serde_json::json!({})))
}
