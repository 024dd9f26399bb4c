//! The operations of the document, for tests that hold for each of them.

use std::fmt;

use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use crate::TestApp;

/// One operation of the document.
pub struct Operation<'a> {
    pub method: Method,
    pub path: &'a str,
    pub value: &'a Value,
}

/// Every operation, by address.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().expect("paths");
    const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    paths
        .iter()
        .flat_map(|(path, item)| {
            METHODS.into_iter().filter_map(move |method| {
                let value = item.get(method.as_str().to_lowercase())?;
                Some(Operation { method, path, value })
            })
        })
        .collect()
}

impl fmt::Display for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl Operation<'_> {
    pub fn id(&self) -> &str {
        self.value["operationId"].as_str().expect("an operation id")
    }

    pub fn needs_sign_in(&self) -> bool {
        self.value["security"].as_array().is_some_and(|all| !all.is_empty() && all.iter().all(|one| one != &serde_json::json!({})))
    }

    pub fn has_json_body(&self) -> bool {
        self.value["requestBody"]["content"].get("application/json").is_some()
    }

    pub fn needs_header(&self, name: &str) -> bool {
        let parameters = self.value["parameters"].as_array();
        parameters.into_iter().flatten().any(|p| p["in"] == "header" && p["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)))
    }

    /// The address with an id that nothing has.
    pub fn address(&self) -> String {
        let segments = self.path.split('/').map(|segment| match segment {
            "{geonames_id}" => "1",
            _ if segment.starts_with('{') => "01990000-0000-7000-8000-000000000000",
            _ => segment,
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// A request with the headers that it needs and no body.
    pub fn request(&self, app: &TestApp) -> RequestBuilder {
        let request = app.request(self.method.clone(), &self.address());
        if self.needs_header("If-Match") { request.header("If-Match", "\"1.en.json.0\"") } else { request }
    }

    /// The body that the document shows.
    pub fn example(&self) -> Option<&Value> {
        let content = self.value["requestBody"]["content"].as_object()?;
        content.values().find_map(|content| {
            let several = || content["examples"].as_object()?.values().next()?.get("value");
            content.get("example").or_else(several)
        })
    }
}
