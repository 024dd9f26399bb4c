//! `POST /v1/jobs/{id}/retry`

use actix_web::{HttpResponse, post, web};
use entity::{job, kinds::JobState};
use kernel::{
    policy::Permission,
    problem::{Code, Problem},
};
use register::state::State;
use rest::{caller::Anybody, failure::Answer, input};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::model::Job;

/// Try a job again
///
/// Puts a job that was given up back into the queue, with all its attempts before it. It is due at once.
#[utoipa::path(
    operation_id = "retry_job",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the job."), rest::parameters::LangParam),
    responses(
        (status = 200, description = "The job, waiting again.", body = Job),
        (status = 409, description = "`wrong_state`: the job was not given up."),
    ),
    security(("bearer" = [])),
)]
#[post("/jobs/{id}/retry")]
pub async fn retry_job(state: web::Data<State>, Anybody(caller): Anybody, id: web::Path<String>) -> Answer {
    caller.must(Permission::RetryJobs)?;
    let (tx, _) = caller.write(&state, Permission::RetryJobs).await?;
    let found = job::Entity::find_by_id(input::id(&id)?).lock_exclusive().one(&*tx).await?;
    let row = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    if row.state != JobState::Failed {
        return Err(Problem::new(Code::WrongState).into());
    }
    let mut row = row.into_active_model();
    row.state = Set(JobState::Waiting);
    row.run_at = Set(tx.now());
    row.attempts = Set(0);
    row.finished_at = Set(None);
    let row = row.update(&*tx).await?;
    tx.wake_worker();
    tx.commit().await?;
    Ok(HttpResponse::Ok().json(Job::of(row, state.chance.now())))
}
