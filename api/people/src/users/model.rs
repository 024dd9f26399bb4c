//! Shapes of a person, as administrators see one.

use chrono::{DateTime, Utc};
use entity::{
    kinds::{Language, SecretariatRole},
    user,
};
use kernel::{
    problem::{Code, Problem, Result},
    state::State,
};
use rest::patch::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::memberships;
use crate::users::memberships::Membership;

/// A person with an account.
#[derive(Serialize, ToSchema)]
pub struct User {
    pub id: Uuid,
    #[schema(example = "focal.point@example.org")]
    pub email: String,
    #[schema(example = "Nora Ferrer")]
    pub name: String,
    pub language: Language,
    /// Role in the campaign's secretariat, if any.
    pub role: Option<SecretariatRole>,
    pub teams: Vec<Membership>,
    pub created_at: DateTime<Utc>,
    /// Since when the account cannot be used.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// What administrators may change of a person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    /// Null takes the role away.
    #[serde(default)]
    #[schema(value_type = Option<SecretariatRole>)]
    pub role: Patch<SecretariatRole>,
    pub disabled: Option<bool>,
    /// What becomes of the API tokens that the person answers for, where they stop being an administrator; required where there are any.
    pub tokens: Option<TokensOfUser>,
}

/// What becomes of the tokens of an administrator who is none any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokensOfUser {
    /// They stop working, with the open invitations that they sent.
    Revoke,
    /// You answer for them from now on.
    TakeOver,
}

impl User {
    pub async fn all_of(state: &State, rows: Vec<user::Model>, language: Language) -> Result<Vec<Self>> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut teams = memberships::memberships(state.db.reader(), &ids, language).await?;
        let shaped = rows.into_iter().map(|row| Self {
            teams: teams.remove(&row.id).unwrap_or_default(),
            id: row.id,
            email: row.email,
            name: row.name,
            language: row.language,
            role: row.role,
            created_at: row.created_at,
            disabled_at: row.disabled_at,
        });
        Ok(shaped.collect())
    }

    pub async fn of(state: &State, row: user::Model, language: Language) -> Result<Self> {
        Self::all_of(state, vec![row], language).await?.pop().ok_or_else(|| Problem::new(Code::NotFound))
    }
}
