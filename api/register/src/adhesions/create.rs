//! `POST /v1/adhesions`

use actix_web::{HttpResponse, http::header, post, web};
use entity::{
    adhesion, facts,
    kinds::{AdhesionState, PledgeState, SubjectKind},
    pledge, territory,
};
use kernel::{
    db::{Entry, Tx},
    policy::Permission,
    problem::{Code, FieldCode, Problem, Result},
};
use rest::{caller::SignedIn, failure::Answer, input::Body, language::Lang};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{find, get, model::Adhesion, prefill};
use crate::state::State;

/// Who files.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdhesionStart {
    #[schema(example = "01990000-0000-7000-8000-000000000000")]
    territory_id: Uuid,
}

/// Begin an adhesion
///
/// One that was declined or withdrawn may be followed by another. It begins with what is known: the answers of the last one, else
/// what the territory's page and its pledge say.
#[utoipa::path(
    operation_id = "create_adhesion",
    tag = super::TAG,
    params(rest::parameters::LangParam, rest::parameters::IdempotencyParam),
    request_body(content = AdhesionStart, example = json!({ "territory_id": "01990000-0000-7000-8000-000000000000" })),
    responses(
        (status = 201, description = "The draft.", body = Adhesion),
        (status = 409, description = "`adhesion_open`: one is not decided yet; `adhesion` names it."),
    ),
    security(("bearer" = ["adhesions:write"])),
)]
#[post("/adhesions")]
pub async fn create_adhesion(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    Lang(language): Lang,
    Body(body): Body<AdhesionStart>,
) -> Answer {
    let (mut tx, _) = caller.write(&state, Permission::FileAdhesion(body.territory_id)).await?;
    let pledge = pledge_of(&tx, body.territory_id).await?;
    // The territory is locked, so that two beginnings at once meet here.
    let territory = territory::Entity::find_by_id(body.territory_id).lock_exclusive().one(&*tx).await?;
    let territory = territory.filter(|row| row.removed_at.is_none());
    let territory = territory.ok_or_else(|| Problem::field("/territory_id", FieldCode::UnknownValue))?;
    if let Some(open) = find::open_of(&tx, territory.id).await? {
        return Err(Problem::new(Code::AdhesionOpen).with("adhesion", json!({ "id": open.id, "state": open.state })).into());
    }
    let (id, now, territory_id) = (state.chance.id(), tx.now(), territory.id);
    let row = adhesion::Model {
        id,
        territory_id,
        pledge_id: pledge.as_ref().map(|pledge| pledge.id),
        state: AdhesionState::Draft,
        fields: prefill::answers(&tx, territory, pledge.as_ref()).await?.write()?,
        created_by: tx.actor().id(),
        created_at: now,
        updated_at: now,
        submitted_at: None,
        authority_confirmed_by: None,
        authority_how: None,
        authority_on: None,
        authority_recorded_by: None,
        authority_recorded_at: None,
        decided_by: None,
        decided_at: None,
        decision_reason: None,
        revision: 0,
    };
    tx.record(Entry::internal("adhesion.begun", SubjectKind::Adhesion, id).facts(facts!({ "territory_id": territory_id })));
    row.into_active_model().insert(&*tx).await?;
    tx.commit().await?;
    let mut response = HttpResponse::Created();
    response.insert_header((header::LOCATION, format!("{}/v1/adhesions/{id}", state.settings.public_url())));
    get::as_it_is_now(&state, &caller, id, language, response).await
}

/// The public pledge that the adhesion would make good, locked: it is not to be removed meanwhile.
async fn pledge_of(tx: &Tx, territory_id: Uuid) -> Result<Option<pledge::Model>> {
    let query = pledge::Entity::find().filter(pledge::Column::TerritoryId.eq(territory_id));
    Ok(query
        .filter(pledge::Column::State.eq(PledgeState::Public))
        .order_by_desc(pledge::Column::CreatedAt)
        .lock_exclusive()
        .one(&**tx)
        .await?)
}
