//! `PATCH /v1/territories/{id}/team/{user_id}`

use actix_web::{HttpResponse, patch, web};
use entity::kinds::TeamRole;
use kernel::{party, policy::Permission};
use people::users::{self, team};
use rest::{
    caller::SignedIn,
    conditional,
    failure::Answer,
    input::{self, Body},
};

use super::model::{TeamMember, TeamMemberPatch};
use crate::state::State;

/// Change a role in a team
///
/// By its lead or the secretariat. The role is all that there is to change, so no version is asked for. The last lead stays one, unless
/// the secretariat decides otherwise. The open invitations of who no longer leads are revoked.
#[utoipa::path(
    operation_id = "update_team_member",
    tag = users::TAG,
    params(
        ("id" = String, Path, description = "Id or slug of the territory.", example = "barcelona"),
        ("user_id" = uuid::Uuid, Path, description = "Id of the person."),
    ),
    request_body(content = TeamMemberPatch, content_type = "application/merge-patch+json", example = json!({"role": "lead"})),
    responses(
        (status = 200, description = "The place in the team as it is now.", body = TeamMember),
        (status = 409, description = "`last_lead`: nobody else leads the team."),
        (status = 410, description = party::GONE),
    ),
    security(("bearer" = ["people:write"])),
)]
#[patch("/territories/{id}/team/{user_id}")]
pub async fn update_team_member(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    Body(TeamMemberPatch { role }): Body<TeamMemberPatch>,
) -> Answer {
    let (key, user) = path.into_inner();
    let territory = party::by_id_or_slug(state.db.reader(), &key).await?.id;
    caller.must(Permission::ManageTeam(territory))?;
    let user = input::id(&user)?;
    let (mut tx, caller) = caller.write(&state, Permission::ManageTeam(territory)).await?;
    let members = team::for_change(&tx, territory).await?;
    let mut row = team::member(&members, user)?;
    if role != TeamRole::Lead && !caller.may(Permission::LeaveWithoutLead(territory)) {
        team::keep_a_lead(&tx, &members, user).await?;
    }
    if role != row.role {
        row = team::appoint(&mut tx, row, role).await?;
    }
    tx.commit().await?;
    let shaped = TeamMember::all_of(state.db.reader(), vec![row]).await?;
    Ok(HttpResponse::Ok().insert_header(conditional::PRIVATE).json(shaped.first()))
}
