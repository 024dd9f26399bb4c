//! `GET /v1/pledges`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::{kinds::PledgeState, pledge};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Deserialize;

use super::{find, model::Pledge};
use crate::{
    db::keyset::{Key, Keyset},
    http::{
        caller::Caller,
        input::Params,
        language::Lang,
        page::{self, Page, PageInfo, PageParams},
        problem::{FieldCode, Problem, Result},
    },
    policy::Permission,
    state::State,
};

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PledgeFilters {
    /// One state.
    #[param(value_type = Option<PledgeState>, example = "public")]
    state: Option<String>,
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
    caller: Caller,
    Params(filters): Params<PledgeFilters>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    caller.must(Permission::ReadPledges)?;
    let limit = page::limit(paging.limit)?;
    let wanted: Option<PledgeState> =
        filters.state.map(|text| text.parse().map_err(|()| Problem::query("state", FieldCode::UnknownValue))).transpose()?;
    let mut select = pledge::Entity::find();
    if let Some(wanted) = wanted {
        select = select.filter(pledge::Column::State.eq(wanted));
    }
    let keyset = Keyset::new(
        vec![
            Key::new(pledge::Column::CreatedAt, true, |row: &pledge::Model| row.created_at.into()),
            Key::new(pledge::Column::Id, true, |row: &pledge::Model| row.id.into()),
        ],
        format!("{wanted:?}"),
    );
    let mut rows = keyset.page(select.clone(), paging.cursor.as_deref(), limit)?.all(state.db.reader()).await?;
    let next = keyset.cut(&mut rows, limit);
    let total = select.count(state.db.reader()).await?;
    let info = PageInfo::new(&request, &state.settings.public_url(), next, Some(total));
    let mut response = HttpResponse::Ok();
    info.link(&mut response);
    response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(Page { data: find::shaped(&state, rows, language).await?, page: info }))
}
