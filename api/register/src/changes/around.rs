//! Which records repeat what is said of one of them: a territory with its pledges, adhesions and documents.

use entity::{access_request, adhesion, comment, document, history, invitation, kinds::SubjectKind, pledge, report, territory};
use kernel::{db::Tx, problem::Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// A record and those around it, locked as whoever changes them does: adhesions, pledges, then the territory.
pub struct Around {
    pub territory: Option<territory::Model>,
    pub pledges: Vec<pledge::Model>,
    pub adhesions: Vec<adhesion::Model>,
    /// The ids of all of them.
    pub subjects: Vec<Uuid>,
}

impl Around {
    pub async fn of(tx: &Tx, entry: &history::Model) -> Result<Self> {
        match territory_of(tx, entry.subject_kind, entry.subject_id).await? {
            Some(territory) => Self::of_territory(tx, territory).await,
            None => Ok(Self { territory: None, pledges: Vec::new(), adhesions: Vec::new(), subjects: vec![entry.subject_id] }),
        }
    }

    pub async fn of_territory(tx: &Tx, id: Uuid) -> Result<Self> {
        let adhesions = adhesion::Entity::find().filter(adhesion::Column::TerritoryId.eq(id)).order_by_asc(adhesion::Column::Id);
        let adhesions = adhesions.lock_exclusive().all(&**tx).await?;
        let pledges = pledge::Entity::find().filter(pledge::Column::TerritoryId.eq(id)).order_by_asc(pledge::Column::Id);
        let pledges = pledges.lock_exclusive().all(&**tx).await?;
        let territory = territory::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
        let documents = document::Entity::find().select_only().column(document::Column::Id).filter(document::Column::TerritoryId.eq(id));
        let mut subjects: Vec<Uuid> = documents.into_tuple().all(&**tx).await?;
        subjects.push(id);
        subjects.extend(pledges.iter().map(|row| row.id));
        subjects.extend(adhesions.iter().map(|row| row.id));
        Ok(Self { territory, pledges, adhesions, subjects })
    }
}

/// The territory that a record belongs to.
async fn territory_of(tx: &Tx, kind: SubjectKind, id: Uuid) -> Result<Option<Uuid>> {
    let adhesion = async |id: Uuid| adhesion::Entity::find_by_id(id).one(&**tx).await;
    Ok(match kind {
        SubjectKind::Territory => Some(id),
        SubjectKind::Pledge => pledge::Entity::find_by_id(id).one(&**tx).await?.and_then(|row| row.territory_id),
        SubjectKind::Adhesion => adhesion(id).await?.map(|row| row.territory_id),
        SubjectKind::Comment => match comment::Entity::find_by_id(id).one(&**tx).await? {
            Some(row) => adhesion(row.adhesion_id).await?.map(|row| row.territory_id),
            None => None,
        },
        SubjectKind::Document => document::Entity::find_by_id(id).one(&**tx).await?.map(|row| row.territory_id),
        SubjectKind::Invitation => invitation::Entity::find_by_id(id).one(&**tx).await?.and_then(|row| row.territory_id),
        SubjectKind::AccessRequest => access_request::Entity::find_by_id(id).one(&**tx).await?.map(|row| row.territory_id),
        SubjectKind::Report => report::Entity::find_by_id(id).one(&**tx).await?.map(|row| row.territory_id),
        SubjectKind::Organisation | SubjectKind::User | SubjectKind::ApiToken | SubjectKind::Event | SubjectKind::Import => None,
    })
}
