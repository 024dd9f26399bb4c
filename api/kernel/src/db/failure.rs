//! Which failures of a database pass, or are for the operator to mend: the caller is told to come back, and nothing was stored.

use sea_orm::{
    DbErr, RuntimeErr, SqlErr,
    sqlx::{self, sqlite::SqliteError},
};

/// Refused rights, busy, a table of another connection's locked, out of memory, read-only, interrupted, failed input or output, disk full, cannot
/// be opened, protocol of locks. <https://www.sqlite.org/rescode.html>
const SQLITE_PASSING: [i32; 10] = [3, SQLITE_BUSY, 6, 7, 8, 9, 10, 13, 14, 15];
const SQLITE_BUSY: i32 = 5;

/// Serialisation failure, deadlock, lock not available, cancelled for its time: the same may work a moment later.
/// <https://www.postgresql.org/docs/15/errcodes-appendix.html>
const POSTGRES_BUSY: [&str; 4] = ["40001", "40P01", "55P03", "57014"];
/// Read-only (a replica, or the operator's setting), rights taken away.
const POSTGRES_REFUSED: [&str; 2] = ["25006", "42501"];
/// Classes: the connection, resources such as disk and memory, the operator's intervention, the system's own errors.
const POSTGRES_CLASSES: [&str; 4] = ["08", "53", "57", "58"];

/// Seconds after which it is worth trying again.
const SOON: u64 = 2;
const LATER: u64 = 30;

/// Whether the failure is that a value of this column stands in another row already. Both databases name the column.
pub fn is_taken(error: &DbErr, column: &str) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(what)) if what.contains(column))
}

/// How long to wait where the same request may work later: seconds where another one is just being faster, longer where somebody has to mend
/// something.
pub fn retry_after(error: &DbErr) -> Option<u64> {
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return Some(SOON);
    }
    let (DbErr::Conn(RuntimeErr::SqlxError(source))
    | DbErr::Exec(RuntimeErr::SqlxError(source))
    | DbErr::Query(RuntimeErr::SqlxError(source))) = error
    else {
        return None;
    };
    match &**source {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            Some(SOON)
        }
        // A transaction that the driver was told has begun, and the database says has not.
        sqlx::Error::BeginFailed => Some(SOON),
        sqlx::Error::Database(database) => {
            let code = database.code()?;
            match database.try_downcast_ref::<SqliteError>() {
                Some(_) => {
                    let primary = primary(&code)?;
                    SQLITE_PASSING.contains(&primary).then_some(if primary == SQLITE_BUSY { SOON } else { LATER })
                }
                None if POSTGRES_BUSY.contains(&&*code) => Some(SOON),
                None if POSTGRES_REFUSED.contains(&&*code) => Some(LATER),
                None => POSTGRES_CLASSES.iter().any(|class| code.starts_with(class)).then_some(SOON),
            }
        }
        _ => None,
    }
}

/// Whether another process holds SQLite's one write lock.
pub fn is_sqlite_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(source))
    | DbErr::Exec(RuntimeErr::SqlxError(source))
    | DbErr::Query(RuntimeErr::SqlxError(source))) = error
    else {
        return false;
    };
    source.as_database_error().is_some_and(|error| {
        error.try_downcast_ref::<SqliteError>().is_some() && error.code().is_some_and(|code| primary(&code) == Some(SQLITE_BUSY))
    })
}

/// The primary code is the lower byte.
fn primary(code: &str) -> Option<i32> {
    code.parse::<i32>().ok().map(|code| code & 0xff)
}
