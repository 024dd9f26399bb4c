use entity::kinds::SecretariatRole;
use kernel::email_address::EmailAddress;
use reqwest::StatusCode;
use serde_json::json;
use tests::{TestApp, problem};
use thousand::admin;

const EMAIL: &str = "boss@campaign.example";

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

#[tokio::test]
async fn the_printed_password_signs_in() {
    let app = TestApp::start().await;
    let password = admin::create(&app.state, &address(EMAIL), SecretariatRole::Administrator).await.expect("made");
    assert!(password.len() >= 20 && password.chars().all(|c| c.is_ascii_alphanumeric()), "one word, to be copied");
    let answer = app.post("/v1/sessions", &json!({"email": EMAIL, "password": password})).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let body: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!((&body["user"]["role"], &body["user"]["password_is_initial"]), (&json!("administrator"), &json!(true)));
}

#[tokio::test]
async fn the_printed_password_is_told_as_such_until_one_is_chosen() {
    let app = TestApp::start().await;
    let is_initial = async |password: &str| {
        let answer = app.post("/v1/sessions", &json!({"email": EMAIL, "password": password})).await;
        let session: serde_json::Value = answer.json().await.expect("JSON");
        (session["user"]["password_is_initial"].as_bool(), session["access_token"].as_str().unwrap_or_default().to_owned())
    };
    let printed = admin::create(&app.state, &address(EMAIL), SecretariatRole::Administrator).await.expect("made");
    let (initial, access) = is_initial(&printed).await;
    assert_eq!(initial, Some(true));
    let chosen = json!({"current_password": printed, "new_password": tests::people::PASSWORD});
    let change = app.request(reqwest::Method::POST, "/v1/me/change-password").bearer_auth(access).json(&chosen);
    let session: serde_json::Value = change.send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(session["user"]["password_is_initial"], false);
    assert_eq!(is_initial(tests::people::PASSWORD).await.0, Some(false));
    // A way back in prints another; a mailed link replaces it too.
    let printed = admin::create(&app.state, &address(EMAIL), SecretariatRole::Administrator).await.expect("made");
    assert_eq!(is_initial(&printed).await.0, Some(true));
    app.post("/v1/password-resets", &json!({"email": EMAIL})).await;
    let token = app.mails().await.pop().expect("a mail").token("/reset-password");
    let redeem = json!({"token": token, "password": tests::people::PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(is_initial(tests::people::PASSWORD).await.0, Some(false));
}

#[tokio::test]
async fn what_a_stranger_called_the_account_is_forgotten() {
    let app = TestApp::start().await;
    let account = json!({"email": EMAIL, "password": tests::people::PASSWORD, "name": "Stranger", "language": "fr"});
    assert_eq!(app.post("/v1/users", &account).await.status(), StatusCode::ACCEPTED);
    let password = admin::create(&app.state, &address(EMAIL), SecretariatRole::Administrator).await.expect("made");
    let session: serde_json::Value =
        app.post("/v1/sessions", &json!({"email": EMAIL, "password": password})).await.json().await.expect("JSON");
    assert_eq!((&session["user"]["name"], &session["user"]["language"]), (&json!("boss"), &json!("en")));
}

#[tokio::test]
async fn an_existing_account_gets_a_new_password_and_role() {
    let app = TestApp::start().await;
    let nora = app.user(EMAIL).await;
    let password = admin::create(&app.state, &address("Boss@Campaign.example"), SecretariatRole::Reviewer).await.expect("reset");
    problem(nora.get("/v1/me").await, 401, "session_over").await;
    let old = json!({"email": EMAIL, "password": tests::people::PASSWORD});
    problem(app.post("/v1/sessions", &old).await, 401, "credentials_wrong").await;
    let answer = app.post("/v1/sessions", &json!({"email": EMAIL, "password": password})).await;
    let body: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!((&body["user"]["id"], &body["user"]["role"]), (&json!(nora.id), &json!("reviewer")));
}
