//! How an answer is tagged, who may keep it, and in which language it is: decided here and nowhere else.
//!
//! What everybody may read depends on topics of the history, and is told to be unchanged before anything else is read. What only some may
//! read is tagged with a digest of what it says, so that nothing it shows can change without its tag.

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, http::header};
use entity::kinds::Language;
use kernel::{
    db::{Db, Topic},
    problem::{Problem, Result},
};
use serde::Serialize;

use super::conditional::{self, PRIVATE, content_tag};
use crate::failure::Answer;

/// What a public answer depends on, and as of when. Put on it for the cache, which keeps nothing that does not say.
#[derive(Clone, Debug)]
pub struct DependsOn {
    pub(crate) topics: &'static [Topic],
    pub(crate) revision: i64,
}

/// What an answer is going to depend on, as of now. To be taken before anything is read: what changes between the two then counts as changed.
pub fn as_of(db: &Db, topics: &'static [Topic]) -> DependsOn {
    DependsOn { topics, revision: db.revision(topics) }
}

/// Begins the answer to a list that everybody may read; true where it is unchanged and can be finished.
pub fn list(request: &HttpRequest, depends: DependsOn, language: Language, form: &str) -> (HttpResponseBuilder, bool) {
    public(request, &conditional::list_tag(depends.revision, language, form), depends)
}

/// Begins the answer to a record that everybody may read, with its own revision as the tag.
pub fn record(request: &HttpRequest, depends: DependsOn, (revision, language, form): (i64, Language, &str)) -> (HttpResponseBuilder, bool) {
    public(request, &conditional::record_tag(revision, language, form), depends)
}

fn public(request: &HttpRequest, tag: &str, depends: DependsOn) -> (HttpResponseBuilder, bool) {
    let (mut response, unchanged) = conditional::answer(request, tag);
    response.extensions_mut().insert(depends);
    (response, unchanged)
}

/// A record that only some may read: 200, or 304 where it says what the caller knows.
pub fn private_record(request: &HttpRequest, revision: i64, language: Language, record: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(record).map_err(Problem::internal)?;
    let tag = tag_of(revision, language, &body);
    let (response, unchanged) = conditional::answer(request, &tag);
    Ok(private(response, &tag, language, (!unchanged).then_some(body)))
}

/// The answer to what made or changed a record that only some may read.
pub fn private_change(response: HttpResponseBuilder, revision: i64, language: Language, record: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(record).map_err(Problem::internal)?;
    let tag = tag_of(revision, language, &body);
    Ok(private(response, &tag, language, Some(body)))
}

/// The tag of a record that only some may read. The revision stands first, where `If-Match` looks for it.
pub fn private_tag(revision: i64, language: Language, record: &impl Serialize) -> Result<String> {
    Ok(tag_of(revision, language, &serde_json::to_vec(record).map_err(Problem::internal)?))
}

fn tag_of(revision: i64, language: Language, body: &[u8]) -> String {
    let digest = content_tag(body);
    let digest: String = digest.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    conditional::record_tag(revision, language, &format!("json.{digest}"))
}

fn private(mut response: HttpResponseBuilder, tag: &str, language: Language, body: Option<Vec<u8>>) -> HttpResponse {
    response.insert_header((header::ETAG, tag)).insert_header((header::CONTENT_LANGUAGE, language.as_str())).insert_header(PRIVATE);
    match body {
        Some(body) => response.content_type("application/json").body(body),
        None => response.finish(),
    }
}
