//! `GET /v1/invitations`

use actix_web::{HttpRequest, get, web};
use entity::{invitation, kinds::TeamRole};
use kernel::{
    caller::Caller,
    db::keyset::{Key, Keyset},
    policy::Permission,
    problem::{Code, FieldCode, Problem, Result},
    state::State,
};
use rest::{
    caller::Anybody,
    failure::Answer,
    input::Params,
    page::{self, Page, PageParams},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde::Deserialize;
use uuid::Uuid;

use super::{find, model::Invitation, rules};

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct InvitationFilters {
    /// Invitations to this territory's team.
    #[param(value_type = Option<Uuid>)]
    territory_id: Option<String>,
    /// `open`, `accepted`, `revoked` or `expired`.
    #[param(value_type = Option<super::model::InvitationState>)]
    state: Option<String>,
}

/// List invitations
///
/// Newest first: all for administrators, otherwise those to the teams that the caller leads, or may invite to.
#[utoipa::path(
    operation_id = "list_invitations",
    tag = super::TAG,
    params(InvitationFilters, PageParams),
    responses((status = 200, description = "A page of invitations.", body = Page<Invitation>)),
    security(("bearer" = ["people:write"])),
)]
#[get("/invitations")]
pub async fn list_invitations(
    request: HttpRequest,
    state: web::Data<State>,
    Anybody(caller): Anybody,
    Params(filters): Params<InvitationFilters>,
    Params(paging): Params<PageParams>,
) -> Answer {
    let territory: Option<Uuid> =
        filters.territory_id.map(|text| text.parse().map_err(|_| Problem::query("territory_id", FieldCode::UnknownValue))).transpose()?;
    let now = state.chance.now();
    let mut all = Condition::all().add(visible(&caller, territory)?);
    if let Some(wanted) = &filters.state {
        all = all.add(in_state(wanted, now)?);
    }
    let select = invitation::Entity::find().filter(all);
    let keyset = Keyset::new(
        vec![
            Key::new(invitation::Column::CreatedAt, true, |row: &invitation::Model| row.created_at.into()),
            Key::new(invitation::Column::Id, true, |row: &invitation::Model| row.id.into()),
        ],
        format!("{territory:?} {:?}", filters.state),
    );
    let (rows, info) = page::read(&request, &state, &keyset, select, &paging).await?;
    page::private(&request, find::shaped(&state, rows).await?, info)
}

/// What the caller may see, of one territory or of all.
fn visible(caller: &Caller, territory: Option<Uuid>) -> Result<Condition> {
    if let Some(id) = territory {
        caller.must(rules::permission(Some(id)))?;
        return Ok(Condition::all().add(invitation::Column::TerritoryId.eq(id)));
    }
    if caller.may(Permission::ManagePeople) {
        return Ok(Condition::all());
    }
    // A reviewer, or a partner with the scope, may invite to any team.
    match (caller.must(Permission::ManageTeams), caller) {
        (Ok(_), _) => return Ok(Condition::all().add(invitation::Column::TerritoryId.is_not_null())),
        (Err(problem), Caller::Token { territories: Some(bound), .. }) if problem.code == Code::TokenBound => {
            return Ok(Condition::all().add(invitation::Column::TerritoryId.is_in(bound.iter().copied())));
        }
        (Err(problem), Caller::Token { .. }) => return Err(problem),
        (Err(_), _) => {}
    }
    let (_, _, teams) = caller.person()?;
    let led = teams.iter().filter(|member| member.role == TeamRole::Lead).map(|member| member.territory_id);
    Ok(Condition::all().add(invitation::Column::TerritoryId.is_in(led)))
}

fn in_state(wanted: &str, now: chrono::DateTime<chrono::Utc>) -> Result<Condition> {
    use invitation::Column;
    let undecided = Condition::all().add(Column::AcceptedAt.is_null()).add(Column::RevokedAt.is_null());
    match wanted {
        "open" => Ok(undecided.add(Column::ExpiresAt.gt(now))),
        "expired" => Ok(undecided.add(Column::ExpiresAt.lte(now))),
        "accepted" => Ok(Condition::all().add(Column::AcceptedAt.is_not_null())),
        "revoked" => Ok(Condition::all().add(Column::RevokedAt.is_not_null()).add(Column::AcceptedAt.is_null())),
        _ => Err(Problem::query("state", FieldCode::UnknownValue)),
    }
}
