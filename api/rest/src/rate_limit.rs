//! How often anybody may ask: by API token, else by account and by address, else by address.
//!
//! A credential counts for itself only once it is known to be genuine; until then its address counts, so
//! that inventing tokens buys nothing. Signing in again buys nothing either: all sessions of an account are one, those that have ended
//! too, and many accounts at one address share what a crowd may. Only `/v1` is counted, and only its answers say so in `RateLimit` headers: pages and
//! files cost little. Each process counts for itself.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use actix_web::{
    Error,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    web,
};
use kernel::{
    access_token, api_tokens,
    chance::Chance,
    limiter::{Limiter, Standing},
    problem::{Code, Problem},
    settings::Switch,
    state::State,
};
use moka::sync::Cache;
use uuid::Uuid;

use crate::{asked_from::AskedFrom, failure::Failure};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// Requests at once, and the time after which one more is allowed.
const PEOPLE: (NonZeroU32, Duration) = (NonZeroU32::new(600).unwrap(), Duration::from_millis(100));
const CROWDS: (NonZeroU32, Duration) = (NonZeroU32::new(3000).unwrap(), Duration::from_millis(20));
const PARTNERS: (NonZeroU32, Duration) = (NonZeroU32::new(1200).unwrap(), Duration::from_millis(50));

const STANDING: HeaderName = HeaderName::from_static("ratelimit");

/// How long a token that was found counts for itself before it is looked up again.
const KNOWN_FOR: Duration = Duration::from_secs(600);

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// Digest of an API token.
    Token(String),
    Account(Uuid),
    Address(IpAddr),
}

/// What all worker threads share.
pub struct RateLimits {
    /// 600 a minute.
    people: Limiter<Key>,
    /// 1,200 a minute, for partners.
    partners: Limiter<Key>,
    /// 3,000 a minute, for all accounts at one address, and for an address where an event is open.
    crowds: Limiter<IpAddr>,
    genuine: Cache<String, ()>,
}

impl RateLimits {
    pub fn new(chance: &Chance) -> Self {
        Self {
            people: Limiter::new(chance, PEOPLE.0, PEOPLE.1),
            partners: Limiter::new(chance, PARTNERS.0, PARTNERS.1),
            crowds: Limiter::new(chance, CROWDS.0, CROWDS.1),
            genuine: Cache::builder().max_capacity(10_000).time_to_live(KNOWN_FOR).build(),
        }
    }

    fn limiter(&self, key: &Key) -> &Limiter<Key> {
        if matches!(key, Key::Token(_)) { &self.partners } else { &self.people }
    }
}

/// How many requests a partner's token has in how many seconds.
pub fn of_partners() -> (u32, u64) {
    (PARTNERS.0.get(), (PARTNERS.1 * PARTNERS.0.get()).as_secs())
}

pub async fn rate_limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, Error> {
    let shared = (request.app_data::<web::Data<State>>().cloned(), request.app_data::<web::Data<RateLimits>>().cloned());
    let (Some(state), Some(limits)) = shared else { return Ok(next.call(request).await?.map_into_right_body()) };
    if state.settings.rate_limit == Switch::Off {
        return Ok(next.call(request).await?.map_into_right_body());
    }
    let token = bearer(&request).and_then(api_tokens::digest);
    let key = whom(&request, &state, &limits, token.as_deref());
    let limiter = limits.limiter(&key);
    let mut standing = limiter.count(&key);
    let from = AskedFrom::of(request.request());
    match key {
        Key::Account(_) if standing.allowed => standing = crowded(standing, limits.crowds.count(&from.0)),
        // Where somebody would be refused it is looked up whether an event is open there; a database that fails opens none.
        Key::Address(_) if !standing.allowed && state.throttles.events.at(&state.db, from).await.ok().flatten().is_some() => {
            standing = limits.crowds.count(&from.0);
        }
        _ => {}
    }
    let mut response = if standing.allowed {
        if let Some(token) = token.filter(|token| !limits.genuine.contains_key(token)) {
            // Asked here, since public operations look at no credential. Counts from the next request on.
            if api_tokens::genuine(&state.db, &token).await.is_ok_and(|found| found.is_some()) {
                limits.genuine.insert(token, ());
            }
        }
        next.call(request).await?.map_into_right_body()
    } else {
        let problem = Problem::new(Code::TooManyRequests).retry_after(standing.wait.max(1));
        request.error_response(Failure(problem)).map_into_left_body()
    };
    describe(response.headers_mut(), limiter, standing);
    Ok(response)
}

/// What the account may still do, unless the crowd at its address may do less.
fn crowded(account: Standing, crowd: Standing) -> Standing {
    if crowd.allowed && crowd.remaining >= account.remaining { account } else { crowd }
}

/// Counts a request that is answered before it comes to [`rate_limit`]; nothing where it is not allowed, which is told there.
pub fn admit(request: &ServiceRequest, state: &State) -> Option<Admitted> {
    if state.settings.rate_limit == Switch::Off {
        return Some(Admitted(None));
    }
    let limits = request.app_data::<web::Data<RateLimits>>()?.clone();
    let key = Key::Address(AskedFrom::of(request.request()).0);
    let standing = limits.people.count(&key);
    standing.allowed.then_some(Admitted(Some((limits, standing))))
}

/// What to tell somebody who was admitted; nothing where nobody counts.
pub struct Admitted(Option<(web::Data<RateLimits>, Standing)>);

impl Admitted {
    pub fn describe(&self, headers: &mut HeaderMap) {
        if let Some((limits, standing)) = &self.0 {
            describe(headers, &limits.people, *standing);
        }
    }
}

/// Takes off what holds for one caller at one time.
pub fn strip(headers: &mut HeaderMap) {
    headers.remove(POLICY);
    headers.remove(STANDING);
}

fn whom(request: &ServiceRequest, state: &State, limits: &RateLimits, token: Option<&str>) -> Key {
    if let Some(token) = token.filter(|token| limits.genuine.contains_key(*token)) {
        return Key::Token(token.to_owned());
    }
    let signed_in = || access_token::read(&state.keys, bearer(request)?, state.chance.now()).ok();
    match signed_in() {
        Some(bearer) => Key::Account(bearer.user),
        None => Key::Address(AskedFrom::of(request.request()).0),
    }
}

fn bearer(request: &ServiceRequest) -> Option<&str> {
    let (scheme, credential) = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| credential.trim())
}

/// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
fn describe(headers: &mut HeaderMap, limiter: &Limiter<Key>, standing: Standing) {
    let policy = format!("\"burst\";q={};w={}", limiter.burst(), limiter.window());
    let rest = format!("\"burst\";r={};t={}", standing.remaining, standing.wait);
    for (name, value) in [(POLICY, policy), (STANDING, rest)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}
