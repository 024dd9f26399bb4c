//! What was taken away while a request was under way counts when it writes.

use chrono::Duration;
use entity::{api_token, idempotency_key, invitation, kinds::TeamRole, session, team_member, user};
use reqwest::{Method, StatusCode};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, people::Person, problem, slow::Slow};
use uuid::Uuid;

const JSON: (&str, &str) = ("Content-Type", "application/json");

async fn barcelona(app: &TestApp) -> Value {
    app.json("/v1/territories/barcelona").await
}

fn invite(email: &str) -> Vec<u8> {
    json!({ "email": email, "role": "administrator", "language": "en" }).to_string().into_bytes()
}

async fn row(app: &TestApp, id: Uuid) -> user::Model {
    user::Entity::find_by_id(id).one(app.state.db.reader()).await.expect("an answer").expect("an account")
}

async fn invitations(app: &TestApp) -> u64 {
    invitation::Entity::find().count(app.state.db.reader()).await.expect("a count")
}

/// A second administrator takes something from the first while the first one's request waits.
async fn refused_after(taken: impl AsyncFnOnce(&TestApp, &Person, &Person)) -> (u16, Value) {
    let app = TestApp::start().await;
    let (first, second) =
        (app.admin().await, app.person(Some(entity::kinds::SecretariatRole::Administrator), "second@campaign.example").await);
    // The first use of a credential is noted once: the second one's now, so that the wait below is for the first one's.
    second.json("/v1/me").await;
    let slow = Slow::begin(&app, "POST", "/v1/invitations", &first.token, &[JSON], &invite("new@campaign.example")).await;
    taken(&app, &first, &second).await;
    let answer = slow.finish().await;
    assert_eq!(invitations(&app).await, 0, "nothing was written");
    let (entries, _) = match kernel::db::history::verify(&app.state.db).await.expect("read") {
        kernel::db::history::Verdict::Whole { entries, redacted } => (entries, redacted),
        broken => panic!("{broken:?}"),
    };
    assert!(entries > 0);
    answer
}

#[tokio::test]
async fn f1_an_account_that_was_disabled_meanwhile_writes_nothing() {
    let answer = refused_after(async |_: &TestApp, first: &Person, second: &Person| {
        let path = format!("/v1/users/{}", first.id);
        let tag = second.tag(&path).await;
        assert_eq!(second.patch(&path, &json!({ "disabled": true }), &tag).await.status(), StatusCode::OK);
    })
    .await;
    assert_eq!((answer.0, &answer.1["code"]), (401, &json!("session_over")));
}

#[tokio::test]
async fn f1_a_role_that_was_taken_meanwhile_counts() {
    let answer = refused_after(async |_: &TestApp, first: &Person, second: &Person| {
        let path = format!("/v1/users/{}", first.id);
        let tag = second.tag(&path).await;
        assert_eq!(second.patch(&path, &json!({ "role": null }), &tag).await.status(), StatusCode::OK);
    })
    .await;
    assert_eq!((answer.0, &answer.1["code"]), (403, &json!("not_allowed")));
}

#[tokio::test]
async fn f1_a_session_that_ended_meanwhile_writes_nothing() {
    let answer = refused_after(async |app: &TestApp, first: &Person, _: &Person| {
        let origin = app.url.clone();
        let out = first.request(Method::DELETE, "/v1/sessions/current").header("Origin", origin).send().await.expect("an answer");
        assert_eq!(out.status(), StatusCode::NO_CONTENT);
    })
    .await;
    assert_eq!((answer.0, &answer.1["code"]), (401, &json!("session_over")));
}

#[tokio::test]
async fn f1_an_access_token_that_expired_meanwhile_writes_nothing() {
    let answer = refused_after(async |app: &TestApp, _: &Person, _: &Person| app.source.advance(Duration::seconds(1000))).await;
    assert_eq!((answer.0, &answer.1["code"]), (401, &json!("session_over")));
}

#[tokio::test]
async fn f1_a_password_that_was_changed_meanwhile_ends_what_waits() {
    let answer = refused_after(async |app: &TestApp, first: &Person, _: &Person| {
        let change = json!({ "current_password": tests::people::PASSWORD, "new_password": "violet harbour ladder cumin" });
        // By another session of the same account.
        let elsewhere = app.sign_in(&first.email).await;
        let answer = app.request(Method::POST, "/v1/me/change-password").bearer_auth(elsewhere).json(&change).send().await;
        assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
    })
    .await;
    assert_eq!((answer.0, &answer.1["code"]), (401, &json!("session_over")));
}

#[tokio::test]
async fn f1_who_was_taken_out_of_the_team_meanwhile_edits_nothing() {
    let app = TestApp::start().await;
    let member = app.member_of("barcelona", TeamRole::Editor, "editor@example.org").await;
    let patch = json!({ "website": "https://elsewhere.example" }).to_string();
    let slow = Slow::begin(&app, "PATCH", "/v1/territories/barcelona", &member.token, &[JSON, ("If-Match", "*")], patch.as_bytes()).await;
    let reviewer = app.reviewer().await;
    let gone = reviewer.delete(&format!("/v1/territories/barcelona/team/{}", member.id)).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    let (status, said) = slow.finish().await;
    assert_eq!((status, &said["code"]), (403, &json!("not_allowed")));
    assert_ne!(barcelona(&app).await["website"], "https://elsewhere.example");
}

/// A token of an administrator's own making.
async fn issued(admin: &Person, scopes: &[&str]) -> (String, String) {
    let wish = json!({
        "name": "Partner", "public_name": "Partner", "purpose": "Tests.", "scopes": scopes, "all_territories": true,
        "expires_at": "2027-06-30T00:00:00Z",
    });
    let answer = admin.post("/v1/tokens", &wish).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let token: Value = answer.json().await.expect("JSON");
    let text = |name: &str| token[name].as_str().expect("text").to_owned();
    (text("id"), text("token"))
}

#[tokio::test]
async fn f1_a_token_that_was_revoked_meanwhile_writes_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (id, secret) = issued(&admin, &["territories:write"]).await;
    let patch = json!({ "website": "https://elsewhere.example" }).to_string();
    let slow = Slow::begin(&app, "PATCH", "/v1/territories/barcelona", &secret, &[JSON, ("If-Match", "*")], patch.as_bytes()).await;
    assert_eq!(admin.delete(&format!("/v1/tokens/{id}")).await.status(), StatusCode::NO_CONTENT);
    let (status, said) = slow.finish().await;
    assert_eq!((status, &said["code"]), (401, &json!("token_invalid")));
    assert_ne!(barcelona(&app).await["website"], "https://elsewhere.example");
}

#[tokio::test]
async fn f1_a_kept_answer_is_for_who_may_have_it_now() {
    let app = TestApp::start().await;
    let lead = app.member_of("barcelona", TeamRole::Lead, "lead@example.org").await;
    let territory = barcelona(&app).await["id"].clone();
    let wish = json!({ "territory_id": territory });
    let headers = [JSON, ("Idempotency-Key", "\"one\"")];
    let (status, adhesion) =
        Slow::begin(&app, "POST", "/v1/adhesions", &lead.token, &headers, wish.to_string().as_bytes()).await.finish().await;
    assert_eq!((status, &adhesion["state"]), (201, &json!("draft")));
    let again = async || {
        let request = lead.request(Method::POST, "/v1/adhesions").header("Idempotency-Key", "\"one\"").json(&wish);
        request.send().await.expect("an answer")
    };
    assert_eq!(again().await.headers()["idempotency-replayed"], "true");
    let kept = idempotency_key::Entity::find().one(app.state.db.reader()).await.expect("an answer").expect("a kept answer");
    assert!(kept.right.is_some(), "by which right is kept beside it");
    team_member::Entity::delete_many()
        .filter(team_member::Column::UserId.eq(lead.id))
        .exec(app.state.db.reader())
        .await
        .expect("taken out");
    problem(again().await, 403, "not_allowed").await;
}

#[tokio::test]
async fn f1_a_kept_answer_is_not_for_a_session_that_ended_while_the_body_came() {
    let app = TestApp::start().await;
    let lead = app.member_of("barcelona", TeamRole::Lead, "lead@example.org").await;
    let wish = json!({ "territory_id": barcelona(&app).await["id"] });
    let first = lead.request(Method::POST, "/v1/adhesions").header("Idempotency-Key", "\"one\"").json(&wish);
    assert_eq!(first.send().await.expect("an answer").status(), StatusCode::CREATED);
    let fresh = app.sign_in(&lead.email).await;
    let headers = [JSON, ("Idempotency-Key", "\"one\"")];
    let slow = Slow::begin(&app, "POST", "/v1/adhesions", &fresh, &headers, wish.to_string().as_bytes()).await;
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, sea_orm::sea_query::Expr::value(app.state.chance.now()))
        .filter(session::Column::UserId.eq(lead.id))
        .exec(app.state.db.reader())
        .await
        .expect("ended");
    let (status, said) = slow.finish().await;
    assert_eq!((status, &said["code"]), (401, &json!("session_over")));
}

#[tokio::test]
async fn f4_what_a_revoked_token_handed_out_ends_with_it() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (id, secret) = issued(&admin, &["people:write"]).await;
    let wish = json!({
        "email": "colleague@example.org", "role": "lead", "territory_id": barcelona(&app).await["id"], "language": "en",
    });
    let sent = app.request(Method::POST, "/v1/invitations").bearer_auth(&secret).json(&wish).send().await.expect("an answer");
    assert_eq!(sent.status(), StatusCode::CREATED);
    let link = app.mails().await.pop().expect("a mail").token("/invitation");
    assert_eq!(admin.delete(&format!("/v1/tokens/{id}")).await.status(), StatusCode::NO_CONTENT);
    let accept = json!({ "token": link, "name": "Colleague", "password": tests::people::PASSWORD });
    problem(app.post("/v1/invitations/accept", &accept).await, 404, "link_invalid").await;
}

#[tokio::test]
async fn f4_the_tokens_of_a_former_administrator_end_or_are_taken_over() {
    let app = TestApp::start().await;
    let (first, second) =
        (app.admin().await, app.person(Some(entity::kinds::SecretariatRole::Administrator), "second@campaign.example").await);
    let (kept, ended) = (issued(&first, &["territories:write"]).await, issued(&second, &["territories:write"]).await);
    let who = async |secret: &str| app.request(Method::GET, "/v1/token").bearer_auth(secret).send().await.expect("an answer");
    assert_eq!(who(&kept.1).await.status(), StatusCode::OK);
    let path = format!("/v1/users/{}", first.id);
    let patch = async |change: Value| second.patch(&path, &change, &second.tag(&path).await).await;
    for change in [json!({ "disabled": true }), json!({ "role": "reviewer" }), json!({ "role": null })] {
        let said = problem(patch(change).await, 409, "tokens_undecided").await;
        assert_eq!(said["tokens"], json!([{ "id": kept.0, "name": "Partner" }]));
    }
    assert_eq!(who(&kept.1).await.status(), StatusCode::OK, "nothing was decided");
    assert_eq!(patch(json!({ "disabled": true, "tokens": "take_over" })).await.status(), StatusCode::OK);
    assert_eq!(who(&kept.1).await.status(), StatusCode::OK, "the second administrator answers for it");
    let shown = second.json(&format!("/v1/tokens/{}", kept.0)).await;
    assert_eq!(shown["answered_for_by"]["id"], json!(second.id));
    assert_eq!(patch(json!({ "disabled": false })).await.status(), StatusCode::OK);

    // The other way round: they end.
    let path = format!("/v1/users/{}", second.id);
    let third = app.person(Some(entity::kinds::SecretariatRole::Administrator), "third@campaign.example").await;
    let change = json!({ "role": null, "tokens": "revoke" });
    assert_eq!(third.patch(&path, &change, &third.tag(&path).await).await.status(), StatusCode::OK);
    for secret in [&kept.1, &ended.1] {
        problem(who(secret).await, 401, "token_invalid").await;
    }
}

#[tokio::test]
async fn f4_nobody_answers_for_a_token_whose_administrator_is_gone() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (id, secret) = issued(&admin, &["territories:write"]).await;
    let mut change = row(&app, admin.id).await.into_active_model();
    change.disabled_at = Set(Some(app.state.chance.now()));
    change.update(app.state.db.reader()).await.expect("disabled by some other way");
    let answer = app.request(Method::GET, "/v1/token").bearer_auth(&secret).send().await.expect("an answer");
    problem(answer, 401, "token_invalid").await;
    let known = api_token::Entity::find_by_id(id.parse::<Uuid>().expect("an id")).one(app.state.db.reader()).await;
    assert!(known.expect("an answer").expect("a token").revoked_at.is_none());
}

/// PostgreSQL lets others commit while a transaction waits. What they took away before its entries stand in the history counts.
#[tokio::test]
async fn f1_what_is_taken_away_between_reading_and_committing_counts() {
    let app = TestApp::start().await;
    if !app.database_url().starts_with("postgres") {
        // SQLite has one writer at a time: nobody commits in between.
        return;
    }
    let member = app.member_of("barcelona", TeamRole::Editor, "editor@example.org").await;
    let reviewer = app.reviewer().await;
    let own = sea_orm::Database::connect(app.database_url()).await.expect("a connection of the test's own");
    #[expect(clippy::disallowed_methods, reason = "the test holds a lock as another server would")]
    let holding = sea_orm::TransactionTrait::begin(&own).await.expect("a transaction");
    let id: Uuid = barcelona(&app).await["id"].as_str().expect("an id").parse().expect("an id");
    let lock = sea_orm::QuerySelect::lock_exclusive(entity::territory::Entity::find_by_id(id));
    lock.one(&holding).await.expect("an answer").expect("locked");
    let request = member.request(Method::PATCH, "/v1/territories/barcelona").header("If-Match", "*");
    let waiting = tokio::spawn(request.json(&json!({ "website": "https://elsewhere.example" })).send());
    wait_for_a_lock(&own).await;
    let gone = reviewer.delete(&format!("/v1/territories/barcelona/team/{}", member.id)).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    holding.rollback().await.expect("let go");
    problem(waiting.await.expect("joined").expect("an answer"), 403, "not_allowed").await;
    assert_ne!(barcelona(&app).await["website"], "https://elsewhere.example");
}

/// Until somebody in this database waits for a lock.
async fn wait_for_a_lock(db: &sea_orm::DatabaseConnection) {
    use sea_orm::{ConnectionTrait, Statement};
    let waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..500 {
        let asked = Statement::from_string(sea_orm::DatabaseBackend::Postgres, waiting);
        if db.query_one_raw(asked).await.expect("an answer").is_some() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}
