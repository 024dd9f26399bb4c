//! No connection is handed on in doubt.
//!
//! The driver counts by itself how deep in transactions a connection is, and SQLite ends a transaction by itself when the disk is full or
//! cannot be written to. Where the two disagree, the next "transaction" of that connection is only a savepoint in one that nobody will ever
//! commit: everything is acknowledged and nothing is stored. So a connection that comes back with a transaction open is closed; and after
//! any failure to begin, to commit or to roll back, none of the connections that were there is used again.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::sqlx::{
    Connection, Database,
    pool::{PoolConnectionMetadata, PoolOptions},
};

/// When a transaction of this pool last failed.
#[derive(Clone)]
pub struct Renewal {
    began: Instant,
    /// Nanoseconds since `began`; 0 for never.
    failed: Arc<AtomicU64>,
}

impl Default for Renewal {
    fn default() -> Self {
        Self { began: Instant::now(), failed: Arc::default() }
    }
}

impl Renewal {
    /// A transaction could not be begun, committed or rolled back: whatever connection it had is not used again.
    pub fn failed(&self) {
        self.failed.fetch_max(nanos(self.began.elapsed()).max(1), Ordering::AcqRel);
    }

    fn is_in_doubt(&self, age: Duration) -> bool {
        let failed = self.failed.load(Ordering::Acquire);
        failed > 0 && nanos(self.began.elapsed().saturating_sub(age)) <= failed
    }

    /// Puts both checks into a pool.
    pub fn watch<DB: Database>(&self, pool: PoolOptions<DB>) -> PoolOptions<DB> {
        let (on_release, on_acquire) = (self.clone(), self.clone());
        pool.after_release(move |connection, meta| {
            let doubted = on_release.is_in_doubt(meta.age);
            Box::pin(async move { Ok(!doubted && is_at_rest::<DB>(connection).await) })
        })
        .before_acquire(move |_, PoolConnectionMetadata { age, .. }| {
            let doubted = on_acquire.is_in_doubt(age);
            Box::pin(async move { Ok(!doubted) })
        })
    }
}

/// Whether no transaction is open. One that was dropped is being rolled back behind the scenes: that is waited for.
async fn is_at_rest<DB: Database>(connection: &mut DB::Connection) -> bool {
    if !connection.is_in_transaction() {
        return true;
    }
    let flushed = connection.ping().await.is_ok();
    let rests = flushed && !connection.is_in_transaction();
    if !rests {
        tracing::warn!("a connection is closed: its transaction did not end");
    }
    rests
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_of_before_a_failure_are_in_doubt_and_later_ones_are_not() {
        let renewal = Renewal::default();
        assert!(!renewal.is_in_doubt(Duration::ZERO), "nothing has failed");
        renewal.failed();
        std::thread::sleep(Duration::from_millis(2));
        assert!(renewal.is_in_doubt(Duration::from_millis(10)));
        assert!(!renewal.is_in_doubt(Duration::ZERO), "made since");
    }
}
