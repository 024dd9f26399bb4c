//! How much of something is under way at once, by key.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// Counts what is under way in this process.
pub struct AtOnce<K: Eq + Hash>(Arc<Mutex<HashMap<K, usize>>>);

/// One of a key, under way until dropped.
pub struct Turn<K: Eq + Hash> {
    counts: AtOnce<K>,
    key: K,
}

impl<K: Eq + Hash> Default for AtOnce<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Eq + Hash + Clone> AtOnce<K> {
    /// One more of this key; nothing where there are as many as may be.
    pub fn begin(&self, key: K, most: usize) -> Option<Turn<K>> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Turn { counts: Self(self.0.clone()), key })
    }
}

impl<K: Eq + Hash> Drop for Turn<K> {
    fn drop(&mut self) {
        let mut counts = self.counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_turns_and_gives_them_back() {
        let all = AtOnce::default();
        let (first, second) = (all.begin("a", 2), all.begin("a", 2));
        assert!(first.is_some() && second.is_some() && all.begin("a", 2).is_none());
        assert!(all.begin("b", 2).is_some());
        drop(first);
        assert!(all.begin("a", 2).is_some());
        drop(second);
        assert!(all.0.lock().expect("not poisoned").is_empty(), "nothing is kept of who has gone");
    }
}
