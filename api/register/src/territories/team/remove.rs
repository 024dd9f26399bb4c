//! `DELETE /v1/territories/{id}/team/{user_id}`

use actix_web::{HttpResponse, delete, web};
use kernel::{
    caller::Caller,
    mail::{About, Mail, Recipient, Template},
    party,
    policy::Permission,
    problem::{Code, Problem},
};
use people::users::{self, team};
use rest::{caller::SignedIn, failure::Answer, input};

use crate::state::State;

/// Take somebody out of a team
///
/// By its lead or the secretariat; everybody may leave by themselves. It counts at once, and who was removed by others is told by mail.
/// The open invitations to them, and from them, are revoked. The last lead stays, unless the secretariat decides otherwise.
#[utoipa::path(
    operation_id = "remove_team_member",
    tag = users::TAG,
    params(
        ("id" = String, Path, description = "Id or slug of the territory.", example = "barcelona"),
        ("user_id" = uuid::Uuid, Path, description = "Id of the person."),
    ),
    responses(
        (status = 204, description = "They no longer work on the territory."),
        (status = 409, description = "`last_lead`: nobody else leads the team."),
        (status = 410, description = party::GONE),
    ),
    security(("bearer" = ["people:write"])),
)]
#[delete("/territories/{id}/team/{user_id}")]
pub async fn remove_team_member(SignedIn(caller): SignedIn, state: web::Data<State>, path: web::Path<(String, String)>) -> Answer {
    let (key, user) = path.into_inner();
    let territory = party::by_id_or_slug(state.db.reader(), &key).await?.id;
    let user = input::id(&user)?;
    let leaves = matches!(&caller, Caller::Person { user: own, .. } if own.id == user);
    let right = if leaves { Permission::LeaveTeam(territory) } else { Permission::ManageTeam(territory) };
    caller.must(right).map_err(|problem| if leaves { Problem::new(Code::NotFound) } else { problem })?;
    let (mut tx, caller) = caller.write(&state, right).await?;
    let members = team::for_change(&tx, territory).await?;
    team::member(&members, user)?;
    if !caller.may(Permission::LeaveWithoutLead(territory)) {
        team::keep_a_lead(&tx, &members, user).await?;
    }
    team::leave(&mut tx, territory, user).await?;
    if !leaves {
        Mail::new(Template::RemovedFromTeam, Recipient::User(user)).about(About::Territory(territory)).enqueue(&tx).await?;
    }
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
