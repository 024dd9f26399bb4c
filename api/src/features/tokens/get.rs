//! `GET /v1/tokens/{id}`

use actix_web::{HttpRequest, HttpResponse, get, web};
use entity::api_token;
use sea_orm::EntityTrait;

use super::model::{self, Token};
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

/// Read an API token
///
/// Everything but its secret.
#[utoipa::path(
    operation_id = "get_token",
    tag = super::TAG,
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Id."), crate::openapi::LangParam),
    responses((status = 200, description = "The token.", body = Token)),
)]
#[get("/tokens/{id}")]
pub async fn get_token(
    request: HttpRequest,
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<String>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    caller.must(Permission::ManageTokens)?;
    let row = api_token::Entity::find_by_id(input::id(&id)?).one(state.db.reader()).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let (mut response, unchanged) = conditional::answer(&request, &model::tag(&row, row.revision, language));
    response.insert_header(conditional::PRIVATE);
    Ok(if unchanged { response.finish() } else { response.json(Token::of(state.db.reader(), row).await?) })
}
