//! `GET /v1/access-requests`

use actix_web::{HttpRequest, get, web};
use entity::{access_request, kinds::AccessRequestState};
use kernel::{
    db::keyset::{Key, Keyset},
    party,
    policy::Permission,
};
use rest::{
    caller::SignedIn,
    failure::Answer,
    input::{Params, several},
    language::Lang,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;

use super::{find, model::AccessRequest};
use crate::state::State;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AccessRequestFilters {
    /// States, separated by commas: `open`, `invited`, `declined`.
    #[param(example = "open")]
    state: Option<String>,
    /// Id or slug of a territory.
    #[param(example = "gwangju")]
    territory: Option<String>,
}

/// List requests for access
///
/// With what to look at before answering, oldest first, for the secretariat's queue.
#[utoipa::path(
    operation_id = "list_access_requests",
    tag = super::TAG,
    params(AccessRequestFilters, PageParams),
    responses((status = 200, description = "A page of requests.", body = Page<AccessRequest>)),
    security(("bearer" = [])),
)]
#[get("/access-requests")]
pub async fn list_access_requests(
    request: HttpRequest,
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    Params(filters): Params<AccessRequestFilters>,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    use access_request::{Column, Model};
    caller.must(Permission::ReadAccessRequests)?;
    let mut select = access_request::Entity::find();
    if let Some(states) = several::<AccessRequestState>("state", filters.state.as_deref())? {
        select = select.filter(Column::State.is_in(states));
    }
    if let Some(key) = &filters.territory {
        select = select.filter(Column::TerritoryId.eq(party::asked_for(state.db.reader(), key).await?));
    }
    let waiting = Key::new(Column::CreatedAt, false, |row: &Model| row.created_at.into());
    let keyset = Keyset::new(
        vec![waiting, Key::new(Column::Id, false, |row: &Model| row.id.into())],
        format!("{:?} {:?}", filters.state, filters.territory),
    );
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    page::private(&request, find::shaped(&state, rows, language).await?, info)
}
