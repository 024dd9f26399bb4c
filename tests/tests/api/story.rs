//! One government joins, over the API alone: from a pledge without an account to what the world sees.

use chrono::Duration;
use reqwest::{Method, StatusCode, multipart};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, Person, tag},
    problem,
};

const RECORD: &str = "/v1/territories/sale";

async fn body(response: reqwest::Response, status: StatusCode) -> Value {
    let actual = response.status();
    let text = response.text().await.expect("a body");
    assert_eq!(actual, status, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

/// Reads a record and changes it as it was read.
async fn change(person: &Person, method: Method, record: &str, action: &str, input: &Value) -> Value {
    let version = tag(&person.get(record).await);
    let request = person.request(method, &format!("{record}{action}")).header("If-Match", version).json(input);
    body(request.send().await.expect("an answer"), StatusCode::OK).await
}

/// What people can see of the campaign without signing in.
async fn counts(app: &TestApp) -> [i64; 3] {
    let counts = app.json("/v1/campaign").await["counts"].clone();
    ["pledges", "adhesions", "members"].map(|name| counts[name].as_i64().expect("a number"))
}

/// From the pledge to the first session of its contact.
async fn pledge(app: &TestApp) -> Person {
    let pledge = json!({
        "name": "Salé", "country": "MA", "level": "municipal", "kind_local": "commune", "population": 890_403,
        "signatory_name": "Layla Benali", "signatory_office": "Présidente", "contact_name": "Karim Fonctionnaire",
        "email": "contact@sale.example", "statement": "Nous nous engageons.", "statement_lang": "fr", "may_act": true, "publish": true, "language": "ar",
    });
    let receipt = body(app.post("/v1/pledges", &pledge).await, StatusCode::ACCEPTED).await;
    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    let confirm = format!("/v1/pledges/{}/confirm", receipt["id"].as_str().expect("an id"));
    let confirmed = body(app.post(&confirm, &json!({"token": token})).await, StatusCode::OK).await;
    assert_eq!(confirmed["territory"]["stage"], "pledged");
    let redeem = json!({"token": confirmed["password_token"], "password": PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    let credentials = json!({"email": confirmed["email"], "password": PASSWORD});
    let session = body(app.post("/v1/sessions", &credentials).await, StatusCode::CREATED).await;
    assert_eq!(session["user"]["teams"][0]["territory"]["slug"], "sale");
    Person {
        id: session["user"]["id"].as_str().expect("an id").parse().expect("an id"),
        email: "contact@sale.example".to_owned(),
        token: session["access_token"].as_str().expect("a token").to_owned(),
        client: app.client.clone(),
        url: app.url.clone(),
    }
}

/// The answers beyond what the pledge said already.
fn answers() -> Value {
    json!({
        "leader_name": "Layla Benali", "leader_office": "Présidente du conseil", "text_lang": "fr",
        "why_local_governments": "Parce que nous sommes proches.", "why_human_rights": "Parce qu’ils sont à tous.",
        "motivations": "Apprendre.", "policies": ["Plan communal"], "act_kind": "plenary_vote", "act_body": "Conseil communal",
        "act_on": "2026-11-20", "signatory_term_from": "2025",
        "publish_why_local_governments": true, "publish_why_human_rights": true, "publish_motivations": true, "publish_policies": true,
        "publish_political_act": true, "publish_act_document": true, "publish_signatory": false, "publish_leader": true,
    })
}

/// Fills the adhesion in, with the act as a file, and sends it; its address.
async fn file(team: &Person) -> String {
    let territory = team.json(RECORD).await["id"].clone();
    let draft = body(team.post("/v1/adhesions", &json!({"territory_id": territory})).await, StatusCode::CREATED).await;
    assert_eq!(draft["fields"]["signatory_name"], "Layla Benali", "known from the pledge");
    let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let act = multipart::Part::bytes(b"%PDF-1.7\n%%EOF\n".to_vec()).file_name("acte.pdf");
    let form = multipart::Form::new().text("territory_id", territory.as_str().expect("an id").to_owned()).part("file", act);
    let upload = team.request(Method::POST, "/v1/documents").multipart(form).send().await.expect("an answer");
    let document = body(upload, StatusCode::CREATED).await;
    let mut fields = answers();
    fields["act_document_id"] = document["id"].clone();
    let filled = change(team, Method::PATCH, &record, "", &json!({"fields": fields})).await;
    assert_eq!(filled["missing"], json!([]));
    assert_eq!(change(team, Method::POST, &record, "/submit", &json!({})).await["state"], "submitted");
    record
}

/// A question, the answer to it, and what was asked for.
async fn discuss(app: &TestApp, team: &Person, reviewer: &Person, record: &str) {
    let comments = format!("{record}/comments");
    let asked = json!({"field": "/fields/motivations", "body": "From whom?"});
    let question = body(reviewer.post(&comments, &asked).await, StatusCode::CREATED).await;
    change(reviewer, Method::POST, record, "/request-changes", &json!({"message": "One question."})).await;
    app.source.advance(Duration::minutes(5));
    let mails = app.mails().await;
    let to_team: Vec<_> = mails.iter().filter(|mail| mail.to == team.email && mail.body.contains("/adhesions/")).collect();
    assert!(to_team.iter().any(|mail| mail.body.contains("One question.")) && to_team.len() == 3, "received, changes, comments");
    assert!(to_team.iter().all(|mail| mail.language == "ar"));
    let reply = json!({"body": "D’autres villes.", "reply_to": question["id"]});
    body(team.post(&comments, &reply).await, StatusCode::CREATED).await;
    change(team, Method::PATCH, record, "", &json!({"fields": {"motivations": "Apprendre d’autres villes."}})).await;
    change(team, Method::POST, record, "/submit", &json!({})).await;
    for comment in reviewer.json(&comments).await["data"].as_array().expect("a list").iter().filter(|row| row["reply_to"].is_null()) {
        let path = format!("{comments}/{}/resolve", comment["id"].as_str().expect("an id"));
        body(reviewer.post(&path, &json!({})).await, StatusCode::OK).await;
    }
    assert_eq!(reviewer.json("/v1/adhesions?state=submitted").await["data"][0]["open_comments"], 0);
}

async fn accept(reviewer: &Person, record: &str) {
    let publish = json!({"publish": ["motivations", "policies", "political_act", "act_document"], "pledge": "keep_text", "wave": 5});
    let version = tag(&reviewer.get(record).await);
    problem(reviewer.act(&format!("{record}/accept"), &publish, &version).await, 409, "authority_not_confirmed").await;
    let authority = json!({"confirmed_by": "Secrétaire général", "how": "By telephone.", "on": "2026-11-30"});
    change(reviewer, Method::POST, record, "/confirm-authority", &authority).await;
    assert_eq!(change(reviewer, Method::POST, record, "/accept", &publish).await["state"], "accepted");
}

#[tokio::test]
async fn a_government_joins_and_the_world_sees_it() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let [pledges, adhesions, members] = counts(&app).await;
    let seen = app.json("/v1/changes?after=0&limit=200").await["data"].as_array().and_then(|all| all.last()?["seq"].as_i64());

    let team = pledge(&app).await;
    assert_eq!(counts(&app).await, [pledges + 1, adhesions, members]);
    let record = file(&team).await;
    assert_eq!(counts(&app).await[1], adhesions + 1);
    discuss(&app, &team, &reviewer, &record).await;
    accept(&reviewer, &record).await;
    assert_eq!(counts(&app).await, [pledges, adhesions, members + 1]);

    let page = app.json(RECORD).await;
    assert_eq!((&page["stage"], &page["joined_year"], &page["wave"]), (&json!("member"), &json!(2026), &json!(5)));
    assert_eq!(page["vision"]["motivations"]["value"], "Apprendre d’autres villes.");
    assert_eq!(page["pledge"]["statement"]["value"], "Nous nous engageons.");
    let act = page["political_act"]["document"].as_str().expect("an address").strip_prefix(&app.url).expect("here").to_owned();
    assert_eq!(app.get(&act).await.bytes().await.expect("bytes"), "%PDF-1.7\n%%EOF\n");
    let everything = [
        page.to_string(),
        app.get("/v1/territories.csv?country=MA").await.text().await.expect("text"),
        app.get("/v1/territories.geojson?country=MA").await.text().await.expect("text"),
        app.get("/v1/territories?q=sale").await.text().await.expect("text"),
    ];
    for form in &everything {
        assert!(form.contains("Salé") && form.contains("member"), "{form}");
        assert!(!form.contains("sale.example"), "the contact's address is nobody's business");
    }
    let changes = app.json(&format!("/v1/changes?after={}&limit=200", seen.unwrap_or_default())).await;
    let actions: Vec<_> = changes["data"].as_array().expect("a list").iter().map(|change| change["action"].clone()).collect();
    let joined = ["territory.pledged", "territory.adhesion_submitted", "territory.joined", "document.published"];
    assert!(joined.iter().all(|action| actions.contains(&json!(action))), "{actions:?}");
    assert!(app.mails().await.iter().any(|mail| mail.to == team.email && mail.body.contains("/ar/territories/sale")));
}
