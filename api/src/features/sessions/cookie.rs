//! The cookie that carries the refresh token.

use actix_web::{HttpRequest, http::header};

use super::rules;
use crate::settings::Settings;

const NAME: &str = "thousand_refresh";

/// The refresh token that the browser sent.
pub fn read(request: &HttpRequest) -> Option<String> {
    let headers = request.headers().get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
    let mut pairs = headers.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == NAME && !value.is_empty()).map(|(_, value)| value.to_owned())
}

/// Keeps the token in the browser: out of reach of scripts, and sent only to sessions, only from our own pages.
pub fn set(settings: &Settings, token: &str) -> (header::HeaderName, String) {
    write(settings, token, rules::LIFETIME.num_seconds())
}

pub fn clear(settings: &Settings) -> (header::HeaderName, String) {
    write(settings, "", 0)
}

fn write(settings: &Settings, value: &str, max_age: i64) -> (header::HeaderName, String) {
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    (header::SET_COOKIE, format!("{NAME}={value}; Path=/v1/sessions; HttpOnly; SameSite=Strict; Max-Age={max_age}{secure}"))
}
