//! `GET /v1/users`

use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use entity::user;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::model::User;
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

/// List people
///
/// Everybody with an account, newest first, for administrators.
#[utoipa::path(
    operation_id = "list_users",
    tag = super::TAG,
    params(PageParams),
    responses((status = 200, description = "A page of people.", body = Page<User>)),
    security(("bearer" = [])),
)]
#[get("/users")]
pub async fn list_users(
    request: HttpRequest,
    state: web::Data<State>,
    caller: Caller,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Result<HttpResponse> {
    caller.must(Permission::ManagePeople)?;
    let limit = page::limit(paging.limit)?;
    let keyset = Keyset::new(
        vec![
            Key::new(user::Column::CreatedAt, true, |row: &user::Model| row.created_at.into()),
            Key::new(user::Column::Id, true, |row: &user::Model| row.id.into()),
        ],
        String::new(),
    );
    let mut rows = keyset.page(user::Entity::find(), paging.cursor.as_deref(), limit)?.all(state.db.reader()).await?;
    let next = keyset.cut(&mut rows, limit);
    let total = user::Entity::find().count(state.db.reader()).await?;
    let info = PageInfo::new(&request, &state.settings.public_url(), next, Some(total));
    let mut response = HttpResponse::Ok();
    info.link(&mut response);
    response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    Ok(response.json(Page { data: User::all_of(&state, rows, language).await?, page: info }))
}
