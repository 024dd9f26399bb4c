//! Answers to public reads, kept until the history moves.
//!
//! A hit costs no database read and no compression. The key holds everything that a public answer depends on; what depends
//! on the caller is never kept, because only requests without credentials pass through here.

use std::sync::Arc;

use actix_http::encoding::Encoder;
use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody, to_bytes},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, AcceptEncoding, ContentEncoding, Encoding},
    },
    middleware::Next,
    web,
};
use bytes::Bytes;
use chrono::NaiveDate;
use moka::sync::Cache;

use super::{
    conditional,
    form::{self, Form},
    language,
};
use crate::state::State;

/// Larger answers are streamed and not kept.
const LARGEST: u64 = 256 * 1024;
/// Longer addresses are nobody's habit.
const LONGEST_ADDRESS: usize = 2048;
const CAPACITY: u64 = 24 * 1024 * 1024;

/// Answers by what they depend on.
#[derive(Clone)]
pub struct PublicCache(Cache<Key, Arc<Kept>>);

#[derive(PartialEq, Eq, Hash)]
struct Key {
    address: String,
    language: &'static str,
    /// Nothing where the caller accepts none of the forms; most operations do not ask.
    form: Option<Form>,
    encoding: ContentEncoding,
    head: i64,
    /// Whether a term of office has ended depends on the day.
    day: NaiveDate,
}

struct Kept {
    headers: Vec<(header::HeaderName, header::HeaderValue)>,
    tag: String,
    body: Bytes,
}

impl Default for PublicCache {
    fn default() -> Self {
        let weigh = |key: &Key, kept: &Arc<Kept>| {
            let headers: usize = kept.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
            u32::try_from(key.address.len() + headers + kept.body.len() + 512).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().weigher(weigh).max_capacity(CAPACITY).build())
    }
}

pub async fn public_cache(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, Error> {
    let parts = (request.app_data::<web::Data<State>>().cloned(), request.app_data::<web::Data<PublicCache>>().cloned());
    let ((Some(state), Some(cache)), &Method::GET, false) =
        (parts, request.method(), request.headers().contains_key(header::AUTHORIZATION))
    else {
        return Ok(next.call(request).await?.map_into_right_body());
    };
    let Some(key) = key(request.request(), &state) else { return Ok(next.call(request).await?.map_into_right_body()) };
    if let Some(kept) = cache.0.get(&key) {
        let answer = replay(&kept, request.request());
        return Ok(request.into_response(answer).map_into_left_body());
    }
    let response = next.call(request).await?;
    keep(&cache, key, response).await
}

/// What to compress by. The layer outside, which would do it again for every answer, leaves alone what is compressed.
fn encoding(request: &HttpRequest) -> ContentEncoding {
    let known = [Encoding::identity(), Encoding::brotli(), Encoding::gzip()];
    match request.get_header::<AcceptEncoding>().and_then(|accepted| accepted.negotiate(known.iter())) {
        Some(Encoding::Known(encoding)) => encoding,
        _ => ContentEncoding::Identity,
    }
}

/// What the answer depends on, nothing of it borrowed from the request: a header's value would keep all headers in memory.
fn key(request: &HttpRequest, state: &State) -> Option<Key> {
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    let language = language::negotiate(request).ok()?.as_str();
    let form = form::negotiate(request).ok();
    (address.len() <= LONGEST_ADDRESS).then(|| Key {
        address: address.to_owned(),
        language,
        form,
        encoding: encoding(request),
        head: state.db.head(),
        day: state.chance.today(),
    })
}

fn replay(kept: &Kept, request: &HttpRequest) -> HttpResponse {
    let unchanged = conditional::is_unchanged(request, &kept.tag);
    let mut answer = HttpResponse::build(if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    for (name, value) in &kept.headers {
        if !(unchanged && (name == header::CONTENT_TYPE || name == header::CONTENT_ENCODING)) {
            answer.append_header((name.clone(), value.clone()));
        }
    }
    if unchanged { answer.finish() } else { answer.body(kept.body.clone()) }
}

async fn keep<B: MessageBody + 'static>(
    cache: &PublicCache,
    key: Key,
    response: ServiceResponse<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    let size = match response.response().body().size() {
        actix_web::body::BodySize::Sized(size) => size,
        _ => u64::MAX,
    };
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    let (StatusCode::OK, true, Some(tag)) = (response.status(), size <= LARGEST, tag) else {
        return Ok(response.map_into_right_body());
    };
    let response = response.map_body(|head, body| Encoder::response(key.encoding, head, body));
    let headers = response.headers().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| actix_web::error::ErrorInternalServerError("body"))?;
    cache.0.insert(key, Arc::new(Kept { headers, tag, body: body.clone() }));
    let response = head.set_body(BoxBody::new(body));
    Ok(ServiceResponse::new(request, response).map_into_left_body())
}
