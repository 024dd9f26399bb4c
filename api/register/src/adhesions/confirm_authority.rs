//! `POST /v1/adhesions/{id}/confirm-authority`

use actix_web::{HttpResponse, post, web};
use entity::kinds::{AdhesionState, SubjectKind};
use kernel::{db::Entry, fields::Fields, policy::Permission};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{find, get, model::Adhesion, rules};
use crate::{state::State, territories::rules::LINE};

/// States in which the signatory stands there to be asked about.
const SENT: [AdhesionState; 2] = [AdhesionState::Submitted, AdhesionState::ChangesRequested];

/// Who said so, how they were asked, and when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityConfirmation {
    #[schema(max_length = 200, example = "Secretary General of the municipality")]
    confirmed_by: String,
    #[schema(max_length = 5000, example = "By telephone, through the number on the official website.")]
    how: String,
    /// Year, month or day.
    #[schema(example = "2026-11-20")]
    on: String,
}

/// Record who confirmed the signatory's authority
///
/// Who confirmed that the signatory may bind the authority. No adhesion is accepted without it. It is void as soon as somebody else
/// signs.
#[utoipa::path(
    operation_id = "confirm_adhesion_authority",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(
        content = AuthorityConfirmation,
        example = json!({ "confirmed_by": "Secretary General of the municipality", "how": "By telephone, through the number on the official website.", "on": "2026-11-20" }),
    ),
    responses(
        (status = 200, description = "The adhesion as it is now.", body = Adhesion),
        (status = 409, description = "`wrong_state`: it was not sent yet, or is decided."),
    ),
    security(("bearer" = ["adhesions:decide"])),
)]
#[post("/adhesions/{id}/confirm-authority")]
pub async fn confirm_adhesion_authority(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(body): Body<AuthorityConfirmation>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::ReviewAdhesion).await?;
    let mut fields = Fields::default();
    fields.name("/confirmed_by", &body.confirmed_by, LINE);
    rules::prose("/how", &body.how, &mut fields);
    let on = fields.optional_past_date("/on", Some(&body.on), state.chance.today());
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let mut row = rules::take(&tx, row.id, &if_match, &SENT).await?;
    let id = row.id;
    let entry = Entry::internal("adhesion.authority_confirmed", SubjectKind::Adhesion, id).effective_on(on.clone());
    tx.record(entry.personal(json!({ "confirmed_by": body.confirmed_by, "how": body.how })));
    row.authority_confirmed_by = Some(body.confirmed_by.trim().to_owned());
    row.authority_how = Some(body.how.trim().to_owned());
    row.authority_on = on;
    row.authority_recorded_by = tx.actor().id();
    row.authority_recorded_at = Some(tx.now());
    row.updated_at = tx.now();
    row.into_active_model().reset_all().update(&*tx).await?;
    tx.commit().await?;
    get::as_it_is_now(&state, &caller, id, language, HttpResponse::Ok()).await
}
