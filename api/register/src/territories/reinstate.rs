//! `POST /v1/territories/{id}/reinstate`

use actix_web::{post, web};
use entity::kinds::Stage;
use kernel::{
    mail::Template,
    party,
    policy::Permission,
    problem::{Code, Problem},
};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    find, get,
    model::Territory,
    rules::{self, Move},
};
use crate::state::State;

/// Why, and since when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reinstatement {
    /// Shown in the public history; name no persons.
    #[schema(max_length = 2000, example = "The office was opened again.")]
    reason: Option<String>,
    /// Language of the reason (BCP 47); that of the request unless said.
    #[schema(example = "en")]
    reason_lang: Option<String>,
    /// Year, month or day; today unless said.
    #[schema(example = "2026-12-01")]
    effective_on: Option<String>,
}

/// Reinstate a territory
///
/// Ends a hold or a withdrawal: it is again what it was before, a member or pledged. Where its pledge was removed, nothing is left to
/// reinstate: the government pledges anew.
#[utoipa::path(
    operation_id = "reinstate_territory",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id or slug.", example = "barcelona"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = Reinstatement, example = json!({ "reason": "The office was opened again." })),
    responses(
        (status = 200, description = "The territory as it is now.", body = Territory),
        (status = 409, description = "`wrong_state`: it is neither on hold nor withdrawn, or it was pledged and its pledge was removed."),
        (status = 410, description = party::GONE),
    ),
    security(("bearer" = ["territories:govern"])),
)]
#[post("/territories/{id}/reinstate")]
pub async fn reinstate_territory(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    key: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(body): Body<Reinstatement>,
) -> Answer {
    let right = Permission::GovernTerritory(party::by_id_or_slug(state.db.reader(), &key).await?.id);
    caller.must(right)?;
    let reason = (body.reason.as_deref(), body.reason_lang.as_deref());
    let (reason, effective_on) = rules::check_move(reason, false, body.effective_on.as_deref(), language, state.chance.today())?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let row = party::for_change(&tx, &key).await?;
    if_match.check(row.revision)?;
    rules::must_be(&row, &[Stage::OnHold, Stage::Withdrawn])?;
    let id = row.id;
    let to = rules::stage_before(&tx, &row).await?;
    if to == Stage::Pledged && !find::has_public_pledge(&tx, id).await? {
        return Err(Problem::new(Code::WrongState).into());
    }
    rules::move_to(&mut tx, row, Move { action: "territory.reinstated", to, told: Template::TerritoryReinstated, reason, effective_on })
        .await?;
    tx.commit().await?;
    get::as_it_is_now(&state, id, language).await
}
