use chrono::Duration;
use entity::kinds::TeamRole;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tests::{
    TestApp,
    operations::operations,
    people::{Person, tag},
    problem,
};

fn wish() -> Value {
    json!({"name": "Observatory", "purpose": "Reads adhesions.", "scopes": ["territories:write", "adhesions:read"], "expires_at": "2027-06-30T00:00:00Z"})
}

async fn issue(admin: &Person) -> Value {
    let answer = admin.post("/v1/tokens", &wish()).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json().await.expect("JSON")
}

async fn with(app: &TestApp, secret: &Value, path: &str) -> Response {
    app.request(Method::GET, path).bearer_auth(secret.as_str().expect("a secret")).send().await.expect("an answer")
}

#[tokio::test]
async fn the_secret_is_shown_once_and_opens_what_its_scopes_say() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let answer = admin.post("/v1/tokens", &wish()).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let (location, seen) = (answer.headers()["location"].to_str().expect("text").to_owned(), tag(&answer));
    let token: Value = answer.json().await.expect("JSON");
    let path = format!("/v1/tokens/{}", token["id"].as_str().expect("an id"));
    assert_eq!(location, format!("{}{path}", app.url));
    assert_eq!(admin.tag(&path).await, seen);
    let secret = token["token"].as_str().expect("a secret");
    assert!(secret.starts_with("thou_live_") && secret.ends_with(token["last_four"].as_str().expect("four")));
    for shown in [admin.json(&path).await, admin.json("/v1/tokens").await["data"][0].clone()] {
        assert_eq!((&shown["name"], &shown["token"], &shown["last_used_at"]), (&json!("Observatory"), &Value::Null, &Value::Null));
        assert_eq!(shown["scopes"], json!(["territories:write", "adhesions:read"]));
    }
    problem(with(&app, &token["token"], "/v1/tokens").await, 403, "not_allowed").await;
    problem(with(&app, &token["token"], "/v1/me").await, 403, "not_allowed").await;
    assert_eq!(with(&app, &token["token"], "/v1/campaign").await.status(), StatusCode::OK);
    assert_eq!(admin.json(&path).await["last_used_at"].as_str().map(|at| &at[..10]), Some("2026-12-01"));
}

#[tokio::test]
async fn revoking_counts_at_once_and_twice_is_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let token = issue(&admin).await;
    let path = format!("/v1/tokens/{}", token["id"].as_str().expect("an id"));
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    problem(with(&app, &token["token"], "/v1/me").await, 401, "token_invalid").await;
    let revoked = admin.json(&path).await["revoked_at"].clone();
    assert!(revoked.is_string());
    let head = app.state.db.refresh_head().await.expect("a head");
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    assert_eq!((admin.json(&path).await["revoked_at"].clone(), app.state.db.refresh_head().await.expect("a head")), (revoked, head));
    problem(admin.delete("/v1/tokens/nonsense").await, 404, "not_found").await;
    problem(admin.delete("/v1/tokens/01990000-0000-7000-8000-000000000000").await, 404, "not_found").await;
}

#[tokio::test]
async fn a_token_ends_by_itself_and_a_mistyped_one_never_was() {
    let app = TestApp::start().await;
    let token = issue(&app.admin().await).await;
    let secret = token["token"].as_str().expect("a secret");
    let mut other = secret.to_owned();
    other.replace_range(12..13, if &secret[12..13] == "x" { "y" } else { "x" });
    problem(with(&app, &json!(other), "/v1/me").await, 401, "token_invalid").await;
    app.source.advance(Duration::days(365));
    problem(with(&app, &token["token"], "/v1/me").await, 401, "token_invalid").await;
}

#[tokio::test]
async fn only_administrators_have_to_do_with_tokens() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/v1/tokens/{}", issue(&admin).await["id"].as_str().expect("an id"));
    problem(app.get("/v1/tokens").await, 401, "not_signed_in").await;
    problem(app.post("/v1/tokens", &wish()).await, 401, "not_signed_in").await;
    for other in [app.reviewer().await, app.member_of("barcelona", TeamRole::Lead, "lead@example.org").await] {
        problem(other.get("/v1/tokens").await, 403, "not_allowed").await;
        problem(other.get(&path).await, 403, "not_allowed").await;
        problem(other.post("/v1/tokens", &wish()).await, 403, "not_allowed").await;
        problem(other.delete(&path).await, 403, "not_allowed").await;
    }
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let wrong = async |field: &str, value: Value, code: &str| {
        let mut body = wish();
        body[field] = value;
        let said = problem(admin.post("/v1/tokens", &body).await, 422, "invalid_fields").await;
        assert!(said["errors"].as_array().expect("errors").iter().any(|error| error["code"] == code), "{field}: {said}");
    };
    wrong("name", json!(""), "required").await;
    wrong("name", json!("x".repeat(201)), "too_long").await;
    wrong("purpose", json!(" "), "required").await;
    wrong("scopes", json!([]), "required").await;
    wrong("scopes", json!(["everything"]), "unknown_value").await;
    wrong("expires_at", json!("2026-11-01T00:00:00Z"), "in_the_past").await;
    wrong("expires_at", json!("2027-12-01T12:10:00Z"), "too_late").await;
    wrong("expires_at", json!("2028-01-01T00:00:00Z"), "too_late").await;
    wrong("expires_at", json!("tomorrow"), "wrong_type").await;
    wrong("hash", json!("0"), "unknown_field").await;
}

/// What the document says of scopes is what happens.
#[tokio::test]
async fn each_operation_names_the_scope_that_it_asks_for() {
    let app = TestApp::start().await;
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    let every: Vec<String> = document["components"]["schemas"]["Scope"]["enum"]
        .as_array()
        .expect("the scopes")
        .iter()
        .filter_map(|scope| scope.as_str().map(str::to_owned))
        .collect();
    let every: Vec<&str> = every.iter().map(String::as_str).collect();
    let almighty = crate::people::partner(&app, &every).await;
    for operation in operations(&document) {
        let Some(named) = operation.value["security"].as_array().and_then(|all| all.iter().find_map(|one| one["bearer"].as_array())) else {
            continue;
        };
        let named: Vec<&str> = named.iter().filter_map(Value::as_str).collect();
        let by = if named.is_empty() { &almighty } else { &crate::people::partner(&app, &named).await };
        let mut request = by.send_as(operation.request(&app));
        if let Some(example) = operation.example() {
            request = request.json(example);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let code = answer.json::<Value>().await.unwrap_or_default()["code"].clone();
        if named.is_empty() {
            assert!(!status.is_success(), "{operation} lets tokens in and names no scope");
        } else {
            assert!(named.iter().all(|scope| every.contains(scope)), "{operation} names {named:?}");
            assert!(code != "scope_missing" && code != "not_allowed", "{operation} names {named:?} and answers {code}");
        }
    }
}

#[tokio::test]
async fn a_scope_for_writing_includes_reading_the_same() {
    let app = TestApp::start().await;
    let answers = async |scope: &str, method: Method, path: &str, body: &Value| {
        let request = crate::people::partner(&app, &[scope]).await.request(method, path).header("If-Match", "*");
        let answer = request.json(body).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default()["code"].clone())
    };
    let (remove, missing) = (format!("/v1/pledges/{}/remove", app.state.chance.id()), (403, json!("scope_missing")));
    for (noun, write, wrong) in [
        ("adhesions", "/v1/adhesions", json!({"territory_id": app.state.chance.id()})),
        ("pledges", remove.as_str(), json!({"reason": " "})),
    ] {
        let (list, reading, writing) = (format!("/v1/{noun}"), format!("{noun}:read"), format!("{noun}:write"));
        for scope in [&reading, &writing] {
            assert_eq!(answers(scope, Method::GET, &list, &json!({})).await.0, 200, "{scope} reads");
        }
        assert_eq!(answers(&reading, Method::POST, write, &wrong).await, missing, "reading includes no writing");
        assert_eq!(answers(&writing, Method::POST, write, &wrong).await.0, 422, "{writing} writes");
    }
    assert_eq!(answers("adhesions:write", Method::GET, "/v1/pledges", &json!({})).await, missing, "each of its own");
    assert_eq!(answers("pledges:write", Method::GET, "/v1/adhesions", &json!({})).await, missing);
}
