//! `GET /v1/tokens`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::api_token;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::model::Token;
use crate::{
    db::keyset::{Key, Keyset},
    http::{
        caller::Caller,
        input::Params,
        language::Lang,
        page::{self, Page, PageInfo, PageParams},
        problem::Result,
    },
    policy::Permission,
    state::State,
};

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
    caller: Caller,
    Params(paging): Params<PageParams>,
    _lang: Lang,
) -> Result<HttpResponse> {
    caller.must(Permission::ManageTokens)?;
    let limit = page::limit(paging.limit)?;
    // Ids grow with time.
    let newest_first = Key::new(api_token::Column::Id, true, |row: &api_token::Model| row.id.into());
    let keyset = Keyset::new(vec![newest_first], String::new());
    let query = keyset.page(api_token::Entity::find(), paging.cursor.as_deref(), limit)?;
    let mut rows = query.all(state.db.reader()).await?;
    let next = keyset.cut(&mut rows, limit);
    let total = api_token::Entity::find().count(state.db.reader()).await?;
    let info = PageInfo::new(&request, &state.settings.public_url(), next, Some(total));
    let mut response = HttpResponse::Ok();
    info.link(&mut response);
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(response.json(Page { data: rows.into_iter().map(Token::of).collect::<Result<Vec<_>>>()?, page: info }))
}
