//! Shapes of an API token.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Months, Utc};
use entity::{api_token, territory, user};
use kernel::{
    fields::Fields,
    policy::Scope,
    problem::{Code, FieldCode, Problem, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Territories of one token.
pub const MOST_TERRITORIES: usize = 200;
/// How long a token may be good for.
pub const LONGEST_MONTHS: u32 = 12;

/// A partner's token, without its secret.
#[derive(Serialize, ToSchema)]
pub struct Token {
    pub id: Uuid,
    #[schema(example = "Observatory of local rights")]
    pub name: String,
    /// What the public is told where the token changed something.
    #[schema(example = "Observatory of local rights")]
    pub public_name: String,
    /// What the partner does with it.
    #[schema(example = "Keeps our register of adhesions up to date.")]
    pub purpose: String,
    pub scopes: Vec<Scope>,
    /// The territories that it is bound to; null where it is bound to none.
    pub territories: Option<Vec<TokenTerritory>>,
    /// The administrator who answers for it; it works only as long as they are one.
    pub answered_for_by: Option<TokenAdministrator>,
    /// To tell tokens apart.
    #[schema(example = "x7Qd")]
    pub last_four: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// To the day.
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A territory that a token is bound to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenTerritory {
    pub id: Uuid,
    #[schema(example = "barcelona")]
    pub slug: String,
    #[schema(example = "Barcelona")]
    pub name: String,
}

impl TokenTerritory {
    /// Those of these territories that are there, by name.
    pub async fn all_of(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Self>> {
        let mut rows = Vec::new();
        // A page of tokens may name more than a statement takes.
        for some in ids.chunks(5000) {
            rows.extend(territory::Entity::find().filter(territory::Column::Id.is_in(some.iter().copied())).all(db).await?);
        }
        rows.sort_by(|a, b| (&a.name_key, a.id).cmp(&(&b.name_key, b.id)));
        Ok(rows.into_iter().map(|row| Self { id: row.id, slug: row.slug, name: row.name }).collect())
    }
}

/// Who answers for a token.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenAdministrator {
    pub id: Uuid,
    #[schema(example = "Nora Ferrer")]
    pub name: String,
}

/// A new token, with its secret.
#[derive(Serialize, ToSchema)]
pub struct NewToken {
    #[serde(flatten)]
    pub token: Token,
    /// Shown this once. Send it as `Authorization: Bearer …`.
    #[serde(rename = "token")]
    #[schema(example = "thou_live_4fzX0aP1sQe9wLm2Yc7RbT5kUvHj8GdNi3OoE6xA1b2C3d")]
    pub secret: String,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenInput {
    #[schema(example = "Observatory of local rights", min_length = 1, max_length = 200)]
    pub name: String,
    /// What the public is told where the token changed something.
    #[schema(example = "Observatory of local rights", min_length = 1, max_length = 200)]
    pub public_name: String,
    #[schema(example = "Keeps our register of adhesions up to date.", min_length = 1, max_length = 2000)]
    pub purpose: String,
    /// What it may do; at least one.
    #[schema(min_items = 1)]
    pub scopes: Vec<Scope>,
    /// Ids of the territories that it is bound to. Either these or `all_territories`.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub territories: Vec<Uuid>,
    /// That it is bound to no territory must be said.
    #[serde(default)]
    pub all_territories: bool,
    /// At most one year from now.
    pub expires_at: DateTime<Utc>,
}

impl TokenInput {
    pub fn check(&self, now: DateTime<Utc>) -> Result<()> {
        let mut fields = Fields::default();
        fields.name("/name", &self.name, 200);
        fields.name("/public_name", &self.public_name, 200);
        fields.require("/purpose", !self.purpose.trim().is_empty(), FieldCode::Required);
        fields.optional_prose("/purpose", Some(&self.purpose), 2000);
        fields.require("/scopes", !self.scopes.is_empty(), FieldCode::Required);
        fields.at_most("/territories", &self.territories, MOST_TERRITORIES);
        fields.require("/territories", self.all_territories || !self.territories.is_empty(), FieldCode::Required);
        fields.require("/territories", !self.all_territories || self.territories.is_empty(), FieldCode::MustBeEmpty);
        fields.require("/expires_at", self.expires_at > now, FieldCode::InThePast);
        let latest = now.checked_add_months(Months::new(LONGEST_MONTHS));
        fields.require("/expires_at", latest.is_some_and(|latest| self.expires_at <= latest), FieldCode::TooLate);
        fields.finish()
    }
}

impl Token {
    pub async fn of(db: &impl ConnectionTrait, row: api_token::Model) -> Result<Self> {
        Self::all_of(db, vec![row]).await?.pop().ok_or_else(|| Problem::new(Code::NotFound))
    }

    /// Tokens in the order of their rows, with what they are bound to and who answers for them.
    pub async fn all_of(db: &impl ConnectionTrait, rows: Vec<api_token::Model>) -> Result<Vec<Self>> {
        let bound = |row: &api_token::Model| row.territories.clone().map(serde_json::from_value::<HashSet<Uuid>>).transpose();
        let bound = rows.iter().map(bound).collect::<serde_json::Result<Vec<_>>>().map_err(Problem::internal)?;
        let ids: HashSet<Uuid> = bound.iter().flatten().flatten().copied().collect();
        let territories = TokenTerritory::all_of(db, &Vec::from_iter(ids)).await?;
        let answering = user::Entity::find().filter(user::Column::Id.is_in(rows.iter().map(|row| row.created_by)));
        let people: HashMap<Uuid, String> = answering.all(db).await?.into_iter().map(|user| (user.id, user.name)).collect();
        let shape = |(row, bound): (api_token::Model, Option<HashSet<Uuid>>)| {
            let here = |bound: HashSet<Uuid>| territories.iter().filter(|territory| bound.contains(&territory.id)).cloned().collect();
            Ok(Self {
                id: row.id,
                name: row.name,
                public_name: row.public_name,
                purpose: row.purpose,
                scopes: serde_json::from_value(row.scopes).map_err(Problem::internal)?,
                territories: bound.map(here),
                answered_for_by: people.get(&row.created_by).map(|name| TokenAdministrator { id: row.created_by, name: name.clone() }),
                last_four: row.last_four,
                created_at: row.created_at,
                expires_at: row.expires_at,
                last_used_at: row.last_used_at,
                revoked_at: row.revoked_at,
            })
        };
        rows.into_iter().zip(bound).map(shape).collect()
    }
}
