//! Files of the built front end that are no pages, with the compressed copies that the build made of them.

use std::collections::HashMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentEncoding, HeaderValue},
};
use bytes::Bytes;
use rest::{
    conditional::{self, content_tag},
    encodings::accepts,
};

/// The copies, smallest first: their ending, and what the answer says.
const COPIES: [(&str, ContentEncoding); 2] = [(".br", ContentEncoding::Brotli), (".gz", ContentEncoding::Gzip)];

/// Files by address without the leading slash, copies by theirs.
#[derive(Default)]
pub struct Assets(HashMap<String, Bytes>);

impl Assets {
    pub fn add(&mut self, name: String, content: Vec<u8>) {
        self.0.insert(name, content.into());
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A file, as small as the caller accepts it. A copy is no file of its own.
    pub fn answer(&self, request: &HttpRequest, name: &str) -> Option<HttpResponse> {
        let plain = self.0.get(name).filter(|_| COPIES.iter().all(|(ending, _)| !name.ends_with(ending)))?;
        let copy = self.copy(request, name);
        let content = copy.as_ref().map_or(plain, |(content, _)| *content);
        // Names below this folder contain a digest of the content.
        let mut answer = if name.starts_with("_app/immutable/") {
            let mut answer = HttpResponse::Ok();
            answer.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
            answer
        } else {
            let (mut answer, unchanged) = conditional::answer(request, &content_tag(plain));
            if unchanged {
                return Some(answer.finish());
            }
            answer
        };
        answer.insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")));
        if let Some((_, encoding)) = copy {
            answer.insert_header(encoding);
        }
        Some(answer.content_type(kind(name)).body(content.clone()))
    }

    /// The build's own compressed copy, smaller than what could be made while somebody waits.
    fn copy(&self, request: &HttpRequest, name: &str) -> Option<(&Bytes, ContentEncoding)> {
        let mut accepted = COPIES.into_iter().filter(|(_, encoding)| accepts(request, *encoding));
        accepted.find_map(|(ending, encoding)| Some((self.0.get(&format!("{name}{ending}"))?, encoding)))
    }
}

fn kind(name: &str) -> String {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = kind.type_() == mime_guess::mime::TEXT || kind == mime_guess::mime::APPLICATION_JAVASCRIPT;
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}
