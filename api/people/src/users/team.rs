//! Who works on a territory: joining its team, leading it and leaving it.

use std::collections::HashSet;

use entity::{
    facts, history, invitation,
    kinds::{ActorKind, SubjectKind, TeamRole},
    pledge, team_member, user,
};
use kernel::{
    db::{Entry, Tx},
    problem::{Code, Problem, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use crate::invitations;

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
    invitations::rules::revoke_open(tx, invitation::Column::TerritoryId.eq(territory)).await?;
    let members: Vec<Uuid> = for_change(tx, territory).await?.into_iter().map(|row| row.user_id).collect();
    for member in &members {
        leave(tx, territory, *member).await?;
    }
    Ok(members)
}

/// Sends away who is in a team by a pledge that was false, and says who that was. Who is there by one that stands stays: whoever was asked to
/// confirm it, and whom they or the secretariat have invited since.
pub async fn leave_to(tx: &mut Tx, territory: Uuid, standing: &pledge::Model) -> Result<Vec<Uuid>> {
    let members: Vec<Uuid> = for_change(tx, territory).await?.into_iter().map(|row| row.user_id).collect();
    let people = user::Entity::find().filter(user::Column::Id.is_in(members.iter().copied())).all(&**tx).await?;
    let since = invitation::Entity::find().filter(invitation::Column::TerritoryId.eq(territory));
    let since = since.filter(invitation::Column::AcceptedAt.gte(standing.confirmed_at)).order_by_asc(invitation::Column::AcceptedAt);
    let since = since.all(&**tx).await?;
    // Of whoever of the team has invited, who stays vouches for others; the history says so of those too whose account is gone.
    let by_team = history::Entity::find()
        .select_only()
        .column(history::Column::SubjectId)
        .filter(history::Column::SubjectId.is_in(since.iter().map(|row| row.id)))
        .filter(history::Column::Action.eq(invitations::rules::CREATED))
        .filter(history::Column::ActorKind.eq(ActorKind::Team));
    let by_team: HashSet<Uuid> = by_team.into_tuple::<Uuid>().all(&**tx).await?.into_iter().collect();
    let mut stays: HashSet<Uuid> = people.iter().filter(|one| one.email_key == standing.email_key).map(|one| one.id).collect();
    for row in since {
        if !by_team.contains(&row.id) || row.invited_by.is_some_and(|by| stays.contains(&by)) {
            stays.extend(people.iter().filter(|one| one.email_key == row.email_key).map(|one| one.id));
        }
    }
    let gone: Vec<Uuid> = members.into_iter().filter(|member| !stays.contains(member)).collect();
    for member in &gone {
        leave(tx, territory, *member).await?;
    }
    Ok(gone)
}

/// A team, locked in one order, so that two of its leads cannot remove each other.
pub async fn for_change(tx: &Tx, territory: Uuid) -> Result<Vec<team_member::Model>> {
    let team = team_member::Entity::find().filter(team_member::Column::TerritoryId.eq(territory));
    Ok(team.order_by_asc(team_member::Column::UserId).lock_exclusive().all(&**tx).await?)
}

/// The place of somebody in a team; 404 where they have none.
pub fn member(team: &[team_member::Model], user: Uuid) -> Result<team_member::Model> {
    team.iter().find(|row| row.user_id == user).cloned().ok_or_else(|| Problem::new(Code::NotFound))
}

/// 409 `last_lead` where nobody would lead a locked team without this person. An account that cannot be used leads nothing.
pub async fn keep_a_lead(tx: &Tx, team: &[team_member::Model], without: Uuid) -> Result<()> {
    let is_lead = |row: &&team_member::Model| row.role == TeamRole::Lead;
    let others = team.iter().filter(is_lead).map(|row| row.user_id).filter(|user| *user != without);
    let able = user::Entity::find().filter(user::Column::Id.is_in(others)).filter(user::Column::DisabledAt.is_null()).count(&**tx).await?;
    if able == 0 && member(team, without)?.role == TeamRole::Lead { Err(Problem::new(Code::LastLead)) } else { Ok(()) }
}

/// Gives somebody in a team another role. Who no longer leads it does not lead again by an invitation of before.
pub async fn appoint(tx: &mut Tx, row: team_member::Model, role: TeamRole) -> Result<team_member::Model> {
    if role != TeamRole::Lead {
        revoke_invitations(tx, row.territory_id, row.user_id).await?;
    }
    let mut change = row.into_active_model();
    change.role = Set(role);
    let row = change.update(&**tx).await?;
    let facts = facts!({ "territory": row.territory_id, "role": role });
    tx.record(Entry::internal("user.team_role_changed", SubjectKind::User, row.user_id).facts(facts));
    Ok(row)
}

/// The open invitations to a team that are to this person, or from them.
async fn revoke_invitations(tx: &mut Tx, territory: Uuid, person: Uuid) -> Result<()> {
    match user::Entity::find_by_id(person).one(&**tx).await? {
        Some(person) => invitations::rules::revoke_open_of(tx, Some(territory), &person).await,
        None => Ok(()),
    }
}

/// Sends somebody away from a team, who does not come back by an invitation of before.
pub async fn leave(tx: &mut Tx, territory: Uuid, user: Uuid) -> Result<()> {
    revoke_invitations(tx, territory, user).await?;
    team_member::Entity::delete_by_id((territory, user)).exec(&**tx).await?;
    tx.record(Entry::internal("user.left_team", SubjectKind::User, user).facts(facts!({ "territory": territory })));
    Ok(())
}
