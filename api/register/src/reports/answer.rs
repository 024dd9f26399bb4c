//! `POST /v1/reports/{id}/answer`

use actix_web::{HttpResponse, post, web};
use entity::{
    facts,
    kinds::{ReportOutcome, ReportState, SubjectKind},
    report,
};
use kernel::{
    db::Entry,
    fields::{Fields, tidy},
    mail::{About, Mail, Recipient, Template},
    policy::Permission,
    problem::{Code, FieldCode, Problem},
};
use rest::{
    answer,
    caller::Anybody,
    conditional::IfMatch,
    failure::Answer,
    input::{self, Body},
    language::Lang,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{find, model::Report};
use crate::state::State;

/// Characters of an answer.
const ANSWER: usize = 2000;

/// What came of a report, and what its sender is told.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Answer, example = json!({ "outcome": "corrected", "answer": "We have corrected the address. Thank you." }))]
pub struct AnswerIn {
    outcome: ReportOutcome,
    /// Mailed to the address that was left, if any, with the outcome in words. Required unless the outcome is `abuse`, which nobody is told.
    #[schema(max_length = 2000)]
    answer: Option<String>,
}

/// Answer a report
///
/// Once. The mail repeats nothing of what was typed into the report, since anybody may have typed the address.
#[utoipa::path(
    operation_id = "answer_report",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the report."), rest::parameters::IfMatchParam, rest::parameters::LangParam),
    request_body = AnswerIn,
    responses(
        (status = 200, description = "The report as it is now.", body = Report),
        (status = 409, description = "`wrong_state`: it was answered before."),
    ),
    security(("bearer" = [])),
)]
#[post("/reports/{id}/answer")]
pub async fn answer_report(
    state: web::Data<State>,
    Anybody(caller): Anybody,
    if_match: IfMatch,
    id: web::Path<String>,
    Lang(language): Lang,
    Body(input): Body<AnswerIn>,
) -> Answer {
    caller.must(Permission::AnswerReports)?;
    let id = input::id(&id)?;
    let words = input.answer.as_deref().and_then(tidy);
    let mut fields = Fields::default();
    if input.outcome == ReportOutcome::Abuse {
        fields.require("/answer", words.is_none(), FieldCode::MustBeEmpty);
    } else {
        fields.require("/answer", words.is_some(), FieldCode::Required);
    }
    fields.optional_prose("/answer", input.answer.as_deref(), ANSWER);
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, Permission::AnswerReports).await?;
    let row = find::for_change(&tx, id).await?;
    if_match.check(row.revision)?;
    if row.state != ReportState::Open {
        return Err(Problem::new(Code::WrongState).into());
    }
    if row.email.is_some() && input.outcome != ReportOutcome::Abuse {
        Mail::new(Template::ReportAnswered, Recipient::Report(id)).about(About::Report(id)).enqueue(&tx).await?;
    }
    let answered = report::Model {
        state: ReportState::Answered,
        outcome: Some(input.outcome),
        answer: words,
        answered_by: tx.actor().id(),
        answered_at: Some(tx.now()),
        ..row
    };
    let answered = answered.into_active_model().reset_all().update(&*tx).await?;
    tx.record(Entry::internal("report.answered", SubjectKind::Report, id).facts(facts!({ "outcome": input.outcome })));
    let revision = tx.commit().await?.revision(id, answered.revision);
    answer::private_change(HttpResponse::Ok(), revision, language, &find::one(state.db.reader(), answered).await?)
}
