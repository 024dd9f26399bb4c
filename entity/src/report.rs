//! What somebody of the public says is wrong with a record, and what the secretariat answered.

use sea_orm::entity::prelude::*;

use crate::kinds::{Language, ReportOutcome, ReportReason, ReportState};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub territory_id: Uuid,
    pub reason: ReportReason,
    /// What was typed; empty once erased.
    pub text: String,
    /// Where the answer goes, if anywhere; absent once erased.
    pub email: Option<String>,
    /// Language of the answer's mail.
    pub language: Language,
    pub state: ReportState,
    pub outcome: Option<ReportOutcome>,
    /// The secretariat's words; absent once erased.
    pub answer: Option<String>,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    /// When text, address and answer were erased.
    pub erased_at: Option<DateTimeUtc>,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
