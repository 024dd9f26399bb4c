//! The idempotency key that the running request holds.
//!
//! Every commit made under a claim marks it in the same transaction, so that a crash cannot leave an effect
//! that nobody knows of. A commit whose claim was taken over fails: its effect belongs to the other attempt.

use entity::idempotency_key::{Column, Entity};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::Tx;

/// What the failure says of a commit that came too late.
pub const LOST: &str = "the idempotency key was taken over";

tokio::task_local! {
    static RUNNING: Option<Claim>;
}

/// A key held by one attempt.
#[derive(Clone, Debug)]
pub struct Claim {
    pub key: String,
    /// Tells this attempt from one that takes over.
    pub attempt: Uuid,
}

impl Claim {
    /// Runs work under this claim.
    pub async fn hold<F: Future>(self, work: F) -> F::Output {
        RUNNING.scope(Some(self), work).await
    }
}

/// Runs work whose commits are not yet the effect of the request, such as taking room for what it is going to store.
pub async fn before_the_effect<F: Future>(work: F) -> F::Output {
    RUNNING.scope(None, work).await
}

impl Tx {
    /// Notes in the running claim, if there is one, that it has had its effect.
    pub(super) async fn mark_claim(&self, inner: &DatabaseTransaction, created: Option<Uuid>) -> Result<(), DbErr> {
        let Ok(Some(claim)) = RUNNING.try_with(Clone::clone) else { return Ok(()) };
        let marked = Entity::update_many()
            .col_expr(Column::CommittedAt, Expr::value(self.now()))
            .col_expr(Column::CreatedId, Expr::value(created))
            .col_expr(Column::Right, Expr::value(self.right()))
            .filter(Column::Key.eq(claim.key))
            .filter(Column::Attempt.eq(claim.attempt))
            .exec(inner)
            .await?;
        if marked.rows_affected == 1 { Ok(()) } else { Err(DbErr::Custom(LOST.to_owned())) }
    }
}
