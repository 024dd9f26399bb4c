//! What the secretariat is told of new pledges and reports: one mail a day for who chose that, and whether there still is something to tell.

use anyhow::Context;
use chrono::{Days, NaiveTime};
use entity::{
    access_request, job,
    kinds::{AccessRequestState, JobState, Language, PledgeState, ReportState},
    pledge, publication, report, territory,
};
use kernel::{
    db::Tx,
    mail::{About, Mail, Recipient, SEND_MAIL, Template},
    problem::{Problem, Result},
    texts,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use crate::{pledges::find, state::State};

/// Pledges that one mail names.
const NAMED: usize = 100;

/// Makes sure that the reader gets a mail when this day (UTC) is over, and that it tells of this pledge. Of reports it tells how many wait.
pub async fn note(tx: &Tx, reader: Uuid, pledge: Option<Uuid>) -> Result<()> {
    let today = tx.now().date_naive();
    // The mail of a day that ends just now may be on its way already.
    for day in [today, today + Days::new(1)] {
        let due = (day + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
        let key = format!("digest:{reader}:{day}");
        tx.enqueue(SEND_MAIL, json!(Mail::new(Template::Digest, Recipient::User(reader))), Some(due), Some(key.clone())).await?;
        let queued = job::Entity::find().filter(job::Column::DedupeKey.eq(key)).lock_exclusive().one(&**tx).await?;
        let Some(queued) = queued.filter(|job| job.state == JobState::Waiting && job.leased_by.is_none()) else { continue };
        if let Some(pledge) = pledge {
            let mut mail: Mail = serde_json::from_value(queued.payload.clone()).map_err(Problem::internal)?;
            mail.pledges.push(pledge);
            let mut change = queued.into_active_model();
            change.payload = Set(json!(mail));
            change.update(&**tx).await?;
        }
        return Ok(());
    }
    Err(Problem::internal(anyhow::anyhow!("no mail of a day takes the pledge")))
}

/// What a mail to the secretariat has to tell when it is sent: nothing where all is done by then, or where its reader left. Other mails are
/// not asked.
pub async fn news(state: &State, mail: &Mail, of_secretariat: bool, language: Language, site: &str) -> anyhow::Result<Option<String>> {
    if !matches!(
        mail.template,
        Template::PledgePublic | Template::PublicationWaiting | Template::ReportsWaiting | Template::AccessRequested | Template::Digest
    ) {
        return Ok(Some(String::new()));
    }
    if !of_secretariat {
        return Ok(None);
    }
    match (mail.template, mail.about) {
        (Template::PledgePublic, Some(About::Pledge(id))) => {
            let row = pledge::Entity::find_by_id(id).one(state.db.reader()).await?.filter(|row| row.state == PledgeState::Public);
            let Some(row) = row else { return Ok(None) };
            let before = find::removed_before(state.db.reader(), &[row]).await.map_err(anyhow::Error::new)?;
            Ok(Some(if before.is_empty() { String::new() } else { texts::text(language, "mail-pledge-removed-before", &[]) }))
        }
        (Template::PublicationWaiting, Some(About::Territory(id))) => {
            let waiting = publication::Entity::find().filter(publication::Column::TerritoryId.eq(id));
            let waiting = waiting.filter(publication::Column::WaitingSince.is_not_null()).count(state.db.reader()).await?;
            Ok((waiting > 0).then(String::new))
        }
        (Template::AccessRequested, _) => requests(state, language).await,
        (Template::ReportsWaiting, _) => reports(state, language).await,
        _ => {
            let pledges = pledges(state, &mail.pledges, language, site).await?;
            let reports = reports(state, language).await?.map(|count| format!("{count}\n{site}/secretariat/reports"));
            let parts: Vec<String> = pledges.into_iter().chain(reports).collect();
            Ok((!parts.is_empty()).then(|| parts.join("\n\n")))
        }
    }
}

/// How many reports wait for an answer, in words.
async fn reports(state: &State, language: Language) -> anyhow::Result<Option<String>> {
    let open = report::Entity::find().filter(report::Column::State.eq(ReportState::Open)).count(state.db.reader()).await?;
    Ok((open > 0).then(|| texts::counted(language, "mail-reports-open", i64::try_from(open).unwrap_or(i64::MAX))))
}

/// The governments of which requests for access wait for an answer, a line each; who asks most recently stands first.
async fn requests(state: &State, language: Language) -> anyhow::Result<Option<String>> {
    let db = state.db.reader();
    let open = access_request::Entity::find().filter(access_request::Column::State.eq(AccessRequestState::Open));
    let open = open.order_by_desc(access_request::Column::CreatedAt).limit(NAMED as u64).all(db).await?;
    let ids: Vec<Uuid> = open.iter().map(|row| row.territory_id).collect();
    let territories = territory::Entity::find().filter(territory::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let reference = state.reference.get(&state.db).await.ok().context("no reference data")?;
    let mut lines: Vec<String> = Vec::new();
    for territory in ids.iter().filter_map(|id| territories.iter().find(|row| row.id == *id)) {
        let line = format!("– {}, {}", territory.name, reference.country_ref(&territory.country, language).name);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Ok((!lines.is_empty()).then(|| lines.join("\n")))
}

/// The pledges that are public still, with their pages.
async fn pledges(state: &State, ids: &[Uuid], language: Language, site: &str) -> anyhow::Result<Option<String>> {
    let db = state.db.reader();
    let public =
        pledge::Entity::find().filter(pledge::Column::Id.is_in(ids.iter().copied())).filter(pledge::Column::State.eq(PledgeState::Public));
    let rows = public.order_by_asc(pledge::Column::ConfirmedAt).all(db).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let named: Vec<Uuid> = rows.iter().take(NAMED).filter_map(|row| row.territory_id).collect();
    let territories = territory::Entity::find().filter(territory::Column::Id.is_in(named)).all(db).await?;
    let reference = state.reference.get(&state.db).await.ok().context("no reference data")?;
    let before = find::removed_before(db, &rows).await.map_err(anyhow::Error::new)?;
    let mut lines = vec![counted(language, "mail-digest-pledges", rows.len())];
    for row in rows.iter().take(NAMED) {
        let country = reference.country_ref(&row.country, language).name;
        let territory = territories.iter().find(|territory| Some(territory.id) == row.territory_id);
        let page = territory.map(|territory| format!("\n{site}/territories/{}", territory.slug)).unwrap_or_default();
        let twice =
            before.get(&row.id).map(|_| format!("\n{}", texts::text(language, "mail-pledge-removed-before", &[]))).unwrap_or_default();
        lines.push(format!("{}, {country}{page}{twice}", row.name));
    }
    if rows.len() > NAMED {
        lines.push(counted(language, "mail-digest-more", rows.len() - NAMED));
    }
    lines.push(format!("{}\n{site}/secretariat/pledges", texts::text(language, "mail-digest-remove", &[])));
    Ok(Some(lines.join("\n\n")))
}

fn counted(language: Language, key: &str, n: usize) -> String {
    texts::counted(language, key, i64::try_from(n).unwrap_or(i64::MAX))
}
