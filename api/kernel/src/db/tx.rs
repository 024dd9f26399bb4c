//! The one write path: rows, history and jobs change together or not at all.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Deref,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use entity::{
    history, history_head, history_personal, history_text, job,
    kinds::{ActorKind, JobState, SubjectKind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnAcquireErr, ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QuerySelect, SqliteTransactionMode, TransactionOptions, TransactionTrait, UpdateMany,
    sea_query::{Alias, Expr, LockType, OnConflict, Query},
};
use serde_json::{Map, Value};
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use super::{
    Db, Standing, Topic,
    failure::is_sqlite_busy,
    history::{Actor, Entry, chain_hash, salted},
    topics,
};
use crate::chance::Chance;

/// How long whoever writes waits, in all: for a turn, for another process that holds the file, for a lock.
pub const PATIENCE: Duration = Duration::from_millis(4500);
/// What is left for the lock on the history in any case: whoever had much to do has not waited.
const LAST_PATIENCE: Duration = Duration::from_millis(250);
const PAUSE: Duration = Duration::from_millis(20);

/// How long a read waits to note that it was made.
const NOTE_PATIENCE: Duration = Duration::from_secs(1);

/// An open writing transaction. Dropping it rolls back.
pub struct Tx {
    inner: DatabaseTransaction,
    entries: Vec<Entry>,
    actor: Actor,
    /// Whoever it acts for, to be looked at again, and by which right.
    standing: Option<(Box<dyn Standing>, Value)>,
    db: Db,
    /// Whether a worker has something to do once this is committed.
    has_work: AtomicBool,
    began: Instant,
    _turn: OwnedSemaphorePermit,
}

/// What a commit gave: the new revision of every record it changed.
#[derive(Debug, Default)]
pub struct Committed {
    revisions: HashMap<Uuid, i64>,
}

impl Committed {
    /// The record's new revision, or `before` where this commit did not touch it.
    pub fn revision(&self, id: Uuid, before: i64) -> i64 {
        self.revisions.get(&id).copied().unwrap_or(before)
    }
}

pub(super) async fn begin(db: &Db, actor: Actor) -> Result<Tx, DbErr> {
    let began = Instant::now();
    let turn = tokio::time::timeout(PATIENCE, db.writers.clone().acquire_owned()).await.map_err(|_| too_long())?;
    let turn = turn.map_err(|_| DbErr::Custom("shutting down".into()))?;
    let inner = loop {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        match db.connection.begin_with_options(options).await {
            Ok(inner) => break inner,
            // Nothing has begun: the connection is as good as before.
            Err(error) if is_sqlite_busy(&error) && began.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
            Err(error) if is_sqlite_busy(&error) => return Err(error),
            Err(error) => {
                db.renewal.failed();
                return Err(error);
            }
        }
    };
    let waited = began.elapsed();
    if waited > PAUSE {
        leave_patience(&inner, waited, PAUSE).await?;
    }
    Ok(Tx { inner, entries: Vec::new(), actor, standing: None, db: db.clone(), has_work: AtomicBool::new(false), began, _turn: turn })
}

/// Whoever waited has less time left to wait for locks: PostgreSQL counts each lock by itself.
async fn leave_patience(inner: &DatabaseTransaction, waited: Duration, least: Duration) -> Result<(), DbErr> {
    if inner.get_database_backend() == DatabaseBackend::Postgres {
        let left = PATIENCE.saturating_sub(waited).max(least).as_millis();
        inner.execute_unprepared(&format!("SET LOCAL lock_timeout = {left}")).await?;
    }
    Ok(())
}

fn too_long() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
}

/// See [`Db::note`].
pub(super) async fn note<E: EntityTrait>(db: &Db, update: UpdateMany<E>) -> Option<u64> {
    let write = async {
        let tx = begin(db, Actor::SYSTEM).await?;
        let done = update.exec(&tx.inner).await?;
        // Not by `Tx::commit`: this is no effect of the request, so it does not mark its claim.
        let Tx { inner, .. } = tx;
        inner.commit().await.inspect_err(|_| db.renewal.failed())?;
        Ok::<_, DbErr>(done.rows_affected)
    };
    match tokio::time::timeout(NOTE_PATIENCE, write).await {
        Ok(Ok(rows)) => return Some(rows),
        Ok(Err(error)) => tracing::warn!(%error, "not noted"),
        Err(_) => tracing::warn!("not noted: the database is busy"),
    }
    None
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

impl Tx {
    pub fn chance(&self) -> &Chance {
        &self.db.chance
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.db.chance.now()
    }

    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// From now on it is made in this name, which was found out by reading inside it. `right` is what it was allowed by.
    pub fn act_for(&mut self, kind: ActorKind, id: Uuid, right: Value, standing: Box<dyn Standing>) {
        self.actor = Actor { kind, id: Some(id) };
        self.standing = Some((standing, right));
    }

    /// By which right the caller of this transaction may make it.
    pub(super) fn right(&self) -> Option<Value> {
        self.standing.as_ref().map(|(_, right)| right.clone())
    }

    /// Adds an entry to the history. Its subject's `revision` becomes the entry's sequence at commit.
    pub fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Asks for work to be done once this transaction is committed. A second job with the same
    /// `dedupe_key` is dropped; says whether this one was taken.
    pub async fn enqueue(
        &self,
        kind: &'static str,
        payload: Value,
        run_at: Option<DateTime<Utc>>,
        dedupe_key: Option<String>,
    ) -> Result<bool, DbErr> {
        let now = self.now();
        let row = job::ActiveModel {
            id: Set(self.db.chance.id()),
            kind: Set(kind.to_owned()),
            payload: Set(payload),
            state: Set(JobState::Waiting),
            run_at: Set(run_at.unwrap_or(now)),
            attempts: Set(0),
            dedupe_key: Set(dedupe_key),
            created_at: Set(now),
            leased_by: NotSet,
            lease_until: NotSet,
            last_error: NotSet,
            finished_at: NotSet,
        };
        let same_key = OnConflict::column(job::Column::DedupeKey).do_nothing().to_owned();
        let added = job::Entity::insert(row).on_conflict(same_key).exec_without_returning(&self.inner).await?;
        self.wake_worker();
        Ok(added > 0)
    }

    /// Tells this process's worker, once committed, that a job may be due.
    pub fn wake_worker(&self) {
        self.has_work.store(true, Ordering::Relaxed);
    }

    /// Appends the recorded entries to the chain and commits.
    pub async fn commit(mut self) -> Result<Committed, DbErr> {
        let mut committed = Committed::default();
        let (mut head, mut moved) = (None, Vec::new());
        self.mark_claim(&self.inner, self.entries.first().map(|entry| entry.subject_id)).await?;
        if !self.entries.is_empty() {
            let entries = self.entries.iter().flat_map(|entry| entry.moves.iter().copied());
            moved = entries.collect::<BTreeSet<Topic>>().into_iter().collect();
            head = Some(self.append(&mut committed, &moved).await?);
        }
        let Self { inner, db, has_work, .. } = self;
        inner.commit().await.inspect_err(|_| db.renewal.failed())?;
        if let Some(seq) = head {
            db.topics.moved(&moved, seq);
            db.head.fetch_max(seq, Ordering::AcqRel);
        }
        if has_work.load(Ordering::Relaxed) {
            db.work.notify_one();
        }
        Ok(committed)
    }

    /// Gives up everything done so far.
    pub async fn rollback(self) -> Result<(), DbErr> {
        let Self { inner, db, .. } = self;
        inner.rollback().await.inspect_err(|_| db.renewal.failed())
    }

    async fn append(&mut self, committed: &mut Committed, moved: &[Topic]) -> Result<i64, DbErr> {
        self.lock_subjects().await?;
        let passed = self.began.elapsed();
        if passed > LAST_PATIENCE {
            leave_patience(&self.inner, passed, LAST_PATIENCE).await?;
        }
        // Locked last, so that writers of different records wait for each other as briefly as can be.
        let head = history_head::Entity::find_by_id(1)
            .lock_exclusive()
            .one(&self.inner)
            .await?
            .ok_or_else(|| DbErr::Custom("the history has no head".into()))?;
        self.still_may().await?;
        let (mut seq, mut hash) = (head.seq, head.hash);
        for entry in std::mem::take(&mut self.entries) {
            seq += 1;
            let (kind, id) = (entry.subject_kind, entry.subject_id);
            hash = self.append_one(seq, hash, entry).await?;
            self.set_revision(kind, id, seq).await?;
            committed.revisions.insert(id, seq);
        }
        let head = history_head::ActiveModel { id: Set(1), seq: Set(seq), hash: Set(hash) };
        history_head::Entity::update(head).exec(&self.inner).await?;
        topics::store(&self.inner, moved, seq).await?;
        Ok(seq)
    }

    /// See [`super::standing`].
    async fn still_may(&self) -> Result<(), DbErr> {
        match &self.standing {
            Some((standing, _)) if self.inner.get_database_backend() != DatabaseBackend::Sqlite && !standing.holds(&self.db).await? => {
                Err(DbErr::Custom(super::standing::LOST.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Takes the locks on all subjects before the one on the head: whoever holds the head never waits for
    /// a record. SQLite has one writer at a time and nothing to lock.
    async fn lock_subjects(&self) -> Result<(), DbErr> {
        if self.inner.get_database_backend() == DatabaseBackend::Sqlite {
            return Ok(());
        }
        let subjects: BTreeSet<(SubjectKind, Uuid)> = self.entries.iter().map(|entry| (entry.subject_kind, entry.subject_id)).collect();
        for (kind, id) in subjects {
            if has_revision(kind) {
                let lock = Query::select()
                    .column("id")
                    .from(Alias::new(kind.as_str()))
                    .and_where(Expr::col("id").eq(id))
                    .lock(LockType::Update)
                    .to_owned();
                self.inner.execute(&lock).await?;
            }
        }
        Ok(())
    }

    async fn append_one(&self, seq: i64, previous_hash: String, entry: Entry) -> Result<String, DbErr> {
        let personal = entry.personal.map(|facts| (self.fresh_salt(), facts.to_string()));
        let (facts, texts) = entry.facts.split();
        let texts: Vec<history_text::Model> =
            texts.into_iter().map(|(pointer, text)| history_text::Model { seq, pointer, text, salt: self.fresh_salt() }).collect();
        let digests: Map<String, Value> = texts.iter().map(|row| (row.pointer.clone(), salted(&row.salt, &row.text).into())).collect();
        let mut row = history::Model {
            seq,
            recorded_at: self.now(),
            actor_kind: self.actor.kind,
            actor_id: self.actor.id,
            action: entry.action.to_owned(),
            subject_kind: entry.subject_kind,
            subject_id: entry.subject_id,
            audience: entry.audience,
            effective_on: entry.effective_on,
            facts: facts.to_string(),
            salt: self.fresh_salt(),
            texts: Some(Value::Object(digests).to_string()),
            redacted_by: None,
            personal_digest: personal.as_ref().map(|(salt, facts)| salted(salt, facts)),
            previous_hash,
            hash: String::new(),
        };
        row.hash = chain_hash(&row);
        let hash = row.hash.clone();
        history::Entity::insert(history::ActiveModel::from(row)).exec_without_returning(&self.inner).await?;
        if let Some((salt, facts)) = personal {
            let row = history_personal::ActiveModel { seq: Set(seq), facts: Set(facts), salt: Set(salt) };
            history_personal::Entity::insert(row).exec_without_returning(&self.inner).await?;
        }
        if !texts.is_empty() {
            let rows = texts.into_iter().map(history_text::ActiveModel::from);
            history_text::Entity::insert_many(rows).exec_without_returning(&self.inner).await?;
        }
        if !entry.redacts.is_empty() {
            let redacted = history::Entity::update_many().col_expr(history::Column::RedactedBy, Expr::value(seq));
            redacted.filter(history::Column::Seq.is_in(entry.redacts)).exec(&self.inner).await?;
        }
        Ok(hash)
    }

    fn fresh_salt(&self) -> String {
        super::history::digest(&self.db.chance.bytes::<16>())[..32].to_owned()
    }

    /// Keeps the record's own last sequence beside it, where its ETag is read from.
    async fn set_revision(&self, kind: SubjectKind, id: Uuid, seq: i64) -> Result<(), DbErr> {
        if !has_revision(kind) {
            return Ok(());
        }
        let statement =
            Query::update().table(Alias::new(kind.as_str())).value("revision", seq).and_where(Expr::col("id").eq(id)).to_owned();
        self.inner.execute(&statement).await?;
        Ok(())
    }
}

/// Imports are no records, and comments belong to their adhesion.
fn has_revision(kind: SubjectKind) -> bool {
    !matches!(kind, SubjectKind::Import | SubjectKind::Comment)
}
