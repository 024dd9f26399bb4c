//! `PATCH /v1/territories/{id}/publication`

use actix_web::{HttpResponse, http::header, patch, web};
use entity::{
    facts,
    kinds::{PublicationPart, SubjectKind},
};
use kernel::{
    caller::Caller,
    db::{Entry, Tx},
    fields::Fields,
    mail::{About, Template},
    party,
    policy::Permission,
    problem::Result,
};
use rest::{
    caller::SignedIn,
    conditional::{self, IfMatch},
    failure::Answer,
    input::Body,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    super::record::Record,
    choices::{self, Choices},
    get,
    model::{Publication, PublicationPatch},
    page,
};
use crate::{
    adhesions::{consents, mails},
    state::State,
};

/// Choose what a territory publishes
///
/// A JSON Merge Patch. The government's team says what it agrees to (`agreed`), and may withdraw that at any time; the secretariat says what of
/// it is published (`released`), and may publish less. Public is what both say. What is taken back goes at once from the page, with its file;
/// what is allowed again comes back as it stood in the accepted adhesion. A no counts for an adhesion that is on its way, too; a yes is said
/// there. What is agreed to after the secretariat has decided waits for it (`waiting_since`), and it is told by mail. The history names the parts,
/// the team is told by mail. An API token may say `released` where it has the scope `adhesions:decide`; `agreed` is for people of the team alone.
#[utoipa::path(
    operation_id = "update_publication",
    tag = super::super::TAG,
    params(("id" = String, Path, description = "Id or slug.", example = "barcelona"), rest::parameters::IfMatchParam),
    request_body(
        content((PublicationPatch = "application/merge-patch+json"), (PublicationPatch = "application/json")),
        example = json!({ "motivations": { "agreed": false }, "signatory": { "agreed": false } }),
    ),
    responses(
        (status = 200, description = "What is published now.", body = Publication),
        (status = 410, description = party::GONE),
        (status = 409, description = "`not_agreed`, with `parts`: the government does not agree that these are published."),
    ),
    security(("bearer" = ["adhesions:decide"])),
)]
#[patch("/territories/{id}/publication")]
pub async fn update_publication(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    key: web::Path<String>,
    if_match: IfMatch,
    Body(patch): Body<PublicationPatch>,
) -> Answer {
    let id = party::by_id_or_slug(state.db.reader(), &key).await?.id;
    let right = allowed(&caller, id, &patch)?;
    let (mut tx, caller) = caller.write(&state, right).await?;
    allowed(&caller, id, &patch)?;
    let open = consents::open_of(&tx, id).await?;
    let record = Record::read(&tx, party::for_change(&tx, &id.to_string()).await?).await?;
    if_match.check(record.row.revision)?;
    let before = Choices::read(&*tx, id).await?;
    let mut fields = Fields::default();
    let after = patch.apply(&before, &mut fields);
    fields.finish()?;
    // What is released anew must be agreed to; what was public before anybody asked stays.
    choices::refuse(Choices::parts(|part| {
        let (was, now) = (before.of(part), after.of(part));
        now.released && !was.released && now.agreed != Some(true)
    }))?;
    if let Some(open) = open {
        consents::refuse(&mut tx, open, &patch.refused()).await?;
    }
    if before != after {
        let change = change(&mut tx, record, &before, after).await?;
        if change.told {
            mails::tell_team(&tx, id, Template::PublicationChanged, About::Territory(id)).await?;
        }
        if change.waits {
            mails::tell_secretariat(&tx, Template::PublicationWaiting, About::Territory(id)).await?;
        }
    }
    tx.commit().await?;
    let row = party::by_id(state.db.reader(), id).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, get::tag(row.revision))).insert_header(conditional::PRIVATE);
    Ok(response.json(get::publication(&state, &row).await?))
}

/// By which right: the team agrees, the secretariat publishes, and neither speaks for the other.
fn allowed(caller: &Caller, territory: Uuid, patch: &PublicationPatch) -> Result<Permission> {
    let mut right = Permission::ReadAdhesion(territory);
    caller.must(right)?;
    if patch.releases() {
        right = Permission::ReviewAdhesion(territory);
        caller.must(right)?;
    }
    if patch.agrees() {
        right = Permission::AgreeToPublish(territory);
        caller.must(right)?;
    }
    Ok(right)
}

/// Whom a change concerns.
struct Change {
    /// The team: something is public, or agreed to, that was not, or the other way round.
    told: bool,
    /// The secretariat: something was agreed to that waits for it.
    waits: bool,
}

/// Makes the page follow the choices, and notes what changed by its parts, naming nobody.
async fn change(tx: &mut Tx, before: Record, chosen_before: &Choices, mut chosen: Choices) -> Result<Change> {
    let id = before.row.id;
    let mut after = before.clone();
    let answers = page::accepted(tx, id).await?;
    // What the government agrees to only now the secretariat has not seen yet, where there is anything to see.
    let said_there = answers.as_ref().map(page::said).unwrap_or_default();
    let waiting = Choices::parts(|part| {
        let agrees = chosen.of(part).agreed == Some(true) && chosen_before.of(part).agreed != Some(true);
        agrees && !chosen.of(part).released && said_there.contains(&part)
    });
    chosen.wait(&waiting, tx.now());
    page::settle(tx, &mut after, answers.as_ref(), &chosen).await?;
    let leader = PublicationPart::Leader;
    if let Some(answers) = answers.filter(|_| chosen.publishes(leader) && !chosen_before.publishes(leader)) {
        page::take_leader(tx, &mut after, &answers);
    }
    let (was, is) = (page::shown_by(&before), page::shown_by(&after));
    let said =
        |agreed: bool| Choices::parts(|part| chosen.of(part).agreed == Some(agreed) && chosen_before.of(part).agreed != Some(agreed));
    let (given, withdrawn) = (said(true), said(false));
    let published = Choices::parts(|part| is.contains(&part) && !was.contains(&part));
    let unpublished = Choices::parts(|part| was.contains(&part) && !is.contains(&part));
    // What the secretariat decides of a part that nobody can read anyway is no news to anybody.
    let nothing = [&given, &withdrawn, &published, &unpublished].iter().all(|parts| parts.is_empty());
    let entry = if nothing { Entry::internal } else { Entry::public };
    let entry = entry("territory.publication_changed", SubjectKind::Territory, id).facts(facts!({
        "consent_given": given, "consent_withdrawn": withdrawn, "published": published, "unpublished": unpublished,
    }));
    chosen.write(tx, id).await?;
    tx.record(match after.save(tx, &before).await?.leaders {
        Some(leaders) => entry.personal(json!({ "leaders": leaders })),
        None => entry,
    });
    Ok(Change { told: !nothing, waits: !waiting.is_empty() })
}
