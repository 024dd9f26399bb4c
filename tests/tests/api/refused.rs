//! What every operation refuses, whatever it is about.

use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use tests::{
    TestApp,
    operations::{Operation, operations},
    problem,
};

use crate::people::{administrator, partner};

/// What strangers may do. This list may only shrink; a new public operation is a decision.
const PUBLIC: &[&str] = &[
    "get_live",
    "get_ready",
    "get_service",
    "get_openapi",
    "get_campaign",
    "list_countries",
    "list_regions",
    "list_organisations",
    "list_changes",
    "list_territories",
    "download_territories_csv",
    "download_territories_geojson",
    "get_territory",
    "list_territory_history",
    // Published files; the others are not found.
    "get_document",
    "get_document_content",
    // Joining: a pledge needs no account, its confirmation is a secret of the mail.
    "list_places",
    "get_place",
    "create_pledge",
    "preview_pledge",
    "confirm_pledge",
    // What is wrong with a public record is told without an account.
    "create_report",
    // Asking for access to what is there already: by people who have no account yet.
    "create_access_request",
    // By a secret that only the sender's browser holds.
    "resend_pledge",
    // Accounts: credentials or a mailed secret are what the body holds.
    "create_user",
    "preview_email_verification",
    "verify_email",
    "request_password_reset",
    "preview_password_reset",
    "redeem_password_reset",
    "create_session",
    // Signed in by its own cookie.
    "refresh_session",
    "end_session",
    "preview_invitation",
    "accept_invitation",
];

fn document() -> Value {
    serde_json::to_value(thousand::app::document()).expect("JSON")
}

async fn send(request: reqwest::RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

/// An answer that says nothing of what is inside.
async fn refusal(operation: &Operation<'_>, response: Response, expected: &[u16]) -> Value {
    let status = response.status().as_u16();
    let text = response.text().await.expect("a body");
    assert!(expected.contains(&status), "{operation} answered {status} instead of one of {expected:?}: {text}");
    for inside in ["sqlx", "sea-orm", "sea_orm", "SELECT ", "INSERT ", ".rs:", "/src/", "/home/", "panicked", "deserialize"] {
        assert!(!text.contains(inside), "{operation} tells of {inside}: {text}");
    }
    let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{operation} answered {status} without JSON: {text}"));
    assert_eq!(body["status"], status, "{operation}");
    assert!(operation.value["responses"].get(status.to_string()).is_some(), "{operation} does not document {status}");
    body
}

#[tokio::test]
async fn strangers_are_refused() {
    let app = TestApp::start().await;
    let document = document();
    for id in PUBLIC {
        assert!(operations(&document).iter().any(|operation| operation.id() == *id), "{id} is gone: take it off the list");
    }
    for operation in operations(&document) {
        let public = PUBLIC.contains(&operation.id());
        assert_eq!(operation.needs_sign_in(), !public, "{operation} ({}): PUBLIC and the document disagree", operation.id());
        if !public {
            // Nothing else is looked at: not the missing body, not the missing record.
            let body = refusal(&operation, send(operation.request(&app)).await, &[401]).await;
            assert_eq!(body["code"], "not_signed_in", "{operation}");
        }
    }
}

#[tokio::test]
async fn bad_credentials_are_refused_everywhere() {
    let app = TestApp::start().await;
    for operation in operations(&document()).into_iter().filter(|one| one.path.starts_with("/v1")) {
        for credential in ["Bearer nonsense", "Bearer thou_live_0", "Basic dXNlcjpwYXNz"] {
            let request = operation.request(&app).header(header::AUTHORIZATION, credential).json(&json!({}));
            let body = refusal(&operation, send(request).await, &[401]).await;
            let code = if credential.starts_with("Bearer") { "token_invalid" } else { "bearer_missing" };
            assert_eq!(body["code"], code, "{operation} with {credential}");
        }
    }
}

#[tokio::test]
async fn a_token_without_scopes_may_do_nothing() {
    let app = TestApp::start().await;
    let powerless = partner(&app, &[]).await;
    // A token may always ask who it is.
    for operation in operations(&document()).into_iter().filter(|one| one.needs_sign_in() && one.id() != "get_own_token") {
        let mut request = powerless.send_as(operation.request(&app));
        if let Some(example) = operation.example() {
            request = request.json(example);
        }
        // Records that are nobody else's business do not exist for others.
        refusal(&operation, send(request).await, &[403, 404, 415]).await;
    }
}

#[tokio::test]
async fn bodies_that_are_not_as_described_are_refused() {
    let app = TestApp::start().await;
    let administrator = administrator(&app).await;
    for operation in operations(&document()).into_iter().filter(Operation::has_json_body) {
        // A key each: the same key with another body is a mistake of its own.
        let sent = std::cell::Cell::new(0);
        let request = || {
            sent.set(sent.get() + 1);
            administrator.send_as(operation.request(&app)).header("Idempotency-Key", format!("\"bad-body-{}\"", sent.get()))
        };
        let json_body = |text: &'static str| request().header(header::CONTENT_TYPE, "application/json").body(text);
        let code = |body: Value| body["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!(code(refusal(&operation, send(json_body("{")).await, &[400]).await), "malformed_json", "{operation}");
        assert_eq!(code(refusal(&operation, send(json_body("")).await, &[400]).await), "malformed_json", "{operation}");
        for wrong in ["[]", "7", "\"text\"", "{\"no_such_field\":1}"] {
            // A merge patch means something only once there is a record.
            let body = refusal(&operation, send(json_body(wrong)).await, &[422, 404]).await;
            assert!(["invalid_fields", "not_found"].contains(&code(body).as_str()), "{operation} with {wrong}");
        }
        let text = request().header(header::CONTENT_TYPE, "text/plain").body("{}");
        assert_eq!(code(refusal(&operation, send(text).await, &[415]).await), "unsupported_media_type", "{operation}");
        let large = request().header(header::CONTENT_TYPE, "application/json").body(format!("{{\"a\":\"{}\"}}", "x".repeat(300 * 1024)));
        assert_eq!(code(refusal(&operation, send(large).await, &[413]).await), "too_large", "{operation}");
    }
}

#[tokio::test]
async fn changes_name_the_version_they_change() {
    let app = TestApp::start().await;
    let administrator = administrator(&app).await;
    for operation in operations(&document()).into_iter().filter(|operation| operation.needs_header("If-Match")) {
        let mut request = administrator.send_as(app.request(operation.method.clone(), &operation.address()));
        if let Some(example) = operation.example() {
            request = request.json(example);
        }
        assert_eq!(refusal(&operation, send(request).await, &[428]).await["code"], "if_match_required", "{operation}");
    }
}

#[tokio::test]
async fn methods_that_an_address_does_not_have_are_named() {
    let app = TestApp::start().await;
    let document = document();
    for path in document["paths"].as_object().expect("paths").keys() {
        let here: Vec<Operation> = operations(&document).into_iter().filter(|operation| operation.path == path).collect();
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if here.iter().all(|operation| operation.method != method) && path.starts_with("/v1") {
                let response = send(app.request(method.clone(), &here[0].address())).await;
                assert_eq!(response.status(), 405, "{method} {path}");
                let allow = response.headers().get(header::ALLOW).map(|value| value.to_str().expect("text").to_owned());
                problem(response, 405, "method_not_allowed").await;
                for operation in &here {
                    let allow = allow.as_deref().unwrap_or_default();
                    assert!(allow.contains(operation.method.as_str()), "{method} {path}: Allow is {allow}");
                }
            }
        }
    }
}

#[tokio::test]
async fn head_is_get_without_its_body() {
    let app = TestApp::start().await;
    for operation in operations(&document()).into_iter().filter(|operation| operation.method == Method::GET) {
        let get = send(operation.request(&app)).await;
        let head = send(app.request(Method::HEAD, &operation.address())).await;
        assert_eq!(head.status(), get.status(), "{operation}");
        for name in ["content-type", "etag", "cache-control", "content-language", "vary", "content-security-policy"] {
            assert_eq!(head.headers().get(name), get.headers().get(name), "{operation}: {name}");
        }
        assert_eq!(head.bytes().await.expect("a body").len(), 0, "{operation}");
    }
}

#[tokio::test]
async fn nothing_is_at_other_addresses() {
    let app = TestApp::start().await;
    for path in
        ["/v1/nothing", "/v1/territories/barcelona/nothing", "/v2", "/v1/territories/no-such-slug", "/nothing", "/v1/territories.xml"]
    {
        problem(app.get(path).await, 404, "not_found").await;
    }
}

#[tokio::test]
async fn an_unknown_form_or_language_is_said() {
    let app = TestApp::start().await;
    let response = send(app.request(Method::GET, "/v1/territories").header(header::ACCEPT, "application/xml")).await;
    problem(response, 406, "not_acceptable").await;
    let wrong = problem(app.get("/v1/campaign?lang=xx").await, 400, "invalid_query").await;
    assert_eq!((&wrong["errors"][0]["pointer"], &wrong["errors"][0]["code"]), (&json!("lang"), &json!("unknown_value")));
    let french = send(app.request(Method::GET, "/v1/nothing").header(header::ACCEPT_LANGUAGE, "fr-CA, en;q=0.5")).await;
    assert_eq!(french.headers()["content-language"], "fr");
    assert_eq!(french.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_unknown_language_is_refused_by_every_list() {
    let app = TestApp::start().await;
    let administrator = administrator(&app).await;
    let document = document();
    let lists: Vec<Operation> = operations(&document)
        .into_iter()
        .filter(|one| one.method == Method::GET && !one.path.contains('{'))
        .filter(|one| one.value["parameters"].as_array().into_iter().flatten().any(|p| p["name"] == "lang"))
        .collect();
    assert!(lists.len() > 12, "most lists have words");
    for operation in lists {
        let request = administrator.send_as(app.request(Method::GET, &format!("{}?lang=xx", operation.address())));
        assert_eq!(refusal(&operation, send(request).await, &[400]).await["code"], "invalid_query", "{operation}");
    }
}
