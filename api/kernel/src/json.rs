//! Looking for texts in JSON, and changing them.

use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

/// What a text becomes; nothing where it goes.
pub type Change<'a> = &'a dyn Fn(&str, Kind) -> Option<String>;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// The name of a place or of a kind of government.
    Label,
    /// The name of somebody who stands in a list or by themselves.
    Name,
}

/// What is kept as JSON. What cannot be read is left out of what is shown, and said in the log: it is a fault of ours, and no reason to show
/// nothing at all.
pub fn kept<T: DeserializeOwned + Default>(value: &Value, what: &str, id: Uuid) -> T {
    T::deserialize(value).unwrap_or_else(|error| {
        tracing::error!(%error, %id, "cannot read what is kept: {what}");
        T::default()
    })
}

/// Whether some text in it is one of these.
pub fn says(value: &Value, sought: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => sought(text),
        Value::Array(items) => items.iter().any(|item| says(item, sought)),
        Value::Object(members) => members.values().any(|member| says(member, sought)),
        _ => false,
    }
}

/// The same with every text changed. A member that goes becomes null; of a list the whole item goes, since half of one may mean nothing.
pub fn changed(value: Value, change: Change<'_>) -> Value {
    match value {
        Value::String(text) => change(&text, Kind::Text).into(),
        Value::Array(items) => {
            let stays = |item: &Value| !says(item, &|text| change(text, Kind::Text).is_none());
            items.into_iter().filter(stays).map(|item| changed(item, change)).collect()
        }
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, member)| (name, changed(member, change))).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_goes_with_the_item_that_holds_it() {
        let answers =
            json!({ "name": "Jane", "population": 3, "names": [{ "lang": "en", "name": "Jane" }, { "lang": "fr", "name": "Lyon" }] });
        let left = changed(answers, &|text, _| (text != "Jane").then(|| text.to_uppercase()));
        assert_eq!(left, json!({ "name": null, "population": 3, "names": [{ "lang": "FR", "name": "LYON" }] }));
    }
}
