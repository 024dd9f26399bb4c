//! What the public may read of a territory's documents.

use entity::{
    document, facts,
    kinds::{SubjectKind, Visibility},
};
use kernel::{
    db::{Entry, Tx},
    problem::Result,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Publishes this document of a territory, and no other: those published before are private again. None publishes nothing.
pub async fn publish_only(tx: &mut Tx, territory: Uuid, chosen: Option<Uuid>) -> Result<()> {
    let of_territory = document::Entity::find().filter(document::Column::TerritoryId.eq(territory)).order_by_asc(document::Column::Id);
    for row in of_territory.lock_exclusive().all(&**tx).await? {
        let wanted = if Some(row.id) == chosen { Visibility::Public } else { Visibility::Private };
        if row.visibility != wanted {
            set(tx, row, wanted).await?;
        }
    }
    Ok(())
}

/// Changes who may read a locked document, for everybody to know.
async fn set(tx: &mut Tx, mut row: document::Model, visibility: Visibility) -> Result<()> {
    row.visibility = visibility;
    let action = match visibility {
        Visibility::Public => "document.published",
        Visibility::Private => "document.unpublished",
    };
    let facts = facts!({ "territory_id": row.territory_id, "sha256": facts::digest(&row.sha256) });
    tx.record(Entry::public(action, SubjectKind::Document, row.id).facts(facts));
    row.into_active_model().reset_all().update(&**tx).await?;
    Ok(())
}
