//! `GET /v1/territories/{id}/publication`

use actix_web::{HttpRequest, get, web};
use entity::{kinds::Language, leader, territory};
use kernel::{party, policy::Permission, problem::Result};
use rest::{caller::SignedIn, conditional, failure::Answer};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{super::model::Published, choices::Choices, model::Publication, page};
use crate::state::State;

/// Read what a territory publishes
///
/// Part by part: whether the government agrees that it is published, whether the secretariat publishes it, and whether everybody can read it
/// now. For the territory's team and the secretariat.
#[utoipa::path(
    operation_id = "get_publication",
    tag = super::super::TAG,
    params(("id" = String, Path, description = "Id or slug.", example = "barcelona")),
    responses((status = 200, description = "What is published.", body = Publication), (status = 410, description = party::GONE)),
    security(("bearer" = ["adhesions:read"])),
)]
#[get("/territories/{id}/publication")]
pub async fn get_publication(request: HttpRequest, SignedIn(caller): SignedIn, state: web::Data<State>, key: web::Path<String>) -> Answer {
    let row = party::by_id_or_slug(state.db.reader(), &key).await?;
    caller.must(Permission::ReadAdhesion(row.id))?;
    let (mut response, unchanged) = conditional::answer(&request, &tag(row.revision));
    response.insert_header(conditional::PRIVATE);
    Ok(if unchanged { response.finish() } else { response.json(publication(&state, &row).await?) })
}

/// Whatever changes it is an entry of the territory's own history.
pub fn tag(revision: i64) -> String {
    conditional::record_tag(revision, Language::En, "publication")
}

/// What a territory publishes.
pub async fn publication(state: &State, row: &territory::Model) -> Result<Publication> {
    let db = state.db.reader();
    let leaders = leader::Entity::find().filter(leader::Column::TerritoryId.eq(row.id)).count(db).await?;
    let shown = page::shown(&Published::read(row), leaders > 0);
    Ok(Publication::of(&Choices::read(db, row.id).await?, &shown))
}
