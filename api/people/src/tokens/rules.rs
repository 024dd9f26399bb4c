//! What becomes of tokens, and what a new one may be bound to.

use entity::{api_token, facts, invitation, kinds::SubjectKind, territory};
use kernel::{
    db::{Entry, Tx},
    problem::{FieldCode, Problem, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::TokenInput;
use crate::invitations;

/// The territories that a new token is bound to, as they are stored; 422 where one of them is not there, or went
/// with a false pledge.
pub async fn bound(tx: &Tx, input: &mut TokenInput) -> Result<Option<Value>> {
    if input.all_territories {
        return Ok(None);
    }
    input.territories.sort();
    input.territories.dedup();
    let there = territory::Entity::find().filter(territory::Column::Id.is_in(input.territories.iter().copied()));
    let there = there.filter(territory::Column::RemovedAt.is_null()).count(&**tx).await?;
    if there != input.territories.len() as u64 {
        return Err(Problem::field("/territories", FieldCode::UnknownValue));
    }
    Ok(Some(json!(input.territories)))
}

/// The tokens that still work and that this administrator answers for, locked.
pub async fn live_of(tx: &Tx, administrator: Uuid) -> Result<Vec<api_token::Model>> {
    let live = api_token::Entity::find()
        .filter(api_token::Column::CreatedBy.eq(administrator))
        .filter(api_token::Column::RevokedAt.is_null())
        .filter(api_token::Column::ExpiresAt.gt(tx.now()))
        .order_by_asc(api_token::Column::Id)
        .lock_exclusive();
    Ok(live.all(&**tx).await?)
}

/// Makes a locked token stop working, and with it the open invitations that it sent: what it handed out ends with it.
pub async fn revoke(tx: &mut Tx, row: api_token::Model) -> Result<()> {
    let id = row.id;
    let mut change = row.into_active_model();
    change.revoked_at = Set(Some(tx.now()));
    change.update(&**tx).await?;
    invitations::rules::revoke_open(tx, invitation::Column::InvitedBy.eq(id)).await?;
    tx.record(Entry::internal("api_token.revoked", SubjectKind::ApiToken, id));
    Ok(())
}

/// Another administrator answers for a locked token from now on.
pub async fn take_over(tx: &mut Tx, row: api_token::Model, by: Uuid) -> Result<()> {
    let id = row.id;
    let mut change = row.into_active_model();
    change.created_by = Set(by);
    change.update(&**tx).await?;
    tx.record(Entry::internal("api_token.taken_over", SubjectKind::ApiToken, id).facts(facts!({ "answered_for_by": by })));
    Ok(())
}
