//! `GET /v1/users`

use actix_web::{HttpRequest, get, web};
use entity::user;
use kernel::{
    db::keyset::{Key, Keyset},
    policy::Permission,
    state::State,
};
use rest::{
    caller::Anybody,
    failure::Answer,
    input::Params,
    language::Lang,
    page::{self, Page, PageParams},
};
use sea_orm::EntityTrait;

use super::model::User;

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
    Anybody(caller): Anybody,
    Params(paging): Params<PageParams>,
    Lang(language): Lang,
) -> Answer {
    caller.must(Permission::ManagePeople)?;
    let keyset = Keyset::new(
        vec![
            Key::new(user::Column::CreatedAt, true, |row: &user::Model| row.created_at.into()),
            Key::new(user::Column::Id, true, |row: &user::Model| row.id.into()),
        ],
        String::new(),
    );
    let (rows, info) = page::read(&request, &state, &keyset, user::Entity::find(), &paging).await?;
    page::private(&request, User::all_of(&state, rows, language).await?, info)
}
