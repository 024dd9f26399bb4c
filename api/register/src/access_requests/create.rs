//! `POST /v1/access-requests`

use actix_web::{HttpResponse, post, web};
use entity::{
    access_request, facts,
    kinds::{AccessRequestState, Stage, SubjectKind},
    territory,
};
use kernel::{
    db::{Actor, Entry},
    email_address::EmailAddress,
    fields::{Fields, tidy},
    mail::Template,
    problem::FieldCode,
};
use rest::{asked_from::AskedFrom, failure::Answer, input::Body, language::Lang};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use super::{
    model::{AccessRequestIn, AccessRequestReceipt},
    rules,
};
use crate::{adhesions::mails, state::State, territories::rules::LINE};

/// Ask for access to a government's page
///
/// For people who work for a government that is here already. No account is needed, and nothing is mailed until the campaign's
/// secretariat answers: by an invitation to the government's team, or with reasons. What was typed is deleted 30 days after the answer,
/// and after 90 days in any case. A team that is there can invite by itself.
#[utoipa::path(
    operation_id = "create_access_request",
    tag = super::TAG,
    params(rest::parameters::IdempotencyParam, rest::parameters::LangParam),
    request_body = AccessRequestIn,
    responses((status = 202, description = "Noted; the answer is mailed.", body = AccessRequestReceipt)),
)]
#[post("/access-requests")]
pub async fn create_access_request(
    state: web::Data<State>,
    AskedFrom(ip): AskedFrom,
    Lang(language): Lang,
    Body(input): Body<AccessRequestIn>,
) -> Answer {
    let (mut fields, email) = check(&input);
    let territory = territory::Entity::find_by_id(input.territory_id).one(state.db.reader()).await?;
    fields.require("/territory_id", territory.is_some_and(|row| row.stage != Stage::None), FieldCode::UnknownValue);
    let email = fields.one(email)?;
    // Refused forms cost whoever fills them in nothing.
    state.throttles.access_request(ip)?;
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let now = tx.now();
    let row = access_request::Model {
        id: tx.chance().id(),
        territory_id: input.territory_id,
        state: AccessRequestState::Open,
        name: input.name.trim().to_owned(),
        office: input.office.trim().to_owned(),
        email_key: email.key().to_owned(),
        email: email.as_str().to_owned(),
        message: input.message.as_deref().and_then(tidy),
        language: input.language.unwrap_or(language),
        created_at: now,
        expires_at: now + rules::WAITS,
        decided_at: None,
        decided_by: None,
        refusal: None,
        refusal_text: None,
        invitation_id: None,
        revision: 0,
    };
    let expires_at = row.expires_at;
    let facts = facts!({ "territory": row.territory_id });
    tx.record(Entry::internal("access_request.made", SubjectKind::AccessRequest, row.id).facts(facts));
    access_request::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&*tx).await?;
    mails::tell_secretariat(&tx, Template::AccessRequested, None).await?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(AccessRequestReceipt { expires_at }))
}

/// Everything that is wrong with a request on its own.
fn check(input: &AccessRequestIn) -> (Fields, Option<EmailAddress>) {
    let mut fields = Fields::default();
    fields.name("/name", &input.name, LINE);
    fields.name("/office", &input.office, LINE);
    let email = fields.email("/email", &input.email);
    fields.optional_prose("/message", input.message.as_deref(), rules::PROSE);
    // Whoever is a person is shown the field and can empty it.
    fields.require("/website2", input.website2.as_deref().and_then(tidy).is_none(), FieldCode::MustBeEmpty);
    (fields, email)
}
