//! Shapes of an invitation.

use chrono::{DateTime, Utc};
use entity::{
    facts::{Fact, Said},
    invitation,
    kinds::Language,
    territory,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What somebody is invited to be: the first two in a territory's team, the others in the secretariat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, strum::EnumString, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[schema(as = InvitationRole)]
pub enum Role {
    Lead,
    Editor,
    Administrator,
    Reviewer,
}

impl Fact for Role {
    fn said(&self) -> Said {
        let word: &'static str = self.into();
        word.said()
    }
}

/// Whom to invite to what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "colleague@example.org", "language": "fr", "territory_id": "01990000-0000-7000-8000-000000000000", "role": "editor"}))]
pub struct InvitationIn {
    pub email: String,
    /// Language of the mail.
    pub language: Language,
    /// Absent for the secretariat.
    pub territory_id: Option<Uuid>,
    pub role: Role,
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    Open,
    Accepted,
    Revoked,
    Expired,
}

/// The territory of an invitation.
#[derive(Clone, Serialize, ToSchema)]
pub struct InvitedTo {
    pub id: Uuid,
    #[schema(example = "barcelona")]
    pub slug: String,
    #[schema(example = "Barcelona")]
    pub name: String,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
pub struct Invitation {
    pub id: Uuid,
    #[schema(example = "colleague@example.org")]
    pub email: String,
    pub language: Language,
    pub territory: Option<InvitedTo>,
    pub role: Role,
    pub state: InvitationState,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl InvitationState {
    pub fn of(row: &invitation::Model, now: DateTime<Utc>) -> Self {
        match row {
            row if row.accepted_at.is_some() => Self::Accepted,
            row if row.revoked_at.is_some() => Self::Revoked,
            row if row.expires_at <= now => Self::Expired,
            _ => Self::Open,
        }
    }
}

impl Invitation {
    pub fn of(row: invitation::Model, territory: Option<&territory::Model>, now: DateTime<Utc>) -> Self {
        Self {
            id: row.id,
            state: InvitationState::of(&row, now),
            language: row.language,
            territory: territory.map(InvitedTo::of),
            // The database allows nothing else.
            role: row.role.parse().unwrap_or(Role::Editor),
            created_at: row.created_at,
            expires_at: row.expires_at,
            email: row.email,
        }
    }
}

impl InvitedTo {
    pub fn of(row: &territory::Model) -> Self {
        Self { id: row.id, slug: row.slug.clone(), name: row.name.clone() }
    }
}
