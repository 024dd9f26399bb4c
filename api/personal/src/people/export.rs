//! `POST /v1/people/export`

use actix_web::{HttpResponse, post, web};
use entity::kinds::SubjectKind;
use kernel::{db::Entry, policy::Permission};
use register::state::State;
use rest::{caller::SignedIn, conditional, failure::Answer, input::Body};

use super::PersonIn;
use crate::export::{self, Export};

/// Export what is kept of a person
///
/// For administrators, to answer whoever asks what is kept of them: every row that is theirs or names them, by address and by the names that
/// stand beside it, with or without an account. Secrets and what is said of others are left out. Nothing changes, but the history notes who
/// asked, and not of whom.
#[utoipa::path(
    operation_id = "export_person",
    tag = super::TAG,
    params(rest::parameters::LangParam),
    request_body(content = PersonIn, example = json!({ "email": "nora@city.example.org" })),
    responses(
        (status = 200, description = "Everything found; no tables where there is nothing.", body = Export),
    ),
    security(("bearer" = [])),
)]
#[post("/people/export")]
pub async fn export_person(SignedIn(caller): SignedIn, state: web::Data<State>, Body(person): Body<PersonIn>) -> Answer {
    caller.must(Permission::HandlePersonalData)?;
    person.check()?;
    // Who is still allowed to now that the body is here; noted before anything is shown.
    let (mut tx, now) = caller.write(&state, Permission::HandlePersonalData).await?;
    let (by, ..) = now.person()?;
    tx.record(Entry::internal("person.exported", SubjectKind::User, by.id));
    tx.commit().await?;
    let found = export::export(&state, &person.email).await?;
    Ok(HttpResponse::Ok().insert_header(conditional::PRIVATE).json(found))
}
