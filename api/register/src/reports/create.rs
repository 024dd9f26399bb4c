//! `POST /v1/reports`

use actix_web::{HttpResponse, post, web};
use entity::{
    facts,
    kinds::{Notices, ReportState, SubjectKind},
    report,
};
use kernel::{
    db::{Actor, Entry},
    fields::{Fields, tidy},
    mail::{Mail, Recipient, Template},
    party,
    problem::{Code, FieldCode, Problem},
};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body, language::Lang};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use super::model::{ReportIn, ReportReceipt};
use crate::{adhesions::mails, letters::digest, state::State};

/// Characters of what is wrong.
const TEXT: usize = 2000;

/// Report a public record
///
/// No account is needed, and no address. The secretariat reads it and, where an address was left, answers by mail. Address and text are seen
/// by nobody else, and erased 90 days after the answer. Ten at once from one network address, then one a minute.
#[utoipa::path(
    operation_id = "create_report",
    tag = super::TAG,
    params(rest::parameters::IdempotencyParam, rest::parameters::LangParam),
    request_body = ReportIn,
    responses(
        (status = 202, description = "It has reached the secretariat.", body = ReportReceipt),
        (status = 410, description = party::GONE),
    ),
)]
#[post("/reports")]
pub async fn create_report(state: web::Data<State>, AskedFrom(ip): AskedFrom, Lang(language): Lang, Body(input): Body<ReportIn>) -> Answer {
    let mut fields = Fields::default();
    fields.require("/text", tidy(&input.text).is_some(), FieldCode::Required);
    fields.optional_prose("/text", Some(&input.text), TEXT);
    let email = input.email.as_deref().and_then(tidy).and_then(|email| fields.email("/email", &email));
    // Whoever fills in what people cannot see is told so, in case it was a person after all.
    fields.require("/website2", input.website2.as_deref().and_then(tidy).is_none(), FieldCode::MustBeEmpty);
    fields.finish()?;
    state.throttles.report(ip)?;
    let territory = party::by_id_or_slug(state.db.reader(), &input.territory).await.map_err(unknown)?;
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let row = report::Model {
        id: tx.chance().id(),
        territory_id: territory.id,
        reason: input.reason,
        text: input.text.trim().to_owned(),
        email: email.map(|email| email.as_str().to_owned()),
        language: input.language.unwrap_or(language),
        state: ReportState::Open,
        outcome: None,
        answer: None,
        answered_by: None,
        answered_at: None,
        created_at: tx.now(),
        erased_at: None,
        revision: 0,
    };
    let id = row.id;
    // Neither text nor address: they are to be erased, and the history is for ever.
    let facts = facts!({ "territory": territory.id, "reason": row.reason });
    report::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&*tx).await?;
    tx.record(Entry::internal("report.created", SubjectKind::Report, id).facts(facts));
    for (reader, pace) in mails::secretariat(&tx).await? {
        match pace {
            Notices::AtOnce => Mail::new(Template::ReportsWaiting, Recipient::User(reader)).enqueue(&tx).await?,
            Notices::Daily => digest::note(&tx, reader, None).await?,
        }
    }
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(ReportReceipt { id }))
}

/// The record is named in the body, not in the address.
fn unknown(problem: Problem) -> Problem {
    match problem.code {
        Code::NotFound => Problem::field("/territory", FieldCode::UnknownValue),
        _ => problem,
    }
}
