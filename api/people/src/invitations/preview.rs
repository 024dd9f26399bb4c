//! `POST /v1/invitations/preview`

use actix_web::{HttpResponse, post, web};
use kernel::{links::LinkSecret, state::State};
use rest::{failure::Answer, input::Body};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    find,
    model::{InvitedTo, Role},
    rules,
};
use crate::users;

/// What accepting would mean.
#[derive(Serialize, ToSchema)]
pub struct Preview {
    #[schema(example = "colleague@example.org")]
    email: String,
    role: Role,
    territory: Option<InvitedTo>,
    /// The address has no account with a password yet: accepting asks for a new one, otherwise for that of the account.
    needs_password: bool,
    /// Nobody has said yet whose account it is: accepting asks for a name. One that is there stays.
    needs_name: bool,
}

/// Look at an invitation
///
/// By the secret of the mailed link; changes nothing.
#[utoipa::path(
    operation_id = "preview_invitation",
    tag = super::TAG,
    request_body = LinkSecret,
    responses(
        (status = 200, description = "What it is to.", body = Preview),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_used` or `link_expired`."),
    ),
)]
#[post("/invitations/preview")]
pub async fn preview_invitation(state: web::Data<State>, Body(LinkSecret { token }): Body<LinkSecret>) -> Answer {
    let db = state.db.reader();
    let row = find::by_secret(db, &state.keys, &token, state.chance.now()).await?;
    let territory = find::territory(db, &row).await?;
    let user = users::find::by_key(db, &row.email_key).await?;
    let preview = Preview {
        role: row.role.parse().unwrap_or(Role::Editor),
        territory: territory.as_ref().map(InvitedTo::of),
        needs_password: rules::may_choose(user.as_ref(), &row)?,
        needs_name: rules::needs_name(user.as_ref()),
        email: row.email,
    };
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(preview))
}
