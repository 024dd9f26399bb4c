//! `POST /v1/pledges/{id}/preview`

use actix_web::{HttpResponse, post, web};
use chrono::{DateTime, Utc};
use entity::{kinds::PledgeState, pledge};
use kernel::{
    links::{self, LinkSecret},
    problem::{Code, Problem},
};
use people::users;
use rest::{
    failure::Answer,
    input::{self, Body},
    language::Lang,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{find, letter, model::Pledge};
use crate::state::State;

/// What a mailed link is about.
#[derive(Serialize, ToSchema)]
pub struct PledgePreview {
    /// What confirming would make public, or what became of it.
    pledge: Pledge,
    /// Not confirmed by then, it vanishes.
    expires_at: DateTime<Utc>,
    /// Confirming, once more too, gives a `password_token`: the contact's account has no password yet.
    needs_password: bool,
}

/// Look at a pledge before confirming it
///
/// By the secret of the mailed link; changes nothing. Of a pledge that was confirmed or removed it says so, also when the link itself has
/// expired.
#[utoipa::path(
    operation_id = "preview_pledge",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the pledge."), rest::parameters::LangParam),
    request_body = LinkSecret,
    responses(
        (status = 200, description = "The pledge as it is now.", body = PledgePreview),
        (status = 404, description = "`link_invalid`; also where nobody can confirm it, because the contact's account was disabled."),
        (status = 410, description = "`link_expired`: it was not confirmed in time, and is deleted."),
    ),
)]
#[post("/pledges/{id}/preview")]
pub async fn preview_pledge(
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    Body(LinkSecret { token }): Body<LinkSecret>,
) -> Answer {
    let id = input::id(&id).map_err(|_| Problem::new(Code::LinkInvalid))?;
    let db = state.db.reader();
    let link = letter::link(db, id, &token).await?;
    let is_late = link.expires_at <= state.chance.now();
    let gone = Problem::new(if is_late { Code::LinkExpired } else { Code::LinkInvalid });
    let row = match find::by_id(db, id).await {
        Ok(row) if row.state == PledgeState::Unconfirmed && is_late => return Err(gone.into()),
        Err(problem) if problem.code == Code::NotFound => return Err(gone.into()),
        found => found?,
    };
    let expires_at = row.expires_at;
    let contact = users::find::by_key(db, &row.email_key).await?;
    let is_disabled = contact.as_ref().is_some_and(|contact| contact.disabled_at.is_some());
    if row.state == PledgeState::Unconfirmed && is_disabled {
        return Err(Problem::new(Code::LinkInvalid).into());
    }
    let is_open = !is_disabled
        && contact.is_some_and(|contact| contact.password_hash.is_none() && links::was_mailed_to(&state.keys, &link, &contact.email));
    let needs_password = !is_late && is_public(&row) && is_open;
    let pledge = find::shaped(&state, vec![row], language).await?.pop().ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Content-Language", language.as_str()))
        .json(PledgePreview { pledge, expires_at, needs_password }))
}

fn is_public(row: &pledge::Model) -> bool {
    matches!(row.state, PledgeState::Public | PledgeState::Fulfilled)
}
