//! Work to be done after the transaction that asked for it.

use sea_orm::entity::prelude::*;

use crate::kinds::JobState;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    /// Ids and choices only; personal data is read when the job runs.
    pub payload: Json,
    pub state: JobState,
    pub run_at: DateTimeUtc,
    pub attempts: i32,
    pub leased_by: Option<Uuid>,
    pub lease_until: Option<DateTimeUtc>,
    /// Two jobs with the same key are one.
    #[sea_orm(unique)]
    pub dedupe_key: Option<String>,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
