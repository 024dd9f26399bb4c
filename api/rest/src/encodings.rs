//! In which encodings a caller takes an answer that is kept in them.

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{AcceptEncoding, ContentEncoding, Encoding},
};

/// Whether the caller accepts this encoding: names it, and not with a weight of nothing.
pub fn accepts(request: &HttpRequest, encoding: ContentEncoding) -> bool {
    let wanted = Encoding::Known(encoding);
    let accepted: Option<AcceptEncoding> = request.get_header();
    accepted.and_then(|accepted| accepted.negotiate([&wanted].into_iter())).is_some_and(|chosen| chosen == wanted)
}
