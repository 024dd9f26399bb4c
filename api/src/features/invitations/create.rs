//! `POST /v1/invitations`

use actix_web::{HttpResponse, http::header, post, web};
use entity::{facts, invitation, kinds::SubjectKind, territory};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

use super::{
    model::{Invitation, InvitationIn, Role},
    rules,
};
use crate::{
    db::Entry,
    http::{
        caller::Caller,
        fields::Fields,
        input::Body,
        problem::{FieldCode, Result},
    },
    links,
    mail::{About, Mail, Recipient, Template},
    state::State,
};

/// Invite somebody
///
/// To a territory's team (its lead, or the secretariat) or to the secretariat (administrators). A link goes to the address and can be used
/// for 14 days. What teams send is limited: for each who invites, and to each address.
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
    let (id, now) = (tx.chance().id(), tx.now());
    let role: &str = input.role.into();
    let row = invitation::Model {
        id,
        email: email.as_str().to_owned(),
        email_key: email.key().to_owned(),
        language: input.language,
        territory_id: input.territory_id,
        role: role.to_owned(),
        hash: links::digest(&links::secret(&state.keys, id)),
        invited_by: tx.actor().id(),
        created_at: now,
        expires_at: now + rules::LIFETIME,
        accepted_at: None,
        revoked_at: None,
        revision: 0,
    };
    invitation::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(&*tx).await?;
    let facts = facts!({ "territory": row.territory_id, "role": input.role });
    let entry = Entry::internal("invitation.created", SubjectKind::Invitation, id).facts(facts);
    tx.record(entry.personal(json!({"email": row.email})));
    Mail::new(Template::Invitation, Recipient::Invitation(id)).about(About::Invitation(id)).link(id).enqueue(&tx).await?;
    tx.commit().await?;
    let answer = Invitation::of(row, territory.as_ref(), now);
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}
