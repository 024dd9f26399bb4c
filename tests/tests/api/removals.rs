//! What is left when the secretariat removes a pledge.

use entity::{adhesion, history_personal, kinds::TeamRole};
use reqwest::{Response, StatusCode};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, Person},
    problem,
};
use thousand::db::history::{Verdict, verify};

async fn json(response: Response, status: StatusCode) -> Value {
    assert_eq!(response.status(), status);
    response.json().await.expect("JSON")
}

/// A confirmed pledge for this municipality; what confirming answered.
async fn pledged(app: &TestApp, name: &str, country: &str) -> Value {
    let pledge = json!({
        "name": name, "country": country, "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta",
        "email": "impostor@mail.example", "may_act": true, "publish": true, "language": "en",
    });
    let id = json(app.post("/v1/pledges", &pledge).await, StatusCode::ACCEPTED).await["id"].as_str().expect("an id").to_owned();
    let token = json!({"token": app.mails().await.pop().expect("a mail").token("/pledge/confirm")});
    json(app.post(&format!("/v1/pledges/{id}/confirm"), &token).await, StatusCode::OK).await
}

async fn removed(reviewer: &Person, confirmed: &Value) {
    let path = format!("/v1/pledges/{}", confirmed["pledge"]["id"].as_str().expect("an id"));
    let tag = reviewer.tag(&path).await;
    let answer = reviewer.act(&format!("{path}/remove"), &json!({"reason": "The council denies it."}), &tag).await;
    assert_eq!(json(answer, StatusCode::OK).await["state"], "removed");
}

async fn moved(reviewer: &Person, slug: &str, action: &str) {
    let path = format!("/v1/territories/{slug}");
    let tag = reviewer.tag(&path).await;
    json(reviewer.act(&format!("{path}/{action}"), &json!({"reason": "To be looked into."}), &tag).await, StatusCode::OK).await;
}

/// The newest entry of a territory's public history.
async fn last_entry(app: &TestApp, slug: &str) -> Value {
    app.json(&format!("/v1/territories/{slug}/history")).await["data"][0].clone()
}

/// The contact of a confirmed pledge, signed in.
async fn contact(app: &TestApp, confirmed: &Value) -> Person {
    let redeem = json!({"token": confirmed["password_token"], "password": PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    let (id, email) = (uuid::Uuid::nil(), "impostor@mail.example".to_owned());
    Person { id, token: app.sign_in(&email).await, email, client: app.client.clone(), url: app.url.clone() }
}

#[tokio::test]
async fn everything_that_a_false_pledge_brought_about_goes() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let impostor = contact(&app, &confirmed).await;
    let territory = &confirmed["territory"]["id"];
    let draft = json(impostor.post("/v1/adhesions", &json!({"territory_id": territory})).await, StatusCode::CREATED).await;
    assert_eq!(draft["fields"]["contacts"][0]["email"], "impostor@mail.example", "copied from the pledge");
    let helper = app.user("helper@mail.example").await;
    let mut links = Vec::new();
    for email in ["helper@mail.example", "invited@mail.example"] {
        let invitation = json!({"email": email, "language": "en", "territory_id": territory, "role": "lead"});
        assert_eq!(impostor.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
        links.push(app.mails().await.pop().expect("a mail").token("/invitation"));
    }
    let accept = |link: &str| json!({"token": link, "name": "Helper", "password": PASSWORD});
    assert_eq!(app.post("/v1/invitations/accept", &accept(&links[0])).await.status(), StatusCode::CREATED);

    removed(&reviewer, &confirmed).await;
    for person in [&impostor, &helper] {
        assert_eq!(person.json("/v1/me").await["teams"], json!([]));
        assert_eq!(person.get(&format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"))).await.status(), StatusCode::NOT_FOUND);
    }
    problem(app.post("/v1/invitations/accept", &accept(&links[1])).await, 404, "link_invalid").await;
    let closed = reviewer.json(&format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"))).await;
    assert_eq!((&closed["state"], &closed["decision"]["reason"]), (&json!("withdrawn"), &json!("The council denies it.")));
    assert_eq!(reviewer.json("/v1/adhesions?state=draft,submitted,changes_requested").await["page"]["total"], 0, "nothing waits");
    // No record of the pledge names anybody any more; the chain holds.
    let kept = adhesion::Entity::find().all(app.state.db.reader()).await.expect("read");
    let personal = history_personal::Entity::find().all(app.state.db.reader()).await.expect("read");
    let accounts = |row: &&history_personal::Model| !row.facts.contains("\"name\"");
    assert!(kept.iter().all(|row| !row.fields.to_string().contains("impostor") && !row.fields.to_string().contains("Nora")));
    assert!(personal.iter().filter(accounts).all(|row| !row.facts.contains("Nora")), "{personal:?}");
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
    let mails = app.mails().await;
    let told: Vec<&str> = mails.iter().filter(|mail| mail.body.contains("The council denies it.")).map(|mail| mail.to.as_str()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(mails.iter().any(|mail| mail.body.contains("Your account stays.")), "what stays is said");
}

#[tokio::test]
async fn a_team_of_before_stays() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    moved(&reviewer, "lyon", "withdraw").await;
    let confirmed = pledged(&app, "Lyon", "FR").await;
    let draft = json(lead.post("/v1/adhesions", &json!({"territory_id": confirmed["territory"]["id"]})).await, StatusCode::CREATED).await;
    removed(&reviewer, &confirmed).await;
    assert_eq!(lead.json("/v1/me").await["teams"][0]["role"], "lead");
    assert_eq!(lead.json(&format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"))).await["state"], "draft");
    assert_eq!(app.json("/v1/territories/lyon").await["stage"], "withdrawn");
}

#[tokio::test]
async fn who_was_in_the_team_for_other_reasons_stays() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let impostor = app.member_of("lyon", TeamRole::Editor, "impostor@mail.example").await;
    moved(&reviewer, "lyon", "withdraw").await;
    let confirmed = pledged(&app, "Lyon", "FR").await;
    removed(&reviewer, &confirmed).await;
    assert_eq!(impostor.json("/v1/me").await["teams"][0]["role"], "editor");
}

#[tokio::test]
async fn a_government_on_hold_goes_with_its_pledge_too() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    moved(&reviewer, "rosario", "hold").await;
    let tag = reviewer.tag("/v1/territories/rosario").await;
    removed(&reviewer, &confirmed).await;
    let territory = app.json("/v1/territories/rosario").await;
    assert_eq!((&territory["stage"], &territory["stage_reason"]["value"]), (&json!("withdrawn"), &json!("The council denies it.")));
    assert_eq!(last_entry(&app, "rosario").await["action"], "territory.withdrawn");
    assert_ne!(reviewer.tag("/v1/territories/rosario").await, tag);
}

#[tokio::test]
async fn the_history_of_a_government_that_left_already_says_that_the_pledge_went() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    moved(&reviewer, "rosario", "withdraw").await;
    let tag = reviewer.tag("/v1/territories/rosario").await;
    removed(&reviewer, &confirmed).await;
    let entry = last_entry(&app, "rosario").await;
    assert_eq!((&entry["action"], &entry["facts"]["reason"]), (&json!("territory.pledge_removed"), &json!("The council denies it.")));
    assert_ne!(reviewer.tag("/v1/territories/rosario").await, tag, "its page shows the pledge no more");
}
