//! Shapes of one's own account.

use entity::{
    kinds::{Language, Notices, SecretariatRole},
    user,
};
use kernel::{
    problem::{Code, Problem, Result},
    state::State,
};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::users::memberships::{self, Membership};

/// The signed-in person.
#[derive(Serialize, ToSchema)]
pub struct Me {
    pub id: Uuid,
    #[schema(example = "focal.point@example.org")]
    pub email: String,
    #[schema(example = "Nora Ferrer")]
    pub name: String,
    /// Language of mails.
    pub language: Language,
    /// The password is still the one that was printed when the account was made: others may have read it.
    pub password_is_initial: bool,
    /// Role in the campaign's secretariat, if any.
    pub role: Option<SecretariatRole>,
    /// When mails about new pledges and reports come, for people with a role.
    pub notices: Option<Notices>,
    /// Territories that the person works on.
    pub teams: Vec<Membership>,
}

/// What one may change of one's own account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    #[schema(example = "Nora Ferrer")]
    pub name: Option<String>,
    pub language: Option<Language>,
    /// Only for people with a role in the secretariat.
    pub notices: Option<Notices>,
}

impl Me {
    pub async fn of(state: &State, id: Uuid, language: Language) -> Result<Self> {
        let user = user::Entity::find_by_id(id).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::SessionOver))?;
        let teams = memberships::memberships(state.db.reader(), &[id], language).await?.remove(&id).unwrap_or_default();
        Ok(Self {
            id,
            email: user.email,
            name: user.name,
            language: user.language,
            password_is_initial: user.password_is_initial,
            role: user.role,
            notices: user.role.map(|_| user.notices),
            teams,
        })
    }
}
