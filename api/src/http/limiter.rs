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

use crate::chance::Chance;

/// How often to forget keys that are back at their full quota.
const TIDY_EVERY: i64 = 60;

/// A bound on how often something may happen for each key. In memory: a restart forgets.
pub struct Limiter<K: Hash + Eq + Clone> {
    inner: RateLimiter<K, DashMapStateStore<K>, ChanceClock, StateInformationMiddleware>,
    quota: Quota,
    chance: Chance,
    tidied_at: AtomicI64,
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

impl<K: Hash + Eq + Clone> Limiter<K> {
    /// `burst` at once; each is given back after `one_per`.
    pub fn new(chance: &Chance, burst: NonZeroU32, one_per: Duration) -> Self {
        // Only a period of nothing is refused.
        let quota = Quota::with_period(one_per.max(Duration::from_millis(1))).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        let clock = ChanceClock(chance.clone());
        let inner = RateLimiter::<_, _, _, NoOpMiddleware<Since>>::new(quota, DashMapStateStore::default(), clock).with_middleware();
        Self { inner, quota, chance: chance.clone(), tidied_at: AtomicI64::default() }
    }

    /// Counts one.
    pub fn count(&self, key: &K) -> Standing {
        self.tidy();
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
}
