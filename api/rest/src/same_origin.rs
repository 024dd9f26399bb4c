//! Requests that carry a cookie must come from our own pages.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use kernel::{
    problem::{Code, Problem},
    state::State,
};

use crate::failure::{Answer, Failure};

/// Extractor that refuses a request of another site's page. Programs send neither header and pass: what they
/// cannot do is borrow somebody's cookie.
pub struct SameOrigin;

impl FromRequest for SameOrigin {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(if comes_from_here(request) { Ok(Self) } else { Err(Problem::new(Code::CrossSite).into()) })
    }
}

fn comes_from_here(request: &HttpRequest) -> bool {
    let text = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    // Set by the browser itself; also right where a proxy of development changes the address.
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text("origin") else { return true };
    let Some(state) = request.app_data::<web::Data<State>>() else { return false };
    if url::Url::parse(&state.settings.public_url()).is_ok_and(|url| url.origin().ascii_serialization() == origin) {
        return true;
    }
    // Whoever came by another name of this host came by the same scheme: a page on an unencrypted line is not ours where we are on https.
    let scheme = if state.settings.is_secure() { "https" } else { "http" };
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    host.is_some_and(|host| origin == format!("{scheme}://{host}"))
}
