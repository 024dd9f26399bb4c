use chrono::Duration;
use entity::idempotency_key::{Column, Entity};
use kernel::db::{Actor, claim::Claim};
use reqwest::{Method, Response, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use tests::{TestApp, people::Person, problem};

fn wish(name: &str) -> Value {
    json!({
        "name": name, "public_name": name, "purpose": "P", "scopes": ["jobs:read"], "all_territories": true, "expires_at": "2027-06-30T00:00:00Z",
    })
}

async fn send(admin: &Person, key: &str, body: &Value) -> Response {
    admin.request(Method::POST, "/v1/tokens").header("Idempotency-Key", key).json(body).send().await.expect("an answer")
}

async fn made(admin: &Person) -> u64 {
    admin.json("/v1/tokens").await["page"]["total"].as_u64().expect("a number")
}

#[tokio::test]
async fn a_secret_is_not_kept_and_its_id_is_told() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let first: Value = send(&admin, "k", &wish("A")).await.json().await.expect("JSON");
    let again = send(&admin, "\"k\"", &wish("A")).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(problem(again, 409, "already_created").await["id"], first["id"]);
    assert_eq!(made(&admin).await, 1);
    let kept = Entity::find().all(app.state.db.reader()).await.expect("read");
    let secret = first["token"].as_str().expect("a secret");
    assert!(kept.iter().all(|row| !format!("{row:?}").contains(secret)));
}

#[tokio::test]
async fn one_key_twenty_times_at_once_has_one_effect() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let request = admin.request(Method::POST, "/v1/tokens").header("Idempotency-Key", "k").json(&wish("A"));
            tokio::spawn(async move { request.send().await.expect("an answer").status() })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        match task.await.expect("joined") {
            StatusCode::CREATED => created += 1,
            other => assert_eq!(other, StatusCode::CONFLICT),
        }
    }
    assert_eq!((created, made(&admin).await), (1, 1));
}

#[tokio::test]
async fn a_key_belongs_to_its_body_its_caller_and_a_day() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    assert_eq!(send(&admin, "k", &wish("A")).await.status(), StatusCode::CREATED);
    problem(send(&admin, "k", &wish("B")).await, 422, "key_reused").await;
    let other = app.person(Some(entity::kinds::SecretariatRole::Administrator), "other@campaign.example").await;
    assert_eq!(send(&other, "k", &wish("B")).await.status(), StatusCode::CREATED);
    app.source.advance(Duration::hours(24));
    let admin = Person { token: app.sign_in(&admin.email).await, ..admin };
    assert_eq!(send(&admin, "k", &wish("B")).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn keys_that_are_none_are_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for key in ["", "a b", "\"open", &"x".repeat(256)] {
        problem(send(&admin, key, &wish("A")).await, 400, "invalid_header").await;
    }
    assert_eq!(made(&admin).await, 0);
}

#[tokio::test]
async fn a_refusal_is_an_answer_too() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let first = problem(send(&admin, "k", &wish("")).await, 422, "invalid_fields").await;
    let again = send(&admin, "k", &wish("")).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(problem(again, 422, "invalid_fields").await["errors"], first["errors"]);
    // Strangers are refused before anything is kept for them.
    let stranger = app.request(Method::POST, "/v1/tokens").header("Idempotency-Key", "s").json(&wish("A"));
    problem(stranger.send().await.expect("an answer"), 401, "not_signed_in").await;
}

#[tokio::test]
async fn an_answer_without_a_secret_is_given_again_also_after_a_restart() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let body = json!({"email": "new@campaign.example", "language": "fr", "territory_id": null, "role": "reviewer"});
    let invite = async |by: &Person| {
        let request = by.request(Method::POST, "/v1/invitations").header("Idempotency-Key", "k").json(&body);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::CREATED);
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
        let told = (header("etag"), header("location"), header("content-type"));
        (header("idempotency-replayed"), told, answer.text().await.expect("a body"))
    };
    let (first, again) = (invite(&admin).await, invite(&admin).await);
    assert_eq!((first.0, again.0.as_deref()), (None, Some("true")));
    assert_eq!((&first.1, &first.2), (&again.1, &again.2));
    let app = app.restart(&[]).await;
    let admin = Person { url: app.url.clone(), ..admin };
    assert_eq!(invite(&admin).await.2, first.2);
    assert_eq!(admin.json("/v1/invitations").await["page"]["total"], 1);
}

/// Puts a key back to where a crash would have left it.
async fn crash(app: &TestApp, committed: bool) {
    let mut change = Entity::update_many()
        .col_expr(Column::Status, Expr::value(Option::<i32>::None))
        .col_expr(Column::Headers, Expr::value(Option::<Value>::None))
        .col_expr(Column::Body, Expr::value(Option::<String>::None));
    if !committed {
        change = change.col_expr(Column::CommittedAt, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None));
    }
    change.exec(app.state.db.reader()).await.expect("changed");
}

#[tokio::test]
async fn after_a_crash_behind_the_commit_it_is_known_what_was_created() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let first: Value = send(&admin, "k", &wish("A")).await.json().await.expect("JSON");
    crash(&app, true).await;
    let app = app.restart(&[]).await;
    let admin = Person { url: app.url.clone(), ..admin };
    problem(send(&admin, "k", &wish("A")).await, 409, "still_running").await;
    app.source.advance(Duration::seconds(60));
    assert_eq!(problem(send(&admin, "k", &wish("A")).await, 409, "already_created").await["id"], first["id"]);
    assert_eq!(made(&admin).await, 1);
}

#[tokio::test]
async fn after_a_crash_before_the_commit_the_request_runs_again() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    send(&admin, "k", &wish("A")).await;
    crash(&app, false).await;
    let still = send(&admin, "k", &wish("A")).await;
    assert!(still.headers().contains_key("retry-after"));
    problem(still, 409, "still_running").await;
    app.source.advance(Duration::seconds(60));
    assert_eq!(send(&admin, "k", &wish("A")).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn whoever_lost_the_key_commits_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    send(&admin, "k", &wish("A")).await;
    let row = Entity::find().one(app.state.db.reader()).await.expect("read").expect("there");
    let lost = Claim { key: row.key.clone(), attempt: app.state.chance.id() };
    let commit = async || app.state.db.write(Actor::SYSTEM).await.expect("a transaction").commit().await;
    assert!(lost.hold(commit()).await.is_err());
    let held = Claim { key: row.key.clone(), attempt: row.attempt };
    assert!(held.hold(commit()).await.is_ok());
    assert!(commit().await.is_ok(), "without a key nothing is asked");
    assert_eq!(Entity::find().filter(Column::Key.eq(row.key)).all(app.state.db.reader()).await.expect("read").len(), 1);
}

#[tokio::test]
async fn of_what_a_stranger_is_refused_nothing_is_kept() {
    let app = TestApp::start().await;
    for text in ["{", "", "[]", "7", "{}", r#"{"name": 7}"#] {
        let request = app.request(Method::POST, "/v1/pledges").header("Idempotency-Key", "k").header("Content-Type", "application/json");
        let refused = request.body(text).send().await.expect("an answer");
        assert!([400, 422].contains(&refused.status().as_u16()), "{text}: {}", refused.status());
    }
    assert!(Entity::find().all(app.state.db.reader()).await.expect("read").is_empty());
}
