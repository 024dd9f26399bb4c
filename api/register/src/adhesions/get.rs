//! `GET /v1/adhesions/{id}`

use actix_web::{HttpRequest, HttpResponseBuilder, get, web};
use entity::{adhesion, kinds::Language};
use kernel::{
    caller::Caller,
    policy::Permission,
    problem::{Code, Problem},
};
use rest::{answer, caller::SignedIn, failure::Answer, language::Lang};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::{find, model::Adhesion};
use crate::state::State;

/// Read an adhesion
///
/// Its answers, what is still missing, where it stands, and how many comments there are. For the territory's team and the secretariat. The
/// ETag stays good for changing the adhesion when somebody comments.
#[utoipa::path(
    operation_id = "get_adhesion",
    tag = super::TAG,
    params(("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"), rest::parameters::LangParam),
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
) -> Answer {
    let (row, _) = find::reachable(&state, &caller, &id, Permission::ReadAdhesion).await?;
    let revision = row.revision;
    answer::private_record(&request, revision, language, &find::in_full(&state, &caller, row, language).await?)
}

/// The answer to a change: the adhesion with its new ETag.
pub async fn as_it_is_now(state: &State, caller: &Caller, id: Uuid, language: Language, response: HttpResponseBuilder) -> Answer {
    let row = adhesion::Entity::find_by_id(id).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let revision = row.revision;
    answer::private_change(response, revision, language, &find::in_full(state, caller, row, language).await?)
}
