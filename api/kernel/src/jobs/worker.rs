//! Claiming jobs, running them, and recording how it went.

use std::{collections::HashMap, ops::Deref, sync::Arc, time::Duration};

use entity::{job, kinds::JobState};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType},
};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Kind, Work};
use crate::{chance::Chance, db::Actor, state::State};

/// How much longer than a job may run a claim on it holds, so that no job is overtaken while it runs or is recorded.
const LEASE_MARGIN: Duration = Duration::from_secs(15);
/// Of kinds that this version does not know, which it can only fail.
const UNKNOWN: (u64, Duration) = (1, Duration::from_secs(30));
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
pub struct Worker<S: 'static> {
    state: S,
    work: &'static Work<S>,
    id: Uuid,
}

/// What is being done, by kind.
#[derive(Default)]
struct Running {
    tasks: JoinSet<String>,
    of: HashMap<String, u64>,
}

impl Running {
    fn ended(&mut self, kind: &str) {
        if let Some(count) = self.of.get_mut(kind) {
            *count = count.saturating_sub(1);
        }
    }

    /// Waits for the next job to end; for ever where none runs.
    async fn next(&mut self) {
        match self.tasks.join_next().await {
            Some(Ok(kind)) => self.ended(&kind),
            Some(Err(error)) => tracing::error!(%error, "a job was cut off"),
            None => std::future::pending().await,
        }
    }
}

impl<S: Deref<Target = State> + Clone + Send + Sync> Worker<S> {
    pub fn new(state: S, work: &'static Work<S>) -> Self {
        Self { id: state.chance.id(), state, work }
    }

    /// Works until told to stop, then finishes what it has begun.
    pub async fn run(self: &Arc<Self>, stop: CancellationToken) {
        let mut scheduled_on = None;
        let mut running = Running::default();
        while !stop.is_cancelled() {
            // Each day schedules the next one; this begins the chain, and mends it where that failed.
            let today = self.state.chance.today();
            if scheduled_on != Some(today) {
                match (self.work.schedule)(&self.state).await {
                    Ok(()) => scheduled_on = Some(today),
                    Err(error) => tracing::error!(%error, "cannot schedule recurring work"),
                }
            }
            match self.begin(&mut running).await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(error) => tracing::warn!(%error, "cannot work on the queue"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = running.next() => {}
                () = self.state.db.work_arrived() => {}
                () = tokio::time::sleep(jittered(&self.state.chance, POLL)) => {}
            }
        }
        while !running.tasks.is_empty() {
            running.next().await;
        }
    }

    /// Does what is due now, to its end; how many jobs there were.
    pub async fn step(self: &Arc<Self>) -> Result<usize, DbErr> {
        let mut running = Running::default();
        let count = self.begin(&mut running).await?;
        while !running.tasks.is_empty() {
            running.next().await;
        }
        Ok(count)
    }

    /// Begins what is due, as far as its kind has slots; how many jobs that was.
    async fn begin(self: &Arc<Self>, running: &mut Running) -> Result<usize, DbErr> {
        let jobs = self.claim(&running.of).await?;
        let count = jobs.len();
        for job in jobs {
            *running.of.entry(job.kind.clone()).or_default() += 1;
            let worker = self.clone();
            running.tasks.spawn(async move {
                let (doing, done) = (worker.clone(), job.clone());
                // A task of its own, so that a panic is an outcome too.
                match tokio::spawn(async move { doing.attempt(&done).await }).await {
                    Ok(outcome) => worker.record_patiently(&job, outcome).await,
                    // Its lease ends, and it counts as one attempt.
                    Err(error) => tracing::error!(job = %job.id, %error, "a job panicked"),
                }
                job.kind
            });
        }
        Ok(count)
    }

    fn kind(&self, name: &str) -> Option<&'static Kind<S>> {
        self.work.kinds.iter().find(|kind| kind.name == name)
    }

    /// How many of a kind are done at a time, and how long one may take.
    fn bounds(&self, name: &str) -> (u64, Duration) {
        self.kind(name).map_or(UNKNOWN, |kind| (kind.slots, kind.limit))
    }

    /// Takes a lease on jobs that are due: one statement a kind, so that no two workers get the same.
    async fn claim(&self, running: &HashMap<String, u64>) -> Result<Vec<job::Model>, DbErr> {
        let now = self.state.chance.now();
        let due = Condition::all()
            .add(job::Column::State.eq(JobState::Waiting))
            .add(job::Column::RunAt.lte(now))
            .add(job::Column::LeaseUntil.is_null().or(job::Column::LeaseUntil.lte(now)));
        // A look that writes nothing, since most find nothing.
        let kinds = job::Entity::find().select_only().column(job::Column::Kind).distinct().filter(due.clone());
        let kinds: Vec<String> = kinds.into_tuple().all(self.state.db.reader()).await?;
        let free = |kind: &String| self.bounds(kind).0.saturating_sub(running.get(kind).copied().unwrap_or_default());
        let kinds: Vec<(String, u64)> =
            kinds.into_iter().map(|kind| (free(&kind), kind)).filter(|(free, _)| *free > 0).map(|(free, kind)| (kind, free)).collect();
        if kinds.is_empty() {
            return Ok(Vec::new());
        }
        let tx = self.state.db.write(Actor::SYSTEM).await?;
        let mut jobs = Vec::new();
        for (kind, free) in kinds {
            let next = job::Entity::find().select_only().column(job::Column::Id).filter(due.clone());
            let next = next.filter(job::Column::Kind.eq(&kind)).order_by_asc(job::Column::RunAt).limit(free);
            let next = next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).into_query();
            let claimed = job::Entity::update_many()
                .col_expr(job::Column::LeasedBy, Expr::value(self.id))
                .col_expr(job::Column::LeaseUntil, Expr::value(now + self.bounds(&kind).1 + LEASE_MARGIN))
                .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
                .filter(job::Column::Id.in_subquery(next))
                .exec_with_returning(&*tx)
                .await?;
            jobs.extend(claimed);
        }
        tx.commit().await?;
        Ok(jobs)
    }

    async fn attempt(&self, job: &job::Model) -> anyhow::Result<()> {
        // Past the last attempt only if the process died during each.
        anyhow::ensure!(job.attempts <= ATTEMPTS, "the worker never survived this job");
        let Some(kind) = self.kind(&job.kind) else {
            anyhow::bail!("this version does not know jobs of kind {}", job.kind);
        };
        match tokio::time::timeout(kind.limit, (kind.run)(&self.state, job)).await {
            Ok(outcome) => outcome,
            Err(_) => anyhow::bail!("took longer than {} seconds", kind.limit.as_secs()),
        }
    }

    /// What is not recorded is done again once the lease has ended, and a mail must not go twice: so a database that fails for a moment is
    /// waited for, and other jobs go on meanwhile.
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
