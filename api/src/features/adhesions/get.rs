//! `GET /v1/adhesions/{id}`

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, get, http::header, web};
use entity::{adhesion, kinds::Language};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::{find, model::Adhesion};
use crate::{
    http::{
        caller::{Caller, SignedIn},
        conditional,
        language::Lang,
        problem::{Code, Problem, Result},
    },
    policy::Permission,
    state::State,
};

/// Read an adhesion
///
/// Its answers, what is still missing, where it stands, and how many comments there are. For the territory's team and the secretariat. The
/// ETag stays good for changing the adhesion when somebody comments.
#[utoipa::path(
    operation_id = "get_adhesion",
    tag = super::TAG,
    params(("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"), crate::openapi::LangParam),
    responses((status = 200, description = "The adhesion.", body = Adhesion)),
    security(("bearer" = ["adhesions:read"])),
)]
#[get("/adhesions/{id}")]
pub async fn get_adhesion(
    request: HttpRequest,
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    let (row, _) = find::reachable(&state, &caller, &id, Permission::ReadAdhesion).await?;
    let tag = tag(&state, row.revision, language);
    if conditional::is_unchanged(&request, &tag) {
        return Ok(private(HttpResponse::NotModified(), &tag, language).finish());
    }
    Ok(private(HttpResponse::Ok(), &tag, language).json(find::in_full(&state, &caller, row, language).await?))
}

/// What is shown with an adhesion may change without it: the head of the history stands in the tag too.
fn tag(state: &State, revision: i64, language: Language) -> String {
    conditional::record_tag(revision, language, &format!("json.{}", state.db.head()))
}

fn private(mut response: HttpResponseBuilder, tag: &str, language: Language) -> HttpResponseBuilder {
    response.insert_header((header::ETAG, tag)).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    response.insert_header(conditional::PRIVATE);
    response
}

/// The answer to a change: the adhesion with its new ETag.
pub async fn as_it_is_now(
    state: &State,
    caller: &Caller,
    id: Uuid,
    language: Language,
    response: HttpResponseBuilder,
) -> Result<HttpResponse> {
    let row = adhesion::Entity::find_by_id(id).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let tag = tag(state, row.revision, language);
    Ok(private(response, &tag, language).json(find::in_full(state, caller, row, language).await?))
}
