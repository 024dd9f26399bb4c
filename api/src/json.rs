//! Looking for texts in JSON, and taking them out.

use serde_json::Value;

/// Whether some text in it is one of these.
pub fn says(value: &Value, sought: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => sought(text),
        Value::Array(items) => items.iter().any(|item| says(item, sought)),
        Value::Object(members) => members.values().any(|member| says(member, sought)),
        _ => false,
    }
}

/// Takes texts out; tells whether there were any. A member becomes null; of a list the whole item goes, since half of one may mean nothing.
pub fn take_out(value: &mut Value, sought: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) if sought(text) => {
            *value = Value::Null;
            true
        }
        Value::Array(items) => {
            let before = items.len();
            items.retain(|item| !says(item, sought));
            items.len() < before
        }
        Value::Object(members) => members.values_mut().map(|member| usize::from(take_out(member, sought))).sum::<usize>() > 0,
        _ => false,
    }
}

/// The same with every text changed.
pub fn map(value: Value, change: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => change(&text).into(),
        Value::Array(items) => items.into_iter().map(|item| map(item, change)).collect(),
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, member)| (name, map(member, change))).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_goes_with_the_item_that_holds_it() {
        let mut answers =
            json!({ "name": "Jane", "population": 3, "names": [{ "lang": "en", "name": "Jane" }, { "lang": "fr", "name": "Lyon" }] });
        assert!(take_out(&mut answers, &|text| text == "Jane"));
        assert_eq!(answers, json!({ "name": null, "population": 3, "names": [{ "lang": "fr", "name": "Lyon" }] }));
        assert!(!take_out(&mut answers, &|text| text == "Jane"));
    }
}
