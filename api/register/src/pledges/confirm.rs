//! `POST /v1/pledges/{id}/confirm`

use actix_web::{HttpResponse, post, web};
use entity::{
    email_token, facts,
    kinds::{EmailTokenPurpose, PledgeState, SubjectKind, TeamRole},
    pledge, territory, user,
};
use kernel::{
    db::{Actor, Entry, Tx},
    links::{self, LinkSecret},
    mail::{About, Mail, Recipient, Template},
    party,
    problem::{Code, Problem, Result},
};
use people::users::{self, team};
use rest::{
    failure::Answer,
    input::{self, Body},
    language::Lang,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    before::Before,
    find, letter,
    model::Pledge,
    publish,
    rules::{self, Claim},
    tell,
};
use crate::{
    state::State,
    territories::{self, model::TerritorySummary},
};

/// How long a password may be chosen after confirming.
const CHOOSE_PASSWORD: chrono::Duration = chrono::Duration::hours(24);

/// What confirming brought about.
#[derive(Serialize, ToSchema)]
pub struct Confirmed {
    pledge: Pledge,
    territory: TerritorySummary,
    /// For `POST /v1/password-resets/redeem`; absent where the account has a password, or its address is written otherwise than the pledge's.
    #[schema(example = "q0P…")]
    password_token: Option<String>,
    /// Address of the account.
    #[schema(example = "office@city.example.org")]
    email: String,
}

/// Confirm a pledge
///
/// By the secret of the mailed link. The pledge is public at once, as pledged and not yet confirmed by the campaign, and its
/// contact gets an account that leads the territory's team. Where the government was a member before, or had a team or an adhesion, the
/// account is in no team: somebody of that team or the secretariat must invite it. Repeating it changes nothing and gives the same answer.
#[utoipa::path(
    operation_id = "confirm_pledge",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the pledge."), rest::parameters::LangParam),
    request_body = LinkSecret,
    responses(
        (status = 200, description = "It is public.", body = Confirmed),
        (status = 404, description = "`link_invalid`; also where the contact's account was disabled. The pledge stays unconfirmed."),
        (status = 409, description = "`already_there`, with `territory`: another pledge was confirmed first."),
        (status = 410, description = "`link_expired`."),
    ),
)]
#[post("/pledges/{id}/confirm")]
pub async fn confirm_pledge(
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    Body(LinkSecret { token }): Body<LinkSecret>,
) -> Answer {
    let id = input::id(&id).map_err(|_| Problem::new(Code::LinkInvalid))?;
    let reference = state.reference.get(&state.db).await?;
    let mut tx = state.db.write(Actor::PUBLIC).await?;
    let (row, link, mailed_to) = valid(&tx, &state, id, &token).await?;
    let (row, territory, user) = match (row.state, row.territory_id) {
        (PledgeState::Unconfirmed, _) => {
            rules::take_turn(&tx, &row.country).await?;
            let known = match Claim::of(&row).find(&*tx).await? {
                Some(found) => territory::Entity::find_by_id(found.id).lock_exclusive().one(&*tx).await?,
                None => None,
            };
            // A false pledge may have been removed meanwhile, and the record with it.
            let known = known.filter(|known| known.removed_at.is_none());
            rules::refuse_if_there(known.as_ref())?;
            let (opens_team, before) = match &known {
                Some(known) => {
                    let opens_team = !rules::has_past(&tx, known).await?;
                    (opens_team, Some(Before::of(&tx, known, opens_team).await?.write()?))
                }
                None => (true, None),
            };
            let territory = publish::territory(&tx, &row, known, &reference).await?;
            let user = publish::account(&mut tx, &row, &mailed_to).await?;
            if opens_team {
                team::join(&tx, territory.id, user.id, TeamRole::Lead).await?;
            }
            let row = pledge::Model { opened_team: opens_team, before, ..row };
            (record(&mut tx, row, &territory, &user).await?, territory, user)
        }
        (PledgeState::Public | PledgeState::Fulfilled, Some(territory)) => again(&tx, row, territory).await?,
        _ => return Err(Problem::new(Code::LinkInvalid).into()),
    };
    // Power over the account, unless it was disabled, is for who was mailed at its own address.
    let is_open = user.password_hash.is_none() && user.disabled_at.is_none();
    let obeys = is_open && links::was_mailed_to(&state.keys, &link, &user.email);
    let password_token = match obeys {
        true => {
            let (purpose, whom) = (EmailTokenPurpose::ResetPassword, (user.id, user.email.as_str()));
            Some(match links::standing(&tx, &state.keys, purpose, whom).await? {
                Some(secret) => secret,
                None => links::issue(&tx, &state.keys, purpose, whom, CHOOSE_PASSWORD).await?.secret,
            })
        }
        false => None,
    };
    tx.commit().await?;
    let territory = party::by_id_or_slug(state.db.reader(), &territory.id.to_string()).await?;
    let summary = territories::find::summaries(&state, std::slice::from_ref(&territory), language).await?.into_iter().next();
    let pledge = find::shaped(&state, vec![row], language).await?.pop().ok_or_else(|| Problem::new(Code::NotFound))?;
    let territory = summary.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Confirmed {
        pledge,
        territory,
        password_token,
        email: user.email,
    }))
}

/// The pledge that a link is for, locked, the link, and the address that it was mailed to. One that was mailed to an address that is no longer
/// the pledge's is for nothing.
async fn valid(tx: &Tx, state: &State, id: uuid::Uuid, token: &str) -> Result<(pledge::Model, email_token::Model, String)> {
    let invalid = || Problem::new(Code::LinkInvalid);
    // The pledge before its link, as whoever corrects the address does.
    let row = find::for_change(tx, id).await;
    let link = letter::link(&**tx, id, token).await?;
    if link.expires_at <= tx.now() {
        return Err(Problem::new(Code::LinkExpired));
    }
    let row = row.map_err(|problem| if problem.code == Code::NotFound { invalid() } else { problem })?;
    let spellings = [false, true].map(|gathered| letter::address(&row, gathered).to_owned());
    // Links of before it was noted where they go say nothing of it, and give no power over an account.
    let reached = |address: &String| link.mailed_to.is_empty() || links::was_mailed_to(&state.keys, &link, address);
    let mailed_to = spellings.into_iter().find(reached).ok_or_else(invalid)?;
    Ok((row, link, mailed_to))
}

async fn record(tx: &mut Tx, row: pledge::Model, territory: &territory::Model, user: &user::Model) -> Result<pledge::Model> {
    let confirmed = pledge::Model { state: PledgeState::Public, territory_id: Some(territory.id), confirmed_at: Some(tx.now()), ..row };
    let confirmed = confirmed.into_active_model().reset_all().update(&**tx).await?;
    let facts = facts!({"stage": "pledged", "pledge": confirmed.id, "level": confirmed.level, "population": confirmed.population});
    tx.record(Entry::public("territory.pledged", SubjectKind::Territory, territory.id).facts(facts));
    let personal = json!({
        "signatory_name": confirmed.signatory_name, "signatory_office": confirmed.signatory_office,
        "contact_name": confirmed.contact_name, "email": confirmed.email, "statement": confirmed.statement,
    });
    let entry = Entry::internal("pledge.confirmed", SubjectKind::Pledge, confirmed.id);
    let facts = facts!({"territory": territory.id, "user": user.id, "opened_team": confirmed.opened_team});
    tx.record(entry.facts(facts).personal(personal));
    let template = if confirmed.opened_team { Template::PledgeConfirmed } else { Template::PledgeConfirmedAgain };
    Mail::new(template, Recipient::User(user.id)).about(About::Pledge(confirmed.id)).enqueue(tx).await?;
    tell::secretariat(tx, confirmed.id).await?;
    Ok(confirmed)
}

/// What an earlier confirmation brought about.
async fn again(tx: &Tx, row: pledge::Model, territory: uuid::Uuid) -> Result<(pledge::Model, territory::Model, user::Model)> {
    let territory = territory::Entity::find_by_id(territory).one(&**tx).await?;
    let user = users::find::by_key(&**tx, &row.email_key).await?;
    match (territory, user) {
        (Some(territory), Some(user)) => Ok((row, territory, user)),
        _ => Err(Problem::new(Code::LinkInvalid)),
    }
}
