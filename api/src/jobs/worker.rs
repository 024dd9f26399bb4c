//! Claiming jobs, running them, and recording how it went.

use std::time::Duration;

use entity::{job, kinds::JobState};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType},
};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{chance::Chance, db::Actor, state::State};

/// Jobs that one worker runs at a time.
const BATCH: u64 = 4;
/// How long a claim holds. Longer than a job may run, so that no job is overtaken while it runs.
const LEASE: chrono::Duration = chrono::Duration::seconds(45);
const RUN_LIMIT: Duration = Duration::from_secs(30);
/// Then a job is given up; it stays, for an administrator to see.
const ATTEMPTS: i32 = 10;
/// How long to wait after each failure to record how a job went. Together shorter than what a lease leaves after the longest job.
const RECORD_PAUSES: [Duration; 6] = [
    Duration::from_millis(100),
    Duration::from_millis(400),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(5),
];
const POLL: Duration = Duration::from_secs(1);
const FIRST_RETRY: Duration = Duration::from_secs(5);
const LONGEST_RETRY: Duration = Duration::from_secs(6 * 60 * 60);

/// One of perhaps many, in this process or another.
pub struct Worker {
    state: State,
    id: Uuid,
}

impl Worker {
    pub fn new(state: State) -> Self {
        Self { id: state.chance.id(), state }
    }

    /// Works until told to stop, then finishes what it has begun.
    pub async fn run(&self, stop: CancellationToken) {
        let mut scheduled_on = None;
        while !stop.is_cancelled() {
            // Each day schedules the next one; this begins the chain, and mends it where that failed.
            let today = self.state.chance.today();
            if scheduled_on != Some(today) {
                match super::schedule_recurring(&self.state).await {
                    Ok(()) => scheduled_on = Some(today),
                    Err(error) => tracing::error!(%error, "cannot schedule recurring work"),
                }
            }
            match self.step().await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(error) => tracing::warn!(%error, "cannot work on the queue"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.state.db.work_arrived() => {}
                () = tokio::time::sleep(jittered(&self.state.chance, POLL)) => {}
            }
        }
    }

    /// Runs a batch of due jobs to their end; how many there were.
    pub async fn step(&self) -> Result<usize, DbErr> {
        let jobs = self.claim().await?;
        let count = jobs.len();
        let mut running = JoinSet::new();
        for job in jobs {
            let state = self.state.clone();
            running.spawn(async move {
                let outcome = attempt(&state, &job).await;
                (job, outcome)
            });
        }
        while let Some(finished) = running.join_next().await {
            match finished {
                Ok((job, outcome)) => self.record_patiently(&job, outcome).await,
                // Its lease ends, and it counts as one attempt.
                Err(error) => tracing::error!(%error, "a job panicked"),
            }
        }
        Ok(count)
    }

    /// Takes a lease on jobs that are due: one statement, so that no two workers get the same.
    async fn claim(&self) -> Result<Vec<job::Model>, DbErr> {
        let now = self.state.chance.now();
        let due = Condition::all()
            .add(job::Column::State.eq(JobState::Waiting))
            .add(job::Column::RunAt.lte(now))
            .add(job::Column::LeaseUntil.is_null().or(job::Column::LeaseUntil.lte(now)));
        let next = job::Entity::find().select_only().column(job::Column::Id).filter(due).order_by_asc(job::Column::RunAt).limit(BATCH);
        // A look that writes nothing, since most find nothing.
        if next.clone().into_tuple::<Uuid>().one(self.state.db.reader()).await?.is_none() {
            return Ok(Vec::new());
        }
        let next = next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).into_query();
        let tx = self.state.db.write(Actor::SYSTEM).await?;
        let jobs = job::Entity::update_many()
            .col_expr(job::Column::LeasedBy, Expr::value(self.id))
            .col_expr(job::Column::LeaseUntil, Expr::value(now + LEASE))
            .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
            .filter(job::Column::Id.in_subquery(next))
            .exec_with_returning(&*tx)
            .await?;
        tx.commit().await?;
        Ok(jobs)
    }

    /// What is not recorded is done again once the lease has ended, and a mail must not go twice: so a database that fails for a moment is
    /// waited for, and the other jobs of the batch go on meanwhile.
    async fn record_patiently(&self, job: &job::Model, outcome: anyhow::Result<()>) {
        let pauses = RECORD_PAUSES.into_iter().map(Some).chain([None]);
        for pause in pauses {
            match self.record(job, &outcome).await {
                Ok(()) => return,
                Err(error) => tracing::warn!(job = %job.id, %error, "cannot record how a job went"),
            }
            if let Some(pause) = pause {
                tokio::time::sleep(pause).await;
            }
        }
        tracing::error!(job = %job.id, "how a job went was not recorded: it will run again");
    }

    async fn record(&self, job: &job::Model, outcome: &anyhow::Result<()>) -> Result<(), DbErr> {
        let tx = self.state.db.write(Actor::SYSTEM).await?;
        let now = tx.now();
        let mut row = job::ActiveModel { leased_by: Set(None), lease_until: Set(None), ..Default::default() };
        match outcome {
            Ok(()) => {
                row.state = Set(JobState::Done);
                row.finished_at = Set(Some(now));
            }
            Err(error) => {
                let given_up = job.attempts >= ATTEMPTS;
                tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempts, given_up, error = format!("{error:#}"), "job failed");
                row.last_error = Set(Some(format!("{error:#}").chars().take(500).collect()));
                if given_up {
                    row.state = Set(JobState::Failed);
                    row.finished_at = Set(Some(now));
                } else {
                    row.run_at = Set(now + jittered(&self.state.chance, retry_after(job.attempts)));
                }
            }
        }
        // Nothing to say where another worker has overtaken.
        let own = job::Entity::update_many().set(row).filter(job::Column::Id.eq(job.id)).filter(job::Column::LeasedBy.eq(self.id));
        own.exec(&*tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn attempt(state: &State, job: &job::Model) -> anyhow::Result<()> {
    // Past the last attempt only if the process died during each.
    anyhow::ensure!(job.attempts <= ATTEMPTS, "the worker never survived this job");
    match tokio::time::timeout(RUN_LIMIT, super::run(state, job)).await {
        Ok(outcome) => outcome,
        Err(_) => anyhow::bail!("took longer than {} seconds", RUN_LIMIT.as_secs()),
    }
}

/// Three times longer after each attempt.
fn retry_after(attempts: i32) -> Duration {
    let factor = 3_u32.saturating_pow(u32::try_from(attempts - 1).unwrap_or_default());
    FIRST_RETRY.saturating_mul(factor).min(LONGEST_RETRY)
}

/// Within a tenth of the duration, so that workers do not move in step.
fn jittered(chance: &Chance, duration: Duration) -> Duration {
    let [byte] = chance.bytes::<1>();
    duration.mul_f64(0.9 + f64::from(byte) / 255.0 * 0.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_grow_and_are_bounded() {
        let seconds: Vec<u64> = (1..=10).map(|attempt| retry_after(attempt).as_secs()).collect();
        assert_eq!(seconds, [5, 15, 45, 135, 405, 1215, 3645, 10935, 21600, 21600]);
    }
}
