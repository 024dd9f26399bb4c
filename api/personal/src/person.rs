//! Who is meant by an address, and what names them.

use std::collections::{BTreeSet, HashSet};

use kernel::{
    db::collation::loose_key,
    email_address::key_of,
    json,
    words::{Form, Kind},
};
use serde_json::Value;
use uuid::Uuid;

use super::registry::{Holds, Table};

/// Put in the place of what is taken out of a text.
pub const MASK: &str = "[…]";

/// Somebody, by what the database knows of an address.
#[derive(Default)]
pub struct Person {
    pub(super) key: String,
    /// The address in the spellings that are kept, in small letters.
    pub(super) spellings: BTreeSet<String>,
    /// Names that stand beside the address.
    pub names: BTreeSet<String>,
    pub(super) name_keys: HashSet<String>,
    /// The account, and what else is the person's own: pledges, invitations.
    pub ids: HashSet<Uuid>,
    /// Records that may be about the person: the governments they worked or signed for, and what belongs to these.
    pub near: HashSet<Uuid>,
    pub(super) own_entries: HashSet<i64>,
    pub(super) near_entries: HashSet<i64>,
}

/// How something names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// The row is theirs.
    Own,
    /// It is their name.
    Named,
    /// It mentions their address or name.
    Mentioned,
    /// It has an id of theirs.
    Trace,
}

impl Person {
    /// The same person, known by the address alone.
    pub fn by_address(&self) -> Self {
        Self { key: self.key.clone(), spellings: self.spellings.clone(), ..Self::default() }
    }

    /// Whether a row belongs to what is around the person.
    pub fn is_near(&self, table: &Table, row: &serde_json::Map<String, Value>) -> bool {
        let id_near = |column: &&str| {
            row.get(*column).and_then(Value::as_str).and_then(|text| text.parse().ok()).is_some_and(|id| self.near.contains(&id))
        };
        let entry_near = |(column, holds): (&str, Holds)| {
            holds == Holds::Entry
                && row
                    .get(column)
                    .and_then(Value::as_i64)
                    .is_some_and(|seq| self.near_entries.contains(&seq) || self.own_entries.contains(&seq))
        };
        table.near.iter().any(id_near) || table.personal().any(entry_near)
    }

    /// How a cell names the person. `form` is the kind of JSON in it, `near` says whether its row belongs to what is around them.
    pub fn hit(&self, holds: Holds, value: &Value, form: Option<Form>, near: bool) -> Option<Hit> {
        let id = || value.as_str().and_then(|text| text.parse::<Uuid>().ok()).is_some_and(|id| self.ids.contains(&id));
        let when = |holds: bool, hit: Hit| holds.then_some(hit);
        match holds {
            Holds::Plain | Holds::Secret => None,
            Holds::Address => when(value.as_str().is_some_and(|text| !text.is_empty() && key_of(text) == self.key), Hit::Own),
            Holds::Owner => when(id(), Hit::Own),
            Holds::Actor | Holds::Author => when(id(), Hit::Trace),
            Holds::Ids => when(self.ids.iter().any(|id| parsed(value).to_string().contains(&id.to_string())), Hit::Trace),
            Holds::Entry => when(value.as_i64().is_some_and(|seq| self.own_entries.contains(&seq)), Hit::Own),
            Holds::Label => when(json::says(&parsed(value), &|text| self.is_addressed(text)), Hit::Mentioned),
            Holds::OwnName | Holds::Name | Holds::Personal | Holds::Typed => {
                let value = parsed(value);
                if near && matches!(holds, Holds::OwnName | Holds::Name) && value.as_str().is_some_and(|text| self.is_name(text)) {
                    return Some(Hit::Named);
                }
                let says = |text: &str, near: bool| self.is_addressed(text) || near && (self.is_name(text) || self.is_mentioned(text));
                let said = match form {
                    Some(form) => form(&value, &|text, kind| (!says(text, near && kind != Kind::Label)).then(|| text.to_owned())).is_some(),
                    None => json::says(&value, &|text| says(text, near)),
                };
                when(said, Hit::Mentioned)
            }
        }
    }

    /// Whether a text is a name of the person, however it is written.
    pub fn is_name(&self, text: &str) -> bool {
        !self.name_keys.is_empty() && !text.trim().is_empty() && self.name_keys.contains(&loose_key(text))
    }

    /// Whether an address is the person's.
    pub fn is_address(&self, text: &str) -> bool {
        !text.is_empty() && key_of(text) == self.key
    }

    /// Whether a text has the address in it.
    pub fn is_addressed(&self, text: &str) -> bool {
        text.contains('@') && self.spellings.iter().any(|spelling| !places(&text.to_lowercase(), spelling).is_empty())
    }

    /// Whether a text has a name of the person in it. A name of one word may be anybody's.
    fn is_mentioned(&self, text: &str) -> bool {
        self.full_names().any(|name| !places(&text.to_lowercase(), &name).is_empty())
    }

    fn full_names(&self) -> impl Iterator<Item = String> {
        self.names.iter().filter(|name| name.contains(' ')).map(|name| name.to_lowercase())
    }

    /// A text without what names the person; `near` as in [`Person::hit`].
    pub fn masked(&self, text: &str, near: bool) -> String {
        if near && self.is_name(text) {
            return MASK.to_owned();
        }
        let sought = self.spellings.iter().cloned().chain(self.full_names().filter(|_| near));
        sought.fold(text.to_owned(), |text, sought| without(&text, &sought))
    }
}

/// The JSON in a text, or the text.
pub fn parsed(value: &Value) -> Value {
    let inside = value.as_str().filter(|text| text.starts_with(['{', '['])).and_then(|text| serde_json::from_str(text).ok());
    inside.unwrap_or_else(|| value.clone())
}

/// Where something stands in a text, not as a part of a longer word or address.
fn places(text: &str, sought: &str) -> Vec<usize> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '%' | '+' | '-');
    let alone = |at: &usize| {
        let (before, after) = (text[..*at].chars().next_back(), &text[at + sought.len()..]);
        let mut after = after.chars();
        let next = after.next();
        // A full stop may belong to an address, never to a name.
        let dotted = sought.contains('@') && (before == Some('.') || next == Some('.') && after.next().is_some_and(char::is_alphanumeric));
        !before.is_some_and(inside) && !next.is_some_and(inside) && !dotted
    };
    if sought.is_empty() { Vec::new() } else { text.match_indices(sought).map(|(at, _)| at).filter(alone).collect() }
}

/// The text with every occurrence masked, in whatever case.
fn without(text: &str, sought: &str) -> String {
    let small = text.to_lowercase();
    let found = places(&small, sought);
    if found.is_empty() {
        return text.to_owned();
    }
    // A few letters are longer in small: then nothing says where the text was.
    if small.len() != text.len() || found.iter().any(|at| !text.is_char_boundary(*at) || !text.is_char_boundary(at + sought.len())) {
        return MASK.to_owned();
    }
    let mut masked = String::new();
    let mut end = 0;
    for at in found {
        masked.push_str(&text[end..at]);
        masked.push_str(MASK);
        end = at + sought.len();
    }
    masked + &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_person_is_masked_and_nothing_else() {
        let mut person = Person { key: "nora@sale.example".to_owned(), ..Person::default() };
        person.spellings.insert("nora@sale.example".to_owned());
        person.add_name("Nora Ferrer");
        assert_eq!(
            person.masked("Ask Nora@Sale.example. Or honora@sale.example, nora@sale.example.org", true),
            "Ask […]. Or honora@sale.example, nora@sale.example.org"
        );
        assert_eq!(person.masked("By nora ferrer, not Nora Ferrero", true), "By […], not Nora Ferrero");
        assert_eq!(person.masked("By Nora Ferrer", false), "By Nora Ferrer", "another’s, for all that is known");
        assert!(person.is_name(" NORA FERRÉR "));
    }
}
