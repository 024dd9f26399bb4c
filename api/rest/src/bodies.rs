//! Bodies of requests arrive in time, or not at all.
//!
//! Every body is wrapped once, here, whoever sends it and whoever reads it. A body has a time in which all of it must be there, a least
//! speed, and a pause that is forgiven; only the time in which we wait for the sender counts. One that is too slow fails whoever reads it,
//! with 408, and one too many from one address with 429 ([`super::failure::of_body`]). One that nobody reads to its end is held until
//! the answer is sent: the server then closes the connection instead of reading on for ever.

use std::{
    cell::RefCell,
    io,
    net::IpAddr,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
    time::Duration,
};

use actix_web::{
    Error, HttpMessage,
    body::{BodySize, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::Method,
    middleware::Next,
    web,
};
use bytes::Bytes;
use futures_util::{FutureExt, Stream, StreamExt};
use kernel::{
    problem::Problem,
    settings::{Settings, Switch},
};
use tokio::time::{Instant, Sleep, sleep};

use super::at_once::{AtOnce, Turn};
use crate::{asked_from::AskedFrom, creating::Creating, failure::Failure};

/// Bodies that one address may be sending at a time: an office behind one address, or the launch of a campaign, is far from it.
const AT_ONCE: usize = 64;
/// Bytes a second that a body brings at least.
const LEAST: u32 = 1024;
/// The same for one with a file. A slow line of 400 kbit/s brings ten times as much.
const LEAST_WITH_FILES: u32 = 4 * 1024;

/// What is asked of bodies, and how many are under way.
pub struct Bodies {
    plain: Rule,
    with_files: Rule,
    under_way: AtOnce<IpAddr>,
    counted: bool,
}

/// How slow a body may be.
#[derive(Clone, Copy, Debug)]
struct Rule {
    /// How long nothing may come.
    pause: Duration,
    /// What each byte gives back of the pause.
    per_byte: Duration,
    /// How long all of it may take.
    whole: Duration,
}

impl Bodies {
    pub fn new(settings: &Settings) -> Self {
        let rule = |pauses: u32, whole: u32, least: u32| Rule {
            pause: settings.body_pause * pauses,
            per_byte: Duration::from_secs(1) / least,
            whole: settings.body_pause * whole,
        };
        Self {
            // With the pause of ten seconds: a minute for all of it, and half an hour.
            plain: rule(1, 6, LEAST),
            with_files: rule(2, 180, LEAST_WITH_FILES),
            under_way: AtOnce::default(),
            counted: settings.rate_limit == Switch::On,
        }
    }

    fn rule(&self, request: &ServiceRequest) -> Rule {
        let files = request.app_data::<web::Data<Creating>>().is_some_and(|creating| creating.takes_files(request.path()));
        if files && request.method() == Method::POST { self.with_files } else { self.plain }
    }
}

/// Outside the layers that read bodies: those inside it may put another body in the place of the one that holds the request's.
pub async fn timely<B: MessageBody + 'static>(mut request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<Holding<B>>, Error> {
    let payload = match request.take_payload() {
        Payload::None => return Ok(Holding::put_on(next.call(request).await?, None)),
        payload => payload,
    };
    let bodies =
        request.app_data::<web::Data<Bodies>>().cloned().ok_or_else(|| Failure(Problem::internal(anyhow::anyhow!("no bodies"))))?;
    let most = if bodies.counted { AT_ONCE } else { usize::MAX };
    let state = match bodies.under_way.begin(AskedFrom::of(request.request()).0, most) {
        Some(turn) => State::Coming(turn),
        None => State::Refused,
    };
    let arriving = Rc::new(RefCell::new(Arriving { payload, pace: Pace::new(bodies.rule(&request)), timer: None, state }));
    request.set_payload(Payload::Stream { payload: Box::pin(Timed(arriving.clone())) });
    Ok(Holding::put_on(next.call(request).await?, Some(arriving)))
}

/// A body that is being sent.
struct Arriving {
    payload: Payload,
    pace: Pace,
    /// Runs while we wait.
    timer: Option<Pin<Box<Sleep>>>,
    state: State,
}

enum State {
    /// Its turn is given back as soon as it is there.
    Coming(#[expect(dead_code, reason = "held")] Turn<IpAddr>),
    /// Its address sends as many as it may.
    Refused,
    Over,
}

impl Arriving {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        if matches!(self.state, State::Refused) {
            return Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::QuotaExceeded.into()))));
        }
        let now = Instant::now();
        if let Poll::Ready(chunk) = self.payload.poll_next_unpin(context) {
            match &chunk {
                Some(Ok(bytes)) => self.pace.brought(now, bytes.len()),
                _ => self.state = State::Over,
            }
            self.timer = None;
            return Poll::Ready(chunk);
        }
        let patience = self.pace.waits(now);
        ready!(self.timer.get_or_insert_with(|| Box::pin(sleep(patience))).poll_unpin(context));
        self.state = State::Over;
        Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))))
    }
}

/// A body as whoever reads it sees it.
struct Timed(Rc<RefCell<Arriving>>);

impl Stream for Timed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.borrow_mut().poll(context)
    }
}

/// How long its sender may still be waited for.
#[derive(Debug)]
struct Pace {
    rule: Rule,
    pause: Duration,
    whole: Duration,
    since: Option<Instant>,
}

impl Pace {
    fn new(rule: Rule) -> Self {
        Self { rule, pause: rule.pause, whole: rule.whole, since: None }
    }

    /// We wait from now on, if we did not before; for how long at most.
    fn waits(&mut self, now: Instant) -> Duration {
        self.since.get_or_insert(now);
        self.pause.min(self.whole)
    }

    fn brought(&mut self, now: Instant, bytes: usize) {
        let waited = self.since.take().map_or(Duration::ZERO, |since| now - since);
        let given_back = self.rule.per_byte.saturating_mul(bytes.try_into().unwrap_or(u32::MAX));
        self.whole = self.whole.saturating_sub(waited);
        self.pause = self.pause.saturating_sub(waited).saturating_add(given_back).min(self.rule.pause);
    }
}

/// The body of an answer, which holds that of its request: of one that nobody holds any more the server would read on for as long as it comes.
pub struct Holding<B> {
    body: B,
    _held: Option<Rc<RefCell<Arriving>>>,
}

impl<B> Holding<B> {
    fn put_on(answer: ServiceResponse<B>, held: Option<Rc<RefCell<Arriving>>>) -> ServiceResponse<Self> {
        answer.map_body(|_, body| Self { body, _held: held })
    }
}

impl<B: MessageBody + Unpin> MessageBody for Holding<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { pause: Duration::from_secs(10), per_byte: Duration::from_millis(1), whole: Duration::from_secs(60) };

    /// Waits for this long before each of the chunks; when the sender was given up.
    fn given_up(chunks: impl IntoIterator<Item = (u64, usize)>) -> Option<u64> {
        let (start, mut now) = (Instant::now(), Instant::now());
        let mut pace = Pace::new(RULE);
        for (wait, bytes) in chunks {
            let patience = pace.waits(now);
            if patience < Duration::from_secs(wait) {
                return Some((now + patience - start).as_secs());
            }
            now += Duration::from_secs(wait);
            pace.brought(now, bytes);
        }
        None
    }

    #[test]
    fn a_pause_is_forgiven_and_too_little_is_not() {
        assert_eq!(given_up([(9, 100_000)]), None);
        assert_eq!(given_up([(11, 100_000)]), Some(10), "nothing at all");
        assert_eq!(given_up((0..100).map(|_| (1, 1))), Some(10), "a byte a second");
        assert_eq!(given_up((0..50).map(|_| (1, 1000))), None, "as fast as is asked");
        assert_eq!(given_up([(0, 50_000), (11, 1)]), Some(10), "what came early gives no longer pause");
        assert_eq!(given_up((0..100).map(|_| (1, 1000))), Some(60), "as fast as is asked, and too long in all");
    }

    #[test]
    fn only_the_time_in_which_we_wait_counts() {
        let (start, mut pace) = (Instant::now(), Pace::new(RULE));
        pace.waits(start);
        pace.brought(start, 1);
        // We were busy for an hour, and the rest was there.
        pace.brought(start + Duration::from_secs(3600), 1);
        assert_eq!(pace.waits(start + Duration::from_secs(3600)), RULE.pause);
    }
}
