//! Shapes of a job.

use chrono::{DateTime, Utc};
use entity::{job, kinds::JobState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobStanding {
    /// Due now or later.
    Waiting,
    /// A worker has taken it.
    Running,
    Done,
    /// Given up after too many attempts.
    Failed,
}

/// Work outside requests, such as sending one mail. Says nothing of what the work is about.
#[derive(Serialize, ToSchema)]
pub struct Job {
    pub id: Uuid,
    #[schema(example = "send_mail")]
    pub kind: String,
    pub state: JobStanding,
    /// How often it was tried.
    #[schema(example = 10)]
    pub attempts: i32,
    /// When it is due, or was last due.
    pub run_at: DateTime<Utc>,
    #[schema(example = "the mail server refused or failed: 450")]
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

impl Job {
    pub fn of(row: job::Model, now: DateTime<Utc>) -> Self {
        let state = match row.state {
            JobState::Waiting if row.lease_until.is_some_and(|until| until > now) => JobStanding::Running,
            JobState::Waiting => JobStanding::Waiting,
            JobState::Done => JobStanding::Done,
            JobState::Failed => JobStanding::Failed,
        };
        Self {
            id: row.id,
            kind: row.kind,
            state,
            attempts: row.attempts,
            run_at: row.run_at,
            last_error: row.last_error,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}
