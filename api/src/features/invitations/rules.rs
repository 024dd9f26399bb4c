//! Who may invite to what, and what accepting does.

use entity::{
    invitation,
    kinds::{SecretariatRole, SubjectKind, TeamRole},
    team_member, user,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, sea_query::OnConflict};
use serde_json::json;
use uuid::Uuid;

use super::model::Role;
use crate::{
    db::{Entry, Tx},
    http::problem::Result,
    policy::Permission,
};

/// How long an invitation can be accepted.
pub const LIFETIME: chrono::Duration = chrono::Duration::days(14);

/// What inviting needs: to a team, the right to that team; to the secretariat, the right to manage people.
pub fn permission(territory: Option<Uuid>) -> Permission {
    territory.map_or(Permission::ManagePeople, Permission::InviteToTeam)
}

/// Gives the account what the invitation promised. An account never loses a higher role by accepting a lower one.
pub async fn admit(tx: &mut Tx, row: &invitation::Model, role: Role, user: user::Model) -> Result<()> {
    match (row.territory_id, role) {
        (Some(territory), Role::Lead) => join(tx, territory, user.id, TeamRole::Lead).await?,
        (Some(territory), _) => join(tx, territory, user.id, TeamRole::Editor).await?,
        (None, Role::Administrator) => appoint(tx, user, SecretariatRole::Administrator).await?,
        (None, _) if user.role.is_none() => appoint(tx, user, SecretariatRole::Reviewer).await?,
        (None, _) => {}
    }
    let mut accepted = row.clone().into_active_model();
    accepted.accepted_at = Set(Some(tx.now()));
    accepted.update(&**tx).await?;
    let facts = json!({"territory": row.territory_id, "role": row.role});
    tx.record(Entry::internal("invitation.accepted", SubjectKind::Invitation, row.id).facts(facts));
    Ok(())
}

async fn join(tx: &Tx, territory_id: Uuid, user_id: Uuid, role: TeamRole) -> Result<()> {
    let member = team_member::Model { territory_id, user_id, role, created_at: tx.now() };
    let mut already = OnConflict::columns([team_member::Column::TerritoryId, team_member::Column::UserId]);
    match role {
        TeamRole::Lead => already.update_column(team_member::Column::Role),
        TeamRole::Editor => already.do_nothing(),
    };
    team_member::Entity::insert(member.into_active_model().reset_all()).on_conflict(already).exec_without_returning(&**tx).await?;
    Ok(())
}

async fn appoint(tx: &mut Tx, user: user::Model, role: SecretariatRole) -> Result<()> {
    let id = user.id;
    let mut change = user.into_active_model();
    change.role = Set(Some(role));
    change.updated_at = Set(tx.now());
    change.update(&**tx).await?;
    tx.record(Entry::internal("user.updated", SubjectKind::User, id).facts(json!({"role": role})));
    Ok(())
}
