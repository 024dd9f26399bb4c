//! Whose turn it is: of those who wait, whoever has used the least time lately, and of these who came first.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;
use uuid::Uuid;

/// What was used longer ago is forgotten.
const LATELY: Duration = Duration::from_secs(3600);

/// One turn at a time.
#[derive(Default)]
pub struct Turns(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    taken: bool,
    waiting: Vec<(Uuid, oneshot::Sender<Turn>)>,
    used: HashMap<Uuid, Used>,
}

struct Used {
    time: Duration,
    last: Instant,
}

/// The turn, until dropped.
pub struct Turn {
    turns: Arc<Turns>,
    caller: Uuid,
    since: Instant,
}

impl Turns {
    /// Waits for a turn. Whoever stops waiting loses nothing but their place.
    pub async fn take(self: &Arc<Self>, caller: Uuid) -> Turn {
        let came = {
            let mut queue = self.queue();
            if queue.taken {
                let (sender, came) = oneshot::channel();
                queue.waiting.push((caller, sender));
                came
            } else {
                queue.taken = true;
                return self.turn(caller);
            }
        };
        // Never dropped without a turn: it stands in the queue until it is sent one.
        came.await.unwrap_or_else(|_| self.turn(caller))
    }

    pub fn waiting(&self) -> usize {
        self.queue().waiting.iter().filter(|(_, sender)| !sender.is_closed()).count()
    }

    fn turn(self: &Arc<Self>, caller: Uuid) -> Turn {
        Turn { turns: self.clone(), caller, since: Instant::now() }
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Takes out whoever comes next.
    fn next(&mut self) -> Option<(Uuid, oneshot::Sender<Turn>)> {
        self.waiting.retain(|(_, sender)| !sender.is_closed());
        let used = |caller: &Uuid| self.used.get(caller).map_or(Duration::ZERO, |used| used.time);
        // The first of several that are equal.
        let at = (0..self.waiting.len()).min_by_key(|at| used(&self.waiting[*at].0))?;
        Some(self.waiting.remove(at))
    }

    fn note(&mut self, caller: Uuid, time: Duration) {
        let now = Instant::now();
        self.used.retain(|_, used| now - used.last < LATELY);
        let used = self.used.entry(caller).or_insert(Used { time: Duration::ZERO, last: now });
        used.time += time;
        used.last = now;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = {
            let mut queue = self.turns.queue();
            queue.note(self.caller, self.since.elapsed());
            let next = queue.next();
            queue.taken = next.is_some();
            next
        };
        if let Some((caller, sender)) = next {
            // Whoever has gone since gives it back at once, by dropping it.
            let _ = sender.send(self.turns.turn(caller));
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn who_has_used_the_least_goes_first() {
        let turns: Arc<Turns> = Arc::default();
        let [greedy, modest, other] = [1, 2, 3].map(Uuid::from_u128);
        turns.queue().note(greedy, Duration::from_secs(5));
        turns.queue().note(other, Duration::from_secs(1));
        let held = turns.take(greedy).await;
        let mut waiting: Vec<_> = [greedy, greedy, other, modest, modest].map(|caller| Box::pin(turns.take(caller))).into();
        for one in &mut waiting {
            assert!(one.as_mut().now_or_never().is_none(), "there is one turn");
        }
        // Who stops waiting is passed over.
        drop(waiting.pop());
        drop(held);
        let mut order = Vec::new();
        while !waiting.is_empty() {
            let mut came = None;
            for (at, one) in waiting.iter_mut().enumerate() {
                if let Some(turn) = one.as_mut().now_or_never() {
                    assert!(came.is_none(), "one at a time");
                    came = Some((at, turn));
                }
            }
            let (at, turn) = came.expect("somebody has the turn");
            order.push(turn.caller);
            drop(waiting.remove(at));
            drop(turn);
        }
        assert_eq!(order, [modest, other, greedy, greedy]);
        assert!(turns.take(greedy).now_or_never().is_some(), "nobody else waits");
    }
}
