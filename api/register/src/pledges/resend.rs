//! `POST /v1/pledges/{id}/resend`

use actix_web::{HttpResponse, post, web};
use entity::{
    email_token, facts,
    kinds::{EmailTokenPurpose, PledgeState, SubjectKind},
    pledge,
};
use kernel::{
    db::{Actor, Entry, Tx},
    email_address::EmailAddress,
    fields::Fields,
    links,
    problem::{Code, Problem, Result},
};
use rest::{
    asked_from::AskedFrom,
    failure::Answer,
    input::{self, Body},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{find, free_mail::is_free, letter, model::PledgeReceipt, rules};
use crate::state::State;

/// Letters about one pledge in a day, the first among them.
const IN_A_DAY: usize = 4;

/// Who asks, and where to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"sender_secret": "4f1d0c5e9a7b3826d1e0f4c2", "email": "mayor@city.example.org"}))]
pub struct Resending {
    /// As it was given to `POST /v1/pledges`.
    sender_secret: String,
    /// Another address for the contact; without it the letter goes where the last one went.
    email: Option<String>,
}

/// Mail the link again
///
/// For whoever made the pledge, while nobody has confirmed it. With `email` it goes to that address instead, which becomes the contact's: links
/// mailed before stop working. Each letter counts like that of a new pledge, and there are at most four a day about one pledge.
#[utoipa::path(
    operation_id = "resend_pledge",
    tag = super::TAG,
    params(("id" = Uuid, Path, description = "Id of the pledge."), rest::parameters::IdempotencyParam),
    request_body = Resending,
    responses(
        (status = 202, description = "A link is mailed, at the time that it says.", body = PledgeReceipt),
        (status = 409, description = "`wrong_state`: it was confirmed or removed."),
        (status = 410, description = "`link_expired`: it was not confirmed in time."),
    ),
)]
#[post("/pledges/{id}/resend")]
pub async fn resend_pledge(
    state: web::Data<State>,
    AskedFrom(ip): AskedFrom,
    id: web::Path<String>,
    Body(Resending { sender_secret, email }): Body<Resending>,
) -> Answer {
    let id = input::id(&id)?;
    let mut fields = Fields::default();
    let address = email.as_deref().map(|email| fields.email("/email", email));
    fields.finish()?;
    let email = address.flatten();
    state.throttles.mail(&state.db, ip).await?;
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let row = mine(&tx, id, &sender_secret).await?;
    bounded(&tx, id).await?;
    let action = if email.is_some() { "pledge.readdressed" } else { "pledge.resent" };
    let row = renew(&tx, row, email.as_ref()).await?;
    // A letter of many waits for those that come; who asks again is told to.
    if letter::gathering(&tx, &state.keys, &pledge::Model { created_at: tx.now(), ..row.clone() }).await?.is_some() {
        return Err(Problem::new(Code::TooManyRequests).retry_after(letter::GATHERED.num_seconds().unsigned_abs()).into());
    }
    let mailed_at = letter::send(&tx, &state.keys, &row, None).await?;
    tx.record(Entry::internal(action, SubjectKind::Pledge, id).facts(facts!({})));
    tx.commit().await?;
    Ok(HttpResponse::Accepted().insert_header(("Cache-Control", "no-store")).json(PledgeReceipt::of(&row, mailed_at)))
}

/// The pledge, locked, if this is the secret of who made it and it still waits.
async fn mine(tx: &Tx, id: Uuid, secret: &str) -> Result<pledge::Model> {
    let row = find::for_change(tx, id).await?;
    if row.sender_hash.as_deref() != Some(links::digest(secret).as_str()) {
        return Err(Problem::new(Code::NotFound));
    }
    match row.state {
        PledgeState::Unconfirmed if row.expires_at > tx.now() => Ok(row),
        PledgeState::Unconfirmed => Err(Problem::new(Code::LinkExpired)),
        PledgeState::Public | PledgeState::Fulfilled | PledgeState::Removed => Err(Problem::new(Code::WrongState)),
    }
}

/// 429 where the pledge has had its letters of today, until the first of them is a day old.
async fn bounded(tx: &Tx, id: Uuid) -> Result<()> {
    let day = chrono::Duration::days(1);
    let letters = email_token::Entity::find()
        .filter(email_token::Column::SubjectId.eq(id))
        .filter(email_token::Column::Purpose.eq(EmailTokenPurpose::ConfirmPledge))
        .filter(email_token::Column::CreatedAt.gt(tx.now() - day))
        .order_by_asc(email_token::Column::CreatedAt)
        .all(&**tx)
        .await?;
    match letters.first() {
        Some(first) if letters.len() >= IN_A_DAY => {
            let left = (first.created_at + day - tx.now()).num_milliseconds().unsigned_abs();
            Err(Problem::new(Code::TooManyRequests).retry_after(left.div_ceil(1000).max(1)))
        }
        _ => Ok(()),
    }
}

/// Waits as long as the new letter says, for the contact at another address if one is given: then whoever reads mail at the old one can do
/// nothing with it any more.
async fn renew(tx: &Tx, row: pledge::Model, email: Option<&EmailAddress>) -> Result<pledge::Model> {
    let (id, mut change) = (row.id, row.into_active_model());
    change.expires_at = Set(tx.now() + rules::LIFETIME);
    if let Some(email) = email {
        letter::void(tx, id).await?;
        change.email = Set(email.as_str().to_owned());
        change.email_key = Set(email.key().to_owned());
        change.free_mail = Set(is_free(email.host()));
    }
    Ok(change.update(&**tx).await?)
}
