//! `GET /v1/users/{id}`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::user;
use sea_orm::EntityTrait;

use super::model::User;
use crate::{
    http::{
        caller::Caller,
        conditional, input,
        language::Lang,
        problem::{Code, Problem, Result},
    },
    policy::Permission,
    state::State,
};

/// Read a person
///
/// For administrators; the ETag is what changing the person asks for.
#[utoipa::path(
    operation_id = "get_user",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the person."), crate::openapi::LangParam),
    responses((status = 200, description = "The person.", body = User)),
    security(("bearer" = [])),
)]
#[get("/users/{id}")]
pub async fn get_user(
    request: HttpRequest,
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    caller.must(Permission::ManagePeople)?;
    let row = user::Entity::find_by_id(input::id(&id)?).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let tag = conditional::record_tag(row.revision, language, &format!("json.{}", state.db.head()));
    let (mut response, unchanged) = conditional::answer(&request, &tag);
    response.insert_header(conditional::PRIVATE).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(if unchanged { response.finish() } else { response.json(User::of(&state, row, language).await?) })
}
