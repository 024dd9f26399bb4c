use chrono::Duration;
use entity::kinds::Language;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, tag},
    problem,
};
use thousand::{
    db::Actor,
    features::users::{self, rules::NewUser},
};

fn pledge() -> Value {
    json!({
        "name": "Rosario", "country": "AR", "level": "municipal", "kind_local": "municipio", "population": 948312,
        "signatory_name": "Nora Prueba", "signatory_office": "Intendenta", "email": "derechos@rosario.example",
        "statement": "Nos comprometemos.", "statement_lang": "es", "may_act": true, "publish": true, "language": "es", "website2": "",
    })
}

fn with(changes: &Value) -> Value {
    let mut pledge = pledge();
    for (name, value) in changes.as_object().expect("an object") {
        pledge[name] = value.clone();
    }
    pledge
}

async fn body(response: reqwest::Response, status: StatusCode) -> Value {
    assert_eq!(response.status(), status);
    response.json().await.expect("JSON")
}

/// Makes a pledge and gives its id and the secret that was mailed.
async fn made(app: &TestApp, pledge: &Value) -> (String, String) {
    let receipt = body(app.post("/v1/pledges", pledge).await, StatusCode::ACCEPTED).await;
    let id = receipt["id"].as_str().expect("an id").to_owned();
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail.body.contains(&id)).expect("a mail about the pledge");
    (id, mail.token("/pledge/confirm"))
}

async fn confirmed(app: &TestApp, pledge: &Value) -> Value {
    let (id, token) = made(app, pledge).await;
    body(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await, StatusCode::OK).await
}

#[tokio::test]
async fn a_pledge_is_public_once_its_link_is_used() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    assert_eq!(app.get("/v1/territories/rosario").await.status(), StatusCode::NOT_FOUND);
    let mail = app.mails().await.pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.language.as_str()), ("derechos@rosario.example", "es"));
    assert!(mail.link("/pledge/confirm").contains("/es/pledge/confirm#"), "the secret stands behind the #, where no server sees it");

    let answer = body(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await, StatusCode::OK).await;
    assert_eq!(answer["territory"]["stage"], "pledged");
    assert!(answer["password_token"].is_string());

    let territory = app.json("/v1/territories/rosario").await;
    assert_eq!(territory["pledge"]["statement"]["value"], "Nos comprometemos.");
    assert_eq!(territory["population"], json!({"value": 948312, "year": null, "source": "self-declared"}));
    assert!(!territory.to_string().contains("rosario.example"), "the address of the contact is not public");
    let campaign = app.json("/v1/campaign").await;
    assert_eq!((&campaign["counts"]["pledges"], &campaign["counts"]["members"]), (&json!(1), &json!(41)));
    let history = app.json("/v1/territories/rosario/history").await;
    assert_eq!((&history["data"][0]["action"], &history["data"][0]["actor"]), (&json!("territory.pledged"), &json!("public")));
    assert!(app.mails().await.iter().any(|mail| mail.body.contains("/territories/rosario")), "the contact is told where it stands");
}

#[tokio::test]
async fn a_pledge_confirmed_twice_has_one_effect() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let path = format!("/v1/pledges/{id}/confirm");
    let token = json!({"token": token});
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let request = app.request(reqwest::Method::POST, &path).json(&token);
        tries.spawn(async move { request.send().await.expect("an answer").status() });
    }
    while let Some(status) = tries.join_next().await {
        assert_eq!(status.expect("joined"), StatusCode::OK);
    }
    assert_eq!(app.json("/v1/campaign").await["counts"]["pledges"], 1);
    assert_eq!(app.json("/v1/territories/rosario/history").await["page"]["total"], 1);
}

#[tokio::test]
async fn of_two_pledges_for_one_government_the_first_confirmed_counts() {
    let app = TestApp::start().await;
    let (first, first_token) = made(&app, &pledge()).await;
    let (second, second_token) = made(&app, &with(&json!({"email": "other@rosario.example", "name": "ROSARIO"}))).await;
    let confirm = |id: &str, token: &str| {
        let request = app.request(reqwest::Method::POST, &format!("/v1/pledges/{id}/confirm")).json(&json!({"token": token}));
        async move { request.send().await.expect("an answer") }
    };
    let (one, other) = tokio::join!(confirm(&first, &first_token), confirm(&second, &second_token));
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(app.json("/v1/campaign").await["counts"]["pledges"], 1);
}

#[tokio::test]
async fn a_government_that_is_already_there_is_led_to() {
    let app = TestApp::start().await;
    for known in [json!({"name": "lyon", "country": "FR"}), json!({"name": "Padoue", "country": "IT"})] {
        let answer = problem(app.post("/v1/pledges", &with(&known)).await, 409, "already_there").await;
        assert_eq!(answer["territory"]["stage"], "member", "{known}");
    }
    let province = with(&json!({"name": "Lyon", "country": "FR", "level": "intermediate"}));
    assert_eq!(app.post("/v1/pledges", &province).await.status(), StatusCode::ACCEPTED, "another level is another government");
}

#[tokio::test]
async fn every_wrong_field_is_named_and_all_at_once() {
    let app = TestApp::start().await;
    let long = "x".repeat(201);
    for (field, value, code) in [
        ("name", json!(" "), "required"),
        ("name", json!(long), "too_long"),
        ("name", json!("a\u{7}b"), "control_characters"),
        ("name", json!(3), "wrong_type"),
        ("country", json!("XX"), "unknown_value"),
        ("level", json!("galactic"), "unknown_value"),
        ("kind_local", json!(long), "too_long"),
        ("population", json!(-1), "too_small"),
        ("population", json!(900_000_000_000_i64), "too_large"),
        ("population", json!(1.5), "wrong_type"),
        ("geonames_id", json!(1), "unknown_value"),
        ("signatory_name", json!(""), "required"),
        ("signatory_office", json!(""), "required"),
        ("email", json!("nobody"), "not_an_email"),
        ("email", json!("a@b"), "not_an_email"),
        ("email", json!("a@b.example\nBcc: c@d.example"), "not_an_email"),
        ("statement", json!("x".repeat(5001)), "too_long"),
        ("statement_lang", json!(null), "required"),
        ("statement_lang", json!("!"), "not_a_language"),
        ("may_act", json!(false), "must_be_true"),
        ("publish", json!(false), "must_be_true"),
        ("language", json!("de"), "unknown_value"),
        ("surprise", json!(1), "unknown_field"),
    ] {
        let mut changes = json!({});
        changes[field] = value;
        let answer = problem(app.post("/v1/pledges", &with(&changes)).await, 422, "invalid_fields").await;
        let errors = answer["errors"].as_array().expect("errors");
        assert!(errors.iter().any(|e| e["pointer"] == format!("/{field}") && e["code"] == code), "{field}: {answer}");
    }
    let three = with(&json!({"name": "", "email": "x", "may_act": false}));
    assert_eq!(problem(app.post("/v1/pledges", &three).await, 422, "invalid_fields").await["errors"].as_array().map(Vec::len), Some(3));
    assert!(app.mails().await.is_empty(), "nobody was written to");
}

#[tokio::test]
async fn links_work_for_their_own_pledge_and_for_thirty_days() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let (other, _) = made(&app, &with(&json!({"name": "Santa Fe"}))).await;
    let confirm = async |id: &str, token: &str| app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await;
    problem(confirm(&id, "wrong").await, 404, "link_invalid").await;
    problem(confirm(&other, &token).await, 404, "link_invalid").await;
    problem(confirm("not-an-id", &token).await, 404, "link_invalid").await;
    app.source.advance(Duration::days(31));
    problem(confirm(&id, &token).await, 410, "link_expired").await;
    app.run_jobs().await;
    let admin = app.admin().await;
    assert_eq!(admin.json("/v1/pledges").await["page"]["total"], 0, "unconfirmed pledges vanish");
}

#[tokio::test]
async fn a_filled_honeypot_is_thanked_and_forgotten() {
    let app = TestApp::start().await;
    let answer = app.post("/v1/pledges", &with(&json!({"website2": "https://spam.example"}))).await;
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    assert!(app.mails().await.is_empty());
    assert_eq!(app.admin().await.json("/v1/pledges").await["page"]["total"], 0);
}

#[tokio::test]
async fn nobodys_mailbox_is_flooded() {
    let app = TestApp::start().await;
    for name in ["One", "Two", "Three"] {
        assert_eq!(app.post("/v1/pledges", &with(&json!({"name": name}))).await.status(), StatusCode::ACCEPTED);
    }
    let answer = app.post("/v1/pledges", &with(&json!({"name": "Four"}))).await;
    assert!(answer.headers().contains_key("retry-after"));
    problem(answer, 429, "too_many_requests").await;
}

#[tokio::test]
async fn the_secretariat_reads_pledges_and_nobody_else() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &with(&json!({"email": "rosario@gmail.com"}))).await;
    let id = answer["pledge"]["id"].as_str().expect("an id").to_owned();
    let reviewer = app.reviewer().await;
    let list = reviewer.json("/v1/pledges?state=public").await;
    assert_eq!(list["data"][0]["email"], "rosario@gmail.com");
    assert_eq!(list["data"][0]["free_mail"], true);
    assert_eq!(reviewer.json("/v1/pledges?state=removed").await["page"]["total"], 0);
    problem(reviewer.get("/v1/pledges?state=lost").await, 400, "invalid_query").await;
    problem(app.get("/v1/pledges").await, 401, "not_signed_in").await;
    let stranger = app.user("stranger@example.org").await;
    problem(stranger.get("/v1/pledges").await, 403, "not_allowed").await;
    problem(stranger.get(&format!("/v1/pledges/{id}")).await, 403, "not_allowed").await;
}

#[tokio::test]
async fn a_removed_pledge_leaves_its_reason_and_nothing_personal() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &pledge()).await;
    let path = format!("/v1/pledges/{}", answer["pledge"]["id"].as_str().expect("an id"));
    let reviewer = app.reviewer().await;
    let version = reviewer.tag(&path).await;
    let remove = format!("{path}/remove");
    problem(reviewer.post(&remove, &json!({"reason": "x"})).await, 428, "if_match_required").await;
    problem(reviewer.act(&remove, &json!({"reason": "x"}), "\"1.en.json\"").await, 412, "stale").await;
    problem(reviewer.act(&remove, &json!({"reason": " "}), &version).await, 422, "invalid_fields").await;
    let stranger = app.user("stranger@example.org").await;
    problem(stranger.act(&remove, &json!({"reason": "x"}), &version).await, 403, "not_allowed").await;

    let done = reviewer.act(&remove, &json!({"reason": "The council denies it."}), &version).await;
    let version = tag(&done);
    let done = body(done, StatusCode::OK).await;
    assert_eq!((&done["state"], &done["email"], &done["statement"]), (&json!("removed"), &json!(""), &Value::Null));
    problem(reviewer.act(&remove, &json!({"reason": "again"}), &version).await, 409, "wrong_state").await;

    let territory = app.json("/v1/territories/rosario").await;
    assert_eq!((&territory["stage"], &territory["stage_reason"]), (&json!("withdrawn"), &json!("The council denies it.")));
    assert_eq!(territory["pledge"], Value::Null);
    assert_eq!(app.json("/v1/campaign").await["counts"]["pledges"], 0);
    assert!(app.mails().await.iter().any(|mail| mail.body.contains("The council denies it.")), "the contact is told why");
    let verdict = thousand::db::history::verify(&app.state.db).await.expect("the chain is read");
    assert!(matches!(verdict, thousand::db::history::Verdict::Whole { redacted: 1, .. }), "{verdict:?}");

    // The government may pledge again, under its old address.
    let again = confirmed(&app, &pledge()).await;
    assert_eq!((&again["territory"]["slug"], &again["territory"]["stage"]), (&json!("rosario"), &json!("pledged")));
}

#[tokio::test]
async fn an_account_somebody_else_prepared_keeps_no_password() {
    let app = TestApp::start().await;
    // Whoever signs up first with another's address waits in vain for its owner to make the account theirs.
    let prepared = NewUser {
        email: "derechos@rosario.example".to_owned(),
        name: "Somebody else".to_owned(),
        language: Language::En,
        password_hash: Some(app.state.passwords.hash(PASSWORD.into()).await.expect("hashed")),
        verified: false,
        role: None,
    };
    let mut tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    users::rules::add(&mut tx, prepared).await.expect("added");
    tx.commit().await.expect("committed");
    assert!(confirmed(&app, &pledge()).await["password_token"].is_string());
    let credentials = json!({"email": "derechos@rosario.example", "password": PASSWORD});
    problem(app.post("/v1/sessions", &credentials).await, 401, "credentials_wrong").await;
}
