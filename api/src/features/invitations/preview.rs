//! `POST /v1/invitations/preview`

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    find,
    model::{InvitedTo, Role},
    rules,
};
use crate::{
    features::users,
    http::{input::Body, problem::Result},
    state::State,
};

/// The secret of the mailed link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    #[schema(example = "Xw3Q0c")]
    token: String,
}

/// What accepting would mean.
#[derive(Serialize, ToSchema)]
pub struct Preview {
    #[schema(example = "colleague@example.org")]
    email: String,
    role: Role,
    territory: Option<InvitedTo>,
    /// The address has no account with a password yet: accepting asks for a new one, otherwise for that of the account.
    needs_password: bool,
}

/// Look at an invitation
///
/// By the secret of the mailed link; changes nothing.
#[utoipa::path(
    operation_id = "preview_invitation",
    tag = super::TAG,
    request_body = Opened,
    responses(
        (status = 200, description = "What it is to.", body = Preview),
        (status = 404, description = "`link_invalid`."),
        (status = 410, description = "`link_expired`."),
    ),
)]
#[post("/invitations/preview")]
pub async fn preview_invitation(state: web::Data<State>, Body(Opened { token }): Body<Opened>) -> Result<HttpResponse> {
    let db = state.db.reader();
    let row = find::by_secret(db, &token, state.chance.now()).await?;
    let territory = find::territory(db, &row).await?;
    let user = users::find::by_key(db, &row.email_key).await?;
    let preview = Preview {
        role: row.role.parse().unwrap_or(Role::Editor),
        territory: territory.as_ref().map(InvitedTo::of),
        needs_password: rules::may_choose(user.as_ref(), &row)?,
        email: row.email,
    };
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(preview))
}
