//! What empties the cache of public answers, and what does not.

use std::net::TcpListener;

use entity::kinds::SubjectKind;
use kernel::db::{Actor, Db, Entry, Topic};
use reqwest::{Method, StatusCode, header};
use secrecy::SecretString;
use serde_json::{Value, json};
use tests::TestApp;

use crate::{
    adhesions::pledged,
    people::{administrator, body, in_team, reviewer, territory_id},
};

/// What the home page asks for.
const HOME: [&str; 3] = ["/v1/campaign", "/v1/territories?limit=200", "/v1/organisations"];

/// How many public answers were there already, and how many were made.
async fn counted(metrics: &str) -> (u64, u64) {
    let text = reqwest::get(metrics).await.expect("an answer").text().await.expect("text");
    let count = |kept: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("thousand_public_answers_total{{kept=\"{kept}\"}}")));
        line.and_then(|line| line.rsplit(' ').next()).map_or(0, |n| n.parse().expect("a number"))
    };
    (count("yes"), count("no"))
}

#[tokio::test]
async fn drafts_and_internal_entries_empty_no_public_cache() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let app = TestApp::start_with(&["--metrics-bind", &free.to_string()]).await;
    let metrics = format!("http://{free}/metrics");
    pledged(&app).await;
    let team = in_team(&app, "almada").await;
    let draft = body(team.post("/v1/adhesions", &json!({"territory_id": territory_id(&app, "almada").await})).await, 201).await;
    let path = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    // Kept from the second time on.
    for address in HOME.into_iter().chain(HOME) {
        app.get(address).await;
    }
    let before = counted(&metrics).await;
    for n in 0..1000 {
        if n % 2 == 0 {
            let saved = team.patch(&path, &json!({"fields": {"why_human_rights": format!("Draft {n}")}})).await;
            assert_eq!(saved.status(), StatusCode::OK);
        } else {
            let mut tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
            tx.record(Entry::internal("user.verified", SubjectKind::User, app.state.chance.id()));
            tx.commit().await.expect("committed");
        }
        app.get(HOME[n % HOME.len()]).await;
    }
    let (kept, made) = counted(&metrics).await;
    let (kept, made) = (kept - before.0, made - before.1);
    assert_eq!(kept + made, 1000);
    assert!(kept >= 990, "{kept} of 1000 were there already");
}

/// The answers with their tags.
async fn read(app: &TestApp, address: &str) -> (String, Value) {
    let answer = app.get(address).await;
    let tag = answer.headers()[header::ETAG].to_str().expect("text").to_owned();
    (tag, answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn what_is_public_is_new_for_everybody_as_soon_as_it_is_changed() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let history = "/v1/territories/barcelona/history";
    let mut before = Vec::new();
    for address in HOME.into_iter().chain(["/v1/territories/barcelona", history, "/v1/changes?after=0", "/v1/places?q=barcelona"]) {
        read(&app, address).await;
        before.push((address, read(&app, address).await.0));
    }
    let held = reviewer.act("/v1/territories/barcelona", "/hold", &json!({"reason": "The office was closed."})).await;
    assert_eq!(held.status(), StatusCode::OK);
    for (address, tag) in &before {
        let (now, _) = read(&app, address).await;
        // Organisations are no governments.
        assert_eq!(now == *tag, *address == "/v1/organisations", "{address}");
    }
    assert_eq!(read(&app, "/v1/territories/barcelona").await.1["stage"], "on_hold");
}

#[tokio::test]
async fn what_another_process_changes_is_seen() {
    let app = TestApp::start().await;
    let territories = &[Topic::Territories];
    app.state.db.refresh_head().await.expect("read");
    let seen = app.state.db.revision(territories);
    let other = Db::connect(&SecretString::from(app.database_url()), app.state.chance.clone()).await.expect("a connection");
    let mut tx = other.write(Actor::SYSTEM).await.expect("a transaction");
    tx.record(Entry::internal("user.verified", SubjectKind::User, app.state.chance.id()));
    tx.commit().await.expect("committed");
    app.state.db.refresh_head().await.expect("read");
    assert_eq!(app.state.db.revision(territories), seen, "an internal entry is nothing to the public");
    let barcelona = app.json("/v1/territories/barcelona").await["id"].as_str().expect("an id").parse().expect("an id");
    let mut tx = other.write(Actor::SYSTEM).await.expect("a transaction");
    tx.record(Entry::public("territory.updated", SubjectKind::Territory, barcelona));
    tx.commit().await.expect("committed");
    // An own write in between takes the head past the other's.
    let mut tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    tx.record(Entry::internal("user.verified", SubjectKind::User, app.state.chance.id()));
    tx.commit().await.expect("committed");
    app.state.db.refresh_head().await.expect("read");
    assert!(app.state.db.revision(territories) > seen);
}

#[tokio::test]
async fn e2_a_name_that_is_erased_is_gone_from_what_was_kept_of_the_feed_too() {
    let app = TestApp::start().await;
    let admin = administrator(&app).await;
    let wanted = json!({
        "name": "key", "public_name": "Tool of ana.quiroga@firma.example", "purpose": "sync", "scopes": ["territories:write"],
        "all_territories": true, "expires_at": app.state.chance.now() + chrono::Duration::days(30),
    });
    let secret = body(admin.post("/v1/tokens", &wanted).await, 201).await["token"].as_str().expect("a secret").to_owned();
    let change = app.request(Method::PATCH, "/v1/territories/barcelona").bearer_auth(secret).header(header::IF_MATCH, "*");
    let changed = change.json(&json!({"website": "https://www.example.org/"})).send().await.expect("an answer");
    assert_eq!(changed.status(), StatusCode::OK);
    let told = ["/v1/territories/barcelona/history", "/v1/changes?after=0&limit=200"];
    let mut tags = Vec::new();
    for address in told {
        read(&app, address).await;
        let (tag, said) = read(&app, address).await;
        assert!(said.to_string().contains("ana.quiroga"), "{address}: {said}");
        tags.push(tag);
    }
    body(admin.post("/v1/people/erase", &json!({"email": "ana.quiroga@firma.example"})).await, 200).await;
    for (address, before) in told.into_iter().zip(tags) {
        let (tag, said) = read(&app, address).await;
        assert!(!said.to_string().contains("ana.quiroga"), "{address}: {said}");
        assert_ne!(tag, before, "{address}");
    }
}
