//! `GET /v1/pledges`

use actix_web::{HttpRequest, get, web};
use entity::{kinds::PledgeState, pledge};
use kernel::{
    caller::Caller,
    db::keyset::{Key, Keyset},
    party,
    policy::Permission,
    problem::{Code, FieldCode, Problem},
};
use rest::{
    caller::Anybody,
    failure::Answer,
    input::Params,
    language::Lang,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;

use super::{find, model::Pledge};
use crate::state::State;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PledgeFilters {
    /// One state.
    #[param(value_type = Option<PledgeState>, example = "public")]
    state: Option<String>,
    /// Id or slug of a territory.
    #[param(example = "gwangju")]
    territory: Option<String>,
}

/// List pledges
///
/// All pledges with their contacts, newest first, for the secretariat's queue.
#[utoipa::path(
    operation_id = "list_pledges",
    tag = super::TAG,
    params(PledgeFilters, PageParams),
    responses((status = 200, description = "A page of pledges.", body = Page<Pledge>)),
    security(("bearer" = ["pledges:read"])),
)]
#[get("/pledges")]
pub async fn list_pledges(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    Params(filters): Params<PledgeFilters>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    let mut select = pledge::Entity::find();
    match (caller.must(Permission::ReadPledges), &caller) {
        (Ok(_), _) => {}
        (Err(problem), Caller::Token { territories: Some(bound), .. }) if problem.code == Code::TokenBound => {
            select = select.filter(pledge::Column::TerritoryId.is_in(bound.iter().copied()));
        }
        (Err(problem), _) => return Err(problem.into()),
    }
    let wanted: Option<PledgeState> =
        filters.state.map(|text| text.parse().map_err(|()| Problem::query("state", FieldCode::UnknownValue))).transpose()?;
    if let Some(wanted) = wanted {
        select = select.filter(pledge::Column::State.eq(wanted));
    }
    if let Some(key) = &filters.territory {
        select = select.filter(pledge::Column::TerritoryId.eq(party::asked_for(state.db.reader(), key).await?));
    }
    let keyset = Keyset::new(
        vec![
            Key::new(pledge::Column::CreatedAt, true, |row: &pledge::Model| row.created_at.into()),
            Key::new(pledge::Column::Id, true, |row: &pledge::Model| row.id.into()),
        ],
        format!("{wanted:?}{:?}", filters.territory),
    );
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    page::private(&request, find::shaped(&state, rows, language).await?, info)
}
