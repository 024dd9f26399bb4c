//! Whether whoever a transaction acts for may still do so.
//!
//! SQLite has one writer at a time: what a transaction read at its beginning holds until its end. On PostgreSQL others commit meanwhile, so
//! it is read once more when the head of the history is held. Whatever took the right away then stands before this transaction's entries or
//! behind them, never in between.

use futures_util::future::BoxFuture;
use sea_orm::DbErr;

use super::Db;

/// What the failure says of a commit whose caller lost the right to it.
pub const LOST: &str = "the right to do this was lost meanwhile";

/// What somebody was allowed when the transaction began.
pub trait Standing: Send + Sync {
    /// Whether it is so by what is committed now, without what this transaction itself has changed.
    fn holds<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, Result<bool, DbErr>>;
}
