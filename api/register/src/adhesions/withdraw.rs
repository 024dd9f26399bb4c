//! `POST /v1/adhesions/{id}/withdraw`

use actix_web::{HttpResponse, post, web};
use entity::{
    facts::Facts,
    kinds::{AdhesionState, SubjectKind},
};
use kernel::{
    db::Entry,
    fields::{Fields, tidy},
    mail::{About, Template},
    policy::Permission,
};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    find, get, mails,
    model::Adhesion,
    rules::{self, MESSAGE, OPEN},
};
use crate::state::State;

/// Why, if the team wants to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakingBack {
    /// For the secretariat; not public.
    #[schema(max_length = 5000, example = "The council will vote again in spring.")]
    reason: Option<String>,
}

/// Take an adhesion back
///
/// At any time before it is decided. The secretariat is told by mail if it was sent. The answers are kept for a new one.
#[utoipa::path(
    operation_id = "withdraw_adhesion",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = TakingBack, example = json!({ "reason": "The council will vote again in spring." })),
    responses(
        (status = 200, description = "The adhesion as it is now.", body = Adhesion),
        (status = 409, description = "`wrong_state`: it is decided."),
    ),
    security(("bearer" = ["adhesions:write"])),
)]
#[post("/adhesions/{id}/withdraw")]
pub async fn withdraw_adhesion(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(body): Body<TakingBack>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::FileAdhesion).await?;
    let mut fields = Fields::default();
    fields.optional_prose("/reason", body.reason.as_deref(), MESSAGE);
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let mut row = rules::take(&tx, row.id, &if_match, &OPEN).await?;
    let (id, territory_id, was_sent) = (row.id, row.territory_id, row.submitted_at.is_some());
    rules::decide(&tx, &mut row, AdhesionState::Withdrawn, body.reason.as_deref().and_then(tidy));
    rules::save(&mut tx, row, "adhesion.withdrawn", Facts::default()).await?;
    // A draft that nobody has seen leaves no public trace.
    if was_sent {
        tx.record(Entry::public("territory.adhesion_withdrawn", SubjectKind::Territory, territory_id));
        mails::tell_secretariat(&tx, Template::AdhesionMoved, About::AdhesionOf(territory_id)).await?;
    }
    tx.commit().await?;
    get::as_it_is_now(&state, &caller, id, language, HttpResponse::Ok()).await
}
