//! What an entry of the history says.
//!
//! Numbers, dates, ids and the program's own words are part of the chain for good. What somebody typed is not: each such text is kept beside the
//! chain, which has a digest of it, so that it can be taken back. A `String` is therefore no fact; [`typed`] makes it one that can be erased.
//!
//! ```compile_fail
//! let reason = String::from("typed by somebody");
//! entity::facts!({ "reason": reason });
//! ```
//!
//! ```compile_fail
//! fn said(reason: &str) -> entity::facts::Facts {
//!     entity::facts!({ "reason": reason })
//! }
//! ```
//!
//! ```
//! fn said(reason: &str) -> entity::facts::Facts {
//!     entity::facts!({ "stage": "on_hold", "reason": entity::facts::typed(reason) })
//! }
//! ```

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::partial_date::PartialDate;

/// Facts by their names. Made by [`facts!`](crate::facts!).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(BTreeMap<&'static str, Said>);

/// One fact, or several of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// No text that anybody typed.
    Known(Value),
    /// Words that somebody typed; erasable.
    Typed(String),
    Several(Vec<Said>),
    Named(Facts),
}

/// What may be said in the history.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold words that somebody typed",
    note = "say `typed(text.as_str())`, and the words can be erased; an enumeration of the program's own words implements `Fact`"
)]
pub trait Fact {
    fn said(&self) -> Said;
}

/// Names facts as `json!` would: `facts!({ "stage": stage, "reason": typed(reason) })`.
#[macro_export]
macro_rules! facts {
    ({ $($name:literal : $fact:expr),* $(,)? }) => {
        $crate::facts::Facts::default()$(.with($name, &$fact))*
    };
}

impl Facts {
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: &(impl Fact + ?Sized)) -> Self {
        self.0.insert(name, fact.said());
        self
    }

    /// What stays in the chain, with null in the place of each typed text, and these texts by their JSON Pointers.
    pub fn split(self) -> (Value, BTreeMap<String, String>) {
        let mut texts = BTreeMap::new();
        let kept = Said::Named(self).split("", &mut texts);
        (kept, texts)
    }
}

impl Said {
    fn split(self, pointer: &str, texts: &mut BTreeMap<String, String>) -> Value {
        match self {
            Self::Known(value) => value,
            Self::Typed(text) => {
                texts.insert(pointer.to_owned(), text);
                Value::Null
            }
            Self::Several(all) => {
                all.into_iter().enumerate().map(|(at, said)| said.split(&format!("{pointer}/{at}"), texts)).collect::<Vec<_>>().into()
            }
            Self::Named(Facts(all)) => {
                let members = all.into_iter().map(|(name, said)| (name.to_owned(), said.split(&format!("{pointer}/{name}"), texts)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

/// Words that somebody typed, or nothing.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a>(Option<&'a str>);

/// Says what somebody typed: `typed(reason)`, `typed(row.website.as_deref())`.
pub fn typed<'a>(text: impl Into<Option<&'a str>>) -> Typed<'a> {
    Typed(text.into())
}

/// Says a language tag. Only one of a language, a script and a region is sure to hold no words.
pub fn language<'a>(tag: impl Into<Option<&'a str>>) -> Said {
    let Some(tag) = tag.into() else { return Said::Known(Value::Null) };
    let plain = tag.split('-').enumerate().all(|(at, part)| {
        let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        match at {
            0 => letters && matches!(part.len(), 2 | 3),
            1 | 2 => letters && matches!(part.len(), 2 | 4) || digits && part.len() == 3,
            _ => false,
        }
    });
    if plain { Said::Known(tag.into()) } else { Said::Typed(tag.to_owned()) }
}

/// Says a country's code.
pub fn country(code: &str) -> Said {
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code { Said::Known(code.into()) } else { Said::Typed(code.to_owned()) }
}

/// Says places of facts: pointers of names that stand in the program, and of numbers.
pub fn places(pointers: Vec<String>) -> Said {
    Said::Known(pointers.into())
}

/// Says a digest in hexadecimal.
pub fn digest(hex: &str) -> Said {
    let is_digest = hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest { Said::Known(hex.into()) } else { Said::Typed(hex.to_owned()) }
}

impl Fact for Typed<'_> {
    fn said(&self) -> Said {
        self.0.map_or(Said::Known(Value::Null), |text| Said::Typed(text.to_owned()))
    }
}

impl Fact for Said {
    fn said(&self) -> Said {
        self.clone()
    }
}

impl Fact for Facts {
    fn said(&self) -> Said {
        Said::Named(self.clone())
    }
}

impl<T: Fact> Fact for Option<T> {
    fn said(&self) -> Said {
        self.as_ref().map_or(Said::Known(Value::Null), Fact::said)
    }
}

impl<T: Fact> Fact for [T] {
    fn said(&self) -> Said {
        Said::Several(self.iter().map(Fact::said).collect())
    }
}

impl<T: Fact> Fact for &[T] {
    fn said(&self) -> Said {
        (**self).said()
    }
}

impl<T: Fact> Fact for Vec<T> {
    fn said(&self) -> Said {
        self.as_slice().said()
    }
}

/// Words that stand in the program.
impl Fact for &'static str {
    fn said(&self) -> Said {
        Said::Known(Value::from(*self))
    }
}

impl Fact for PartialDate {
    fn said(&self) -> Said {
        Said::Known(self.as_str().into())
    }
}

impl Fact for Uuid {
    fn said(&self) -> Said {
        Said::Known(self.to_string().into())
    }
}

impl Fact for DateTime<Utc> {
    fn said(&self) -> Said {
        Said::Known(serde_json::to_value(self).unwrap_or_default())
    }
}

macro_rules! numbers {
    ($($number:ty),+) => { $(impl Fact for $number {
        fn said(&self) -> Said {
            Said::Known(Value::from(*self))
        }
    })+ };
}
numbers!(bool, i32, i64, u32, u64, usize, f64);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn typed_texts_leave_their_places() {
        let names = vec![facts!({ "lang": language("ca"), "name": typed("Lleida") })];
        let said = facts!({ "stage": "member", "wave": Some(3), "names": names, "reason": typed(None), "year": None::<i32> });
        let (kept, texts) = said.split();
        let names = json!([{ "lang": "ca", "name": null }]);
        assert_eq!(kept, json!({ "stage": "member", "wave": 3, "names": names, "reason": null, "year": null }));
        assert_eq!(texts, BTreeMap::from([("/names/0/name".to_owned(), "Lleida".to_owned())]));
    }

    #[test]
    fn a_language_tag_holds_no_words() {
        for tag in ["ca", "pt-BR", "zh-Hant-TW", "es-419", "hsb"] {
            assert!(matches!(language(tag), Said::Known(_)), "{tag}");
        }
        for tag in ["en-x-jane-doe", "janedoe", "x-jane", "", "en-doe"] {
            assert!(matches!(language(tag), Said::Typed(_)), "{tag}");
        }
    }
}
