//! What is kept of a key: who holds it, whether it had its effect, and the answer.

use actix_web::{
    HttpResponse,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
};
use chrono::Duration;
use entity::idempotency_key::{self, Column, Entity};
use kernel::{
    db::{Actor, Tx, claim::Claim},
    json,
    policy::Permission,
    problem::{Code, Problem, Result, StoredProblem},
    state::State,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::failure::Failure;

/// How long an attempt may take before another may take over.
pub const PATIENCE: Duration = Duration::seconds(60);
/// How long an answer is kept for a repetition.
pub const KEPT: Duration = Duration::hours(24);

/// Headers that belong to the answer itself.
const HEADERS: [header::HeaderName; 5] =
    [header::CONTENT_TYPE, header::ETAG, header::LOCATION, header::CONTENT_LANGUAGE, header::CACHE_CONTROL];

pub enum Outcome {
    /// The operation is to run.
    Mine(Claim),
    /// It has run, by this permission.
    Done { answer: Answer, right: Option<Permission> },
}

/// An answer as it is kept.
pub enum Answer {
    Given {
        status: u16,
        headers: Map<String, Value>,
        body: String,
    },
    Refused(StoredProblem),
    /// It showed a secret, or was lost in a crash: what is known is what was created.
    Secret(Option<Uuid>),
}

impl Answer {
    pub fn given(head: &HttpResponse<()>, body: &[u8]) -> Self {
        let text = |name: &header::HeaderName| Some((name.to_string(), head.headers().get(name)?.to_str().ok()?.into()));
        let headers = HEADERS.iter().filter_map(text).collect();
        Self::Given { status: head.status().as_u16(), headers, body: String::from_utf8_lossy(body).into_owned() }
    }

    fn of(row: idempotency_key::Model) -> Self {
        match (row.status, row.headers, row.body) {
            (Some(status), Some(Value::Object(headers)), Some(body)) => {
                Self::Given { status: status.try_into().unwrap_or(200), headers, body }
            }
            (Some(_), None, Some(body)) => match serde_json::from_str(&body) {
                Ok(problem) => Self::Refused(problem),
                Err(_) => Self::Secret(row.created_id),
            },
            _ => Self::Secret(row.created_id),
        }
    }

    /// The answer, once more.
    pub fn respond(self, request: ServiceRequest) -> ServiceResponse<BoxBody> {
        match self {
            Self::Given { status, headers, body } => {
                let mut response = HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::OK));
                for (name, value) in headers {
                    response.insert_header((name, value.as_str().unwrap_or_default()));
                }
                request.into_response(response.body(body))
            }
            Self::Refused(problem) => request.error_response(Failure(Problem::from(problem))),
            Self::Secret(id) => request.error_response(Failure(Problem::new(Code::AlreadyCreated).with("id", id))),
        }
    }
}

/// Takes the key, or says what became of it.
pub async fn claim(state: &State, key: String, fingerprint: String) -> Result<Outcome> {
    let tx = state.db.write(Actor::SYSTEM).await?;
    let (now, claim) = (tx.now(), Claim { key, attempt: tx.chance().id() });
    Entity::delete_many().filter(Column::Key.eq(&claim.key)).filter(Column::ExpiresAt.lte(now)).exec(&*tx).await?;
    let row = idempotency_key::ActiveModel {
        key: Set(claim.key.clone()),
        fingerprint: Set(fingerprint.clone()),
        attempt: Set(claim.attempt),
        committed_at: NotSet,
        created_id: NotSet,
        right: NotSet,
        status: NotSet,
        headers: NotSet,
        body: NotSet,
        created_at: Set(now),
        expires_at: Set(now + KEPT),
    };
    let taken = OnConflict::column(Column::Key).do_nothing().to_owned();
    let inserted = Entity::insert(row).on_conflict(taken).exec_without_returning(&*tx).await?;
    let outcome = if inserted == 1 { Outcome::Mine(claim) } else { look_at(&tx, claim, &fingerprint).await? };
    tx.commit().await?;
    Ok(outcome)
}

/// What became of a key that somebody has taken before.
async fn look_at(tx: &Tx, claim: Claim, fingerprint: &str) -> Result<Outcome> {
    let still_running = || Problem::new(Code::StillRunning).retry_after(1);
    // Given back between the two statements: as good as still running.
    let row = Entity::find_by_id(&claim.key).one(&**tx).await?.ok_or_else(still_running)?;
    if row.fingerprint != fingerprint {
        return Err(Problem::new(Code::KeyReused));
    }
    if row.status.is_some() {
        return done(row);
    }
    if tx.now() - row.created_at < PATIENCE {
        return Err(still_running());
    }
    if row.committed_at.is_some() {
        return done(row);
    }
    let taken_over = Entity::update_many()
        .col_expr(Column::Attempt, Expr::value(claim.attempt))
        .col_expr(Column::CreatedAt, Expr::value(tx.now()))
        .filter(Column::Key.eq(&claim.key))
        .filter(Column::Attempt.eq(row.attempt))
        .filter(Column::CommittedAt.is_null())
        .exec(&**tx)
        .await?;
    if taken_over.rows_affected == 1 { Ok(Outcome::Mine(claim)) } else { Err(still_running()) }
}

fn done(row: idempotency_key::Model) -> Result<Outcome> {
    let right = row.right.clone().map(serde_json::from_value).transpose().map_err(Problem::internal)?;
    Ok(Outcome::Done { answer: Answer::of(row), right })
}

/// Keeps the answer of an attempt.
pub async fn keep(state: &State, claim: &Claim, answer: Answer) -> Result<()> {
    let (status, headers, body, created) = match answer {
        Answer::Given { status, headers, body } => (status, Some(Value::Object(headers)), Some(body), None),
        Answer::Refused(problem) => (problem.code.status(), None, Some(serde_json::to_string(&problem).map_err(Problem::internal)?), None),
        Answer::Secret(created) => (StatusCode::CREATED.as_u16(), None, None, created),
    };
    let tx = state.db.write(Actor::SYSTEM).await?;
    let Some(row) = Entity::find_by_id(&claim.key).filter(Column::Attempt.eq(claim.attempt)).one(&*tx).await? else { return Ok(()) };
    let mut change = row.into_active_model();
    change.status = Set(Some(status.into()));
    change.headers = Set(headers);
    change.body = Set(body);
    if created.is_some() {
        change.created_id = Set(created);
    }
    Entity::update(change).exec(&*tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets the next attempt run at once, unless this one had an effect after all.
pub async fn give_back(state: &State, claim: &Claim) -> Result<()> {
    let tx = state.db.write(Actor::SYSTEM).await?;
    let mine = Entity::delete_many().filter(Column::Key.eq(&claim.key)).filter(Column::Attempt.eq(claim.attempt));
    mine.filter(Column::CommittedAt.is_null()).exec(&*tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Drops kept answers that repeat what is forgotten: a repetition is told what was created, and no more.
pub async fn forget(tx: &Tx, repeats: &impl Fn(&str) -> bool) -> Result<()> {
    let kept = Entity::find().filter(Column::Body.is_not_null()).all(&**tx).await?;
    for row in kept {
        let says = |text: &Option<String>| {
            let parsed = text.as_deref().map(serde_json::from_str::<Value>);
            parsed.is_some_and(|parsed| parsed.is_ok_and(|body| json::says(&body, repeats)))
        };
        if says(&row.body) {
            let mut change = row.into_active_model();
            (change.headers, change.body) = (Set(None), Set(None));
            Entity::update(change).exec(&**tx).await?;
        }
    }
    Ok(())
}
