//! Shapes of a report.

use chrono::{DateTime, Utc};
use entity::{
    kinds::{Language, ReportOutcome, ReportReason, ReportState, Stage},
    report, territory,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is wrong with a public record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "territory": "gwangju", "reason": "wrong_information", "text": "The website is that of another city.", "email": "resident@example.org",
    "language": "en", "website2": "",
}))]
pub struct ReportIn {
    /// Id or slug of the territory.
    pub territory: String,
    pub reason: ReportReason,
    /// At most 2,000 characters. Only the secretariat reads it.
    #[schema(max_length = 2000)]
    pub text: String,
    /// Where the answer goes; without it nobody is answered.
    pub email: Option<String>,
    /// Language of the answer's mail; otherwise the language of the request.
    pub language: Option<Language>,
    /// Leave this empty: a field that people do not see.
    pub website2: Option<String>,
}

/// A report that has reached the secretariat.
#[derive(Serialize, ToSchema)]
pub struct ReportReceipt {
    #[schema(example = "01990000-0000-7000-8000-000000000000")]
    pub id: Uuid,
}

/// The record that a report is about.
#[derive(Serialize, ToSchema)]
pub struct ReportedTerritory {
    pub id: Uuid,
    #[schema(example = "gwangju")]
    pub slug: String,
    #[schema(example = "Gwangju")]
    pub name: String,
    pub stage: Stage,
    /// It was there only by a pledge that was not genuine.
    pub gone: bool,
}

impl ReportedTerritory {
    pub fn of(row: &territory::Model) -> Self {
        Self { id: row.id, slug: row.slug.clone(), name: row.name.clone(), stage: row.stage, gone: row.removed_at.is_some() }
    }
}

/// A report as the secretariat sees it.
#[derive(Serialize, ToSchema)]
pub struct Report {
    pub id: Uuid,
    pub state: ReportState,
    pub territory: ReportedTerritory,
    pub reason: ReportReason,
    /// Absent once erased.
    #[schema(example = "The website is that of another city.")]
    pub text: Option<String>,
    /// Absent where none was left, and once erased.
    #[schema(example = "resident@example.org")]
    pub email: Option<String>,
    pub language: Language,
    pub created_at: DateTime<Utc>,
    pub outcome: Option<ReportOutcome>,
    /// Absent once erased.
    #[schema(example = "We have corrected the address. Thank you.")]
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    /// Who answered.
    #[schema(example = "Nora Ferrer")]
    pub answered_by: Option<String>,
    /// When text, address and answer were erased.
    pub erased_at: Option<DateTime<Utc>>,
}

impl Report {
    pub fn of(row: report::Model, territory: &territory::Model, answered_by: Option<String>) -> Self {
        Self {
            id: row.id,
            state: row.state,
            territory: ReportedTerritory::of(territory),
            reason: row.reason,
            text: Some(row.text).filter(|text| !text.is_empty()),
            email: row.email,
            language: row.language,
            created_at: row.created_at,
            outcome: row.outcome,
            answer: row.answer,
            answered_at: row.answered_at,
            answered_by,
            erased_at: row.erased_at,
        }
    }
}
