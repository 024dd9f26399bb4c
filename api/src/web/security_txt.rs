//! `/.well-known/security.txt` (RFC 9116): where to report a hole.

use actix_web::{HttpResponse, get, http::header, web};
use chrono::{Days, SecondsFormat};
use kernel::problem::{Code, Problem};
use register::state::State;
use rest::failure::Answer;

/// The file says how long it can be relied on; it is made anew each time. Shorter than the year that the RFC recommends at most.
const LASTS: Days = Days::new(180);

#[get("/.well-known/security.txt")]
pub async fn security_txt(state: web::Data<State>) -> Answer {
    let Some(contact) = &state.settings.security_contact else { return Err(Problem::new(Code::NotFound).into()) };
    let expires = (state.chance.now() + LASTS).to_rfc3339_opts(SecondsFormat::Secs, true);
    let canonical = format!("{}/.well-known/security.txt", state.settings.public_url());
    let text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en, fr, es, ar\nCanonical: {canonical}\n");
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .body(text))
}
