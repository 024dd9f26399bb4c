//! Who works on a territory: joining its team and leaving it.

use entity::{
    invitation,
    kinds::{SubjectKind, TeamRole},
    team_member,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};
use serde_json::json;
use uuid::Uuid;

use crate::{
    db::{Entry, Tx},
    features::invitations,
    http::problem::Result,
};

/// Takes somebody into a team. Who is in it already never loses a higher role.
pub async fn join(tx: &Tx, territory_id: Uuid, user_id: Uuid, role: TeamRole) -> Result<()> {
    let member = team_member::Model { territory_id, user_id, role, created_at: tx.now() };
    let mut already = OnConflict::columns([team_member::Column::TerritoryId, team_member::Column::UserId]);
    match role {
        TeamRole::Lead => already.update_column(team_member::Column::Role),
        TeamRole::Editor => already.do_nothing(),
    };
    team_member::Entity::insert(member.into_active_model()).on_conflict(already).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Sends everybody of a team away, revokes the open invitations to it, and says who was in it.
pub async fn dissolve(tx: &mut Tx, territory: Uuid) -> Result<Vec<Uuid>> {
    let open = invitation::Entity::find()
        .filter(invitation::Column::TerritoryId.eq(territory))
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .order_by_asc(invitation::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    for row in open {
        invitations::rules::revoke(tx, row).await?;
    }
    let of_team = team_member::Entity::find().filter(team_member::Column::TerritoryId.eq(territory));
    let members: Vec<Uuid> = of_team.select_only().column(team_member::Column::UserId).into_tuple().all(&**tx).await?;
    for member in &members {
        leave(tx, territory, *member).await?;
    }
    Ok(members)
}

/// Sends somebody away from a team; whether they were in it.
pub async fn leave(tx: &mut Tx, territory: Uuid, user: Uuid) -> Result<bool> {
    let gone = team_member::Entity::delete_by_id((territory, user)).exec(&**tx).await?.rows_affected == 1;
    if gone {
        tx.record(Entry::internal("user.left_team", SubjectKind::User, user).facts(json!({ "territory": territory })));
    }
    Ok(gone)
}
