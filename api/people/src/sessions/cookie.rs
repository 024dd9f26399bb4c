//! The cookie that carries the refresh token.

use actix_web::{HttpRequest, http::header};
use kernel::settings::Settings;

use super::rules;

/// Where people come by https the prefix has browsers promise that the cookie was set by this host, over https: neither a neighbouring host
/// nor anybody on an unencrypted line can plant one. It costs the narrow path.
const SECURE: (&str, &str) = ("__Host-thousand_refresh", "/");
const PLAIN: (&str, &str) = ("thousand_refresh", "/v1/sessions");

fn name_and_path(settings: &Settings) -> (&'static str, &'static str) {
    if settings.is_secure() { SECURE } else { PLAIN }
}

/// The refresh token that the browser sent.
pub fn read(request: &HttpRequest, settings: &Settings) -> Option<String> {
    let (expected, _) = name_and_path(settings);
    let headers = request.headers().get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
    let mut pairs = headers.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == expected && !value.is_empty()).map(|(_, value)| value.to_owned())
}

/// Keeps the token in the browser: out of reach of scripts, and sent only from our own pages. Only sessions look at it.
pub fn set(settings: &Settings, token: &str) -> (header::HeaderName, String) {
    write(settings, token, rules::LIFETIME.num_seconds())
}

pub fn clear(settings: &Settings) -> (header::HeaderName, String) {
    write(settings, "", 0)
}

fn write(settings: &Settings, value: &str, max_age: i64) -> (header::HeaderName, String) {
    let (name, path) = name_and_path(settings);
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    (header::SET_COOKIE, format!("{name}={value}; Path={path}; HttpOnly; SameSite=Strict; Max-Age={max_age}{secure}"))
}
