//! Removing the bytes of a document that is gone.

use anyhow::Context;
use entity::job;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{db::Tx, state::State};

pub const REMOVE_FILE: &str = "remove_file";

#[derive(Serialize, Deserialize)]
struct RemovedFile {
    document: Uuid,
}

/// Asks for the bytes of a document to be removed once the transaction that deletes its row is committed.
pub async fn enqueue(tx: &Tx, document: Uuid) -> Result<(), DbErr> {
    tx.enqueue(REMOVE_FILE, json!(RemovedFile { document }), None, None).await.map(drop)
}

pub async fn run(state: &State, job: &job::Model) -> anyhow::Result<()> {
    let RemovedFile { document } = serde_json::from_value(job.payload.clone()).context("payload of another version")?;
    state.files.remove(document).await
}
