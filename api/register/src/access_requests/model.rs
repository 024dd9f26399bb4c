//! Shapes of a request for access.

use chrono::{DateTime, Utc};
use entity::{
    access_request,
    kinds::{AccessRefusal, AccessRequestState, Language, Stage},
    territory,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::marks::Marks;
use crate::reference::{CountryRef, Reference};

/// Who asks, and for which government.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "territory_id": "01990000-0000-7000-8000-000000000000", "name": "Nora Ferrer", "office": "Human rights office",
    "email": "nora.ferrer@city.example.org", "message": "Our mayor's office can confirm it.", "language": "es",
}))]
pub struct AccessRequestIn {
    pub territory_id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    /// What the person is in the government.
    #[schema(max_length = 200)]
    pub office: String,
    /// Official address; the answer goes there. Never public.
    #[schema(format = Email)]
    pub email: String,
    /// For the secretariat.
    #[schema(max_length = 2000)]
    pub message: Option<String>,
    /// Language of the answer; otherwise the language of the request.
    pub language: Option<Language>,
    /// Leave this empty: a field that people do not see.
    pub website2: Option<String>,
}

/// That it was noted.
#[derive(Serialize, ToSchema)]
pub struct AccessRequestReceipt {
    /// Not answered by then, it is deleted.
    #[schema(example = "2027-03-01T12:00:00Z")]
    pub expires_at: DateTime<Utc>,
}

/// The government that a request is about.
#[derive(Serialize, ToSchema)]
pub struct AccessRequestTerritory {
    pub id: Uuid,
    #[schema(example = "barcelona")]
    pub slug: String,
    #[schema(example = "Barcelona")]
    pub name: String,
    pub country: CountryRef,
    pub stage: Stage,
    #[schema(example = "https://www.barcelona.cat")]
    pub website: Option<String>,
    /// It was there only by a pledge that was not genuine: nobody can be invited any more.
    pub gone: bool,
}

/// What was answered.
#[derive(Serialize, ToSchema)]
pub struct AccessDecision {
    pub decided_at: DateTime<Utc>,
    /// The invitation that was sent.
    pub invitation_id: Option<Uuid>,
    /// Why not.
    pub reason: Option<AccessRefusal>,
    /// The secretariat's own words on that.
    #[schema(example = "Please write from your official address.")]
    pub text: Option<String>,
}

/// A request to work on a government's page, as the secretariat sees it.
#[derive(Serialize, ToSchema)]
pub struct AccessRequest {
    pub id: Uuid,
    pub state: AccessRequestState,
    pub territory: AccessRequestTerritory,
    #[schema(example = "Nora Ferrer")]
    pub name: String,
    #[schema(example = "Human rights office")]
    pub office: String,
    /// Nobody has verified it: the invitation does.
    #[schema(example = "nora.ferrer@city.example.org")]
    pub email: String,
    #[schema(example = "Our mayor's office can confirm it.")]
    pub message: Option<String>,
    pub language: Language,
    pub marks: Marks,
    pub decision: Option<AccessDecision>,
    pub created_at: DateTime<Utc>,
    /// When it is deleted, with everything that was typed.
    pub expires_at: DateTime<Utc>,
}

impl AccessRequest {
    pub fn of(row: access_request::Model, territory: &territory::Model, marks: Marks, reference: &Reference, language: Language) -> Self {
        let decision = row.decided_at.map(|decided_at| AccessDecision {
            decided_at,
            invitation_id: row.invitation_id,
            reason: row.refusal,
            text: row.refusal_text,
        });
        Self {
            id: row.id,
            state: row.state,
            territory: AccessRequestTerritory {
                id: territory.id,
                slug: territory.slug.clone(),
                name: territory.name.clone(),
                country: reference.country_ref(&territory.country, language),
                stage: territory.stage,
                website: territory.website.clone(),
                gone: territory.removed_at.is_some(),
            },
            name: row.name,
            office: row.office,
            email: row.email,
            message: row.message,
            language: row.language,
            marks,
            decision,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}
