//! Time and randomness, injected so that tests decide both.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use uuid::Uuid;

/// Tells the time and makes unpredictable bytes.
pub trait Source: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's clock and the operating system's generator.
pub struct System;

impl Source for System {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no token is safe; stopping is the only right answer.
        getrandom::fill(bytes).unwrap_or_else(|error| panic!("no randomness from the operating system: {error}"));
    }
}

/// The handle that everything else holds.
#[derive(Clone)]
pub struct Chance(Arc<dyn Source>);

impl Chance {
    pub fn new(source: impl Source + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// Now, cut to the microseconds that both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now().trunc_subsecs(6)
    }

    /// Today in UTC.
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes);
        bytes
    }

    /// A new UUIDv7.
    pub fn id(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}
