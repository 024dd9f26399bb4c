//! Both databases behind one face. What differs between them is decided here and, for their full text search, where a query asks for the backend.

pub mod claim;
pub mod collation;
mod connect;
pub mod cursor;
mod failure;
pub mod history;
pub mod imported;
pub mod keyset;
mod pulse;
mod renewal;
pub mod search;
pub mod standing;
mod topics;
mod tx;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseBackend, DatabaseConnection, DbErr, EntityTrait, UpdateMany};
use secrecy::SecretString;
use tokio::sync::{Notify, Semaphore};

use self::{pulse::Pulse, renewal::Renewal};
use crate::chance::Chance;

pub use self::failure::{is_taken, retry_after};
pub use self::history::{Actor, Entry};
pub use self::standing::Standing;
pub use self::topics::Topic;
pub use self::tx::{Committed, Tx};

/// A handle to the database, cheap to clone.
#[derive(Clone)]
pub struct Db {
    connection: DatabaseConnection,
    /// Writers wait here in order, one at a time on SQLite.
    writers: Arc<Semaphore>,
    /// The last history entry that this process has seen.
    head: Arc<AtomicI64>,
    topics: topics::Topics,
    /// Signals that a commit left work for the worker.
    work: Arc<Notify>,
    chance: Chance,
    renewal: Renewal,
    pulse: Pulse,
}

impl Db {
    pub async fn connect(url: &SecretString, chance: Chance) -> anyhow::Result<Self> {
        let renewal = Renewal::default();
        let connection = connect::connect(url, &renewal).await?;
        let writers = match connection.get_database_backend() {
            DatabaseBackend::Sqlite => 1,
            _ => connect::POSTGRES_WRITERS,
        };
        Ok(Self {
            connection,
            writers: Arc::new(Semaphore::new(writers)),
            head: Arc::default(),
            topics: topics::Topics::default(),
            work: Arc::default(),
            chance,
            renewal,
            pulse: Pulse::default(),
        })
    }

    /// For reading outside a transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins the only kind of transaction that can change anything. What a caller does begins with [`crate::caller::Caller::write`].
    pub async fn write(&self, actor: Actor) -> Result<Tx, DbErr> {
        tx::begin(self, actor).await
    }

    /// Writes what is no history and what no answer depends on, such as when a token was last used. Where the database is
    /// busy it is left out and logged. Tells how many rows it changed, if it was written.
    pub async fn note<E: EntityTrait>(&self, update: UpdateMany<E>) -> Option<u64> {
        tx::note(self, update).await
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.chance.now()
    }

    /// Resolves when a commit of this process has left work, also one that came before the call.
    pub async fn work_arrived(&self) {
        self.work.notified().await;
    }

    /// The sequence of the last change, as this process last saw it. Exact after every write of this
    /// process; writes of others are seen by [`Db::refresh_head`].
    pub fn head(&self) -> i64 {
        self.head.load(Ordering::Acquire)
    }

    /// When the latest of these topics last changed, as this process last saw it; see [`Db::head`].
    pub fn revision(&self, topics: &[Topic]) -> i64 {
        topics.iter().map(|topic| self.topics.revision(*topic)).max().unwrap_or_default()
    }

    /// Reads head and topics from the database, where other processes may have moved them.
    pub async fn refresh_head(&self) -> Result<i64, DbErr> {
        if let Some(head) = entity::history_head::Entity::find_by_id(1).one(&self.connection).await? {
            self.topics.refresh(&self.connection, head.seq).await?;
            self.head.fetch_max(head.seq, Ordering::AcqRel);
        }
        Ok(self.head())
    }
}

/// A key for the full-text index, taken from the random bits of an id.
pub fn search_id(id: uuid::Uuid) -> i64 {
    let random = u64::from_be_bytes(id.as_bytes()[8..].try_into().unwrap_or_default());
    // 62 bits: the two above them are the same in every id.
    i64::try_from(random & (u64::MAX >> 2)).unwrap_or(i64::MAX)
}
