//! Shapes of an adhesion and its comments.

use chrono::{DateTime, Utc};
use entity::{
    adhesion, comment,
    kinds::{AdhesionState, Language, PledgeState, Stage},
    territory,
};
use kernel::{problem::FieldCode, shapes::Text};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answers::Answers;
use crate::{
    documents::model::Document,
    pledges::model::Pledge,
    reference::{CountryRef, Reference},
};

/// The government that files.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AdhesionTerritory {
    pub id: Uuid,
    #[schema(example = "gwangju")]
    pub slug: String,
    #[schema(example = "Gwangju")]
    pub name: String,
    pub country: CountryRef,
    pub stage: Stage,
}

impl AdhesionTerritory {
    pub fn of(row: &territory::Model, reference: &Reference, language: Language) -> Self {
        Self {
            id: row.id,
            slug: row.slug.clone(),
            name: row.name.clone(),
            country: reference.country_ref(&row.country, language),
            stage: row.stage,
        }
    }
}

/// An adhesion as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AdhesionSummary {
    pub id: Uuid,
    pub territory: AdhesionTerritory,
    pub state: AdhesionState,
    pub submitted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Comments that nobody has marked as resolved; replies are not counted.
    #[schema(example = 2)]
    pub open_comments: i64,
    pub authority_confirmed: bool,
}

/// The answers, with the political act's file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswersOut {
    #[serde(flatten)]
    pub answers: Answers,
    /// Set by `act_document_id`.
    pub act_document: Option<Document>,
}

/// What sending would complain about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Missing {
    #[schema(example = "/fields/motivations")]
    pub pointer: String,
    pub code: FieldCode,
}

/// Who confirmed that the signatory may bind the authority.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Authority {
    /// Left out, as is `how`, where contacts are: see `contacts_withheld`.
    #[schema(example = "Secretary General of the municipality")]
    pub confirmed_by: Option<String>,
    #[schema(example = "By telephone, through the number on the official website.")]
    pub how: Option<String>,
    #[schema(example = "2026-11-20")]
    pub on: String,
    /// Name of the person of the secretariat who recorded it.
    #[schema(example = "Rosa Reviewer")]
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
}

/// How it ended.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Decision {
    /// `accepted`, `declined` or, by the team itself, `withdrawn`.
    pub outcome: AdhesionState,
    pub reason: Option<String>,
    pub decided_at: DateTime<Utc>,
}

impl Decision {
    pub fn of(row: &adhesion::Model) -> Option<Self> {
        Some(Self { outcome: row.state, reason: row.decision_reason.clone(), decided_at: row.decided_at? })
    }
}

/// On whose behalf somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Secretariat,
    Team,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Author {
    #[schema(example = "Rosa Reviewer")]
    pub name: String,
    #[schema(inline)]
    pub side: Side,
}

/// A remark on one field, or on the whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Comment {
    pub id: Uuid,
    /// The field that it is about; absent for the whole.
    #[schema(example = "/fields/motivations")]
    pub field: Option<String>,
    #[schema(example = "Could you name the programme?")]
    pub body: String,
    pub author: Author,
    /// The comment that it answers.
    pub reply_to: Option<Uuid>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Comment {
    pub fn of(row: comment::Model, name: String) -> Self {
        Self {
            id: row.id,
            field: row.field,
            body: row.body,
            author: Author { name, side: if row.by_secretariat { Side::Secretariat } else { Side::Team } },
            reply_to: row.reply_to,
            resolved_at: row.resolved_at,
            created_at: row.created_at,
        }
    }
}

/// How many comments there are.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct CommentCounts {
    /// Replies included.
    #[schema(example = 3)]
    pub total: i64,
    /// Those that nobody has marked as resolved; replies are not counted.
    #[schema(example = 1)]
    pub open: i64,
    /// The same by what they are about.
    pub fields: Vec<FieldComments>,
}

/// How many comments there are about one answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldComments {
    /// The answer, with all its items where it has several; absent for the whole.
    #[schema(example = "/fields/motivations")]
    pub field: Option<String>,
    #[schema(example = 3)]
    pub total: i64,
    #[schema(example = 1)]
    pub open: i64,
}

/// The pledge that an adhesion makes good: what it says, and for who may read pledges whom it is from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AdhesionPledge {
    pub id: Uuid,
    pub state: PledgeState,
    pub statement: Option<Text>,
    #[schema(example = "Ada Example")]
    pub signatory_name: String,
    #[schema(example = "Mayor")]
    pub signatory_office: String,
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Absent for the team, for tokens without `pledges:read`, and once the pledge was removed.
    pub contact: Option<PledgeContact>,
}

/// Who made a pledge, and what the secretariat should know of the address.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PledgeContact {
    /// Null where it was not asked for.
    #[schema(example = "Grace Officer")]
    pub name: Option<String>,
    #[schema(example = "office@city.example.org")]
    pub email: String,
    /// The address is at a provider where anybody may open one: look twice.
    pub free_mail: bool,
    /// Whether the contact works in the territory's team.
    pub in_team: bool,
    /// When another pledge in the name of this government was last removed as not genuine, if one was: look twice.
    pub removed_before: Option<DateTime<Utc>>,
}

impl AdhesionPledge {
    pub fn of(pledge: Pledge, with_contact: bool) -> Self {
        let contact = PledgeContact {
            name: pledge.contact_name,
            email: pledge.email,
            free_mail: pledge.free_mail,
            in_team: pledge.contact_in_team,
            removed_before: pledge.removed_before,
        };
        Self {
            id: pledge.id,
            state: pledge.state,
            statement: pledge.statement,
            signatory_name: pledge.signatory_name,
            signatory_office: pledge.signatory_office,
            confirmed_at: pledge.confirmed_at,
            contact: Some(contact).filter(|contact| with_contact && !contact.email.is_empty()),
        }
    }
}

/// A government's request to become a member.
#[derive(Serialize, ToSchema)]
pub struct Adhesion {
    pub id: Uuid,
    pub territory: AdhesionTerritory,
    /// The pledge that it makes good.
    pub pledge: Option<AdhesionPledge>,
    pub state: AdhesionState,
    pub fields: AnswersOut,
    /// Whether `fields.contacts` are left out: a token is shown them only with `pledges:read` too.
    pub contacts_withheld: bool,
    pub missing: Vec<Missing>,
    pub authority: Option<Authority>,
    pub decision: Option<Decision>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Read them by `GET /v1/adhesions/{id}/comments`.
    pub comments: CommentCounts,
}
