//! Documents that go: the row at once, the bytes by a job once that is committed.

use chrono::{DateTime, Utc};
use entity::{document, facts, kinds::SubjectKind};
use kernel::{
    db::{Entry, Topic, Tx, history},
    problem::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::room;
use crate::documents::removed_file;

/// Erases the documents that a territory, which is locked, handed in at or after this time, and lets in none that are on their way.
pub async fn handed_in_since(tx: &mut Tx, territory: Uuid, since: DateTime<Utc>) -> Result<()> {
    erase(tx, territory, since_then(territory, since)).await
}

/// The same of those that one of these people handed in.
pub async fn handed_in_by(tx: &mut Tx, territory: Uuid, since: DateTime<Utc>, people: &[Uuid]) -> Result<()> {
    erase(tx, territory, since_then(territory, since).filter(document::Column::UploadedBy.is_in(people.iter().copied()))).await
}

fn since_then(territory: Uuid, since: DateTime<Utc>) -> Select<document::Entity> {
    document::Entity::find().filter(document::Column::TerritoryId.eq(territory)).filter(document::Column::CreatedAt.gte(since))
}

async fn erase(tx: &mut Tx, territory: Uuid, documents: Select<document::Entity>) -> Result<()> {
    room::clear(tx, territory).await?;
    for row in documents.order_by_asc(document::Column::Id).lock_exclusive().all(&**tx).await? {
        let id = row.id;
        row.delete(&**tx).await?;
        history::forget(tx, id).await?;
        tx.record(
            Entry::internal("document.removed", SubjectKind::Document, id)
                .facts(facts!({ "territory_id": territory }))
                .moves(&[Topic::Documents]),
        );
        removed_file::enqueue(tx, id).await?;
    }
    Ok(())
}
