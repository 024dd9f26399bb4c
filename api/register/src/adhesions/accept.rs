//! `POST /v1/adhesions/{id}/accept`

use actix_web::{HttpResponse, post, web};
use entity::{
    facts,
    kinds::{AdhesionState, PublicationPart},
};
use kernel::{
    fields::Fields,
    mail::{About, Template},
    policy::Permission,
    problem::{Code, Problem},
};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{admit, answers::Answers, find, get, mails, model::Adhesion, pledge, rules};
use crate::{
    state::State,
    territories::publication::choices::{self, Choices},
};

/// What goes public with it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// What is shown on the territory's page, of what the government agrees to. What is not named stays private.
    #[schema(example = json!(["motivations", "policies", "political_act"]))]
    publish: Vec<PublicationPart>,
    /// Required where there is a public pledge.
    #[schema(inline)]
    pledge: Option<AfterAcceptance>,
    /// Wave of joining; the territory's own unless said.
    #[schema(minimum = 1, maximum = 99, example = 4)]
    wave: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AfterAcceptance {
    /// The pledge's text stays on the territory's page.
    KeepText,
    /// It leaves the page for the internal history.
    ArchiveText,
}

/// Accept an adhesion
///
/// The territory becomes a member today. Its record takes over the adhesion's answers; its page shows what you choose to publish, which
/// may be less than what the government agrees to and never more, and what was published of an adhesion before is private again. The
/// team is told by mail, with what is public. Nobody may accept before it is recorded who confirmed the signatory's authority.
#[utoipa::path(
    operation_id = "accept_adhesion",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = Acceptance, example = json!({ "publish": ["motivations", "political_act"], "pledge": "keep_text", "wave": 4 })),
    responses(
        (status = 200, description = "The adhesion as it is now.", body = Adhesion),
        (
            status = 409,
            description = "`authority_not_confirmed`: record first who confirmed it. `not_agreed`, with `parts`: the government does not agree \
                           that these are published. `wrong_state`: it is not with the secretariat."
        ),
    ),
    security(("bearer" = ["adhesions:decide"])),
)]
#[post("/adhesions/{id}/accept")]
pub async fn accept_adhesion(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(body): Body<Acceptance>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::ReviewAdhesion).await?;
    let mut fields = Fields::default();
    fields.between("/wave", body.wave, 1, 99);
    fields.finish()?;
    let wave = body.wave.and_then(|wave| i32::try_from(wave).ok());
    let (mut tx, _) = caller.write(&state, right).await?;
    let mut row = rules::take(&tx, row.id, &if_match, &[AdhesionState::Submitted]).await?;
    if row.authority_recorded_at.is_none() {
        return Err(Problem::new(Code::AuthorityNotConfirmed).into());
    }
    let answers = Answers::read(&row.fields)?;
    choices::refuse(Choices::parts(|part| body.publish.contains(&part) && answers.consent(part) != Some(true)))?;
    let (id, territory_id) = (row.id, row.territory_id);
    if let Some((pledge, after)) = pledge::choice(pledge::take(&tx, &row).await?, body.pledge)? {
        pledge::fulfil(&mut tx, pledge, after == AfterAcceptance::KeepText).await?;
    }
    admit::admit(&mut tx, territory_id, &answers, &body.publish, wave).await?;
    rules::decide(&tx, &mut row, AdhesionState::Accepted, None);
    rules::save(&mut tx, row, "adhesion.accepted", facts!({ "published": body.publish })).await?;
    mails::tell_team(&tx, territory_id, Template::AdhesionAccepted, About::Adhesion(id)).await?;
    tx.commit().await?;
    get::as_it_is_now(&state, &caller, id, language, HttpResponse::Ok()).await
}
