use entity::kinds::SecretariatRole;
use reqwest::StatusCode;
use serde_json::json;
use tests::{TestApp, problem};
use thousand::admin;

const EMAIL: &str = "boss@campaign.example";

#[tokio::test]
async fn the_printed_password_signs_in() {
    let app = TestApp::start().await;
    let password = admin::create(&app.state, EMAIL, SecretariatRole::Administrator).await.expect("made");
    assert!(password.len() >= 20 && password.chars().all(|c| c.is_ascii_alphanumeric()), "one word, to be copied");
    let answer = app.post("/v1/sessions", &json!({"email": EMAIL, "password": password})).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let body: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!(body["user"]["role"], "administrator");
}

#[tokio::test]
async fn an_existing_account_gets_a_new_password_and_role() {
    let app = TestApp::start().await;
    let nora = app.user(EMAIL).await;
    let password = admin::create(&app.state, "Boss@Campaign.example", SecretariatRole::Reviewer).await.expect("reset");
    problem(nora.get("/v1/me").await, 401, "session_over").await;
    let old = json!({"email": EMAIL, "password": tests::people::PASSWORD});
    problem(app.post("/v1/sessions", &old).await, 401, "credentials_wrong").await;
    let answer = app.post("/v1/sessions", &json!({"email": EMAIL, "password": password})).await;
    let body: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!((&body["user"]["id"], &body["user"]["role"]), (&json!(nora.id), &json!("reviewer")));
}
