//! `POST /v1/adhesions/{id}/request-changes`

use actix_web::{HttpResponse, post, web};
use entity::{facts::Facts, kinds::AdhesionState};
use kernel::{
    fields::Fields,
    mail::{About, Template},
    policy::Permission,
};
use rest::{caller::SignedIn, conditional::IfMatch, failure::Answer, input::Body, language::Lang};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{comments, find, get, mails, model::Adhesion, rules};
use crate::state::State;

/// What the team is asked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequest {
    /// Mailed to the team, and kept as a comment on the whole.
    #[schema(max_length = 5000, example = "Please add the date of the council's vote.")]
    message: String,
}

/// Ask for changes
///
/// Gives the adhesion back to the team, which is told by mail.
#[utoipa::path(
    operation_id = "request_adhesion_changes",
    tag = super::TAG,
    params(
        ("id" = String, Path, description = "Id.", example = "01990000-0000-7000-8000-000000000000"),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(content = ChangeRequest, example = json!({ "message": "Please add the date of the council's vote." })),
    responses(
        (status = 200, description = "The adhesion as it is now.", body = Adhesion),
        (status = 409, description = "`wrong_state`: it is not with the secretariat."),
    ),
    security(("bearer" = ["adhesions:decide"])),
)]
#[post("/adhesions/{id}/request-changes")]
pub async fn request_adhesion_changes(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(body): Body<ChangeRequest>,
) -> Answer {
    let (row, right) = find::reachable(&state, &caller, &id, Permission::ReviewAdhesion).await?;
    let mut fields = Fields::default();
    rules::prose("/message", &body.message, &mut fields);
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, right).await?;
    let mut row = rules::take(&tx, row.id, &if_match, &[AdhesionState::Submitted]).await?;
    let (id, territory_id) = (row.id, row.territory_id);
    row.state = AdhesionState::ChangesRequested;
    rules::save(&mut tx, row, "adhesion.changes_requested", Facts::default()).await?;
    let comment = comments::write(&mut tx, comments::Remark { adhesion_id: id, field: None, reply_to: None, body: body.message }).await?;
    mails::tell_team(&tx, territory_id, Template::ChangesRequested, About::Comment(comment.id)).await?;
    tx.commit().await?;
    get::as_it_is_now(&state, &caller, id, language, HttpResponse::Ok()).await
}
