//! Bodies and queries, read so that every mistake becomes a documented problem.

use std::str::FromStr;

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use futures_util::{StreamExt, future::LocalBoxFuture};
use kernel::problem::{Code, FieldCode, FieldError, Problem, Result};
use serde::de::DeserializeOwned;

use crate::failure::{Answer, Failure, of_body};

/// The largest JSON body, in bytes.
pub const JSON_LIMIT: usize = 256 * 1024;

/// A JSON body. Syntax errors are 400; wrong types and unknown members are 422 with a pointer.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Answer<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = media_type(request);
        let mut payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            if !matches!(kind.as_deref(), Some("application/json" | "application/merge-patch+json")) {
                return Err(Problem::new(Code::UnsupportedMediaType).into());
            }
            let stream = (&mut payload).await.map_err(|_| Problem::new(Code::MalformedRequest))?;
            let bytes = read_up_to(stream, JSON_LIMIT).await?;
            Ok(Self(parse(&bytes)?))
        })
    }
}

/// The body `{}` of an operation that needs nothing said.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct Nothing {}

fn media_type(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(header.split(';').next()?.trim().to_ascii_lowercase())
}

async fn read_up_to(mut payload: web::Payload, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(of_body)?;
        if bytes.len() + chunk.len() > limit {
            return Err(Problem::new(Code::TooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Parses JSON, pointing at what is wrong.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // PostgreSQL cannot keep NUL in a text, and no honest text has one.
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| Problem::new(Code::MalformedJson))?;
    if let Some(pointer) = find_nul(&value, String::new()) {
        return Err(Problem::field(pointer, FieldCode::ControlCharacters));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = pointer(error.path());
        let message = error.inner().to_string();
        // `missing field `x`` and `unknown field `x`` are reported at the parent.
        let named = message.split('`').nth(1).unwrap_or_default();
        let (pointer, code) = if message.starts_with("missing field") {
            (format!("{pointer}/{named}"), FieldCode::Required)
        } else if message.starts_with("unknown field") {
            (if pointer.ends_with(&format!("/{named}")) { pointer } else { format!("{pointer}/{named}") }, FieldCode::UnknownField)
        } else if message.starts_with("unknown variant") {
            (pointer, FieldCode::UnknownValue)
        } else if message.contains("YYYY") {
            (pointer, FieldCode::NotADate)
        } else {
            (pointer, FieldCode::WrongType)
        };
        Problem::fields(vec![FieldError { pointer, code, limit: None }])
    })
}

fn find_nul(value: &serde_json::Value, at: String) -> Option<String> {
    match value {
        serde_json::Value::String(text) => text.contains('\0').then_some(at),
        serde_json::Value::Array(items) => items.iter().enumerate().find_map(|(i, item)| find_nul(item, format!("{at}/{i}"))),
        serde_json::Value::Object(members) => members.iter().find_map(|(name, item)| {
            let here = format!("{at}/{}", escape(name));
            if name.contains('\0') { Some(here) } else { find_nul(item, here) }
        }),
        _ => None,
    }
}

/// RFC 6901.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escape(key)),
            Segment::Enum { variant } => format!("/{}", escape(variant)),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// Query parameters; a mistake is 400 and names the parameter.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Params<T> {
    type Error = Failure;
    type Future = std::future::Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(read_query(request.query_string()).map(Self).map_err(Failure))
    }
}

/// As [`Params`], for code that is not a handler.
pub fn read_query<T: DeserializeOwned>(query: &str) -> Result<T> {
    if query.contains("%00") {
        return Err(Problem::new(Code::InvalidQuery));
    }
    // Whoever leaves a value out may have forgotten it: guessing would answer another question.
    if let Some((name, _)) = url::form_urlencoded::parse(query.as_bytes()).find(|(_, value)| value.is_empty()) {
        return Err(Problem::query(&name, FieldCode::Required));
    }
    let deserializer = serde_html_form::Deserializer::new(url::form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let parameter = error.path().to_string();
        Problem::query(&parameter, FieldCode::WrongType)
    })
}

/// Different values of one parameter: each becomes a part of a query.
const MOST_VALUES: usize = 50;

/// Several values of one parameter, separated by commas, each once.
pub fn several<T: FromStr>(parameter: &str, text: Option<&str>) -> Result<Option<Vec<T>>> {
    let Some(text) = text else { return Ok(None) };
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split(',').map(str::trim) {
        if parts.contains(&part) {
            continue;
        }
        if parts.len() == MOST_VALUES {
            return Err(Problem::query(parameter, FieldCode::TooMany).bound(MOST_VALUES as u64));
        }
        parts.push(part);
    }
    let parsed: std::result::Result<Vec<T>, _> = parts.into_iter().map(str::parse).collect();
    parsed.map(Some).map_err(|_| Problem::query(parameter, FieldCode::UnknownValue))
}

/// Longer than any name.
const LONGEST_SEARCH: usize = 200;

/// What was typed into `q`, if anything was.
pub fn search_text(q: Option<&str>) -> Result<Option<&str>> {
    let q = q.map(str::trim).filter(|q| !q.is_empty());
    if q.is_some_and(|q| q.chars().count() > LONGEST_SEARCH) {
        return Err(Problem::query("q", FieldCode::TooLong).bound(LONGEST_SEARCH as u64));
    }
    Ok(q)
}

/// A path parameter that is an id; anything else does not exist.
pub fn id(text: &str) -> Result<uuid::Uuid> {
    uuid::Uuid::try_parse(text).map_err(|_| Problem::new(Code::NotFound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read by the parser")]
    struct Sample {
        name: String,
        items: Option<Vec<u8>>,
    }

    fn problem(body: &str) -> (Code, Option<(String, FieldCode)>) {
        let problem = parse::<Sample>(body.as_bytes()).expect_err("must fail");
        (problem.code, problem.errors.first().map(|e| (e.pointer.clone(), e.code)))
    }

    #[test]
    fn mistakes_point_at_themselves() {
        assert_eq!(problem("{"), (Code::MalformedJson, None));
        let at = |pointer: &str, code| (Code::InvalidFields, Some((pointer.to_owned(), code)));
        assert_eq!(problem("{}"), at("/name", FieldCode::Required));
        assert_eq!(problem(r#"{"name":1}"#), at("/name", FieldCode::WrongType));
        assert_eq!(problem(r#"{"name":"x","items":[1,"a"]}"#), at("/items/1", FieldCode::WrongType));
        assert_eq!(problem(r#"{"name":"x","other":1}"#), at("/other", FieldCode::UnknownField));
        assert_eq!(problem(r#"{"name":"a\u0000b"}"#), at("/name", FieldCode::ControlCharacters));
    }
}
