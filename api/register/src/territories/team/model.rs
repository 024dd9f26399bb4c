//! Shapes of a place in a team.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{kinds::TeamRole, team_member, user};
use kernel::problem::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody who works on a territory.
#[derive(Serialize, ToSchema)]
pub struct TeamMember {
    pub user_id: Uuid,
    #[schema(example = "Nora Ferrer")]
    pub name: String,
    #[schema(example = "focal.point@example.org")]
    pub email: String,
    pub role: TeamRole,
    pub since: DateTime<Utc>,
}

/// What may be changed of a place in a team.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamMemberPatch {
    pub role: TeamRole,
}

impl TeamMember {
    /// Places in a team with the people who have them.
    pub async fn all_of(db: &impl ConnectionTrait, rows: Vec<team_member::Model>) -> Result<Vec<Self>> {
        let ids = rows.iter().map(|row| row.user_id);
        let people = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(db).await?;
        let mut people: HashMap<Uuid, user::Model> = people.into_iter().map(|person| (person.id, person)).collect();
        let shaped = rows.into_iter().filter_map(|row| {
            let person = people.remove(&row.user_id)?;
            Some(Self { user_id: row.user_id, name: person.name, email: person.email, role: row.role, since: row.created_at })
        });
        Ok(shaped.collect())
    }
}
