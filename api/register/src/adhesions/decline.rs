//! `POST /v1/adhesions/{id}/decline`

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
    problem::FieldCode,
};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{find, get, mails, model::Adhesion, pledge, rules};
use crate::{pledges, state::State, territories};

/// Why, and what becomes of the pledge.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Mailed to the team; not public.
    #[schema(max_length = 5000, example = "The council has not voted yet.")]
    reason: String,
    /// Required where there is a public pledge.
    #[schema(inline)]
    pledge: Option<AfterRefusal>,
    /// Why the pledge is removed; required just where it is. Stays public for good. Must not name a person.
    #[schema(max_length = 2000, example = "The government told us that it made no such pledge.")]
    public_reason: Option<String>,
    /// Language of `public_reason` (BCP 47); that of the request unless said.
    #[schema(example = "en")]
    public_reason_lang: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AfterRefusal {
    /// It stays public.
    Keep,
    /// It is removed, with `public_reason`.
    Remove,
}

/// Decline an adhesion
///
/// The territory stays what it was. The team is told by mail and may file anew. Where the pledge is removed, what it brought about goes
/// with it, as by `POST /v1/pledges/{id}/remove`, and a token needs that operation's scope too.
#[utoipa::path(
    operation_id = "decline_adhesion",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = Refusal, example = json!({ "reason": "The council has not voted yet.", "pledge": "keep" })),
    responses(
        (status = 200, description = "The adhesion as it is now.", body = Adhesion),
        (status = 409, description = "`wrong_state`: it is not with the secretariat."),
    ),
    security(("bearer" = ["adhesions:decide"])),
)]
#[post("/adhesions/{id}/decline")]
pub async fn decline_adhesion(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(body): Body<Refusal>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::ReviewAdhesion).await?;
    let mut fields = Fields::default();
    rules::prose("/reason", &body.reason, &mut fields);
    let public_reason = body.public_reason.as_deref();
    if matches!(body.pledge, Some(AfterRefusal::Remove)) {
        caller.must(Permission::RemovePledge(Some(row.territory_id)))?;
        pledges::remove::check_reason("/public_reason", public_reason.unwrap_or_default(), &mut fields);
    } else {
        // Nothing is published unasked, and nothing typed is dropped unsaid.
        fields.require("/public_reason", public_reason.and_then(tidy).is_none(), FieldCode::MustBeEmpty);
    }
    let public_reason_lang =
        territories::rules::reason_lang("/public_reason_lang", body.public_reason_lang.as_deref(), language, &mut fields);
    fields.finish()?;
    let (mut tx, caller) = caller.write(&state, right).await?;
    if matches!(body.pledge, Some(AfterRefusal::Remove)) {
        caller.must(Permission::RemovePledge(Some(row.territory_id)))?;
    }
    let mut row = rules::take(&tx, row.id, &if_match, &[AdhesionState::Submitted]).await?;
    let (id, territory_id) = (row.id, row.territory_id);
    let chosen = pledge::choice(pledge::take(&tx, &row).await?, body.pledge)?;
    // Told first: removing the pledge may remove its team.
    mails::tell_team(&tx, territory_id, Template::AdhesionDeclined, About::Adhesion(id)).await?;
    rules::decide(&tx, &mut row, AdhesionState::Declined, Some(body.reason.trim().to_owned()));
    rules::save(&mut tx, row, "adhesion.declined", Facts::default()).await?;
    tx.record(Entry::public("territory.adhesion_declined", SubjectKind::Territory, territory_id));
    // Last, because it erases what the adhesion says.
    if let Some((pledge, AfterRefusal::Remove)) = chosen {
        pledges::remove::remove(&mut tx, pledge, public_reason.unwrap_or_default().trim(), &public_reason_lang).await?;
    }
    tx.commit().await?;
    get::as_it_is_now(&state, &caller, id, language, HttpResponse::Ok()).await
}
