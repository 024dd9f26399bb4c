//! Answers to public reads, kept until what they depend on changes.
//!
//! Two layers do it. [`kept`] stands near the outside: a hit costs no routing, no database read and no compression, and has the very
//! headers that the layers between gave it. [`keepable`] stands near the operations, which alone give answers of a known size: it
//! compresses them whole. The key holds everything that a public answer depends on; what depends on the caller is never kept, because
//! only requests without credentials pass through here. An answer is kept when it is asked for again: most addresses are asked for
//! once, and would only take memory.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use actix_http::{encoding::Encoder, header::HeaderMap};
use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, EitherBody, MessageBody, to_bytes},
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
use kernel::state::State;
use moka::sync::Cache;

use super::{
    answer::DependsOn,
    conditional,
    form::{self, Form},
    language,
    memo::{Memo, remembered},
    rate_limit,
};

/// Larger answers are streamed and not kept.
const LARGEST: u64 = 256 * 1024;
/// Longer addresses are nobody's habit.
const LONGEST_ADDRESS: usize = 2048;
const CAPACITY: u64 = 16 * 1024 * 1024;
/// How many of the last questions are remembered, each in the one place that its digest gives it.
const QUESTIONS: usize = 4096;

/// Answers by what they depend on.
#[derive(Clone)]
pub struct PublicCache {
    answers: Cache<Key, Arc<Kept>>,
    questions: Arc<[AtomicU64]>,
    hasher: RandomState,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    address: String,
    language: &'static str,
    /// Nothing where the caller accepts none of the forms; most operations do not ask.
    form: Option<Form>,
    encoding: ContentEncoding,
    /// Whether another site's page asks, which is told that it may.
    cross_site: bool,
    /// Whether a term of office has ended depends on the day.
    day: NaiveDate,
}

struct Kept {
    depends: DependsOn,
    headers: HeaderMap,
    tag: String,
    body: Bytes,
}

/// Put by [`kept`] on a request whose answer is worth keeping, in this encoding.
struct AskedAgain(ContentEncoding);

/// Put by [`keepable`] on an answer that [`kept`] may keep.
struct Keepable;

/// Put by [`kept`] on an answer that was there already.
pub struct AnsweredBefore;

impl Default for PublicCache {
    fn default() -> Self {
        let weigh = |key: &Key, kept: &Arc<Kept>| {
            let headers: usize = kept.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 64).sum();
            u32::try_from(key.address.len() + headers + kept.body.len() + 512).unwrap_or(u32::MAX)
        };
        Self {
            answers: Cache::builder().weigher(weigh).max_capacity(CAPACITY).build(),
            questions: (0..QUESTIONS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
        }
    }
}

impl PublicCache {
    /// Whether this was asked lately. Two questions with one digest would only be kept early.
    fn asked_again(&self, key: &Key) -> bool {
        let digest = self.hasher.hash_one(key);
        let place = usize::try_from(digest % QUESTIONS as u64).unwrap_or_default();
        self.questions.get(place).is_some_and(|last| last.swap(digest, Ordering::Relaxed) == digest)
    }
}

/// Answers again what was answered before.
pub async fn kept(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, Error> {
    let parts = (request.app_data::<web::Data<State>>().cloned(), request.app_data::<web::Data<PublicCache>>().cloned());
    let (Some(state), Some(cache)) = parts else { return Ok(next.call(request).await?.map_into_right_body()) };
    let Some(key) = key(request.request(), &state) else { return Ok(next.call(request).await?.map_into_right_body()) };
    if let Some(kept) = cache.answers.get(&key)
        && state.db.revision(kept.depends.topics) == kept.depends.revision
        && let Some(standing) = rate_limit::admit(&request, &state)
    {
        let mut answer = replay(&kept, request.request());
        standing.describe(answer.headers_mut());
        answer.extensions_mut().insert(AnsweredBefore);
        return Ok(request.into_response(answer).map_into_left_body());
    }
    if !cache.asked_again(&key) {
        return Ok(next.call(request).await?.map_into_right_body());
    }
    request.extensions_mut().insert(AskedAgain(key.encoding));
    let response = next.call(request).await?;
    keep(&cache, key, response).await
}

/// Makes an answer that is worth keeping one that can be kept: whole, and compressed. The layer outside, which would compress every answer
/// again, leaves alone what is compressed.
pub async fn keepable(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, Error> {
    let encoding = request.extensions().get::<AskedAgain>().map(|asked| asked.0);
    let response = next.call(request).await?;
    let depends = response.response().extensions().contains::<DependsOn>();
    let bounded = matches!(response.response().body().size(), BodySize::Sized(size) if size <= LARGEST);
    let tagged = response.status() == StatusCode::OK && response.headers().contains_key(header::ETAG);
    let (Some(encoding), true) = (encoding, depends && bounded && tagged) else { return Ok(response.map_into_right_body()) };
    let mut response = whole(response.map_body(|head, body| Encoder::response(encoding, head, body))).await?;
    response.response_mut().extensions_mut().insert(Keepable);
    Ok(response.map_into_left_body())
}

fn is_public_read(request: &HttpRequest) -> bool {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    reads && request.path().starts_with("/v1") && !request.headers().contains_key(header::AUTHORIZATION)
}

/// What the caller accepts of what the layer of compression offers; nothing where that is none of it, or told in several headers, which
/// nobody does.
fn encoding(request: &HttpRequest) -> Option<ContentEncoding> {
    thread_local!(static MEMO: Memo<Option<ContentEncoding>> = Memo::default());
    let mut texts = request.headers().get_all(header::ACCEPT_ENCODING);
    let Some(text) = texts.next() else { return Some(ContentEncoding::Identity) };
    if texts.next().is_some() {
        return None;
    }
    remembered(&MEMO, text.as_bytes(), || {
        let offered = [Encoding::identity(), Encoding::brotli(), Encoding::gzip(), Encoding::deflate()];
        match request.get_header::<AcceptEncoding>()?.negotiate(offered.iter())? {
            Encoding::Known(encoding) => Some(encoding),
            Encoding::Unknown(_) => None,
        }
    })
}

/// What the answer depends on, nothing of it borrowed from the request: a header's value would keep all headers in memory.
fn key(request: &HttpRequest, state: &State) -> Option<Key> {
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    if !is_public_read(request) || address.len() > LONGEST_ADDRESS {
        return None;
    }
    Some(Key {
        address: address.to_owned(),
        language: language::negotiate(request).ok()?.as_str(),
        form: form::negotiate(request).ok(),
        encoding: encoding(request)?,
        cross_site: request.headers().contains_key(header::ORIGIN),
        day: state.chance.today(),
    })
}

fn replay(kept: &Kept, request: &HttpRequest) -> HttpResponse {
    let unchanged = conditional::is_unchanged(request, &kept.tag);
    let mut answer = if unchanged { HttpResponse::NotModified().finish() } else { HttpResponse::Ok().body(kept.body.clone()) };
    *answer.headers_mut() = kept.headers.clone();
    if unchanged {
        answer.headers_mut().remove(header::CONTENT_TYPE);
        answer.headers_mut().remove(header::CONTENT_ENCODING);
    }
    answer
}

async fn keep<B: MessageBody + 'static>(
    cache: &PublicCache,
    key: Key,
    response: ServiceResponse<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    let keepable = response.response().extensions().contains::<Keepable>();
    let depends = response.response().extensions().get::<DependsOn>().cloned();
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    // Whatever the layers between did, nobody gets an encoding that they did not ask for.
    let encoded =
        response.headers().get(header::CONTENT_ENCODING).map_or(ContentEncoding::Identity.as_str().as_bytes(), |value| value.as_bytes());
    let as_asked = encoded == key.encoding.as_str().as_bytes();
    let (true, Some(tag), Some(depends)) = (keepable && as_asked, tag, depends) else { return Ok(response.map_into_right_body()) };
    let mut headers = response.headers().clone();
    rate_limit::strip(&mut headers);
    let (response, body) = read(response).await?;
    cache.answers.insert(key, Arc::new(Kept { depends, headers, tag, body }));
    Ok(response.map_into_left_body())
}

/// The answer with a body that is there as a whole.
async fn whole<B: MessageBody>(response: ServiceResponse<B>) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(read(response).await?.0)
}

async fn read<B: MessageBody>(response: ServiceResponse<B>) -> Result<(ServiceResponse<BoxBody>, Bytes), Error> {
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| actix_web::error::ErrorInternalServerError("body"))?;
    Ok((ServiceResponse::new(request, head.set_body(BoxBody::new(body.clone()))), body))
}
