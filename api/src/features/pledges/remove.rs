//! `POST /v1/pledges/{id}/remove`

use actix_web::{HttpResponse, http::header, post, web};
use entity::{
    history, history_personal,
    kinds::{PledgeState, Stage, SubjectKind},
    partial_date::PartialDate,
    pledge, team_member, territory,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{find, model::Pledge};
use crate::{
    db::{Entry, Tx},
    features::users,
    http::{
        caller::Caller,
        conditional::{self, IfMatch},
        fields::Fields,
        input::{self, Body},
        language::Lang,
        problem::{Code, FieldCode, Problem, Result},
    },
    mail::{About, Mail, Recipient, Template},
    policy::Permission,
    state::State,
};

/// Why a pledge is removed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// Stays public. Must not name a person.
    #[schema(example = "The government told us that it made no such pledge.")]
    reason: String,
}

/// Remove a pledge
///
/// Its text, names and address go, its reason stays. A government that was there only by this pledge is shown as withdrawn, with the
/// reason.
#[utoipa::path(
    operation_id = "remove_pledge",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the pledge."), crate::openapi::IfMatchParam, crate::openapi::LangParam),
    request_body = Removal,
    responses(
        (status = 200, description = "It is removed.", body = Pledge),
        (status = 409, description = "`wrong_state`: removed before, or its adhesion was accepted."),
    ),
    security(("bearer" = ["pledges:write"])),
)]
#[post("/pledges/{id}/remove")]
pub async fn remove_pledge(
    state: web::Data<State>,
    caller: Caller,
    if_match: IfMatch,
    id: web::Path<String>,
    Lang(language): Lang,
    Body(Removal { reason }): Body<Removal>,
) -> Result<HttpResponse> {
    let actor = caller.must(Permission::RemovePledges)?;
    let id = input::id(&id)?;
    let mut fields = Fields::default();
    fields.require("/reason", !reason.trim().is_empty(), FieldCode::Required);
    fields.optional_prose("/reason", Some(&reason), 2000);
    fields.finish()?;
    let mut tx = state.db.write(actor).await?;
    let row = find::for_change(&tx, id).await?;
    if_match.check(row.revision)?;
    let removed = remove(&mut tx, row, reason.trim()).await?;
    let done = tx.commit().await?;
    let tag = conditional::record_tag(done.revision(removed.id, removed.revision), language, "json");
    let shaped = find::shaped(&state, vec![removed], language).await?;
    let pledge = shaped.into_iter().next().ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, tag)).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(pledge))
}

/// Removes a pledge in an open transaction; also used where an adhesion is declined and its pledge goes with it.
pub async fn remove(tx: &mut Tx, row: pledge::Model, reason: &str) -> Result<pledge::Model> {
    if !matches!(row.state, PledgeState::Unconfirmed | PledgeState::Public) {
        return Err(Problem::new(Code::WrongState));
    }
    let contact = users::find::by_email(&**tx, &row.email).await?;
    if let (Some(contact), Some(territory)) = (&contact, row.territory_id) {
        leave_team(tx, territory, contact.id).await?;
        Mail::new(Template::PledgeRemoved, Recipient::User(contact.id)).about(About::Pledge(row.id)).enqueue(tx).await?;
    }
    if let Some(territory) = row.territory_id {
        withdraw(tx, territory, reason).await?;
    }
    forget(tx, row.id).await?;
    let removed = pledge::Model {
        state: PledgeState::Removed,
        signatory_name: String::new(),
        signatory_office: String::new(),
        email: String::new(),
        statement: None,
        statement_lang: None,
        removed_at: Some(tx.now()),
        removed_reason: Some(reason.to_owned()),
        ..row
    };
    let removed = removed.into_active_model().reset_all().update(&**tx).await?;
    tx.record(Entry::internal("pledge.removed", SubjectKind::Pledge, removed.id).facts(json!({"reason": reason})));
    Ok(removed)
}

async fn leave_team(tx: &Tx, territory: uuid::Uuid, user: uuid::Uuid) -> Result<()> {
    team_member::Entity::delete_many()
        .filter(team_member::Column::TerritoryId.eq(territory))
        .filter(team_member::Column::UserId.eq(user))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// A government that is there only by its pledge goes with it, and says why.
async fn withdraw(tx: &mut Tx, territory: uuid::Uuid, reason: &str) -> Result<()> {
    let Some(row) = territory::Entity::find_by_id(territory).lock_exclusive().one(&**tx).await? else { return Ok(()) };
    if row.stage != Stage::Pledged {
        return Ok(());
    }
    let now = tx.now();
    let gone = territory::Model {
        stage: Stage::Withdrawn,
        stage_since: Some(PartialDate::day(now.date_naive())),
        stage_reason: Some(reason.to_owned()),
        updated_at: now,
        ..row
    };
    gone.into_active_model().reset_all().update(&**tx).await?;
    let facts = json!({"stage": "withdrawn", "reason": reason, "pledge_removed": true});
    tx.record(Entry::public("territory.withdrawn", SubjectKind::Territory, territory).facts(facts));
    Ok(())
}

/// Erases the personal facts of the pledge's history; the chain stays whole.
async fn forget(tx: &Tx, pledge: uuid::Uuid) -> Result<()> {
    let entries: Vec<i64> = history::Entity::find()
        .select_only()
        .column(history::Column::Seq)
        .filter(history::Column::SubjectId.eq(pledge))
        .into_tuple()
        .all(&**tx)
        .await?;
    history_personal::Entity::delete_many().filter(history_personal::Column::Seq.is_in(entries)).exec(&**tx).await?;
    Ok(())
}
