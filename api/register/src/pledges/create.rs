//! `POST /v1/pledges`

use actix_web::{HttpResponse, post, web};
use chrono::{DateTime, Utc};
use entity::{
    facts,
    kinds::{PledgeState, SubjectKind},
    place, pledge,
};
use kernel::{
    db::{Actor, Entry},
    fields::{tidy, tidy_tag},
    links,
    problem::{FieldCode, Result},
};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body, language::Lang};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use super::{
    free_mail::is_free,
    letter,
    model::{PledgeIn, PledgeReceipt},
    rules::{self, Claim},
};
use crate::state::State;

/// Make a pledge
///
/// No account is needed. A link goes to the contact's address, at once or, where many pledges of an hour name that address, within ten minutes; the
/// pledge becomes public when it is used, and vanishes after 30 days otherwise. A government that is already part of the campaign answers 409
/// `already_there` with its `territory`. Who gives a `sender_secret` can have the link mailed again, or to another address.
#[utoipa::path(
    operation_id = "create_pledge",
    tag = super::TAG,
    params(rest::parameters::IdempotencyParam, rest::parameters::LangParam),
    request_body = PledgeIn,
    responses(
        (status = 202, description = "Noted; a link is mailed, at the time that it says.", body = PledgeReceipt),
        (status = 409, description = "`already_there`, with `territory`."),
    ),
)]
#[post("/pledges")]
pub async fn create_pledge(state: web::Data<State>, AskedFrom(ip): AskedFrom, Lang(language): Lang, Body(input): Body<PledgeIn>) -> Answer {
    let reference = state.reference.get(&state.db).await?;
    let (mut fields, email) = rules::check(&input, &reference);
    if let Some(id) = input.geonames_id {
        let place = place::Entity::find_by_id(id).one(state.db.reader()).await?;
        fields.require("/geonames_id", place.is_some_and(|place| place.country == input.country), FieldCode::UnknownValue);
    }
    let email = fields.one(email)?;
    let now = state.chance.now();
    let row = pledge::Model {
        id: state.chance.id(),
        territory_id: None,
        state: PledgeState::Unconfirmed,
        geonames_id: input.geonames_id,
        name: input.name.trim().to_owned(),
        country: input.country,
        level: input.level,
        kind_local: input.kind_local.as_deref().and_then(tidy),
        population: input.population,
        signatory_name: input.signatory_name.trim().to_owned(),
        signatory_office: input.signatory_office.trim().to_owned(),
        contact_name: input.contact_name.trim().to_owned(),
        free_mail: is_free(email.host()),
        opened_team: false,
        before: None,
        email_key: email.key().to_owned(),
        email: email.as_str().to_owned(),
        statement: input.statement.as_deref().and_then(tidy),
        statement_lang: input.statement_lang.as_deref().map(tidy_tag),
        language: input.language.unwrap_or(language),
        created_at: now,
        expires_at: now + rules::LIFETIME,
        confirmed_at: None,
        removed_at: None,
        removed_reason: None,
        removed_reason_lang: None,
        sender_hash: input.sender_secret.as_deref().map(links::digest),
        revision: 0,
    };
    rules::refuse_if_there(Claim::of(&row).find(state.db.reader()).await?.as_ref())?;
    // Only what is mailed to somebody counts, not what was refused before.
    state.throttles.mail(&state.db, ip).await?;
    let mailed_at = keep(&state, &row).await?;
    Ok(HttpResponse::Accepted().json(PledgeReceipt::of(&row, mailed_at)))
}

/// Keeps the pledge and asks for its letter; when that is sent.
async fn keep(state: &State, row: &pledge::Model) -> Result<DateTime<Utc>> {
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let there = Claim::of(row).find(&*tx).await?;
    rules::refuse_if_there(there.as_ref())?;
    let gathering = letter::gathering(&tx, &state.keys, row).await?;
    pledge::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(&*tx).await?;
    let mailed_at = letter::send(&tx, &state.keys, row, gathering).await?;
    let facts = facts!({ "country": facts::country(&row.country), "level": row.level });
    tx.record(Entry::internal("pledge.begun", SubjectKind::Pledge, row.id).facts(facts));
    tx.commit().await?;
    Ok(mailed_at)
}
