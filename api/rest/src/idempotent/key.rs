//! The key itself, and digests that stand for it.

use actix_web::http::header::HeaderMap;
use aws_lc_rs::hmac;
use kernel::{
    keys::Keys,
    problem::{Code, Problem, Result},
};

pub const HEADER: &str = "idempotency-key";

const LONGEST: usize = 255;

/// The key: visible characters, bare or as a quoted string of structured fields (RFC 9651).
pub fn read(headers: &HeaderMap) -> Result<String> {
    let wrong = || Problem::new(Code::InvalidHeader);
    let mut values = headers.get_all(HEADER);
    let text = match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().map_err(|_| wrong())?.trim(),
        _ => return Err(wrong()),
    };
    let key = match text.strip_prefix('"') {
        Some(rest) => unquote(rest).ok_or_else(wrong)?,
        None => text.to_owned(),
    };
    let fits = (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(key) } else { Err(wrong()) }
}

fn unquote(rest: &str) -> Option<String> {
    let mut key = String::new();
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => return characters.as_str().is_empty().then_some(key),
            '\\' => key.push(characters.next().filter(|c| matches!(c, '"' | '\\'))?),
            other => key.push(other),
        }
    }
}

/// A digest that nobody can make without our key: what it is of may hold a password.
pub fn digest(keys: &Keys, parts: &[&[u8]]) -> String {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &keys.idempotency));
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.sign().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn key(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HeaderName::from_static(HEADER), HeaderValue::from_str(value).expect("a value"));
        }
        read(&headers).ok()
    }

    #[test]
    fn keys_are_visible_characters_bare_or_quoted() {
        assert_eq!(key(&["abc"]).as_deref(), Some("abc"));
        assert_eq!(key(&[r#""abc""#]).as_deref(), Some("abc"), "quoting does not change the key");
        assert_eq!(key(&[r#""a\"b\\c""#]).as_deref(), Some(r#"a"b\c"#));
        assert!(key(&[&"x".repeat(255)]).is_some());
        for wrong in ["", "\"\"", "a b", "\"abc", "\"a\"b", r#""a\nb""#, "é", &"x".repeat(256)] {
            assert_eq!(key(&[wrong]), None, "{wrong}");
        }
        assert_eq!(key(&["a", "b"]), None, "two keys are none");
    }

    #[test]
    fn parts_cannot_run_into_each_other() {
        let keys = Keys { access_token_seed: [0; 32], mail_links: [0; 32], idempotency: [7; 32] };
        assert_ne!(digest(&keys, &[b"ab", b"c"]), digest(&keys, &[b"a", b"bc"]));
    }
}
