//! Questions about pledges.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{kinds::PledgeState, pledge, team_member, territory, user};
use kernel::{
    caller::Caller,
    db::Tx,
    policy::Permission,
    problem::{Code, Problem, Result},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::model::Pledge;
use crate::state::State;

/// A pledge by id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<pledge::Model> {
    pledge::Entity::find_by_id(id).one(db).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// A pledge that the caller may read. Whoever may read none learns nothing of this one.
pub async fn readable(db: &impl ConnectionTrait, caller: &Caller, id: Uuid) -> Result<pledge::Model> {
    let known = pledge::Entity::find_by_id(id).one(db).await?;
    caller.must(known.as_ref().and_then(|row| row.territory_id).map_or(Permission::ReadPledges, Permission::ReadPledge))?;
    known.ok_or_else(|| Problem::new(Code::NotFound))
}

/// What removing this pledge needs, if the caller may.
pub async fn removal(db: &impl ConnectionTrait, caller: &Caller, id: Uuid) -> Result<Permission> {
    // Whoever may not remove any learns nothing of this one.
    let known = pledge::Entity::find_by_id(id).one(db).await?;
    let right = Permission::RemovePledge(known.as_ref().and_then(|row| row.territory_id));
    caller.must(right)?;
    known.map(|_| right).ok_or_else(|| Problem::new(Code::NotFound))
}

/// As [`by_id`], locked until the transaction ends.
pub async fn for_change(tx: &Tx, id: Uuid) -> Result<pledge::Model> {
    pledge::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// Pledges with their territories and contacts.
pub async fn shaped(state: &State, rows: Vec<pledge::Model>, language: entity::kinds::Language) -> Result<Vec<Pledge>> {
    let reference = state.reference.get(&state.db).await?;
    let ids = rows.iter().filter_map(|row| row.territory_id);
    let territories = territory::Entity::find().filter(territory::Column::Id.is_in(ids)).all(state.db.reader()).await?;
    let there = |territory: &&territory::Model| territory.removed_at.is_none();
    let of = |row: &pledge::Model| territories.iter().filter(there).find(|territory| Some(territory.id) == row.territory_id);
    let before = removed_before(state.db.reader(), &rows).await?;
    let addresses = team_addresses(state.db.reader(), territories.iter().map(|row| row.id)).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let territory = of(&row);
            let in_team = territory.is_some_and(|territory| addresses.contains(&(territory.id, row.email_key.clone())));
            let before = before.get(&row.id).copied();
            Pledge::of(row, territory, in_team, before, &reference, language)
        })
        .collect())
}

/// When another pledge in the name of the same government was last removed, of those of which one was: by place, record or name.
pub async fn removed_before(db: &impl ConnectionTrait, rows: &[pledge::Model]) -> Result<HashMap<Uuid, DateTime<Utc>>> {
    use pledge::Column;
    let same = Condition::any()
        .add(Column::GeonamesId.is_in(rows.iter().filter_map(|row| row.geonames_id)))
        .add(Column::TerritoryId.is_in(rows.iter().filter_map(|row| row.territory_id)))
        .add(Column::Name.is_in(rows.iter().map(|row| row.name.as_str())));
    // One that nobody confirmed was never public: it says nothing of anybody.
    let removed = pledge::Entity::find().filter(Column::State.eq(PledgeState::Removed)).filter(Column::ConfirmedAt.is_not_null());
    let removed = removed.filter(same).order_by_asc(Column::RemovedAt).all(db).await?;
    let of = |row: &pledge::Model| {
        let others = removed.iter().filter(|other| other.id != row.id && other.created_at < row.created_at && other.country == row.country);
        let alike = |other: &&pledge::Model| {
            let place = row.geonames_id.is_some() && other.geonames_id == row.geonames_id;
            let record = row.territory_id.is_some() && other.territory_id == row.territory_id;
            place || record || other.name == row.name
        };
        others.filter(alike).filter_map(|other| other.removed_at).next_back()
    };
    Ok(rows.iter().filter_map(|row| Some((row.id, of(row)?))).collect())
}

/// Who works on these territories, by address.
async fn team_addresses(db: &impl ConnectionTrait, territories: impl Iterator<Item = Uuid>) -> Result<HashSet<(Uuid, String)>> {
    let members = team_member::Entity::find().filter(team_member::Column::TerritoryId.is_in(territories)).all(db).await?;
    let users = user::Entity::find().filter(user::Column::Id.is_in(members.iter().map(|member| member.user_id))).all(db).await?;
    let keys: HashMap<Uuid, String> = users.into_iter().map(|user| (user.id, user.email_key)).collect();
    Ok(members.iter().filter_map(|member| Some((member.territory_id, keys.get(&member.user_id)?.clone()))).collect())
}
