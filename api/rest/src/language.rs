//! The caller's language: `?lang=` first, then `Accept-Language`, then English.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use entity::kinds::Language;
use kernel::problem::{FieldCode, Problem, Result};

use super::memo::{Memo, remembered};
use crate::failure::{Answer, Failure};

/// Extractor of the caller's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lang(pub Language);

/// The language of a request; an unknown `lang` parameter is the caller's mistake.
pub fn negotiate(request: &HttpRequest) -> Result<Language> {
    let asked = url::form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "lang");
    match asked {
        Some((_, value)) => value.parse().map_err(|()| Problem::query("lang", FieldCode::UnknownValue)),
        None => Ok(preferred(request)),
    }
}

/// The best language by `Accept-Language` alone.
pub fn preferred(request: &HttpRequest) -> Language {
    thread_local!(static MEMO: Memo<Language> = Memo::default());
    let Some(text) = request.headers().get(header::ACCEPT_LANGUAGE) else { return Language::En };
    remembered(&MEMO, text.as_bytes(), || best(text.to_str().unwrap_or_default()))
}

fn best(header: &str) -> Language {
    const KNOWN: [&str; 4] = ["en", "fr", "es", "ar"];
    // `fr-CA` is served by `fr`.
    let primary = accept_language::parse(header).into_iter().map(|tag| tag.split('-').next().unwrap_or_default().to_lowercase());
    primary.into_iter().find(|tag| KNOWN.contains(&tag.as_str())).and_then(|tag| tag.parse().ok()).unwrap_or(Language::En)
}

impl FromRequest for Lang {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(negotiate(request).map(Self).map_err(Failure))
    }
}
