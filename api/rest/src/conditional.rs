//! ETags, `If-None-Match`, `If-Match` (RFC 9110).

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, dev::Payload, http::header};
use entity::kinds::Language;
use kernel::{
    db::history,
    problem::{Code, Problem, Result},
};

use crate::failure::{Answer, Failure};

/// Changes with every release, so that a new shape is never taken for the old one.
const BUILD: &str = env!("CARGO_PKG_VERSION");

/// For answers that are not for everybody: no cache keeps them.
pub const PRIVATE: (&str, &str) = ("Cache-Control", "private, no-store");

/// The ETag of one record: its last history sequence, and what its form depends on.
pub fn record_tag(revision: i64, language: Language, form: &str) -> String {
    format!("\"{revision}.{}.{form}.{BUILD}\"", language.as_str())
}

/// The weak ETag of a list: the head of the history.
pub fn list_tag(head: i64, language: Language, form: &str) -> String {
    format!("W/\"{head}.{}.{form}.{BUILD}\"", language.as_str())
}

/// The weak ETag of an answer of which not everything is history: a digest of what it says.
pub fn content_tag(content: &[u8]) -> String {
    format!("W/\"{}\"", &history::digest(content)[..32])
}

/// Whether `If-None-Match` names this tag, compared weakly.
pub fn is_unchanged(request: &HttpRequest, tag: &str) -> bool {
    let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|candidate| candidate.trim() == "*" || weak(candidate) == weak(tag))
}

/// A 200 that caches must ask about again, or the 304 that answers such a question.
pub fn answer(request: &HttpRequest, tag: &str) -> (HttpResponseBuilder, bool) {
    let unchanged = is_unchanged(request, tag);
    let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, "no-cache"));
    (response, unchanged)
}

/// The revisions that the caller may have seen, from `If-Match`; none where any will do. Required to change a record.
#[derive(Clone, Debug)]
pub struct IfMatch(Option<Vec<i64>>);

impl IfMatch {
    /// 412 unless the record is still as the caller saw it.
    pub fn check(&self, revision: i64) -> Result<()> {
        if self.0.as_ref().is_none_or(|seen| seen.contains(&revision)) { Ok(()) } else { Err(Problem::new(Code::Stale)) }
    }
}

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read_if_match(request).map_err(Failure))
    }
}

fn read_if_match(request: &HttpRequest) -> Result<IfMatch> {
    let header = request.headers().get(header::IF_MATCH).ok_or_else(|| Problem::new(Code::IfMatchRequired))?;
    let text = header.to_str().map_err(|_| Problem::new(Code::InvalidHeader))?;
    if text.trim() == "*" {
        return Ok(IfMatch(None));
    }
    // A weak tag never matches strongly; the revision is what stands before the first dot.
    let revision = |tag: &str| tag.trim().strip_prefix('"')?.strip_suffix('"')?.split('.').next()?.parse().ok();
    Ok(IfMatch(Some(text.split(',').filter_map(revision).collect())))
}
