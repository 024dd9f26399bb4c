use chrono::Duration;
use entity::kinds::TeamRole;
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, tag},
    problem,
};

use crate::people::{errors, partner};

const NEW_PASSWORD: &str = "violet harbour ladder cumin";

#[tokio::test]
async fn everybody_reads_their_own_account() {
    let app = TestApp::start().await;
    let nora = app.member_of("barcelona", TeamRole::Lead, "nora@example.org").await;
    let me = nora.json("/v1/me").await;
    assert_eq!((&me["email"], &me["role"]), (&json!("nora@example.org"), &json!(null)));
    assert_eq!(me["teams"][0]["role"], "lead");
    assert_eq!(me["teams"][0]["territory"]["slug"], "barcelona");
    assert_eq!(me["teams"][0]["territory"]["stage"], "member");
    problem(app.get("/v1/me").await, 401, "not_signed_in").await;
}

#[tokio::test]
async fn a_change_needs_the_version_that_was_seen() {
    let app = TestApp::start().await;
    let nora = app.user("nora@example.org").await;
    let seen = nora.tag("/v1/me").await;
    let changed = nora.patch("/v1/me", &json!({"name": "Nora Ferrer", "language": "ar"}), &seen).await;
    let new = tag(&changed);
    assert_eq!(changed.status(), 200);
    let body: serde_json::Value = changed.json().await.expect("JSON");
    assert_eq!((&body["name"], &body["language"]), (&json!("Nora Ferrer"), &json!("ar")));
    problem(nora.patch("/v1/me", &json!({"name": "Other"}), &seen).await, 412, "stale").await;
    problem(nora.request(reqwest::Method::PATCH, "/v1/me").json(&json!({})).send().await.expect("an answer"), 428, "if_match_required")
        .await;
    let wrong = problem(nora.patch("/v1/me", &json!({"name": " "}), &new).await, 422, "invalid_fields").await;
    assert_eq!(wrong["errors"][0]["pointer"], "/name");
    assert_eq!(nora.patch("/v1/me", &json!({"name": "Nora"}), "*").await.status(), 200, "whatever there is");
    let new = nora.tag("/v1/me").await;
    problem(nora.patch("/v1/me", &json!({"role": "administrator"}), &new).await, 422, "invalid_fields").await;
    problem(nora.patch("/v1/me", &json!({"language": "xx"}), &new).await, 422, "invalid_fields").await;
}

#[tokio::test]
async fn names_stay_out_of_the_facts() {
    use entity::history;
    use sea_orm::EntityTrait;
    let app = TestApp::start().await;
    let nora = app.user("nora.unmistakable@example.org").await;
    let seen = nora.tag("/v1/me").await;
    nora.patch("/v1/me", &json!({"name": "Unmistakable Name"}), &seen).await;
    let all = history::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert!(all.iter().all(|entry| !entry.facts.to_lowercase().contains("unmistakable")));
}

fn change(current: &str, new: &str) -> Value {
    json!({"current_password": current, "new_password": new})
}

#[tokio::test]
async fn a_changed_password_counts_at_once_and_ends_every_other_session() {
    let app = TestApp::start().await;
    let nora = app.user("nora@example.org").await;
    let elsewhere = app.sign_in("nora@example.org").await;
    let answer = nora.post("/v1/me/change-password", &change(PASSWORD, NEW_PASSWORD)).await;
    assert_eq!(answer.status(), 200);
    let cookie = answer.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a cookie").to_owned();
    let session: Value = answer.json().await.expect("JSON");
    assert_eq!(session["user"]["email"], "nora@example.org");
    for ended in [&nora.token, &elsewhere] {
        let me = app.request(reqwest::Method::GET, "/v1/me").bearer_auth(ended).send().await.expect("an answer");
        problem(me, 401, "session_over").await;
    }
    let fresh = session["access_token"].as_str().expect("a token");
    let me = app.request(reqwest::Method::GET, "/v1/me").bearer_auth(fresh).send().await.expect("an answer");
    assert_eq!(me.status(), 200);
    let refresh = app.request(reqwest::Method::POST, "/v1/sessions/refresh").header("Cookie", cookie);
    assert_eq!(refresh.send().await.expect("an answer").status(), 200);
    let sign_in = async |password: &str| app.post("/v1/sessions", &json!({"email": "nora@example.org", "password": password})).await;
    problem(sign_in(PASSWORD).await, 401, "credentials_wrong").await;
    assert_eq!(sign_in(NEW_PASSWORD).await.status(), 201);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "the owner is told");
    mails[0].link("/en/forgot-password");
}

#[tokio::test]
async fn a_password_is_changed_only_by_who_knows_it_to_one_that_is_hard_to_guess() {
    let app = TestApp::start().await;
    let nora = app.user("nora@example.org").await;
    let attempt = async |current: &str, new: &str| nora.post("/v1/me/change-password", &change(current, new)).await;
    problem(app.post("/v1/me/change-password", &change(PASSWORD, NEW_PASSWORD)).await, 401, "not_signed_in").await;
    let token = partner(&app, &["people:write"]).await;
    problem(token.post("/v1/me/change-password", &change(PASSWORD, NEW_PASSWORD)).await, 403, "not_allowed").await;
    let wrong = problem(attempt("", "nora@example.org").await, 422, "invalid_fields").await;
    assert_eq!(errors(&wrong), [("/current_password", "required")], "the new one is looked at when the rest is right");
    let wrong = problem(attempt(PASSWORD, "nora@example.org").await, 422, "invalid_fields").await;
    assert_eq!(errors(&wrong), [("/new_password", "password_personal")]);
    let wrong = problem(attempt(PASSWORD, "short").await, 422, "invalid_fields").await;
    assert_eq!(errors(&wrong), [("/new_password", "too_short")]);
    for _ in 0..10 {
        let wrong = problem(attempt("somebody else's words", NEW_PASSWORD).await, 401, "credentials_wrong").await;
        assert_eq!(errors(&wrong), [("/current_password", "password_wrong")]);
    }
    problem(attempt(PASSWORD, NEW_PASSWORD).await, 429, "too_many_requests").await;
    assert_eq!(nora.get("/v1/me").await.status(), 200, "the session goes on");
    app.source.advance(Duration::minutes(2));
    assert_eq!(attempt(PASSWORD, NEW_PASSWORD).await.status(), 200);
}
