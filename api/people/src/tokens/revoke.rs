//! `DELETE /v1/tokens/{id}`

use actix_web::{HttpResponse, delete, web};
use entity::api_token;
use kernel::{
    policy::Permission,
    problem::{Code, Problem},
    state::State,
};
use rest::{caller::Anybody, failure::Answer, input};
use sea_orm::{EntityTrait, QuerySelect};

use super::rules;

/// Revoke an API token
///
/// At once and for good, with the open invitations that it sent. Revoking it again changes nothing.
#[utoipa::path(
    operation_id = "revoke_token",
    tag = super::TAG,
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Id.")),
    responses((status = 204, description = "Revoked.")),
)]
#[delete("/tokens/{id}")]
pub async fn revoke_token(state: web::Data<State>, Anybody(caller): Anybody, id: web::Path<String>) -> Answer {
    caller.must(Permission::ManageTokens)?;
    let id = input::id(&id)?;
    let (mut tx, _) = caller.write(&state, Permission::ManageTokens).await?;
    let row = api_token::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    if row.revoked_at.is_none() {
        rules::revoke(&mut tx, row).await?;
        tx.commit().await?;
    }
    Ok(HttpResponse::NoContent().finish())
}
