//! `POST /v1/access-requests/{id}/decline`

use actix_web::{post, web};
use entity::{
    facts,
    kinds::{AccessRefusal, AccessRequestState},
};
use kernel::{
    fields::{Fields, tidy},
    mail::{About, Mail, Recipient, Template},
    policy::Permission,
    problem::FieldCode,
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

/// Why not.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessRefused {
    reason: AccessRefusal,
    /// The secretariat's own words, mailed with the reason. Required with `other`.
    #[schema(max_length = 2000, example = "Please write from your official address.")]
    text: Option<String>,
}

/// Decline a request for access
///
/// Who asked is told by mail, with the reason in their language and the secretariat's own words; nothing that they typed is repeated, since
/// nobody has verified the address. By the secretariat, whose people alone decide.
#[utoipa::path(
    operation_id = "decline_access_request",
    tag = super::TAG,
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the request."),
        rest::parameters::LangParam,
        rest::parameters::IfMatchParam,
    ),
    request_body(
        content = AccessRefused,
        example = json!({ "reason": "address_not_official", "text": "Please write from your official address." }),
    ),
    responses(
        (status = 200, description = "The request as it is now.", body = AccessRequest),
        (status = 409, description = "`wrong_state`: it was answered before."),
    ),
    security(("bearer" = [])),
)]
#[post("/access-requests/{id}/decline")]
pub async fn decline_access_request(
    SignedIn(caller): SignedIn,
    state: web::Data<State>,
    id: web::Path<String>,
    Lang(language): Lang,
    if_match: IfMatch,
    Body(AccessRefused { reason, text }): Body<AccessRefused>,
) -> Answer {
    caller.must(Permission::AnswerAccessRequests)?;
    let id = input::id(&id)?;
    let mut fields = Fields::default();
    fields.optional_prose("/text", text.as_deref(), rules::PROSE);
    let text = text.as_deref().and_then(tidy);
    fields.require("/text", text.is_some() || reason != AccessRefusal::Other, FieldCode::Required);
    fields.finish()?;
    let (mut tx, _) = caller.write(&state, Permission::AnswerAccessRequests).await?;
    let mut row = rules::take(&tx, id, &if_match).await?;
    row.refusal = Some(reason);
    row.refusal_text = text;
    let facts = facts!({ "territory": row.territory_id, "reason": reason });
    rules::answer(&mut tx, row, AccessRequestState::Declined, facts).await?;
    Mail::new(Template::AccessDeclined, Recipient::AccessRequest(id)).about(About::AccessRequest(id)).enqueue(&tx).await?;
    tx.commit().await?;
    find::as_it_is_now(&state, id, language).await
}
