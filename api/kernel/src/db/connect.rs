//! The pool, and what each database needs to be told.

use std::time::Duration;

use anyhow::Context;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, Database, DatabaseBackend, DatabaseConnection, sqlx};
use secrecy::{ExposeSecret, SecretString};

use super::{renewal::Renewal, tx::PATIENCE};

const POSTGRES_CONNECTIONS: u32 = 16;
/// Writers that wait for the head of the history must leave connections for reading.
pub const POSTGRES_WRITERS: usize = 8;

/// For how long a locked file is waited for by one statement. Whoever writes tries again until [`super::tx::PATIENCE`] is over, since
/// a thread that waits here cannot be told to stop.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_millis(500);

pub async fn connect(url: &SecretString, renewal: &Renewal) -> anyhow::Result<DatabaseConnection> {
    let url = url.expose_secret();
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).acquire_timeout(PATIENCE);
    let (of_sqlite, of_postgres) = (renewal.clone(), renewal.clone());
    options.map_sqlx_sqlite_pool_opts(move |pool| of_sqlite.watch(pool));
    options.map_sqlx_postgres_pool_opts(move |pool| of_postgres.watch(pool));
    if url.starts_with("sqlite://") {
        // A connection to a file does not go away: asking it first whether it is there would double every read's round trips.
        options.test_before_acquire(false);
        options.max_connections(sqlite_connections()).map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                // Political acts survive power loss.
                .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
                .busy_timeout(SQLITE_BUSY_TIMEOUT)
                // A whole page of rows is handed over without waiting for the reader.
                .row_buffer_size(256)
                .pragma("journal_size_limit", "67108864")
                // What is erased is overwritten.
                .pragma("secure_delete", "ON")
                // Each connection has its own, and what they map of the file counts for each: both are the memory of the server.
                .pragma("cache_size", "-2048")
                .pragma("mmap_size", "0")
                .optimize_on_close(true, 400)
        });
    } else {
        let lock_timeout = PATIENCE.as_millis().to_string();
        options.max_connections(POSTGRES_CONNECTIONS).map_sqlx_postgres_opts(move |postgres| {
            postgres.options([("statement_timeout", "30000"), ("lock_timeout", lock_timeout.as_str())])
        });
    }
    // The driver's own message may repeat the address with its password.
    Database::connect(options).await.map_err(|error| {
        let host = url::Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default();
        tracing::debug!(%error, "database");
        anyhow::anyhow!("DATABASE_URL: cannot open the database {host}: {}", brief(&error))
    })
}

/// Each has a thread that reads for it: more of them than cores gives nothing but memory, and a few let short reads pass a long one.
fn sqlite_connections() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    u32::try_from(cores).unwrap_or(u32::MAX).clamp(4, 16)
}

fn brief(error: &sea_orm::DbErr) -> &'static str {
    let text = error.to_string();
    if text.contains("password") {
        "the password is refused"
    } else if text.contains("does not exist") {
        "it does not exist"
    } else {
        "it cannot be reached or opened"
    }
}

impl super::Db {
    /// Brings the schema up to date.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        Migrator::up(&self.connection, None).await.context("the schema could not be brought up to date")
    }

    /// Before serving: SQLite migrates by itself, PostgreSQL must have been migrated, since two servers
    /// that start at once would collide.
    pub async fn prepare(&self) -> anyhow::Result<()> {
        if self.connection.get_database_backend() == DatabaseBackend::Sqlite {
            return self.migrate().await;
        }
        let pending = self.pending_migrations().await?;
        anyhow::ensure!(pending == 0, "{pending} migrations are pending: run `thousand migrate` first");
        Ok(())
    }

    /// Closes every connection; on SQLite this folds the write-ahead log into the file.
    pub async fn close(self) {
        if let Err(error) = self.connection.close().await {
            tracing::warn!(%error, "closing the database");
        }
    }

    /// How many migrations this program knows that the database has not seen.
    pub async fn pending_migrations(&self) -> anyhow::Result<usize> {
        Ok(Migrator::get_pending_migrations(&self.connection).await?.len())
    }
}
