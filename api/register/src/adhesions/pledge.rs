//! What becomes of the pledge when its adhesion is decided.

use entity::{
    adhesion, facts,
    kinds::{PledgeState, SubjectKind},
    pledge,
};
use kernel::{
    db::{Entry, Tx},
    problem::{FieldCode, Problem, Result},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;

/// The adhesion's pledge, locked, where it is still public.
pub async fn take(tx: &Tx, adhesion: &adhesion::Model) -> Result<Option<pledge::Model>> {
    let Some(id) = adhesion.pledge_id else { return Ok(None) };
    let found = pledge::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
    Ok(found.filter(|row| row.state == PledgeState::Public))
}

/// What was chosen for the pledge; a choice there must be, where there is a pledge.
pub fn choice<T>(pledge: Option<pledge::Model>, chosen: Option<T>) -> Result<Option<(pledge::Model, T)>> {
    match (pledge, chosen) {
        (None, _) => Ok(None),
        (Some(pledge), Some(chosen)) => Ok(Some((pledge, chosen))),
        (Some(_), None) => Err(Problem::field("/pledge", FieldCode::Required)),
    }
}

/// The pledge was kept. Its text stays on the territory's page, or moves to the internal history.
pub async fn fulfil(tx: &mut Tx, mut row: pledge::Model, keep_text: bool) -> Result<()> {
    let entry = Entry::internal("pledge.fulfilled", SubjectKind::Pledge, row.id).facts(facts!({ "text_kept": keep_text }));
    row.state = PledgeState::Fulfilled;
    // It cannot be removed any more.
    row.before = None;
    if keep_text {
        tx.record(entry);
    } else {
        tx.record(entry.personal(json!({ "statement": row.statement.take(), "statement_lang": row.statement_lang })));
    }
    row.into_active_model().reset_all().update(&**tx).await?;
    Ok(())
}
