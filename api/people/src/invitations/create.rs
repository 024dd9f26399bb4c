//! `POST /v1/invitations`

use actix_web::{HttpResponse, http::header, post, web};
use entity::territory;
use kernel::{fields::Fields, party, problem::FieldCode, state::State};
use rest::{caller::Anybody, failure::Answer, input::Body};
use sea_orm::EntityTrait;

use super::{
    model::{Invitation, InvitationIn, Role},
    rules::{self, NewInvitation},
};

/// Invite somebody
///
/// To a territory's team (its lead, or the secretariat) or to the secretariat (administrators). A link goes to the address and can be used
/// for 14 days. What teams send is limited: for each who invites, and to each address.
#[utoipa::path(
    operation_id = "create_invitation",
    tag = super::TAG,
    params(rest::parameters::IdempotencyParam),
    request_body = InvitationIn,
    responses(
        (status = 201, description = "Invited.", body = Invitation),
        (status = 410, description = party::GONE),
    ),
    security(("bearer" = ["people:write"])),
)]
#[post("/invitations")]
pub async fn create_invitation(state: web::Data<State>, Anybody(caller): Anybody, Body(input): Body<InvitationIn>) -> Answer {
    let right = rules::permission(input.territory_id);
    let by = caller.must(right)?;
    let mut fields = Fields::default();
    let email = fields.email("/email", &input.email);
    let of_team = matches!(input.role, Role::Lead | Role::Editor);
    fields.require("/role", of_team == input.territory_id.is_some(), FieldCode::UnknownValue);
    let territory = match input.territory_id {
        Some(id) => territory::Entity::find_by_id(id).one(state.db.reader()).await?.filter(|row| row.removed_at.is_none()),
        None => None,
    };
    fields.require("/territory_id", territory.is_some() == input.territory_id.is_some(), FieldCode::UnknownValue);
    let email = fields.one(email)?;
    state.throttles.invitation(by, email.key())?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let InvitationIn { language, territory_id, role, .. } = input;
    let row = rules::issue(&mut tx, &state.keys, NewInvitation { email, language, territory_id, role }).await?;
    tx.commit().await?;
    let answer = Invitation::of(row, territory.as_ref(), state.chance.now());
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}
