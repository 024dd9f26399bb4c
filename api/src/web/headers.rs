//! The headers that keep browsers from doing what a page never meant.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
    web,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use register::state::State;
use sha2::{Digest, Sha256};

const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// For everything that is not a page: nothing in it may load or run anything.
const CLOSED_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

pub async fn security(request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let secure = request.app_data::<web::Data<State>>().is_some_and(|state| state.settings.is_secure());
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Scripts, styles and fonts do as their page's policy says. There are many on each page, and half of their headers would be for nothing.
    let is_part_of_pages = headers.get(header::CACHE_CONTROL).is_some_and(|policy| policy.as_bytes().ends_with(b"immutable"));
    if is_part_of_pages {
        return Ok(response);
    }
    for (name, value) in [
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (COOP, "same-origin"),
        (PERMISSIONS, "camera=(), microphone=(), geolocation=(), payment=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CLOSED_POLICY));
    }
    Ok(response)
}

/// The policy of a page: its own files, and its own inline scripts by their digests.
pub fn page_policy(html: &str) -> String {
    let mut scripts = String::from("'self'");
    for script in inline_scripts(html) {
        scripts.push_str(&format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script.as_bytes()))));
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The text between `<script>` and `</script>` of scripts that have no `src`.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        let Some(open) = rest[start..].find('>') else { break };
        let body = &rest[start + open + 1..];
        let Some(end) = body.find("</script") else { break };
        if !rest[start..start + open].contains(" src") && end > 0 {
            found.push(&body[..end]);
        }
        rest = &body[end..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_their_digest_only() {
        let html = r#"<script src="/a.js"></script><script>let a = 1;</script><script type="module">b()</script>"#;
        assert_eq!(inline_scripts(html), ["let a = 1;", "b()"]);
        assert_eq!(page_policy(html).matches("'sha256-").count(), 2);
        assert!(!page_policy(html).contains("unsafe"));
    }
}
