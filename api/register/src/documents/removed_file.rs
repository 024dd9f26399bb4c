//! Removing the bytes of a document that is gone, or of an upload that came to nothing.

use anyhow::Context;
use chrono::{DateTime, Utc};
use entity::{document, job, upload};
use kernel::db::{Actor, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::state::State;

pub const REMOVE_FILE: &str = "remove_file";

#[derive(Serialize, Deserialize)]
struct RemovedFile {
    document: Uuid,
}

/// Asks for the bytes of a document to be removed once the transaction that deletes its row is committed.
pub async fn enqueue(tx: &Tx, document: Uuid) -> Result<(), DbErr> {
    tx.enqueue(REMOVE_FILE, json!(RemovedFile { document }), None, None).await.map(drop)
}

/// Asks for the bytes of an upload to be removed when it expires, unless [`unwatch`] is called before.
pub async fn watch(tx: &Tx, upload: Uuid, expires_at: DateTime<Utc>) -> Result<(), DbErr> {
    tx.enqueue(REMOVE_FILE, json!(RemovedFile { document: upload }), Some(expires_at), Some(key(upload))).await.map(drop)
}

/// Takes back what [`watch`] asked for.
pub async fn unwatch(tx: &Tx, upload: Uuid) -> Result<(), DbErr> {
    job::Entity::delete_many().filter(job::Column::DedupeKey.eq(key(upload))).exec(&**tx).await?;
    Ok(())
}

/// Has what [`watch`] asked for done at once.
pub async fn hasten(tx: &Tx, upload: Uuid) -> Result<(), DbErr> {
    let now = job::ActiveModel { run_at: Set(tx.now()), ..Default::default() };
    job::Entity::update_many().set(now).filter(job::Column::DedupeKey.eq(key(upload))).exec(&**tx).await?;
    tx.wake_worker();
    Ok(())
}

fn key(upload: Uuid) -> String {
    format!("upload:{upload}")
}

pub async fn run(state: &State, job: &job::Model) -> anyhow::Result<()> {
    let RemovedFile { document } = serde_json::from_value(job.payload.clone()).context("payload of another version")?;
    let tx = state.db.write(Actor::SYSTEM).await?;
    // First, so that whoever would still name the bytes waits for this, and then finds their room gone.
    upload::Entity::delete_by_id(document).exec(&*tx).await?;
    let named = document::Entity::find_by_id(document).one(&*tx).await?;
    tx.commit().await?;
    if named.is_some() {
        return Ok(());
    }
    state.files.remove(document).await
}
