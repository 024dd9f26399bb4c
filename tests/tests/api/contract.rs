//! The published document: complete, committed, and keeping what was released.

use std::collections::{BTreeMap, BTreeSet};

use kernel::problem::{Code, FieldCode};
use serde_json::Value;
use tests::{TestApp, compat, operations::operations};
use thousand::app;

fn document() -> Value {
    serde_json::to_value(app::document()).expect("JSON")
}

fn committed(name: &str) -> Option<Value> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi").join(name);
    let text = std::fs::read_to_string(file).ok()?;
    Some(serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn the_committed_document_is_that_of_the_code() {
    // Not `assert_eq`, whose message would be both documents.
    assert!(committed("openapi.json").as_ref() == Some(&document()), "openapi/openapi.json is out of date: run `make gen`");
}

#[test]
fn what_was_released_is_kept() {
    // Before the first release there is nothing to keep.
    if let Some(released) = committed("released/v1.json") {
        assert_eq!(compat::breaks(&released, &document()), Vec::<String>::new());
    }
}

#[test]
fn every_tag_is_described_once() {
    let document = document();
    let names: Vec<&Value> = document["tags"].as_array().expect("tags").iter().map(|tag| &tag["name"]).collect();
    assert!(names.iter().enumerate().all(|(at, name)| !names[..at].contains(name)), "{names:?}");
}

#[test]
fn every_operation_is_described() {
    let document = document();
    let mut seen = BTreeSet::new();
    let mut complaints = Vec::new();
    for operation in operations(&document) {
        let value = operation.value;
        let mut complain = |what: &str| complaints.push(format!("{operation}: {what}"));
        let text = |member: &str| value[member].as_str().unwrap_or_default().trim().to_owned();
        if text("summary").is_empty() || text("summary").ends_with('.') {
            complain("needs a summary, without a full stop");
        }
        if text("description").is_empty() {
            complain("needs a description");
        }
        let tags = value["tags"].as_array().expect("tags");
        let known = document["tags"].as_array().expect("tags").iter().any(|tag| tags.contains(&tag["name"]));
        if tags.len() != 1 || !known {
            complain("needs one tag, of those that the document describes");
        }
        let id = text("operationId");
        if !id.contains('_') || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            complain("needs an operation id like verb_noun");
        }
        if !seen.insert(id) {
            complain("shares its operation id");
        }
        for parameter in value["parameters"].as_array().into_iter().flatten() {
            if parameter["description"].as_str().is_none_or(str::is_empty) {
                complain(&format!("needs a description of {}", parameter["name"]));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_body_has_an_example() {
    let document = document();
    let mut complaints = Vec::new();
    for operation in operations(&document) {
        let bodies = std::iter::once(("request", &operation.value["requestBody"]))
            .chain(members(&operation.value["responses"]).map(|(status, body)| (status.as_str(), body)))
            .filter(|(name, _)| !name.starts_with(['3', '4', '5']));
        for (name, body) in bodies {
            for (media, content) in members(&body["content"]).filter(|(media, _)| media.contains("json")) {
                if content.get("example").is_none()
                    && content.get("examples").is_none()
                    && !exemplified(&document, &content["schema"], &mut BTreeSet::new())
                    && !(name == "request" && members(&body["content"]).any(|(_, other)| other.get("example").is_some()))
                {
                    complaints.push(format!("{operation}: {name} {media} has no example"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Whether a schema shows, somewhere in it, what its values look like. An empty object needs none.
fn exemplified(document: &Value, schema: &Value, seen: &mut BTreeSet<String>) -> bool {
    if let Some(name) = schema["$ref"].as_str() {
        return seen.insert(name.to_owned()) && exemplified(document, document.pointer(&name[1..]).unwrap_or(&Value::Null), seen);
    }
    let parts = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|kind| schema[kind].as_array().into_iter().flatten());
    schema.get("example").is_some()
        || schema.get("examples").is_some()
        || schema.get("enum").is_some()
        || schema == &serde_json::json!({ "type": "object" })
        || schema.get("items").is_some_and(|items| exemplified(document, items, seen))
        || members(&schema["properties"]).any(|(_, property)| exemplified(document, property, seen))
        || parts.into_iter().any(|part| exemplified(document, part, seen))
}

#[test]
fn every_problem_is_of_the_catalogue() {
    let document = document();
    let known: BTreeMap<&str, u16> = Code::ALL.iter().map(|code| (code.as_str(), code.status())).collect();
    let fields: BTreeSet<&str> = FieldCode::ALL.iter().map(|code| code.as_str()).collect();
    let listed = |name: &str| -> BTreeSet<String> {
        let values = document["components"]["schemas"][name]["enum"].as_array().expect(name);
        values.iter().map(|value| value.as_str().expect("text").to_owned()).collect()
    };
    assert_eq!(listed("ProblemCode"), known.keys().map(|&code| code.to_owned()).collect());
    assert_eq!(listed("FieldCode"), fields.iter().map(|&code| code.to_owned()).collect());
    for operation in operations(&document) {
        for (status, response) in members(&operation.value["responses"]).filter(|(status, _)| status.as_str() >= "400") {
            // Codes stand between backquotes.
            let words = response["description"].as_str().expect("a description");
            let codes: Vec<&str> = words.split('`').skip(1).step_by(2).filter(|code| known.contains_key(code)).collect();
            assert!(!codes.is_empty(), "{operation}: {status} names no problem: {words}");
            for code in codes {
                assert_eq!(known[code].to_string(), *status, "{operation}: {code}");
            }
            assert!(response["content"].get("application/problem+json").is_some(), "{operation}: {status}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str));
                object.values().for_each(|value| walk(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut references = Vec::new();
    walk(&document, &mut references);
    let lost: BTreeSet<_> = references.into_iter().filter(|reference| document.pointer(&reference[1..]).is_none()).collect();
    assert_eq!(lost, BTreeSet::new());
}

#[tokio::test]
async fn the_served_document_is_that_of_the_code() {
    let app = TestApp::start().await;
    let served = app.json("/v1/openapi.json").await;
    assert!(served == document(), "the served document differs");
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
