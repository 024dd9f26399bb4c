//! `GET /v1/tokens/{id}`

use actix_web::{HttpRequest, get, web};
use entity::api_token;
use kernel::{
    policy::Permission,
    problem::{Code, Problem},
    state::State,
};
use rest::{answer, caller::Anybody, failure::Answer, input, language::Lang};
use sea_orm::EntityTrait;

use super::model::Token;

/// Read an API token
///
/// Everything but its secret.
#[utoipa::path(
    operation_id = "get_token",
    tag = super::TAG,
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Id."), rest::parameters::LangParam),
    responses((status = 200, description = "The token.", body = Token)),
)]
#[get("/tokens/{id}")]
pub async fn get_token(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Answer {
    caller.must(Permission::ManageTokens)?;
    let row = api_token::Entity::find_by_id(input::id(&id)?).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let revision = row.revision;
    answer::private_record(&request, revision, language, &Token::of(state.db.reader(), row).await?)
}
