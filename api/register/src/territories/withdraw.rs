//! `POST /v1/territories/{id}/withdraw`

use actix_web::{post, web};
use entity::kinds::Stage;
use kernel::{mail::Template, party, policy::Permission};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    get,
    model::Territory,
    rules::{self, Move},
};
use crate::state::State;

/// Why, and since when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Shown in public; name no persons.
    #[schema(max_length = 2000, example = "The municipal council voted to leave.")]
    reason: String,
    /// Language of the reason (BCP 47); that of the request unless said.
    #[schema(example = "en")]
    reason_lang: Option<String>,
    /// Year, month or day; today unless said.
    #[schema(example = "2026-11-20")]
    effective_on: Option<String>,
}

/// Withdraw a territory
///
/// Ends a pledge or membership, with a public reason. Its page stays; it is neither listed nor counted any more.
#[utoipa::path(
    operation_id = "withdraw_territory",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id or slug.", example = "barcelona"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = Withdrawal, example = json!({ "reason": "The municipal council voted to leave.", "effective_on": "2026-11-20" })),
    responses(
        (status = 200, description = "The territory as it is now.", body = Territory),
        (status = 409, description = "`wrong_state`: it has not pledged, is not a member and is not on hold."),
        (status = 410, description = party::GONE),
    ),
    security(("bearer" = ["territories:govern"])),
)]
#[post("/territories/{id}/withdraw")]
pub async fn withdraw_territory(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    key: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(body): Body<Withdrawal>,
) -> Answer {
    let right = Permission::GovernTerritory(party::by_id_or_slug(state.db.reader(), &key).await?.id);
    caller.must(right)?;
    let reason = (Some(body.reason.as_str()), body.reason_lang.as_deref());
    let (reason, effective_on) = rules::check_move(reason, true, body.effective_on.as_deref(), language, state.chance.today())?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let row = party::for_change(&tx, &key).await?;
    if_match.check(row.revision)?;
    rules::must_be(&row, &[Stage::Pledged, Stage::Member, Stage::OnHold])?;
    let id = row.id;
    let to = Stage::Withdrawn;
    rules::move_to(&mut tx, row, Move { action: "territory.withdrawn", to, told: Template::TerritoryWithdrawn, reason, effective_on })
        .await?;
    tx.commit().await?;
    get::as_it_is_now(&state, id, language).await
}
