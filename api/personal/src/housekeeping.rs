//! Once a day: deleting what has outlived its purpose. Of records the history says so, and no longer whom they were about.

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use entity::{
    access_request, email_token, event, idempotency_key, invitation, job,
    kinds::{EmailTokenPurpose, JobState, PledgeState, ReportState, SubjectKind},
    pledge, refresh_token, report, session, user,
};
use kernel::{
    db::{Actor, Entry, Tx, history, search},
    mail::{SEND_MAIL, kept},
};
use people::sessions;
use register::state::State;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::json;
use uuid::Uuid;

pub const HOUSEKEEPING: &str = "housekeeping";

/// How long finished jobs stay, to be looked up.
pub const FINISHED_JOBS: Duration = Duration::days(30);

/// How long an expired link and what it was for stay, so that its reader is told that it has expired.
pub const EXPIRED_LINKS: Duration = Duration::days(30);

/// How long a closed event stays, to be looked up.
pub const CLOSED_EVENTS: Duration = Duration::days(30);

/// How long what a report says stays once it is answered, in case it is asked about.
pub const ANSWERED_REPORTS: Duration = Duration::days(90);

/// A report that nobody answered in a year will not be answered.
pub const OPEN_REPORTS: Duration = Duration::days(365);

/// How long an account whose address nobody verified waits to be used.
pub const UNVERIFIED: Duration = Duration::days(30);

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
    let mut tx = state.db.write(Actor::SYSTEM).await?;
    let now = tx.now();
    let unconfirmed = Condition::all().add(pledge::Column::State.eq(PledgeState::Unconfirmed)).add(pledge::Column::ExpiresAt.lte(now));
    expire::<pledge::Entity>(&mut tx, (pledge::Column::Id, unconfirmed), SubjectKind::Pledge, "pledge.expired").await?;
    let unverified = Condition::all().add(user::Column::EmailVerifiedAt.is_null()).add(user::Column::CreatedAt.lte(now - UNVERIFIED));
    expire::<user::Entity>(&mut tx, (user::Column::Id, unverified), SubjectKind::User, "user.expired").await?;
    let of_no_use = Condition::any()
        .add(invitation::Column::ExpiresAt.lte(now - EXPIRED_LINKS))
        .add(invitation::Column::RevokedAt.lte(now - EXPIRED_LINKS));
    let unaccepted = Condition::all().add(invitation::Column::AcceptedAt.is_null()).add(of_no_use);
    expire::<invitation::Entity>(&mut tx, (invitation::Column::Id, unaccepted), SubjectKind::Invitation, "invitation.expired").await?;
    let closed = Condition::all().add(event::Column::ClosesAt.lte(now - CLOSED_EVENTS));
    expire::<event::Entity>(&mut tx, (event::Column::Id, closed), SubjectKind::Event, "event.expired").await?;
    let done = Condition::all().add(job::Column::State.eq(JobState::Done)).add(job::Column::FinishedAt.lte(now - FINISHED_JOBS));
    let mails = job::Entity::find().select_only().column(job::Column::Id).filter(done.clone()).filter(job::Column::Kind.eq(SEND_MAIL));
    // Where no mail server is set, their mails lie in the data folder.
    kept::enqueue_removal(&tx, mails.into_tuple().all(&*tx).await?).await.map_err(|problem| anyhow::anyhow!(problem))?;
    job::Entity::delete_many().filter(done).exec(&*tx).await?;
    let unanswered =
        Condition::all().add(report::Column::State.eq(ReportState::Open)).add(report::Column::CreatedAt.lte(now - OPEN_REPORTS));
    expire::<report::Entity>(&mut tx, (report::Column::Id, unanswered), SubjectKind::Report, "report.expired").await?;
    erase_reports(&mut tx).await?;
    let served = Condition::all().add(access_request::Column::ExpiresAt.lte(now));
    let access = (access_request::Column::Id, served);
    expire::<access_request::Entity>(&mut tx, access, SubjectKind::AccessRequest, "access_request.expired").await?;
    idempotency_key::Entity::delete_many().filter(idempotency_key::Column::ExpiresAt.lte(now)).exec(&*tx).await?;
    // The link to a pledge that was confirmed or removed says so for as long as the pledge is there.
    let pledges = pledge::Entity::find().select_only().column(pledge::Column::Id).into_query();
    let of_nothing = Condition::any()
        .add(email_token::Column::Purpose.ne(EmailTokenPurpose::ConfirmPledge))
        .add(email_token::Column::SubjectId.not_in_subquery(pledges));
    let expired = email_token::Entity::delete_many().filter(email_token::Column::ExpiresAt.lte(now - EXPIRED_LINKS));
    expired.filter(of_nothing).exec(&*tx).await?;
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(&*tx).await?;
    // No browser keeps a cookie for longer, so a copy is as good as unknown by then.
    let spent = refresh_token::Column::SpentAt.lte(now - sessions::rules::LIFETIME);
    refresh_token::Entity::delete_many().filter(spent).exec(&*tx).await?;
    search::forget_words(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Of answered reports it stays what they were about and what came of them.
async fn erase_reports(tx: &mut Tx) -> Result<(), DbErr> {
    let over = Condition::all().add(report::Column::ErasedAt.is_null()).add(report::Column::AnsweredAt.lte(tx.now() - ANSWERED_REPORTS));
    for row in report::Entity::find().filter(over).order_by_asc(report::Column::Id).lock_exclusive().all(&**tx).await? {
        let id = row.id;
        let erased = report::Model { text: String::new(), email: None, answer: None, erased_at: Some(tx.now()), ..row };
        erased.into_active_model().reset_all().update(&**tx).await?;
        tx.record(Entry::internal("report.erased", SubjectKind::Report, id));
    }
    Ok(())
}

/// Deletes the records that are over, erases whom the history names in them, and notes there that they are gone.
async fn expire<E: EntityTrait>(
    tx: &mut Tx,
    (id, over): (E::Column, Condition),
    kind: SubjectKind,
    action: &'static str,
) -> Result<(), DbErr> {
    let ids: Vec<Uuid> = E::find().select_only().column(id).filter(over.clone()).lock_exclusive().into_tuple().all(&**tx).await?;
    E::delete_many().filter(over).exec(&**tx).await?;
    for id in ids {
        history::forget(tx, id).await?;
        tx.record(Entry::internal(action, kind, id));
    }
    Ok(())
}
