//! What becomes of adhesions whose pledge is removed: nobody's promise leads to nobody's membership.

use entity::{
    adhesion, comment, facts,
    kinds::{AdhesionState, SubjectKind},
};
use kernel::{
    db::{Entry, Tx, history},
    problem::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    answers::Answers,
    rules::{self, OPEN},
};

/// The adhesions that were begun under a pledge, locked. To be called before the pledge is locked, as reviewing does.
pub async fn of_pledge(tx: &Tx, pledge: Uuid) -> Result<Vec<adhesion::Model>> {
    let query = adhesion::Entity::find().filter(adhesion::Column::PledgeId.eq(pledge)).order_by_asc(adhesion::Column::Id);
    Ok(query.lock_exclusive().all(&**tx).await?)
}

/// Closes the pledge's adhesions that are not decided, with the reason. Of all of them nothing stays that was answered or said.
pub async fn close(tx: &mut Tx, pledge: Uuid, reason: &str) -> Result<()> {
    for mut row in of_pledge(tx, pledge).await? {
        row.fields = Answers::default().write()?;
        row.authority_confirmed_by = None;
        row.authority_how = None;
        row.authority_on = None;
        row.authority_recorded_by = None;
        row.authority_recorded_at = None;
        comment::Entity::delete_many().filter(comment::Column::AdhesionId.eq(row.id)).exec(&**tx).await?;
        history::forget(tx, row.id).await?;
        let action = if OPEN.contains(&row.state) {
            if row.submitted_at.is_some() {
                tx.record(Entry::public("territory.adhesion_withdrawn", SubjectKind::Territory, row.territory_id));
            }
            rules::decide(tx, &mut row, AdhesionState::Withdrawn, Some(reason.to_owned()));
            "adhesion.withdrawn"
        } else {
            "adhesion.erased"
        };
        rules::save(tx, row, action, facts!({ "pledge_removed": true })).await?;
    }
    Ok(())
}
