//! One address has one spelling: `%74` is a `t` (RFC 3986, section 6.2.2.2).
//!
//! Routing compares what the characters of a path stand for. Every layer compares the path as it is written, so it is written plainly before
//! any of them sees it.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::uri::{PathAndQuery, Uri},
    middleware::Next,
};
use kernel::problem::{Code, Problem};
use percent_encoding::percent_decode_str;

use crate::failure::Failure;

/// The outermost layer: puts the plain spelling in the place of the one that was sent.
pub async fn plain(mut request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(path) = plainly(request.path()) {
        let uri = with_path(request.uri().clone(), &path).ok_or_else(|| Failure(Problem::new(Code::NotFound)))?;
        request.head_mut().uri = uri;
    }
    next.call(request).await
}

/// A path without needless encoding; nothing where it has none. What needs encoding stays encoded, and nothing is decoded twice.
fn plainly(path: &str) -> Option<String> {
    let mut pieces = path.split('%');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match unreserved(piece) {
            Some(c) => plain.extend([c].into_iter().chain(piece.chars().skip(2))),
            None => plain.extend(['%'].into_iter().chain(piece.chars())),
        }
    }
    (plain != path).then_some(plain)
}

/// The character that two digits stand for, if it needs no encoding (section 2.3).
fn unreserved(digits: &str) -> Option<char> {
    let encoded = format!("%{}", digits.get(..2)?);
    let mut bytes = percent_decode_str(&encoded);
    let c = char::from(bytes.next()?);
    (bytes.next().is_none() && (c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'))).then_some(c)
}

fn with_path(uri: Uri, path: &str) -> Option<Uri> {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{path}{query}")).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_encoding_is_plain_and_the_rest_stays() {
        for (path, plain) in [
            ("/v1/%74okens", "/v1/tokens"),
            ("/%761/%54%6f%6B%2d%2E%5F%7e%30", "/v1/Tok-._~0"),
            ("/v1/a%2Fb%74", "/v1/a%2Fbt"),
            ("/v1/%2574okens%61", "/v1/%2574okensa"),
            ("/v1/caf%C3%A9/%63", "/v1/caf%C3%A9/c"),
        ] {
            assert_eq!(plainly(path).as_deref(), Some(plain), "{path}");
        }
        for path in ["/v1/tokens", "/", "", "/v1/%2Fa", "/v1/%", "/v1/%4", "/v1/%zz", "/v1/%é", "/v1/%2574", "/v1/%00", "/v1/%20"] {
            assert_eq!(plainly(path), None, "{path}");
        }
    }

    #[test]
    fn the_rest_of_the_address_is_as_it_was() {
        let uri = |text: &str| text.parse::<Uri>().expect("an address");
        assert_eq!(with_path(uri("/v1/%61?q=%61"), "/v1/a").expect("an address"), uri("/v1/a?q=%61"));
        assert_eq!(with_path(uri("http://x.example/%61"), "/a").expect("an address"), uri("http://x.example/a"));
    }
}
