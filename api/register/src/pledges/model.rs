//! Shapes of a pledge.

use chrono::{DateTime, Utc};
use entity::{
    kinds::{Language, Level, PledgeState, Stage},
    pledge, territory,
};
use kernel::shapes::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::reference::{CountryRef, Reference};

/// A pledge as it is made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "geonames_id": 1841811, "name": "Gwangju", "country": "KR", "level": "regional", "kind_local": "광역시", "population": 1401235,
    "signatory_name": "Ada Example", "signatory_office": "Mayor", "contact_name": "Grace Officer", "email": "office@city.example.org",
    "statement": "We commit to human rights in everything we decide.", "statement_lang": "en", "may_act": true, "publish": true, "language": "en",
}))]
pub struct PledgeIn {
    /// The place of GeoNames that was chosen; its position is taken over.
    pub geonames_id: Option<i64>,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub level: Level,
    /// What its own country calls this kind of government.
    pub kind_local: Option<String>,
    pub population: Option<i64>,
    /// Who stands on the public page as having signed.
    pub signatory_name: String,
    pub signatory_office: String,
    /// Who fills this in and is written to: the signatory, or somebody else. The account at the address bears this name. Never public.
    pub contact_name: String,
    /// Where the link for confirming goes. Never public.
    pub email: String,
    pub statement: Option<String>,
    /// Language of the statement (BCP 47); required with a statement.
    pub statement_lang: Option<String>,
    /// "I may act for this government."
    pub may_act: bool,
    /// Consent to the publication of everything but the contact's name and address.
    pub publish: bool,
    /// Language of the mails; otherwise the language of the request.
    pub language: Option<Language>,
    /// Leave this empty: a field that people do not see until something stands in it.
    pub website2: Option<String>,
    /// A random text of the sender's own, 22 to 200 characters, with which alone `POST /v1/pledges/{id}/resend` can be asked for.
    pub sender_secret: Option<String>,
}

/// A pledge that waits for its link to be used.
#[derive(Serialize, ToSchema)]
pub struct PledgeReceipt {
    pub id: Uuid,
    pub state: PledgeState,
    /// Not confirmed by then, it vanishes.
    pub expires_at: DateTime<Utc>,
    /// When the link is mailed: now, or later where many pledges of an hour name the address.
    pub mailed_at: DateTime<Utc>,
}

impl PledgeReceipt {
    pub fn of(row: &pledge::Model, mailed_at: DateTime<Utc>) -> Self {
        Self { id: row.id, state: row.state, expires_at: row.expires_at, mailed_at }
    }
}

/// A territory that a pledge led to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PledgedTerritory {
    pub id: Uuid,
    #[schema(example = "gwangju")]
    pub slug: String,
    #[schema(example = "Gwangju")]
    pub name: String,
    pub stage: Stage,
}

impl PledgedTerritory {
    pub fn of(row: &territory::Model) -> Self {
        Self { id: row.id, slug: row.slug.clone(), name: row.name.clone(), stage: row.stage }
    }
}

/// A pledge as the secretariat sees it, and its contact through the mailed link.
#[derive(Serialize, ToSchema)]
pub struct Pledge {
    pub id: Uuid,
    pub state: PledgeState,
    /// Absent before it is confirmed, and where the record went with the pledge.
    pub territory: Option<PledgedTerritory>,
    #[schema(example = "Gwangju")]
    pub name: String,
    pub country: CountryRef,
    pub level: Level,
    #[schema(example = "광역시")]
    pub kind_local: Option<String>,
    #[schema(example = 1401235)]
    pub population: Option<i64>,
    #[schema(example = 1841811)]
    pub geonames_id: Option<i64>,
    #[schema(example = "Ada Example")]
    pub signatory_name: String,
    #[schema(example = "Mayor")]
    pub signatory_office: String,
    /// Who filled it in. Null once it was removed, and where it was not asked for.
    #[schema(example = "Grace Officer")]
    pub contact_name: Option<String>,
    #[schema(example = "office@city.example.org")]
    pub email: String,
    /// The address is at a provider where anybody may open one: look twice.
    pub free_mail: bool,
    /// Whether the contact works in the territory's team. Where the government was a member before, or had a team or an adhesion, only an
    /// invitation leads there.
    pub contact_in_team: bool,
    /// When another pledge in the name of this government was last removed as not genuine, if one was: look twice.
    pub removed_before: Option<DateTime<Utc>>,
    pub statement: Option<Text>,
    pub created_at: DateTime<Utc>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub removed_at: Option<DateTime<Utc>>,
    pub removed_reason: Option<Text>,
}

impl Pledge {
    pub fn of(
        row: pledge::Model,
        territory: Option<&territory::Model>,
        contact_in_team: bool,
        removed_before: Option<DateTime<Utc>>,
        reference: &Reference,
        language: Language,
    ) -> Self {
        Self {
            id: row.id,
            state: row.state,
            territory: territory.map(PledgedTerritory::of),
            country: reference.country_ref(&row.country, language),
            name: row.name,
            level: row.level,
            kind_local: row.kind_local,
            population: row.population,
            geonames_id: row.geonames_id,
            signatory_name: row.signatory_name,
            signatory_office: row.signatory_office,
            contact_name: Some(row.contact_name).filter(|name| !name.is_empty()),
            email: row.email,
            free_mail: row.free_mail,
            contact_in_team,
            removed_before,
            statement: row.statement.map(|value| Text::original(value, row.statement_lang.as_deref())),
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            removed_at: row.removed_at,
            removed_reason: row.removed_reason.map(|value| Text::original(value, row.removed_reason_lang.as_deref())),
        }
    }
}
