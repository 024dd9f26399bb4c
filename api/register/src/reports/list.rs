//! `GET /v1/reports`

use actix_web::{HttpRequest, get, web};
use entity::{kinds::ReportState, report};
use kernel::{
    db::keyset::{Key, Keyset},
    party,
    policy::Permission,
    problem::{FieldCode, Problem},
};
use rest::{
    caller::Anybody,
    failure::Answer,
    input::Params,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;

use super::{find, model::Report};
use crate::state::State;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ReportFilters {
    /// One state.
    #[param(value_type = Option<ReportState>, example = "open")]
    state: Option<String>,
    /// Id or slug of a territory.
    #[param(example = "gwangju")]
    territory: Option<String>,
}

/// List reports
///
/// With the addresses that were left, newest first, for the secretariat's queue.
#[utoipa::path(
    operation_id = "list_reports",
    tag = super::TAG,
    params(ReportFilters, PageParams),
    responses((status = 200, description = "A page of reports.", body = Page<Report>)),
    security(("bearer" = [])),
)]
#[get("/reports")]
pub async fn list_reports(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    Params(filters): Params<ReportFilters>,
    Params(paging): Params<PageParams>,
) -> Answer {
    caller.must(Permission::ReadReports)?;
    let wanted: Option<ReportState> =
        filters.state.map(|text| text.parse().map_err(|()| Problem::query("state", FieldCode::UnknownValue))).transpose()?;
    let mut select = report::Entity::find();
    if let Some(wanted) = wanted {
        select = select.filter(report::Column::State.eq(wanted));
    }
    if let Some(key) = &filters.territory {
        select = select.filter(report::Column::TerritoryId.eq(party::asked_for(state.db.reader(), key).await?));
    }
    let keyset = Keyset::new(
        vec![
            Key::new(report::Column::CreatedAt, true, |row: &report::Model| row.created_at.into()),
            Key::new(report::Column::Id, true, |row: &report::Model| row.id.into()),
        ],
        format!("{wanted:?}{:?}", filters.territory),
    );
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    page::private(&request, find::shaped(state.db.reader(), rows).await?, info)
}
