//! `GET /v1/jobs`

use actix_web::{HttpRequest, get, web};
use entity::{job, kinds::JobState};
use kernel::{
    db::keyset::{Key, Keyset},
    policy::Permission,
};
use register::state::State;
use rest::{
    caller::Anybody,
    failure::Answer,
    input::Params,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use serde::Deserialize;

use super::model::{Job, JobStanding};

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct JobParams {
    /// Only jobs that stand so.
    #[param(example = "failed")]
    state: Option<JobStanding>,
}

/// List jobs
///
/// Work outside requests, newest first: what waits, runs, was done in the last 30 days, or was given up. What was given up stays.
#[utoipa::path(
    operation_id = "list_jobs",
    tag = super::TAG,
    params(JobParams, PageParams),
    responses((status = 200, description = "A page of jobs.", body = Page<Job>)),
    security(("bearer" = ["jobs:read"])),
)]
#[get("/jobs")]
pub async fn list_jobs(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    Params(params): Params<JobParams>,
    Params(paging): Params<PageParams>,
) -> Answer {
    caller.must(Permission::ReadJobs)?;
    let now = state.chance.now();
    let waiting = || job::Column::State.eq(JobState::Waiting);
    let select = match params.state {
        None => job::Entity::find(),
        Some(JobStanding::Waiting) => {
            job::Entity::find().filter(waiting()).filter(job::Column::LeaseUntil.is_null().or(job::Column::LeaseUntil.lte(now)))
        }
        Some(JobStanding::Running) => job::Entity::find().filter(waiting()).filter(job::Column::LeaseUntil.gt(now)),
        Some(JobStanding::Done) => job::Entity::find().filter(job::Column::State.eq(JobState::Done)),
        Some(JobStanding::Failed) => job::Entity::find().filter(job::Column::State.eq(JobState::Failed)),
    };
    let newest_first = Keyset::new(vec![Key::new(job::Column::Id, true, |row: &job::Model| row.id.into())], "newest".to_owned());
    let (rows, info) = page::read(&request, &state, &newest_first, select, &paging).await?;
    page::private(&request, rows.into_iter().map(|row| Job::of(row, now)).collect(), info)
}
