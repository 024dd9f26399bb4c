//! What was made of a header's text before: the same few texts come with nearly every request.

use std::{cell::RefCell, collections::HashMap, thread::LocalKey};

/// Longer texts are nobody's habit.
const LONGEST: usize = 512;
/// Texts kept by each thread; then it begins anew.
const MOST: usize = 512;

/// Readings of one header by its text; each thread has its own.
pub type Memo<V> = RefCell<HashMap<Box<[u8]>, V>>;

/// What `read` makes of this text, read once as long as it is remembered.
pub fn remembered<V: Clone>(memo: &'static LocalKey<Memo<V>>, text: &[u8], read: impl FnOnce() -> V) -> V {
    if text.len() > LONGEST {
        return read();
    }
    memo.with_borrow_mut(|known| {
        if let Some(value) = known.get(text) {
            return value.clone();
        }
        if known.len() == MOST {
            known.clear();
        }
        let value = read();
        known.insert(text.into(), value.clone());
        value
    })
}
