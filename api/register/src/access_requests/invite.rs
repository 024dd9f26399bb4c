//! `POST /v1/access-requests/{id}/invite`

use actix_web::{post, web};
use entity::{
    facts,
    kinds::{AccessRequestState, TeamRole},
};
use kernel::{
    email_address::EmailAddress,
    party,
    policy::Permission,
    problem::{Code, Problem},
};
use people::invitations::{
    model::Role,
    rules::{NewInvitation, issue},
};
use rest::{
    caller::SignedIn,
    conditional::IfMatch,
    failure::Answer,
    input::{self, Body},
    language::Lang,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{find, model::AccessRequest, rules};
use crate::state::State;

/// What the person may do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessGrant {
    role: TeamRole,
}

/// Invite who asks for access
///
/// To the government's team. The invitation goes to the address that was given, in the language that was asked in; whoever reads it there
/// joins. By the secretariat, whose people alone decide.
#[utoipa::path(
    operation_id = "invite_access_request",
    tag = super::TAG,
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the request."),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = AccessGrant, example = json!({ "role": "lead" })),
    responses(
        (status = 200, description = "The request as it is now.", body = AccessRequest),
        (status = 409, description = "`wrong_state`: it was answered before."),
        (status = 410, description = party::GONE),
    ),
    security(("bearer" = [])),
)]
#[post("/access-requests/{id}/invite")]
pub async fn invite_access_request(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(AccessGrant { role }): Body<AccessGrant>,
) -> Answer {
    caller.must(Permission::AnswerAccessRequests)?;
    let id = input::id(&id)?;
    let (mut tx, _) = caller.write(&state, Permission::AnswerAccessRequests).await?;
    let mut row = rules::take(&tx, id, &if_match).await?;
    let invitation = NewInvitation {
        email: EmailAddress::parse(&row.email).map_err(|_| Problem::new(Code::WrongState))?,
        language: row.language,
        territory_id: Some(row.territory_id),
        role: match role {
            TeamRole::Lead => Role::Lead,
            TeamRole::Editor => Role::Editor,
        },
    };
    let invitation = issue(&mut tx, &state.keys, invitation).await?;
    row.invitation_id = Some(invitation.id);
    let facts = facts!({ "territory": row.territory_id, "role": role, "invitation": invitation.id });
    rules::answer(&mut tx, row, AccessRequestState::Invited, facts).await?;
    tx.commit().await?;
    find::as_it_is_now(&state, id, language).await
}
