//! `GET /v1/documents/{id}`

use actix_web::{HttpRequest, get, web};
use entity::kinds::{Language, Visibility};
use kernel::db::Topic;
use rest::{answer, caller::Anybody, conditional, failure::Answer};

use super::{find, model::Document};
use crate::state::State;

/// Read about a document
///
/// Name, type, size and digest of a file. Published files are open to everybody, others to the territory's team and the secretariat.
#[utoipa::path(
    operation_id = "get_document",
    tag = super::TAG,
    params(("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000")),
    responses((status = 200, description = "The document.", body = Document)),
    security((), ("bearer" = ["adhesions:read"])),
)]
#[get("/documents/{id}")]
pub async fn get_document(request: HttpRequest, Anybody(caller): Anybody, state: web::Data<State>, id: web::Path<String>) -> Answer {
    let depends = answer::as_of(&state.db, &[Topic::Documents]);
    let row = find::visible(&state, &caller, &id).await?;
    let (mut response, unchanged) = answer::record(&request, depends, (row.revision, Language::En, "json"));
    if row.visibility == Visibility::Private {
        response.insert_header(conditional::PRIVATE);
    }
    Ok(if unchanged { response.finish() } else { response.json(Document::of(row)) })
}
