//! `GET /v1/users/{id}`

use actix_web::{HttpRequest, get, web};
use entity::user;
use kernel::{
    policy::Permission,
    problem::{Code, Problem},
    state::State,
};
use rest::{answer, caller::Anybody, failure::Answer, input, language::Lang};
use sea_orm::EntityTrait;

use super::model::User;

/// Read a person
///
/// For administrators; the ETag is what changing the person asks for.
#[utoipa::path(
    operation_id = "get_user",
    tag = super::TAG,
    params(("id" = uuid::Uuid, Path, description = "Id of the person."), rest::parameters::LangParam),
    responses((status = 200, description = "The person.", body = User)),
    security(("bearer" = [])),
)]
#[get("/users/{id}")]
pub async fn get_user(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Answer {
    caller.must(Permission::ManagePeople)?;
    let row = user::Entity::find_by_id(input::id(&id)?).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let revision = row.revision;
    answer::private_record(&request, revision, language, &User::of(&state, row, language).await?)
}
