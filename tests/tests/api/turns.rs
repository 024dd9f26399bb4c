//! Of two who write at once. SQLite has one writer; in PostgreSQL a connection of the test's own stands for the other one, and holds what
//! both need.

use std::time::Duration;

use entity::{invitation, kinds::TeamRole};
use kernel::db::{Actor, search};
use reqwest::{Method, Response, StatusCode};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait, FromQueryResult, QueryOrder, Statement};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::PASSWORD,
    pledges::{confirmed, made, with},
    problem,
};
use tokio::task::JoinHandle;

use crate::{
    marked::{body, change},
    people::territory_id,
};

/// Nothing on SQLite.
async fn other(app: &TestApp) -> Option<DatabaseConnection> {
    let mut options = ConnectOptions::new(app.database_url());
    options.max_connections(1);
    let postgres = !app.database_url().starts_with("sqlite");
    if postgres { Some(Database::connect(options).await.expect("a connection of the test's own")) } else { None }
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.expect(sql);
}

/// Time for a request to come as far as it can.
async fn let_wait() {
    tokio::time::sleep(Duration::from_millis(400)).await;
}

fn sent(request: reqwest::RequestBuilder) -> JoinHandle<Response> {
    tokio::spawn(async { request.send().await.expect("an answer") })
}

#[tokio::test]
async fn f10_of_two_who_take_one_name_at_once_one_has_it() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let (id, token) = made(&app, &with(&json!({ "name": "Villeneuve-sur-Essai", "country": "FR" }))).await;
    let other = other(&app).await;
    if let Some(other) = &other {
        run(other, "BEGIN").await;
        run(other, "SELECT code FROM country WHERE code = 'FR' FOR UPDATE").await;
    }
    let renamed = lead.request(Method::PATCH, "/v1/territories/lyon").header("If-Match", "*");
    let renamed = sent(renamed.json(&json!({ "name": "Villeneuve sur essai" })));
    let confirmed = app.request(Method::POST, &format!("/v1/pledges/{id}/confirm"));
    let confirmed = sent(confirmed.json(&json!({ "token": token })));
    if let Some(other) = &other {
        let_wait().await;
        assert!(!renamed.is_finished() && !confirmed.is_finished(), "both wait for the country's turn");
        run(other, "COMMIT").await;
    }
    let mut statuses = [renamed.await.expect("joined").status(), confirmed.await.expect("joined").status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT]);
    // Whoever changes something else waits for nobody.
    if let Some(other) = &other {
        run(other, "BEGIN").await;
        run(other, "SELECT code FROM country WHERE code = 'FR' FOR UPDATE").await;
    }
    change(&lead, Method::PATCH, "/v1/territories/lyon", "", &json!({ "website": "https://www.example.org" })).await;
}

#[tokio::test]
async fn a2_accepting_an_invitation_waits_for_the_account_before_it_holds_the_invitation() {
    let app = TestApp::start().await;
    let (admin, nora) = (app.admin().await, app.user("colleague@lyon.example").await);
    let invite = json!({ "email": nora.email, "language": "fr", "territory_id": territory_id(&app, "lyon").await, "role": "lead" });
    body(admin.post("/v1/invitations", &invite).await, StatusCode::CREATED).await;
    let token = app.mails().await.pop().expect("a mail").token("/invitation");
    let newest = invitation::Entity::find().order_by_desc(invitation::Column::Id).one(app.state.db.reader()).await;
    let newest = newest.expect("read").expect("an invitation").id;
    let other = other(&app).await;
    if let Some(other) = &other {
        // As whoever changes the role of an account.
        run(other, "BEGIN").await;
        run(other, &format!("SELECT id FROM \"user\" WHERE id = '{}' FOR UPDATE", nora.id)).await;
    }
    let accept = app.request(Method::POST, "/v1/invitations/accept").json(&json!({ "token": token, "password": PASSWORD }));
    let accepted = sent(accept);
    if let Some(other) = &other {
        let_wait().await;
        assert!(!accepted.is_finished());
        run(other, &format!("SELECT id FROM invitation WHERE id = '{newest}' FOR UPDATE NOWAIT")).await;
        run(other, "COMMIT").await;
    }
    assert_eq!(accepted.await.expect("joined").status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a2_accepting_an_invitation_waits_for_the_government_that_is_about_to_go() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let invite = json!({ "email": "new@lyon.example", "language": "fr", "territory_id": territory_id(&app, "lyon").await, "role": "lead" });
    body(admin.post("/v1/invitations", &invite).await, StatusCode::CREATED).await;
    let token = app.mails().await.pop().expect("a mail").token("/invitation");
    let other = other(&app).await;
    if let Some(other) = &other {
        // As whoever removes a false pledge.
        run(other, "BEGIN").await;
        run(other, "SELECT id FROM territory WHERE slug = 'lyon' FOR UPDATE").await;
    }
    let accept = app.request(Method::POST, "/v1/invitations/accept").json(&json!({ "token": token, "name": "New", "password": PASSWORD }));
    let accepted = sent(accept);
    match &other {
        Some(other) => {
            let_wait().await;
            assert!(!accepted.is_finished());
            run(other, "SELECT id FROM invitation WHERE accepted_at IS NULL FOR UPDATE NOWAIT").await;
            run(other, "UPDATE invitation SET revoked_at = created_at").await;
            run(other, "COMMIT").await;
            problem(accepted.await.expect("joined"), 404, "link_invalid").await;
            let people = admin.json("/v1/users").await;
            assert!(people["data"].as_array().expect("rows").iter().all(|person| person["email"] != "new@lyon.example"), "{people}");
        }
        None => assert_eq!(accepted.await.expect("joined").status(), StatusCode::CREATED),
    }
}

#[tokio::test]
async fn f4_an_account_that_is_disabled_while_its_invitation_is_accepted_is_not_opened() {
    let app = TestApp::start().await;
    let (admin, nora) = (app.admin().await, app.user("colleague@lyon.example").await);
    // One that never had a password.
    let change = async |set: &str| {
        let sql = format!("UPDATE \"user\" SET {set} WHERE email = '{}'", nora.email);
        app.state.db.reader().execute_unprepared(&sql).await.expect("changed");
    };
    change("password_hash = NULL").await;
    let invite = json!({ "email": nora.email, "language": "fr", "territory_id": territory_id(&app, "lyon").await, "role": "lead" });
    body(admin.post("/v1/invitations", &invite).await, StatusCode::CREATED).await;
    let token = app.mails().await.pop().expect("a mail").token("/invitation");
    let other = other(&app).await;
    match &other {
        Some(other) => {
            run(other, "BEGIN").await;
            run(other, &format!("UPDATE \"user\" SET disabled_at = created_at WHERE id = '{}'", nora.id)).await;
        }
        None => change("disabled_at = created_at").await,
    }
    let accept = app.request(Method::POST, "/v1/invitations/accept").json(&json!({ "token": token, "name": "Back", "password": PASSWORD }));
    let accepted = sent(accept);
    if let Some(other) = &other {
        let_wait().await;
        assert!(!accepted.is_finished());
        run(other, "COMMIT").await;
    }
    problem(accepted.await.expect("joined"), 404, "link_invalid").await;
}

#[tokio::test]
async fn a2_an_address_that_somebody_else_takes_just_now_is_no_mistake_of_ours() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let made = confirmed(&app, &with(&json!({ "name": "Jane Doegood is a thief" }))).await;
    let id = made["territory"]["id"].as_str().expect("an id");
    let record = format!("/v1/territories/{id}");
    change(&administrator, Method::PATCH, &record, "", &json!({ "name": "Chivilcoy" })).await;
    let seq = app.json(&format!("{record}/history")).await["data"][0]["seq"].clone();
    let other = other(&app).await;
    if let Some(other) = &other {
        run(other, "BEGIN").await;
        run(other, "UPDATE territory SET slug = 'chivilcoy' WHERE slug = 'lyon'").await;
    }
    let redact = || {
        let request = administrator.request(Method::POST, &format!("/v1/changes/{seq}/redact"));
        sent(request.json(&json!({ "texts": ["/changes/0/old"], "reason": "personal_data" })))
    };
    if let Some(other) = &other {
        let first = redact();
        let_wait().await;
        assert!(!first.is_finished());
        run(other, "COMMIT").await;
        let refused = first.await.expect("joined");
        assert!(refused.headers().contains_key("retry-after"));
        problem(refused, 503, "unavailable").await;
    }
    assert_eq!(redact().await.expect("joined").status(), StatusCode::OK);
    let slug = if other.is_some() { "chivilcoy-ar" } else { "chivilcoy" };
    assert_eq!(app.json(&record).await["slug"], slug);
}

#[derive(FromQueryResult)]
struct Known {
    word: String,
}

/// Among the words of typos.
async fn is_known(app: &TestApp, word: &str) -> bool {
    let db = app.state.db.reader();
    let all = Statement::from_string(db.get_database_backend(), "SELECT word FROM search_word WHERE noun = 'territory'");
    Known::find_by_statement(all).all(db).await.expect("words").iter().any(|known| known.word == word)
}

async fn forget_words(app: &TestApp) {
    let tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    search::forget_words(&tx).await.expect("forgotten");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn e2_a_word_that_comes_while_words_are_forgotten_stays() {
    let app = TestApp::start().await;
    let Some(other) = other(&app).await else { return };
    run(&other, "BEGIN").await;
    run(&other, "LOCK TABLE search_word IN ACCESS EXCLUSIVE MODE").await;
    let forgetting = forget_words(&app);
    let renaming = async {
        let_wait().await;
        run(&other, "UPDATE territory SET name = 'Zyxwabad' WHERE slug = 'lyon'").await;
        run(&other, "INSERT INTO search_word (noun, word, reversed) VALUES ('territory', 'zyxwabad', 'dabawxyz')").await;
        run(&other, "COMMIT").await;
    };
    tokio::join!(forgetting, renaming);
    assert!(is_known(&app, "zyxwabad").await);
}

#[tokio::test]
async fn e2_the_name_of_a_removed_record_is_not_kept_word_by_word() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let made: Value = confirmed(&app, &with(&json!({ "name": "Zorblestadt" }))).await;
    assert!(is_known(&app, "zorblestadt").await);
    let pledge = format!("/v1/pledges/{}", made["pledge"]["id"].as_str().expect("an id"));
    change(&reviewer, Method::POST, &pledge, "/remove", &json!({ "reason": "The council denies it." })).await;
    forget_words(&app).await;
    assert!(!is_known(&app, "zorblestadt").await);
    assert!(is_known(&app, "barcelona").await, "others stay");
}
