//! `GET /v1/adhesions/{id}/comments`

use actix_web::{HttpRequest, HttpResponse, get, web};
use entity::{comment, kinds::Language};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::{find, model::Comment};
use crate::{
    db::keyset::{Key, Keyset},
    http::{
        caller::SignedIn,
        conditional,
        input::Params,
        page::{self, Page, PageParams},
        problem::Result,
    },
    policy::Permission,
    state::State,
};

/// List an adhesion's comments
///
/// Oldest first, replies among them.
#[utoipa::path(
    operation_id = "list_adhesion_comments",
    tag = super::super::TAG,
    params(("id" = String, Path, description = "Id of the adhesion.", example = "01990000-0000-7000-8000-000000000000"), PageParams),
    responses((status = 200, description = "A page of comments.", body = Page<Comment>)),
    security(("bearer" = ["adhesions:read"])),
)]
#[get("/adhesions/{id}/comments")]
pub async fn list_adhesion_comments(
    request: HttpRequest,
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Params(paging): Params<PageParams>,
) -> Result<HttpResponse> {
    let (row, _) = find::reachable(&state, &caller, &id, Permission::ReadAdhesion).await?;
    let created = Key::new(comment::Column::CreatedAt, false, |row: &comment::Model| row.created_at.into());
    let keyset = Keyset::new(vec![created, Key::new(comment::Column::Id, false, |row: &comment::Model| row.id.into())], String::new());
    let select = comment::Entity::find().filter(comment::Column::AdhesionId.eq(row.id));
    let (mut response, unchanged) = conditional::answer(&request, &conditional::list_tag(state.db.head(), Language::En, "json"));
    response.insert_header(conditional::PRIVATE);
    if unchanged {
        return Ok(response.finish());
    }
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    info.link(&mut response);
    Ok(response.json(Page { data: find::with_authors(state.db.reader(), rows).await?, page: info }))
}
