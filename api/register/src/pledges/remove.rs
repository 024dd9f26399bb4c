//! `POST /v1/pledges/{id}/remove`

use actix_web::{HttpResponse, post, web};
use entity::{
    facts,
    facts::typed,
    kinds::{PledgeState, SubjectKind},
    pledge,
};
use kernel::{
    db::{Entry, Tx, history},
    fields::Fields,
    mail::{About, Mail, Recipient, Template},
    problem::{Code, FieldCode, Problem, Result},
    shapes::Text,
};
use people::users;
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

use super::{find, model::Pledge, undo};
use crate::{adhesions, state::State, territories::rules};

/// Characters of a public reason.
const REASON: usize = 2000;

/// Why a pledge is removed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// Stays public. Must not name a person.
    #[schema(example = "The government told us that it made no such pledge.")]
    reason: String,
    /// Language of the reason (BCP 47); that of the request unless said.
    #[schema(example = "en")]
    reason_lang: Option<String>,
}

/// Remove a pledge
///
/// As not genuine: its text, names and address go, its reason stays. A government that was there only by this pledge has no stage any more and
/// is in no list, count or file; its address answers 410 `pledge_removed` until the government itself pledges, and the feed says
/// `territory.pledge_removed` with `gone`. One that was there before is again what it was. The team that the pledge brought about goes too, with
/// the open invitations to it; its open adhesions are closed, and the answers, comments and documents of all its adhesions are erased. The
/// contact's account stays.
#[utoipa::path(
    operation_id = "remove_pledge",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the pledge."), rest::parameters::IfMatchParam, rest::parameters::LangParam),
    request_body = Removal,
    responses(
        (status = 200, description = "It is removed.", body = Pledge),
        (status = 409, description = "`wrong_state`: removed before, or its adhesion was accepted."),
    ),
    security(("bearer" = ["pledges:decide"])),
)]
#[post("/pledges/{id}/remove")]
pub async fn remove_pledge(
    state: web::Data<State>,
    Anybody(caller): Anybody,
    if_match: IfMatch,
    id: web::Path<String>,
    Lang(language): Lang,
    Body(Removal { reason, reason_lang }): Body<Removal>,
) -> Answer {
    let id = input::id(&id)?;
    let right = find::removal(state.db.reader(), &caller, id).await?;
    let mut fields = Fields::default();
    check_reason("/reason", &reason, &mut fields);
    let lang = rules::reason_lang("/reason_lang", reason_lang.as_deref(), language, &mut fields);
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, right).await?;
    adhesions::erase::of_pledge(&tx, id).await?;
    let row = find::for_change(&tx, id).await?;
    if_match.check(row.revision)?;
    let removed = remove(&mut tx, row, reason.trim(), &lang).await?;
    let done = tx.commit().await?;
    let revision = done.revision(removed.id, removed.revision);
    let shaped = find::shaped(&state, vec![removed], language).await?;
    let pledge = shaped.into_iter().next().ok_or_else(|| Problem::new(Code::NotFound))?;
    answer::private_change(HttpResponse::Ok(), revision, language, &pledge)
}

/// What a public reason must be like.
pub fn check_reason(pointer: &str, reason: &str, fields: &mut Fields) {
    fields.require(pointer, !reason.trim().is_empty(), FieldCode::Required);
    fields.optional_prose(pointer, Some(reason), REASON);
}

/// Removes a locked pledge in an open transaction; also used where an adhesion is declined and its pledge goes with it. What came into being
/// by the pledge goes too, unless the government was accepted since: its team, the open invitations to it, and what was said in its adhesions.
pub async fn remove(tx: &mut Tx, row: pledge::Model, reason: &str, lang: &str) -> Result<pledge::Model> {
    if !matches!(row.state, PledgeState::Unconfirmed | PledgeState::Public) {
        return Err(Problem::new(Code::WrongState));
    }
    if let Some(territory) = row.territory_id {
        let mut told = undo::undo(tx, &row, territory, &Text::original(reason, Some(lang))).await?;
        told.extend(users::find::by_key(&**tx, &row.email_key).await?.map(|contact| contact.id).filter(|id| !told.contains(id)));
        for person in told {
            Mail::new(Template::PledgeRemoved, Recipient::User(person)).about(About::Pledge(row.id)).enqueue(tx).await?;
        }
    }
    history::forget(tx, row.id).await?;
    let removed = pledge::Model {
        state: PledgeState::Removed,
        signatory_name: String::new(),
        signatory_office: String::new(),
        contact_name: String::new(),
        email: String::new(),
        email_key: String::new(),
        before: None,
        statement: None,
        statement_lang: None,
        removed_at: Some(tx.now()),
        removed_reason: Some(reason.to_owned()),
        removed_reason_lang: Some(lang.to_owned()),
        ..row
    };
    let removed = removed.into_active_model().reset_all().update(&**tx).await?;
    let facts = facts!({ "reason": typed(reason), "reason_lang": facts::language(lang) });
    tx.record(Entry::internal("pledge.removed", SubjectKind::Pledge, removed.id).facts(facts));
    Ok(removed)
}
