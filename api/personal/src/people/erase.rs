//! `POST /v1/people/erase`

use actix_web::{HttpResponse, post, web};
use kernel::policy::Permission;
use register::state::State;
use rest::{caller::SignedIn, conditional, failure::Answer, input::Body};

use super::PersonIn;
use crate::erase::{self, Erasure};

/// Erase a person
///
/// For administrators. The account goes with its sessions, teams and links, the tokens and open invitations it has handed out are revoked; what
/// names the person elsewhere is taken out, in the history too, whose chain stays whole. What a government promised and what was decided on it
/// stays, without them, and so do the government's own texts and files. It cannot be undone; done again, it finds nothing. Copies in backups
/// and mails that were sent are not reached.
#[utoipa::path(
    operation_id = "erase_person",
    tag = super::TAG,
    params(rest::parameters::LangParam),
    request_body(content = PersonIn, example = json!({ "email": "nora@city.example.org" })),
    responses(
        (status = 200, description = "What was erased.", body = Erasure),
        (status = 409, description = "`last_administrator`: nobody could look after the installation any more."),
    ),
    security(("bearer" = [])),
)]
#[post("/people/erase")]
pub async fn erase_person(SignedIn(caller): SignedIn, state: web::Data<State>, Body(person): Body<PersonIn>) -> Answer {
    caller.must(Permission::HandlePersonalData)?;
    person.check()?;
    let begin = async || Ok(caller.write(&state, Permission::HandlePersonalData).await?.0);
    let erasure = erase::erase(&state, begin, &person.email).await?;
    Ok(HttpResponse::Ok().insert_header(conditional::PRIVATE).json(erasure))
}
