//! What only seeding and importing change, kept in memory until they do.

use std::sync::Arc;

use moka::future::Cache;
use sea_orm::DbErr;

use super::{Db, Topic};
use crate::problem::Result;

/// A value read once for each import, by whichever process that was made.
pub struct Imported<T>(Cache<i64, Arc<T>>);

impl<T: Send + Sync + 'static> Default for Imported<T> {
    fn default() -> Self {
        Self(Cache::new(1))
    }
}

impl<T> Clone for Imported<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Send + Sync + 'static> Imported<T> {
    /// The value as it is at the revision that answers are tagged with.
    pub async fn get(&self, db: &Db, load: impl Future<Output = std::result::Result<Arc<T>, DbErr>>) -> Result<Arc<T>> {
        Ok(self.0.try_get_with(db.revision(&[Topic::Reference]), load).await?)
    }
}
