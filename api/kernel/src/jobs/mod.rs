//! Work done outside transactions, asked for inside them by [`crate::db::Tx::enqueue`].
//!
//! A job runs at least once: a worker that dies is overtaken when its lease ends. So every kind reads the
//! present state first and stops where nothing is left to do. What there is to do is put together by the program.

mod worker;

use std::time::Duration;

use entity::job;
use futures_util::future::BoxFuture;

pub use self::worker::Worker;

/// A kind of job: what its rows say, and how one is done. No kind waits for another.
pub struct Kind<S> {
    pub name: &'static str,
    /// How many a worker does at a time.
    pub slots: u64,
    /// How long one may take; then it has failed.
    pub limit: Duration,
    pub run: for<'a> fn(&'a S, &'a job::Model) -> BoxFuture<'a, anyhow::Result<()>>,
}

/// All that a worker does.
pub struct Work<S: 'static> {
    pub kinds: &'static [Kind<S>],
    /// Puts recurring work into the queue; asking twice changes nothing.
    pub schedule: for<'a> fn(&'a S) -> BoxFuture<'a, Result<(), sea_orm::DbErr>>,
}
