//! What only seeding and importing change, kept in memory until they do.

use std::sync::{Arc, Mutex, PoisonError};

use entity::{history, kinds::SubjectKind};
use moka::future::Cache;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::Db;
use crate::http::problem::Result;

/// A value, and the head of the history before it was read.
type Read<T> = (i64, Arc<T>);

/// A value read once for each import, by whichever process that was made.
pub struct Imported<T> {
    by_head: Cache<i64, Arc<T>>,
    last: Arc<Mutex<Option<Read<T>>>>,
}

impl<T: Send + Sync + 'static> Default for Imported<T> {
    fn default() -> Self {
        Self { by_head: Cache::new(1), last: Arc::default() }
    }
}

impl<T> Clone for Imported<T> {
    fn clone(&self) -> Self {
        Self { by_head: self.by_head.clone(), last: self.last.clone() }
    }
}

impl<T: Send + Sync + 'static> Imported<T> {
    /// The value as it is at the head of the history that answers are tagged with.
    pub async fn get(&self, db: &Db, load: impl Future<Output = std::result::Result<Arc<T>, DbErr>>) -> Result<Arc<T>> {
        let head = db.head();
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((seen, value)) = &last
            && *seen == head
        {
            return Ok(value.clone());
        }
        let read = async {
            let value = match last {
                Some((seen, value)) if !imported_since(db, seen).await? => value,
                _ => load.await?,
            };
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((head, value.clone()));
            Ok::<_, DbErr>(value)
        };
        Ok(self.by_head.try_get_with(head, read).await?)
    }
}

async fn imported_since(db: &Db, head: i64) -> std::result::Result<bool, DbErr> {
    let imports = history::Entity::find().filter(history::Column::Seq.gt(head));
    Ok(imports.filter(history::Column::SubjectKind.eq(SubjectKind::Import)).one(db.reader()).await?.is_some())
}
