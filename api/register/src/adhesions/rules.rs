//! How an adhesion moves from state to state.

use entity::{
    adhesion,
    facts::Facts,
    kinds::{AdhesionState, SubjectKind},
};
use kernel::{
    db::{Entry, Tx},
    fields::Fields,
    problem::{Code, FieldCode, Problem, Result},
};
use rest::conditional::IfMatch;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use uuid::Uuid;

use super::find;

/// States in which an adhesion is not decided.
pub const OPEN: [AdhesionState; 3] = [AdhesionState::Draft, AdhesionState::Submitted, AdhesionState::ChangesRequested];
/// States in which the team fills in.
pub const FILLING_IN: [AdhesionState; 2] = [AdhesionState::Draft, AdhesionState::ChangesRequested];
/// Characters of a reason, a message or a comment.
pub const MESSAGE: usize = 5000;

/// The locked adhesion, as the caller last saw it and in one of these states.
pub async fn take(tx: &Tx, id: Uuid, if_match: &IfMatch, states: &[AdhesionState]) -> Result<adhesion::Model> {
    let row = find::for_change(tx, id).await?;
    if_match.check(row.revision)?;
    must_be(&row, states)?;
    Ok(row)
}

/// 409 unless the adhesion is in one of these states.
pub fn must_be(row: &adhesion::Model, states: &[AdhesionState]) -> Result<()> {
    if states.contains(&row.state) { Ok(()) } else { Err(Problem::new(Code::WrongState)) }
}

/// A required text of several lines.
pub fn prose(pointer: &str, text: &str, fields: &mut Fields) {
    fields.require(pointer, !text.trim().is_empty(), FieldCode::Required);
    fields.optional_prose(pointer, Some(text), MESSAGE);
}

/// Writes the adhesion and puts what happened into the internal history.
pub async fn save(tx: &mut Tx, mut row: adhesion::Model, action: &'static str, facts: Facts) -> Result<()> {
    row.updated_at = tx.now();
    let facts = facts.with("state", &row.state).with("territory_id", &row.territory_id);
    tx.record(Entry::internal(action, SubjectKind::Adhesion, row.id).facts(facts));
    row.into_active_model().reset_all().update(&**tx).await?;
    Ok(())
}

/// Decides: nobody changes it any more.
pub fn decide(tx: &Tx, row: &mut adhesion::Model, outcome: AdhesionState, reason: Option<String>) {
    row.state = outcome;
    row.decided_at = Some(tx.now());
    row.decided_by = tx.actor().id();
    row.decision_reason = reason;
}
