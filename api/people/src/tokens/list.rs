//! `GET /v1/tokens`

use actix_web::{HttpRequest, get, web};
use entity::api_token;
use kernel::{
    db::keyset::{Key, Keyset},
    policy::Permission,
    state::State,
};
use rest::{
    caller::Anybody,
    failure::Answer,
    input::Params,
    page::{self, Page, PageParams},
};
use sea_orm::EntityTrait;

use super::model::Token;

/// List API tokens
///
/// Newest first, those expired and revoked included. Never the secrets.
#[utoipa::path(
    operation_id = "list_tokens",
    tag = super::TAG,
    security(("bearer" = [])),
    params(PageParams),
    responses((status = 200, description = "A page of tokens.", body = Page<Token>)),
)]
#[get("/tokens")]
pub async fn list_tokens(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    Params(paging): Params<PageParams>,
) -> Answer {
    caller.must(Permission::ManageTokens)?;
    // Ids grow with time.
    let newest_first = Key::new(api_token::Column::Id, true, |row: &api_token::Model| row.id.into());
    let keyset = Keyset::new(vec![newest_first], String::new());
    let (rows, info) = page::read(&request, &state, &keyset, api_token::Entity::find(), &paging).await?;
    page::private(&request, Token::all_of(state.db.reader(), rows).await?, info)
}
