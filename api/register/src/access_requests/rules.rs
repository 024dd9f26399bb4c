//! How long requests are kept, and how one is answered.

use chrono::Duration;
use entity::{
    access_request,
    facts::Facts,
    kinds::{AccessRequestState, SubjectKind},
};
use kernel::{
    db::{Entry, Tx},
    problem::{Code, Problem, Result},
};
use rest::conditional::IfMatch;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};
use uuid::Uuid;

/// How long a request waits for its answer before it is deleted.
pub const WAITS: Duration = Duration::days(90);
/// How long it is kept once it is answered, to be looked up when somebody asks again.
pub const ANSWERED: Duration = Duration::days(30);
/// Characters of a message, or of the secretariat's words.
pub const PROSE: usize = 2000;

/// The locked request, as the caller last saw it and not answered yet.
pub async fn take(tx: &Tx, id: Uuid, if_match: &IfMatch) -> Result<access_request::Model> {
    let found = access_request::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
    let row = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    if_match.check(row.revision)?;
    if row.state == AccessRequestState::Open { Ok(row) } else { Err(Problem::new(Code::WrongState)) }
}

/// Writes the answer and notes it, naming nobody.
pub async fn answer(tx: &mut Tx, mut row: access_request::Model, state: AccessRequestState, facts: Facts) -> Result<()> {
    row.state = state;
    row.decided_at = Some(tx.now());
    row.decided_by = tx.actor().id();
    row.expires_at = tx.now() + ANSWERED;
    let action = if state == AccessRequestState::Invited { "access_request.invited" } else { "access_request.declined" };
    tx.record(Entry::internal(action, SubjectKind::AccessRequest, row.id).facts(facts));
    row.into_active_model().reset_all().update(&**tx).await?;
    Ok(())
}
