//! `DELETE /v1/invitations/{id}`

use actix_web::{HttpResponse, delete, web};
use entity::invitation;
use kernel::{
    caller::Caller,
    problem::{Code, Problem},
    state::State,
};
use rest::{caller::Anybody, failure::Answer, input};
use sea_orm::{EntityTrait, QuerySelect};

use super::rules;

/// Revoke an invitation
///
/// Its link stops working at once. One that was accepted stays as it is.
#[utoipa::path(
    operation_id = "revoke_invitation",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the invitation.")),
    responses(
        (status = 204, description = "It can no longer be accepted."),
        (status = 409, description = "`wrong_state`: it was accepted."),
    ),
    security(("bearer" = ["people:write"])),
)]
#[delete("/invitations/{id}")]
pub async fn revoke_invitation(state: web::Data<State>, Anybody(caller): Anybody, id: web::Path<String>) -> Answer {
    // These two addresses look like invitations and are not: they take POST alone.
    if matches!(id.as_str(), "preview" | "accept") {
        return Err(Problem::method_not_allowed("POST").into());
    }
    // Strangers are told so before anything is looked up.
    if matches!(caller, Caller::Nobody) {
        return Err(Problem::new(Code::NotSignedIn).into());
    }
    let missing = || Problem::new(Code::NotFound);
    let id = input::id(&id)?;
    let known = invitation::Entity::find_by_id(id).one(state.db.reader()).await?.ok_or_else(missing)?;
    let right = rules::permission(known.territory_id);
    caller.must_or_hide(right)?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let row = invitation::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or_else(missing)?;
    if row.accepted_at.is_some() {
        return Err(Problem::new(Code::WrongState).into());
    }
    if row.revoked_at.is_none() {
        rules::revoke(&mut tx, row).await?;
    }
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
