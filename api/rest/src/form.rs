//! The forms that an answer may have, by `Accept`.

use actix_web::{HttpRequest, http::header};
use kernel::problem::{Code, Problem, Result};

use super::memo::{Memo, remembered};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Json,
    Csv,
    GeoJson,
}

/// The form that the caller likes best of those there are; 406 where it likes none.
pub fn negotiate(request: &HttpRequest) -> Result<Form> {
    thread_local!(static MEMO: Memo<Option<Form>> = Memo::default());
    let Some(header) = request.headers().get(header::ACCEPT) else { return Ok(Form::Json) };
    let text = header.to_str().map_err(|_| Problem::new(Code::InvalidHeader))?;
    remembered(&MEMO, text.as_bytes(), || best(text)).ok_or_else(|| Problem::new(Code::NotAcceptable))
}

fn best(text: &str) -> Option<Form> {
    let mut wanted: Vec<(&str, f32)> = text
        .split(',')
        .map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let media = pieces.next().unwrap_or_default();
            let quality = pieces.find_map(|p| p.strip_prefix("q=")).and_then(|q| q.parse().ok()).unwrap_or(1.0);
            (media, quality)
        })
        .filter(|(_, quality)| *quality > 0.0)
        .collect();
    wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
    wanted.iter().find_map(|(media, _)| match *media {
        "application/json" | "*/*" | "application/*" => Some(Form::Json),
        "application/geo+json" => Some(Form::GeoJson),
        "text/csv" | "text/*" => Some(Form::Csv),
        _ => None,
    })
}
