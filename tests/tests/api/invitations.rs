use chrono::Duration;
use entity::kinds::TeamRole;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{TestApp, people::PASSWORD, problem};

async fn lyon(app: &TestApp) -> String {
    app.json("/v1/territories/lyon").await["id"].as_str().expect("an id").to_owned()
}

fn to_team(territory: &str, role: &str) -> Value {
    json!({"email": "colleague@lyon.example", "language": "fr", "territory_id": territory, "role": role})
}

async fn mailed_token(app: &TestApp) -> Value {
    json!(app.mails().await.pop().expect("a mail").token("/invitation"))
}

#[tokio::test]
async fn somebody_new_joins_a_team_by_invitation() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let territory = lyon(&app).await;
    assert_eq!(lead.post("/v1/invitations", &to_team(&territory, "editor")).await.status(), StatusCode::CREATED);
    let token = mailed_token(&app).await;
    let preview = app.post("/v1/invitations/preview", &json!({"token": token})).await.json::<Value>().await.expect("JSON");
    assert_eq!(
        (&preview["territory"]["slug"], &preview["needs_password"], &preview["role"]),
        (&json!("lyon"), &json!(true), &json!("editor"))
    );
    problem(app.post("/v1/invitations/accept", &json!({"token": token})).await, 422, "invalid_fields").await;
    let accept = json!({"token": token, "name": "Colleague", "password": PASSWORD});
    let answer = app.post("/v1/invitations/accept", &accept).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert!(answer.headers().contains_key("set-cookie"), "signed in");
    let session: Value = answer.json().await.expect("JSON");
    assert_eq!(session["user"]["teams"][0]["role"], "editor");
    problem(app.post("/v1/invitations/accept", &accept).await, 404, "link_invalid").await;
    assert_eq!(lead.json("/v1/invitations?state=accepted").await["page"]["total"], 1);
}

#[tokio::test]
async fn an_account_that_is_there_only_joins() {
    let app = TestApp::start().await;
    let (admin, nora) = (app.admin().await, app.user("colleague@lyon.example").await);
    let territory = lyon(&app).await;
    admin.post("/v1/invitations", &to_team(&territory, "lead")).await;
    let token = mailed_token(&app).await;
    assert_eq!(app.post("/v1/invitations/accept", &json!({"token": token})).await.status(), StatusCode::CREATED);
    assert_eq!(nora.json("/v1/me").await["teams"][0]["role"], "lead");
}

#[tokio::test]
async fn only_administrators_invite_to_the_secretariat() {
    let app = TestApp::start().await;
    let (admin, reviewer) = (app.admin().await, app.reviewer().await);
    let invitation = json!({"email": "new@campaign.example", "language": "en", "role": "reviewer"});
    problem(reviewer.post("/v1/invitations", &invitation).await, 403, "not_allowed").await;
    assert_eq!(admin.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let accept = json!({"token": mailed_token(&app).await, "name": "New", "password": PASSWORD});
    let session: Value = app.post("/v1/invitations/accept", &accept).await.json().await.expect("JSON");
    assert_eq!(session["user"]["role"], "reviewer");
    let mixed = json!({"email": "x@campaign.example", "language": "en", "role": "editor"});
    problem(admin.post("/v1/invitations", &mixed).await, 422, "invalid_fields").await;
}

#[tokio::test]
async fn leads_invite_to_their_own_team_alone() {
    let app = TestApp::start().await;
    let lead = app.member_of("vienna", TeamRole::Lead, "lead@wien.example").await;
    let editor = app.member_of("lyon", TeamRole::Editor, "editor@lyon.example").await;
    let territory = lyon(&app).await;
    for person in [&lead, &editor] {
        problem(person.post("/v1/invitations", &to_team(&territory, "editor")).await, 403, "not_allowed").await;
        problem(person.get(&format!("/v1/invitations?territory_id={territory}")).await, 403, "not_allowed").await;
    }
    problem(app.post("/v1/invitations", &to_team(&territory, "editor")).await, 401, "not_signed_in").await;
    assert_eq!(lead.json("/v1/invitations").await["page"]["total"], 0);
}

#[tokio::test]
async fn revoked_and_late_invitations_cannot_be_accepted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let territory = lyon(&app).await;
    let made: Value = admin.post("/v1/invitations", &to_team(&territory, "editor")).await.json().await.expect("JSON");
    let first = mailed_token(&app).await;
    let path = format!("/v1/invitations/{}", made["id"].as_str().expect("an id"));
    let stranger = app.user("stranger@example.org").await;
    problem(stranger.delete(&path).await, 404, "not_found").await;
    for _ in 0..2 {
        assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    }
    let accept = |token: &Value| json!({"token": token, "name": "Late", "password": PASSWORD});
    problem(app.post("/v1/invitations/accept", &accept(&first)).await, 404, "link_invalid").await;
    admin.post("/v1/invitations", &to_team(&territory, "editor")).await;
    let second = mailed_token(&app).await;
    app.source.advance(Duration::days(15));
    problem(app.post("/v1/invitations/accept", &accept(&second)).await, 410, "link_expired").await;
}
