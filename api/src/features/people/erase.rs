//! `POST /v1/people/erase`

use actix_web::{HttpResponse, post, web};

use super::PersonIn;
use crate::{
    http::{caller::SignedIn, conditional, input::Body, problem::Result},
    personal::erase::{self, Erasure},
    policy::Permission,
    state::State,
};

/// Erase a person
///
/// For administrators. The account goes with its sessions, teams and links, the tokens and open invitations it has handed out are revoked; what
/// names the person elsewhere is taken out, in the history too, whose chain stays whole. What a government promised and what was decided on it
/// stays, without them, and so do the government's own texts and files. It cannot be undone; done again, it finds nothing. Copies in backups
/// and mails that were sent are not reached.
#[utoipa::path(
    operation_id = "erase_person",
    tag = super::TAG,
    params(crate::openapi::LangParam),
    request_body(content = PersonIn, example = json!({ "email": "nora@city.example.org" })),
    responses(
        (status = 200, description = "What was erased.", body = Erasure),
        (status = 409, description = "`last_administrator`: nobody could look after the installation any more."),
    ),
    security(("bearer" = [])),
)]
#[post("/people/erase")]
pub async fn erase_person(SignedIn(caller): SignedIn, state: web::Data<State>, Body(person): Body<PersonIn>) -> Result<HttpResponse> {
    caller.must(Permission::HandlePersonalData)?;
    person.check()?;
    let begin = async || Ok(caller.write(&state, Permission::HandlePersonalData).await?.0);
    let erasure = erase::erase(&state, begin, &person.email).await?;
    Ok(HttpResponse::Ok().insert_header(conditional::PRIVATE).json(erasure))
}
