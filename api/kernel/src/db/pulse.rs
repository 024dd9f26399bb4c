//! Whether the database can be written to, found out by writing.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use entity::pulse;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, sea_query::OnConflict};
use tokio::sync::Mutex;

use super::{Actor, Db};

/// However often readiness is asked, it is found out at most so often.
const EVERY: Duration = Duration::from_secs(1);

/// What was found out last.
#[derive(Clone, Default)]
pub struct Pulse(Arc<Mutex<Option<(Instant, bool)>>>);

impl Db {
    /// Whether a write is stored now; known for a second.
    pub async fn can_write(&self) -> bool {
        let mut last = self.pulse.0.lock().await;
        if let Some((at, able)) = *last
            && at.elapsed() < EVERY
        {
            return able;
        }
        let able = match self.beat().await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "the database cannot be written to");
                false
            }
        };
        *last = Some((Instant::now(), able));
        able
    }

    /// One row, written anew: a transaction as any other, which takes its turn.
    async fn beat(&self) -> Result<(), DbErr> {
        let tx = self.write(Actor::SYSTEM).await?;
        let row = pulse::ActiveModel { id: Set(1), at: Set(tx.now()) };
        let known = OnConflict::column(pulse::Column::Id).update_column(pulse::Column::At).to_owned();
        pulse::Entity::insert(row).on_conflict(known).exec_without_returning(&*tx).await?;
        tx.commit().await.map(|_| ())
    }
}
