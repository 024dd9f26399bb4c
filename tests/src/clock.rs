//! A clock that stands still until a test moves it, and bytes that are the same in every run.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use kernel::chance::Source;

#[derive(Clone)]
pub struct TestSource(Arc<Mutex<Inner>>);

struct Inner {
    now: DateTime<Utc>,
    seed: u64,
}

impl Default for TestSource {
    /// Begins at noon on 1 December 2026.
    fn default() -> Self {
        let now = DateTime::parse_from_rfc3339("2026-12-01T12:00:00Z").expect("a time").to_utc();
        Self(Arc::new(Mutex::new(Inner { now, seed: 1 })))
    }
}

impl TestSource {
    /// Other bytes than [`TestSource::default`] gives, for what is there before a test begins.
    pub fn earlier() -> Self {
        let source = Self::default();
        source.0.lock().expect("not poisoned").seed = u64::MAX / 3;
        source
    }

    pub fn advance(&self, by: Duration) {
        self.0.lock().expect("not poisoned").now += by;
    }
}

impl Source for TestSource {
    fn now(&self) -> DateTime<Utc> {
        let mut inner = self.0.lock().expect("not poisoned");
        // Ids made one after the other sort in that order.
        inner.now += Duration::milliseconds(1);
        inner.now
    }

    /// SplitMix64: short, and good enough to never repeat in a test.
    fn fill(&self, bytes: &mut [u8]) {
        let mut inner = self.0.lock().expect("not poisoned");
        for chunk in bytes.chunks_mut(8) {
            inner.seed = inner.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = inner.seed;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}
