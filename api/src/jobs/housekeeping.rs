//! Once a day: deleting what has outlived its purpose. None of it is part of the history.

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use entity::{
    email_token, idempotency_key, job,
    kinds::{JobState, PledgeState},
    pledge, session,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{db::Actor, state::State};

pub const HOUSEKEEPING: &str = "housekeeping";

/// How long finished jobs stay, to be looked up.
const FINISHED_JOBS: Duration = Duration::days(30);

/// How long the digest of an expired link stays, so that its reader is told that it has expired.
const EXPIRED_LINKS: Duration = Duration::days(30);

/// Asks for the housekeeping of a day, once however often it is asked.
pub async fn schedule(state: &State, day: NaiveDate) -> Result<(), DbErr> {
    let tx = state.db.write(Actor::SYSTEM).await?;
    let key = format!("{HOUSEKEEPING}:{day}");
    tx.enqueue(HOUSEKEEPING, json!({}), Some(day.and_time(NaiveTime::MIN).and_utc()), Some(key)).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn run(state: &State) -> anyhow::Result<()> {
    // First of all, so that tomorrow comes even if today fails.
    schedule(state, state.chance.today() + Days::new(1)).await?;
    let tx = state.db.write(Actor::SYSTEM).await?;
    let now = tx.now();
    pledge::Entity::delete_many()
        .filter(pledge::Column::State.eq(PledgeState::Unconfirmed))
        .filter(pledge::Column::ExpiresAt.lte(now))
        .exec(&*tx)
        .await?;
    job::Entity::delete_many()
        .filter(job::Column::State.eq(JobState::Done))
        .filter(job::Column::FinishedAt.lte(now - FINISHED_JOBS))
        .exec(&*tx)
        .await?;
    idempotency_key::Entity::delete_many().filter(idempotency_key::Column::ExpiresAt.lte(now)).exec(&*tx).await?;
    email_token::Entity::delete_many().filter(email_token::Column::ExpiresAt.lte(now - EXPIRED_LINKS)).exec(&*tx).await?;
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(&*tx).await?;
    tx.commit().await?;
    Ok(())
}
