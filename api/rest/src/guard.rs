//! Strangers are refused before anything of their request is read, and so is a language that nobody speaks here.
//!
//! The document says which operations need a sign-in (`security` in `#[utoipa::path]`). Without credentials
//! such an operation answers 401 whatever else is wrong with the request: a stranger learns nothing about
//! records or fields, and cannot make the server read a body. Credentials that are no good are refused everywhere. What they
//! allow is decided later, by [`kernel::caller::Caller`].

use std::collections::{HashMap, HashSet};

use actix_web::{
    Error,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ResourceDef, ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web,
};
use kernel::problem::{Code, Problem};
use utoipa::openapi::{OpenApi, path::Operation};

use super::{caller::identify, language};
use crate::failure::Failure;

/// The operations that need a sign-in.
#[derive(Default)]
pub struct Guarded {
    /// By method and noun, so that a public noun costs no comparison.
    patterns: HashMap<(&'static str, String), Vec<ResourceDef>>,
    /// Addresses that a pattern could swallow, such as `…/preview` beside `…/{id}`.
    open: HashSet<(&'static str, String)>,
}

impl Guarded {
    pub fn of(document: &OpenApi) -> Self {
        let mut guarded = Self::default();
        for (path, item) in &document.paths.paths {
            for (method, operation) in METHODS.into_iter().zip([&item.get, &item.post, &item.put, &item.patch, &item.delete]) {
                match operation {
                    Some(operation) if needs_sign_in(operation) => {
                        let of_noun = guarded.patterns.entry((method, noun(path).to_owned())).or_default();
                        of_noun.push(ResourceDef::new(path.as_str()));
                    }
                    Some(_) => drop(guarded.open.insert((method, path.clone()))),
                    // A method that a literal address does not have is told so, even where a pattern beside it has the method.
                    None if !path.contains('{') => drop(guarded.open.insert((method, path.clone()))),
                    None => {}
                }
            }
        }
        guarded
    }

    fn guards(&self, method: &str, path: &str) -> bool {
        let Some(method) = METHODS.into_iter().find(|known| *known == method) else { return false };
        let Some(patterns) = self.patterns.get(&(method, noun(path).to_owned())) else { return false };
        patterns.iter().any(|pattern| pattern.is_match(path)) && !self.open.contains(&(method, path.to_owned()))
    }
}

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// What stands behind `/v1/`.
fn noun(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default()
}

/// An empty requirement among several makes the sign-in optional; an empty object is written as `{}`.
fn needs_sign_in(operation: &Operation) -> bool {
    let requirements = operation.security.iter().flatten();
    let mut found = false;
    for requirement in requirements {
        found = true;
        if serde_json::to_value(requirement).is_ok_and(|value| value.as_object().is_none_or(serde_json::Map::is_empty)) {
            return false;
        }
    }
    found
}

pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, Error> {
    let stranger = !request.headers().contains_key(header::AUTHORIZATION);
    let guarded = request.app_data::<web::Data<Guarded>>();
    if stranger && guarded.is_some_and(|guarded| guarded.guards(request.method().as_str(), request.path())) {
        return Ok(request.error_response(Failure(Problem::new(Code::NotSignedIn))).map_into_right_body());
    }
    // Also where nobody needs to sign in: whoever shows a credential is told that it is no good, and not answered as a stranger.
    if let Err(problem) = identify(request.request()).await
        && !(problem.code == Code::SessionOver && signs_out(&request))
    {
        return Ok(request.error_response(Failure(problem)).map_into_right_body());
    }
    // Refused here, so that no operation has to remember.
    if let Err(problem) = language::negotiate(request.request()) {
        return Ok(request.error_response(Failure(problem)).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

/// An expired access token must not keep anybody from signing out.
fn signs_out(request: &ServiceRequest) -> bool {
    request.method() == Method::DELETE && request.path() == "/v1/sessions/current"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_document_secures_is_guarded_and_nothing_else() {
        let document: OpenApi = serde_json::from_value(serde_json::json!({
            "openapi": "3.1.0", "info": { "title": "", "version": "" },
            "paths": {
                "/v1/things": {
                    "get": { "responses": {} },
                    "post": { "responses": {}, "security": [{ "bearer": [] }] },
                },
                "/v1/things/{id}": { "post": { "responses": {}, "security": [{ "bearer": [] }] } },
                "/v1/things/preview": { "post": { "responses": {} } },
                "/v1/either": { "post": { "responses": {}, "security": [{}, { "bearer": [] }] } },
            },
        }))
        .expect("a document");
        let guarded = Guarded::of(&document);
        assert!(guarded.guards("POST", "/v1/things"));
        assert!(guarded.guards("POST", "/v1/things/7"));
        for (method, path) in [("GET", "/v1/things"), ("POST", "/v1/things/preview"), ("POST", "/v1/either"), ("PUT", "/v1/things")] {
            assert!(!guarded.guards(method, path), "{method} {path}");
        }
    }
}
