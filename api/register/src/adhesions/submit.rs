//! `POST /v1/adhesions/{id}/submit`

use actix_web::{HttpResponse, post, web};
use entity::{
    facts::Facts,
    kinds::{AdhesionState, SubjectKind},
};
use kernel::{
    db::Entry,
    mail::{About, Template},
    policy::Permission,
    problem::Problem,
};
use rest::{
    caller::SignedIn,
    conditional::IfMatch,
    failure::Answer,
    input::{Body, Nothing},
    language::Lang,
};

use super::{
    answers::Answers,
    find, get, mails,
    model::Adhesion,
    rules::{self, FILLING_IN},
};
use crate::state::State;

/// Send an adhesion
///
/// To the secretariat, which is told by mail. 422 names what is still missing, the same as `missing` does.
#[utoipa::path(
    operation_id = "submit_adhesion",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = Nothing, example = json!({})),
    responses(
        (status = 200, description = "The adhesion as it is now.", body = Adhesion),
        (status = 409, description = "`wrong_state`: it was sent already, or is decided."),
        (status = 422, description = "`invalid_fields`: answers are missing."),
    ),
    security(("bearer" = ["adhesions:write"])),
)]
#[post("/adhesions/{id}/submit")]
pub async fn submit_adhesion(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(Nothing {}): Body<Nothing>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::FileAdhesion).await?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let mut row = rules::take(&tx, row.id, &if_match, &FILLING_IN).await?;
    let missing = Answers::read(&row.fields)?.missing();
    if !missing.is_empty() {
        return Err(Problem::fields(missing).into());
    }
    let (id, territory_id, first) = (row.id, row.territory_id, row.submitted_at.is_none());
    row.state = AdhesionState::Submitted;
    row.submitted_at = Some(tx.now());
    rules::save(&mut tx, row, "adhesion.submitted", Facts::default()).await?;
    if first {
        tx.record(Entry::public("territory.adhesion_submitted", SubjectKind::Territory, territory_id));
    }
    mails::tell_secretariat(&tx, Template::AdhesionMoved, About::AdhesionOf(territory_id)).await?;
    mails::tell_team(&tx, territory_id, Template::AdhesionReceived, About::AdhesionOf(territory_id)).await?;
    tx.commit().await?;
    get::as_it_is_now(&state, &caller, id, language, HttpResponse::Ok()).await
}
