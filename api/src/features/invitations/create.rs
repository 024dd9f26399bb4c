//! `POST /v1/invitations`

use actix_web::{HttpResponse, http::header, post, web};
use entity::territory;
use sea_orm::EntityTrait;

use super::{
    model::{Invitation, InvitationIn, Role},
    rules::{self, NewInvitation},
};
use crate::{
    features::users::rules::email_key,
    http::{
        caller::Caller,
        fields::Fields,
        input::Body,
        problem::{FieldCode, Result},
    },
    state::State,
};

/// Invite somebody
///
/// To a territory's team (its lead, or the secretariat) or to the secretariat (administrators). A link goes to the address and can be used
/// for 14 days.
#[utoipa::path(
    operation_id = "create_invitation",
    tag = super::TAG,
    params(crate::openapi::IdempotencyParam),
    request_body = InvitationIn,
    responses((status = 201, description = "Invited.", body = Invitation)),
    security(("bearer" = ["people:write"])),
)]
#[post("/invitations")]
pub async fn create_invitation(state: web::Data<State>, caller: Caller, Body(input): Body<InvitationIn>) -> Result<HttpResponse> {
    let actor = caller.must(rules::permission(input.territory_id))?;
    let mut fields = Fields::default();
    fields.email("/email", &input.email);
    let of_team = matches!(input.role, Role::Lead | Role::Editor);
    fields.require("/role", of_team == input.territory_id.is_some(), FieldCode::UnknownValue);
    let territory = match input.territory_id {
        Some(id) => territory::Entity::find_by_id(id).one(state.db.reader()).await?,
        None => None,
    };
    fields.require("/territory_id", territory.is_some() == input.territory_id.is_some(), FieldCode::UnknownValue);
    fields.finish()?;
    state.throttles.invitation(actor, &email_key(&input.email))?;
    let mut tx = state.db.write(actor).await?;
    let InvitationIn { email, language, territory_id, role } = input;
    let row = rules::issue(&mut tx, &state.keys, NewInvitation { email, language, territory_id, role }).await?;
    tx.commit().await?;
    let answer = Invitation::of(row, territory.as_ref(), state.chance.now());
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}
