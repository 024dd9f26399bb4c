//! `GET /v1/territories/{id}/team`

use actix_web::{HttpRequest, get, web};
use entity::team_member;
use kernel::{
    db::keyset::{Key, Keyset},
    party,
    policy::Permission,
};
use people::users;
use rest::{
    caller::SignedIn,
    failure::Answer,
    input::Params,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::model::TeamMember;
use crate::state::State;

/// List a territory's team
///
/// Who works on it, in what role and since when, in the order of joining; for the team itself and the secretariat.
#[utoipa::path(
    operation_id = "list_team_members",
    tag = users::TAG,
    params(("id" = String, Path, description = "Id or slug.", example = "barcelona"), PageParams),
    responses(
        (status = 200, description = "A page of the team.", body = Page<TeamMember>),
        (status = 410, description = party::GONE),
    ),
    security(("bearer" = ["people:write"])),
)]
#[get("/territories/{id}/team")]
pub async fn list_team_members(
    SignedIn(caller): SignedIn,
    request: HttpRequest,
    state: web::Data<State>,
    key: web::Path<String>,
    Params(paging): Params<PageParams>,
) -> Answer {
    let db = state.db.reader();
    let territory = party::by_id_or_slug(db, &key).await?.id;
    caller.must(Permission::ReadTeam(territory))?;
    let joined = Key::new(team_member::Column::CreatedAt, false, |row: &team_member::Model| row.created_at.into());
    let person = Key::new(team_member::Column::UserId, false, |row: &team_member::Model| row.user_id.into());
    let keyset = Keyset::new(vec![joined, person], String::new());
    let select = team_member::Entity::find().filter(team_member::Column::TerritoryId.eq(territory));
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    page::private(&request, TeamMember::all_of(db, rows).await?, info)
}
