//! `DELETE /v1/tokens/{id}`

use actix_web::{HttpResponse, delete, web};
use entity::{api_token, kinds::SubjectKind};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{
    db::{Entry, Tx},
    http::{
        caller::Caller,
        input,
        problem::{Code, Problem, Result},
    },
    policy::Permission,
    state::State,
};

/// Revoke an API token
///
/// At once and for good. Revoking it again changes nothing.
#[utoipa::path(
    operation_id = "revoke_token",
    tag = super::TAG,
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Id.")),
    responses((status = 204, description = "Revoked.")),
)]
#[delete("/tokens/{id}")]
pub async fn revoke_token(state: web::Data<State>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse> {
    let actor = caller.must(Permission::ManageTokens)?;
    let id = input::id(&id)?;
    let mut tx = state.db.write(actor).await?;
    let row = api_token::Entity::find_by_id(id).lock_exclusive().one(&*tx).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    if row.revoked_at.is_none() {
        revoke(&mut tx, row).await?;
        tx.commit().await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a locked token stop working.
pub async fn revoke(tx: &mut Tx, row: api_token::Model) -> Result<()> {
    let (id, mut change) = (row.id, row.into_active_model());
    change.revoked_at = Set(Some(tx.now()));
    change.update(&**tx).await?;
    tx.record(Entry::internal("api_token.revoked", SubjectKind::ApiToken, id));
    Ok(())
}
