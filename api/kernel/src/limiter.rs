//! Counting by key against a quota, by the injected clock.

use std::{
    hash::Hash,
    num::NonZeroU32,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, Reference},
    middleware::{NoOpMiddleware, StateInformationMiddleware},
    state::keyed::DashMapStateStore,
};
use moka::{ops::compute::Op, sync::Cache};

use crate::chance::Chance;

/// More keys than are forgiven within a window; one that is lost was merely counted.
const MOST_FORGIVEN: u64 = 100_000;

/// How often to forget keys that are back at their full quota.
const TIDY_EVERY: i64 = 60;

/// A bound on how often something may happen for each key. In memory: a restart forgets.
pub struct Limiter<K: Hash + Eq + Clone + Send + Sync + 'static> {
    inner: RateLimiter<K, DashMapStateStore<K>, ChanceClock, StateInformationMiddleware>,
    quota: Quota,
    chance: Chance,
    tidied_at: AtomicI64,
    /// How often each key was forgiven and has not come back for it. The crate counts and cannot take back.
    forgiven: Cache<K, u32>,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub allowed: bool,
    /// How often it may still happen at once.
    pub remaining: u32,
    /// Seconds until it may happen once more than `remaining` says.
    pub wait: u64,
}

impl<K: Hash + Eq + Clone + Send + Sync + 'static> Limiter<K> {
    /// `burst` at once; each is given back after `one_per`.
    pub fn new(chance: &Chance, burst: NonZeroU32, one_per: Duration) -> Self {
        // Only a period of nothing is refused.
        let quota = Quota::with_period(one_per.max(Duration::from_millis(1))).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        let clock = ChanceClock(chance.clone());
        let inner = RateLimiter::<_, _, _, NoOpMiddleware<Since>>::new(quota, DashMapStateStore::default(), clock).with_middleware();
        // What is forgiven would have been given back by then.
        let forgiven = Cache::builder().max_capacity(MOST_FORGIVEN).time_to_live(quota.burst_size_replenished_in()).build();
        Self { inner, quota, chance: chance.clone(), tidied_at: AtomicI64::default(), forgiven }
    }

    /// Counts one.
    pub fn count(&self, key: &K) -> Standing {
        self.tidy();
        if self.takes_what_was_forgiven(key) {
            return Standing { allowed: true, remaining: 0, wait: seconds(self.quota.replenish_interval()) };
        }
        match self.inner.check_key(key) {
            Ok(left) => {
                Standing { allowed: true, remaining: left.remaining_burst_capacity(), wait: seconds(self.quota.replenish_interval()) }
            }
            Err(refused) => {
                let wait = refused.wait_time_from(ChanceClock(self.chance.clone()).now());
                Standing { allowed: false, remaining: 0, wait: seconds(wait) }
            }
        }
    }

    /// Takes back one that was counted and turned out not to count.
    pub fn forgive(&self, key: &K) {
        let most = self.burst();
        self.forgiven.entry(key.clone()).and_upsert_with(|entry| entry.map_or(1, |entry| (entry.into_value() + 1).min(most)));
    }

    fn takes_what_was_forgiven(&self, key: &K) -> bool {
        if !self.forgiven.contains_key(key) {
            return false;
        }
        let taken = self.forgiven.entry_by_ref(key).and_compute_with(|entry| match entry.map(|entry| entry.into_value()) {
            None => Op::Nop,
            Some(0 | 1) => Op::Remove,
            Some(n) => Op::Put(n - 1),
        });
        !matches!(taken, moka::ops::compute::CompResult::StillNone(_) | moka::ops::compute::CompResult::Unchanged(_))
    }

    pub fn burst(&self) -> u32 {
        self.quota.burst_size().get()
    }

    /// Seconds in which a whole burst is given back.
    pub fn window(&self) -> u64 {
        seconds(self.quota.burst_size_replenished_in())
    }

    fn tidy(&self) {
        let now = self.chance.now().timestamp();
        let last = self.tidied_at.load(Ordering::Relaxed);
        let mine = now - last >= TIDY_EVERY && self.tidied_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if mine {
            self.inner.retain_recent();
        }
    }
}

fn seconds(duration: Duration) -> u64 {
    duration.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}

#[derive(Clone)]
struct ChanceClock(Chance);

/// Time since 1970, to be compared with itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Since(Duration);

impl Clock for ChanceClock {
    type Instant = Since;

    fn now(&self) -> Since {
        Since(Duration::from_micros(self.0.now().timestamp_micros().try_into().unwrap_or_default()))
    }
}

impl std::ops::Add<governor::nanos::Nanos> for Since {
    type Output = Self;

    fn add(self, other: governor::nanos::Nanos) -> Self {
        Self(self.0 + Duration::from(other))
    }
}

impl Reference for Since {
    fn duration_since(&self, earlier: Self) -> governor::nanos::Nanos {
        self.0.saturating_sub(earlier.0).into()
    }

    fn saturating_sub(&self, duration: governor::nanos::Nanos) -> Self {
        Self(self.0.checked_sub(duration.into()).unwrap_or(self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use chrono::{DateTime, Utc};

    use super::*;

    struct Fixed(Arc<Mutex<DateTime<Utc>>>);

    impl crate::chance::Source for Fixed {
        fn now(&self) -> DateTime<Utc> {
            *self.0.lock().expect("not poisoned")
        }

        fn fill(&self, _: &mut [u8]) {}
    }

    #[test]
    fn a_burst_then_one_at_a_time() {
        let now = Arc::new(Mutex::new(DateTime::from_timestamp(1_800_000_000, 0).expect("a time")));
        let limiter = Limiter::new(&Chance::new(Fixed(now.clone())), NonZeroU32::MIN.saturating_add(1), Duration::from_secs(10));
        assert_eq!(limiter.count(&"a"), Standing { allowed: true, remaining: 1, wait: 10 });
        assert_eq!(limiter.count(&"a").remaining, 0);
        assert_eq!(limiter.count(&"a"), Standing { allowed: false, remaining: 0, wait: 10 });
        assert!(limiter.count(&"b").allowed, "each key has its own quota");
        *now.lock().expect("not poisoned") += chrono::Duration::seconds(10);
        assert!(limiter.count(&"a").allowed);
        assert!(!limiter.count(&"a").allowed);
        *now.lock().expect("not poisoned") += chrono::Duration::hours(1);
        assert!(limiter.count(&"c").allowed);
        assert_eq!(limiter.inner.len(), 1, "what is back at its quota is forgotten");
        assert_eq!((limiter.burst(), limiter.window()), (2, 20));
    }

    #[test]
    fn what_is_forgiven_was_not_counted() {
        let now = Arc::new(Mutex::new(DateTime::from_timestamp(1_800_000_000, 0).expect("a time")));
        let limiter = Limiter::new(&Chance::new(Fixed(now)), NonZeroU32::MIN.saturating_add(1), Duration::from_secs(10));
        for _ in 0..10 {
            assert!(limiter.count(&"a").allowed);
            limiter.forgive(&"a");
        }
        // One of the burst was never used, and one was given back.
        assert_eq!([limiter.count(&"a").allowed, limiter.count(&"a").allowed, limiter.count(&"a").allowed], [true, true, false]);
        assert!(!limiter.count(&"a").allowed, "what was given back is taken once");
    }
}
