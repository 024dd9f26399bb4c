//! Whether a contract still keeps what an older one promised.
//!
//! What a client sends must stay acceptable, and what it reads must stay there: [`breaks`] lists every
//! place where that does not hold. Additions are never breaks.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Every broken promise, as one line each.
pub fn breaks(old: &Value, new: &Value) -> Vec<String> {
    let mut check = Check { old, new, found: BTreeSet::new(), seen: BTreeSet::new() };
    for (path, item) in members(&old["paths"]) {
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            let place = format!("{} {path}", method.to_uppercase());
            match new["paths"][path].get(*method) {
                Some(operation) => check.operation(&place, &item[*method], operation),
                None => check.broken(&place, "the operation is gone"),
            }
        }
    }
    check.found.into_iter().collect()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts(value: &Value) -> BTreeSet<&str> {
    items(value).filter_map(Value::as_str).collect()
}

/// The named schema that this one is, or is unless it is null.
fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str().or_else(|| items(&schema["oneOf"]).find_map(|part| part["$ref"].as_str()))
}

/// Which way a value travels: what the client sends may widen, what it reads may narrow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Sent,
    Read,
}

struct Check<'a> {
    old: &'a Value,
    new: &'a Value,
    found: BTreeSet<String>,
    /// Named schemas already compared; they may contain themselves.
    seen: BTreeSet<(Way, String)>,
}

impl<'a> Check<'a> {
    fn broken(&mut self, place: &str, what: impl std::fmt::Display) {
        self.found.insert(format!("{place}: {what}"));
    }

    fn operation(&mut self, place: &str, old: &'a Value, new: &'a Value) {
        if items(&old["security"]).count() == 0 && items(&new["security"]).count() > 0 {
            self.broken(place, "needs a sign-in now");
        }
        if old["operationId"] != new["operationId"] {
            self.broken(place, "has another operation id");
        }
        self.parameters(place, old, new);
        let (old_body, new_body) = (&old["requestBody"], &new["requestBody"]);
        if new_body["required"] == true && old_body["required"] != true {
            self.broken(place, "needs a body now");
        }
        self.contents(&format!("{place} body"), Way::Sent, &old_body["content"], &new_body["content"]);
        for (status, response) in members(&old["responses"]).filter(|(status, _)| status.starts_with('2')) {
            match new["responses"].get(status) {
                Some(now) => self.contents(&format!("{place} {status}"), Way::Read, &response["content"], &now["content"]),
                None => self.broken(place, format_args!("no longer answers {status}")),
            }
        }
    }

    fn parameters(&mut self, place: &str, old: &'a Value, new: &'a Value) {
        let same = |a: &Value, b: &Value| a["name"] == b["name"] && a["in"] == b["in"];
        for parameter in items(&old["parameters"]) {
            let name = parameter["name"].as_str().unwrap_or_default();
            match items(&new["parameters"]).find(|candidate| same(candidate, parameter)) {
                Some(now) => self.schema(&format!("{place} parameter {name}"), Way::Sent, &parameter["schema"], &now["schema"]),
                None => self.broken(place, format_args!("the parameter {name} is gone")),
            }
        }
        for parameter in items(&new["parameters"]).filter(|parameter| parameter["required"] == true) {
            let before = items(&old["parameters"]).find(|candidate| same(candidate, parameter));
            if before.is_none_or(|before| before["required"] != true) {
                self.broken(place, format_args!("the parameter {} is required now", parameter["name"].as_str().unwrap_or_default()));
            }
        }
    }

    fn contents(&mut self, place: &str, way: Way, old: &'a Value, new: &'a Value) {
        for (media, content) in members(old) {
            match new.get(media) {
                Some(now) => self.schema(place, way, &content["schema"], &now["schema"]),
                None => self.broken(place, format_args!("{media} is gone")),
            }
        }
    }

    fn schema(&mut self, place: &str, way: Way, old: &'a Value, new: &'a Value) {
        if let Some(name) = reference(old)
            && !self.seen.insert((way, format!("{name} {}", reference(new).unwrap_or(place))))
        {
            return;
        }
        let (old, new) = (Shape::of(self.old, old), Shape::of(self.new, new));
        let (narrow, wide) = if way == Way::Sent { (&new, &old) } else { (&old, &new) };
        // Everything that may come must be something that is understood.
        if !narrow.types.is_empty() && !narrow.types.is_superset(&wide.types) {
            self.broken(place, format_args!("the type was {:?} and is {:?}", old.types, new.types));
        }
        if way == Way::Sent && !new.values.is_empty() {
            for value in old.values.difference(&new.values) {
                self.broken(place, format_args!("the value {value} is refused now"));
            }
            if old.values.is_empty() && old.types.contains("string") {
                self.broken(place, "only certain values are accepted now");
            }
        }
        for (name, property) in &old.properties {
            match new.properties.iter().find(|(candidate, _)| candidate == name) {
                Some((_, now)) => self.schema(&format!("{place}/{name}"), way, property, now),
                None => self.broken(place, format_args!("the field {name} is gone")),
            }
        }
        for name in narrow.required.difference(&wide.required) {
            let what = if way == Way::Sent { "is required now" } else { "may be missing now" };
            self.broken(place, format_args!("the field {name} {what}"));
        }
        if let (Some(old), Some(new)) = (old.items, new.items) {
            self.schema(&format!("{place}/*"), way, old, new);
        }
    }
}

/// A schema with its references followed, its parts joined and `null` among its types.
#[derive(Default)]
struct Shape<'a> {
    types: BTreeSet<&'a str>,
    values: BTreeSet<&'a str>,
    properties: Vec<(&'a str, &'a Value)>,
    required: BTreeSet<&'a str>,
    items: Option<&'a Value>,
}

impl<'a> Shape<'a> {
    fn of(document: &'a Value, schema: &'a Value) -> Self {
        let mut shape = Self::default();
        shape.add(document, schema);
        shape
    }

    fn add(&mut self, document: &'a Value, schema: &'a Value) {
        if let Some(name) = schema["$ref"].as_str() {
            let target = document.pointer(name.trim_start_matches('#')).unwrap_or(&Value::Null);
            return self.add(document, target);
        }
        self.types.extend(schema["type"].as_str().into_iter().chain(texts(&schema["type"])));
        self.values.extend(texts(&schema["enum"]));
        self.properties.extend(members(&schema["properties"]).map(|(name, property)| (name.as_str(), property)));
        self.required.extend(texts(&schema["required"]));
        self.items = self.items.or(schema.get("items"));
        for part in ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|combination| items(&schema[combination])) {
            self.add(document, part);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn contract() -> Value {
        json!({
            "paths": { "/v1/things": {
                "get": {
                    "operationId": "list_things",
                    "parameters": [{ "name": "kind", "in": "query", "schema": { "$ref": "#/components/schemas/Kind" } }],
                    "responses": { "200": { "content": { "application/json": { "schema": {
                        "type": "array", "items": { "$ref": "#/components/schemas/Thing" } } } } } },
                },
                "post": {
                    "operationId": "create_thing",
                    "security": [{ "bearer": [] }],
                    "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/New" } } }, "required": true },
                    "responses": { "201": { "description": "" } },
                },
            } },
            "components": { "schemas": {
                "Kind": { "type": "string", "enum": ["great", "small"] },
                "Thing": { "type": "object", "required": ["name"], "properties": {
                    "name": { "type": "string" },
                    "parent": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Thing" }] },
                } },
                "New": { "type": "object", "required": ["name"], "properties": {
                    "name": { "type": "string" }, "kind": { "$ref": "#/components/schemas/Kind" }, "size": { "type": ["integer", "null"] },
                } },
            } },
        })
    }

    /// What the check says once this place has this value (or is gone).
    fn after(pointer: &str, value: Option<Value>) -> Vec<String> {
        let mut changed = contract();
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        let parent = changed.pointer_mut(parent).expect("a place").as_object_mut().expect("an object");
        let name = name.replace("~1", "/");
        match value {
            Some(value) => drop(parent.insert(name, value)),
            None => drop(parent.remove(&name).expect("something to remove")),
        }
        breaks(&contract(), &changed)
    }

    fn breaks_once(found: Vec<String>, what: &str) {
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(what), "{found:?}");
    }

    #[test]
    fn the_same_contract_and_additions_break_nothing() {
        assert_eq!(breaks(&contract(), &contract()), Vec::<String>::new());
        let none = Vec::<String>::new();
        assert_eq!(after("/paths/~1v1~1others", Some(json!({ "get": { "responses": {} } }))), none);
        assert_eq!(after("/components/schemas/Thing/properties/colour", Some(json!({ "type": "string" }))), none);
        assert_eq!(after("/components/schemas/New/properties/colour", Some(json!({ "type": "string" }))), none);
        assert_eq!(after("/components/schemas/Kind/enum", Some(json!(["great", "small", "tiny"]))), none);
        assert_eq!(after("/components/schemas/New/required", Some(json!([]))), none);
    }

    #[test]
    fn what_is_gone_is_found() {
        assert_eq!(after("/paths/~1v1~1things", None).len(), 2, "both operations");
        breaks_once(after("/paths/~1v1~1things/get", None), "the operation is gone");
        breaks_once(after("/paths/~1v1~1things/get/parameters", None), "the parameter kind is gone");
        breaks_once(after("/paths/~1v1~1things/post/responses/201", None), "no longer answers 201");
        breaks_once(after("/components/schemas/Thing/properties/name", None), "the field name is gone");
        breaks_once(after("/components/schemas/New/properties/size", None), "the field size is gone");
    }

    #[test]
    fn new_demands_are_found() {
        let required = json!([{ "name": "kind", "in": "query", "required": true, "schema": { "$ref": "#/components/schemas/Kind" } }]);
        breaks_once(after("/paths/~1v1~1things/get/parameters", Some(required)), "the parameter kind is required now");
        breaks_once(after("/components/schemas/New/required", Some(json!(["name", "kind"]))), "the field kind is required now");
        breaks_once(after("/paths/~1v1~1things/get/security", Some(json!([{ "bearer": [] }]))), "needs a sign-in now");
    }

    #[test]
    fn narrowed_input_and_widened_output_are_found() {
        breaks_once(after("/components/schemas/Kind/enum", Some(json!(["great"]))), "the value small is refused now");
        breaks_once(after("/components/schemas/New/properties/size/type", Some(json!("integer"))), "the type was");
        breaks_once(after("/components/schemas/Thing/properties/name/type", Some(json!(["string", "null"]))), "the type was");
        breaks_once(after("/components/schemas/Thing/required", Some(json!([]))), "the field name may be missing now");
        breaks_once(after("/components/schemas/New/properties/name/enum", Some(json!(["a"]))), "only certain values");
    }
}
