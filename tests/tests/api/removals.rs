//! What is left when the secretariat removes a pledge.

use entity::{
    adhesion, history_personal,
    kinds::{Stage, TeamRole},
    territory, upload,
};
use reqwest::{
    Method, Response, StatusCode,
    multipart::{Form, Part},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
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

/// A file of the territory; its id.
async fn handed_in(person: &Person, territory: &str) -> String {
    let pdf = Part::bytes(b"%PDF-1.7\n%%EOF\n".to_vec()).file_name("act.pdf");
    let form = Form::new().text("territory_id", territory.to_owned()).part("file", pdf);
    let request = person.request(Method::POST, "/v1/documents").multipart(form);
    json(request.send().await.expect("an answer"), StatusCode::CREATED).await["id"].as_str().expect("an id").to_owned()
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
    let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let document = handed_in(&impostor, territory.as_str().expect("an id")).await;
    let said = json!({"fields": {"motivations": "To mislead.", "policies": ["None"], "act_document_id": document}});
    json(impostor.patch(&record, &said, &impostor.tag(&record).await).await, StatusCode::OK).await;
    json(impostor.post(&format!("{record}/comments"), &json!({"body": "Believe us."})).await, StatusCode::CREATED).await;
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
        assert_eq!(person.get(&record).await.status(), StatusCode::NOT_FOUND);
    }
    problem(app.post("/v1/invitations/accept", &accept(&links[1])).await, 404, "link_invalid").await;
    let closed = reviewer.json(&record).await;
    for answer in ["name", "motivations", "act_document_id", "act_document", "signatory_name"] {
        assert_eq!(closed["fields"][answer], Value::Null, "{answer}");
    }
    assert_eq!((&closed["fields"]["policies"], &closed["comments"]["total"]), (&json!([]), &json!(0)));
    let pledge = &closed["pledge"];
    assert_eq!((&pledge["state"], &pledge["contact"], &pledge["statement"]), (&json!("removed"), &Value::Null, &Value::Null));
    problem(reviewer.get(&format!("/v1/documents/{document}")).await, 404, "not_found").await;
    app.run_jobs().await;
    assert!(!app.data_dir.path().join("files").join(&document).exists(), "the bytes are gone");
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

#[tokio::test]
async fn the_genuine_government_begins_afresh() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let impostor = contact(&app, &confirmed).await;
    let begin = json!({"territory_id": confirmed["territory"]["id"]});
    let draft = json(impostor.post("/v1/adhesions", &begin).await, StatusCode::CREATED).await;
    let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let said = json!({"fields": {"name": "Rosaria", "motivations": "To mislead."}});
    json(impostor.patch(&record, &said, &impostor.tag(&record).await).await, StatusCode::OK).await;
    removed(&reviewer, &confirmed).await;

    let genuine = pledged(&app, "Rosario", "AR").await;
    assert_eq!(genuine["territory"]["id"], confirmed["territory"]["id"]);
    assert_eq!(genuine["pledge"]["contact_in_team"], true, "nobody genuine worked on it before");
    let draft = json(impostor.post("/v1/adhesions", &begin).await, StatusCode::CREATED).await;
    assert_eq!((&draft["fields"]["name"], &draft["fields"]["motivations"]), (&json!("Rosario"), &Value::Null));
    assert_eq!(draft["fields"]["signatory_name"], "Nora Prueba", "known from this pledge");
    // What the secretariat said of the false adhesion is its own business.
    assert_eq!(impostor.json("/v1/adhesions").await["page"]["total"], 1);
    problem(impostor.get(&record).await, 404, "not_found").await;
    problem(impostor.patch(&record, &said, "*").await, 404, "not_found").await;
    assert_eq!(reviewer.json("/v1/adhesions?territory=rosario").await["page"]["total"], 2);
}

/// By another pledge, or after another one was forgotten.
#[tokio::test]
async fn what_a_member_has_stays_when_an_old_pledge_goes() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let lead = contact(&app, &confirmed).await;
    let document = handed_in(&lead, confirmed["territory"]["id"].as_str().expect("an id")).await;
    let accepted = territory::Entity::update_many().col_expr(territory::Column::Stage, Expr::value(Stage::Member));
    accepted.filter(territory::Column::Slug.eq("rosario")).exec(app.state.db.reader()).await.expect("updated");
    removed(&reviewer, &confirmed).await;
    assert_eq!(app.json("/v1/territories/rosario").await["stage"], "member");
    assert_eq!(lead.json("/v1/me").await["teams"][0]["role"], "lead");
    assert_eq!(lead.get(&format!("/v1/documents/{document}")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn f2_what_is_on_its_way_when_a_pledge_goes_comes_to_nothing() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let territory_id = confirmed["territory"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let (id, now) = (app.state.chance.id(), app.state.chance.now());
    let row =
        upload::Model { id, territory_id, uploaded_by: id, bytes: 1, created_at: now, expires_at: now + chrono::Duration::minutes(10) };
    row.into_active_model().insert(app.state.db.reader()).await.expect("room");
    removed(&reviewer, &confirmed).await;
    assert!(upload::Entity::find().all(app.state.db.reader()).await.expect("read").is_empty(), "its document finds the room gone");
}

#[tokio::test]
async fn what_was_handed_in_before_the_pledge_stays() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    removed(&reviewer, &confirmed).await;
    let document = handed_in(&reviewer, confirmed["territory"]["id"].as_str().expect("an id")).await;
    app.source.advance(chrono::Duration::minutes(1));
    removed(&reviewer, &pledged(&app, "Rosario", "AR").await).await;
    assert_eq!(reviewer.get(&format!("/v1/documents/{document}")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn who_was_there_only_by_a_removed_pledge_is_not_reinstated() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let path = "/v1/territories/rosario";
    let first = pledged(&app, "Rosario", "AR").await;
    removed(&reviewer, &first).await;
    let reinstate = async || reviewer.act(&format!("{path}/reinstate"), &json!({}), &reviewer.tag(path).await).await;
    problem(reinstate().await, 409, "wrong_state").await;
    assert_eq!(app.json(path).await["stage"], "withdrawn");
    // With a pledge that stands, a hold ends as always.
    pledged(&app, "Rosario", "AR").await;
    moved(&reviewer, "rosario", "hold").await;
    assert_eq!(json(reinstate().await, StatusCode::OK).await["stage"], "pledged");
}
