//! The words that somebody typed, in what is kept as JSON: changed or taken out one by one, while the closed values, dates and tags of languages
//! beside them stay, so that it can always be read again.

use std::cell::Cell;

use entity::leader;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{json, shapes::Text};

pub use crate::json::{Change, Kind};

/// Something with words in it. A kind of JSON names its members one by one, so that a new one must be told from closed values.
pub trait Words {
    /// Changes each of its texts; tells whether it means anything without those that went.
    fn change(&mut self, change: Change<'_>) -> bool;
}

impl Words for String {
    fn change(&mut self, change: Change<'_>) -> bool {
        changed_text(self, Kind::Text, change)
    }
}

impl Words for Text {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self { value, lang: _, origin: _, translated_from: _ } = self;
        value.change(change)
    }
}

impl Words for leader::Model {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self {
            id: _,
            territory_id: _,
            position: _,
            name: called,
            office,
            office_lang: _,
            term_from: _,
            term_to: _,
            term_text,
            as_of: _,
            source_url,
        } = self;
        term_text.change(change) && source_url.change(change) && name(called, change) && office.change(change)
    }
}

/// Changes a text that is a label.
pub fn label(text: &mut String, change: Change<'_>) -> bool {
    changed_text(text, Kind::Label, change)
}

/// Changes a text that is somebody's name.
pub fn name(text: &mut String, change: Change<'_>) -> bool {
    changed_text(text, Kind::Name, change)
}

/// Changes a label that need not be there.
pub fn optional_label(text: &mut Option<String>, change: Change<'_>) {
    if text.as_mut().is_some_and(|text| !label(text, change)) {
        *text = None;
    }
}

fn changed_text(text: &mut String, kind: Kind, change: Change<'_>) -> bool {
    change(text, kind).map(|new| *text = new).is_some()
}

impl<T: Words> Words for Option<T> {
    fn change(&mut self, change: Change<'_>) -> bool {
        if self.as_mut().is_some_and(|words| !words.change(change)) {
            *self = None;
        }
        true
    }
}

impl<T: Words> Words for Vec<T> {
    fn change(&mut self, change: Change<'_>) -> bool {
        self.retain_mut(|words| words.change(change));
        true
    }
}

/// A way to change what a column keeps; see [`changed`].
pub type Form = fn(&Value, Change<'_>) -> Option<Value>;

/// What is kept as a `T`, with its words changed; nothing where none of them is. What cannot be read as a `T` has only texts.
pub fn changed<T: Words + Serialize + DeserializeOwned>(kept: &Value, change: Change<'_>) -> Option<Value> {
    let differs = Cell::new(false);
    let change = |text: &str, kind: Kind| {
        let new = change(text, kind);
        differs.set(differs.get() || new.as_deref() != Some(text));
        new
    };
    let changed = match T::deserialize(kept) {
        Ok(mut words) => {
            words.change(&change);
            serde_json::to_value(words).ok()?
        }
        Err(_) => json::changed(kept.clone(), &change),
    };
    differs.get().then_some(changed)
}

/// As [`changed`], where these words go.
pub fn without<T: Words + Serialize + DeserializeOwned>(kept: &Value, words: impl Fn(&str) -> bool) -> Option<Value> {
    changed::<T>(kept, &|text, _| (!words(text)).then(|| text.to_owned()))
}
