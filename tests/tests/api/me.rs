use entity::kinds::TeamRole;
use serde_json::json;
use tests::{TestApp, people::tag, problem};

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
