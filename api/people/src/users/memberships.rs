//! In which teams people are.

use std::collections::HashMap;

use entity::{
    kinds::{Language, Stage, TeamRole},
    team_member, territory, territory_name,
};
use kernel::{
    problem::Result,
    shapes::{DateOut, Text},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A place in a territory's team.
#[derive(Clone, Serialize, ToSchema)]
pub struct Membership {
    pub territory: TeamTerritory,
    pub role: TeamRole,
}

/// The territory of a team.
#[derive(Clone, Serialize, ToSchema)]
pub struct TeamTerritory {
    pub id: Uuid,
    #[schema(example = "barcelona")]
    pub slug: String,
    #[schema(example = "Barcelona")]
    pub name: String,
    pub stage: Stage,
    pub stage_since: Option<DateOut>,
    /// Why it is on hold or withdrawn.
    pub stage_reason: Option<Text>,
}

/// The teams of these people, with the territories' names in a language.
pub async fn memberships(db: &impl ConnectionTrait, users: &[Uuid], language: Language) -> Result<HashMap<Uuid, Vec<Membership>>> {
    let members = team_member::Entity::find()
        .filter(team_member::Column::UserId.is_in(users.iter().copied()))
        .order_by_asc(team_member::Column::CreatedAt)
        .order_by_asc(team_member::Column::TerritoryId)
        .all(db)
        .await?;
    let ids = || members.iter().map(|member| member.territory_id);
    let territories =
        territory::Entity::find().filter(territory::Column::Id.is_in(ids())).filter(territory::Column::RemovedAt.is_null()).all(db).await?;
    let names = territory_name::Entity::find()
        .filter(territory_name::Column::TerritoryId.is_in(ids()))
        .filter(territory_name::Column::Lang.eq(language.as_str()))
        .all(db)
        .await?;
    let names: HashMap<Uuid, String> = names.into_iter().map(|row| (row.territory_id, row.name)).collect();
    let named = |row: territory::Model| TeamTerritory {
        id: row.id,
        name: names.get(&row.id).cloned().unwrap_or(row.name),
        slug: row.slug,
        stage: row.stage,
        stage_since: row.stage_since.as_ref().map(DateOut::of),
        stage_reason: row.stage_reason.map(|value| Text::original(value, row.stage_reason_lang.as_deref())),
    };
    let territories: HashMap<Uuid, TeamTerritory> = territories.into_iter().map(|row| (row.id, named(row))).collect();
    let mut found: HashMap<Uuid, Vec<Membership>> = HashMap::new();
    for member in members {
        if let Some(territory) = territories.get(&member.territory_id) {
            found.entry(member.user_id).or_default().push(Membership { territory: territory.clone(), role: member.role });
        }
    }
    Ok(found)
}
