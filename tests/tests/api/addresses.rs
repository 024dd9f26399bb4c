//! Which e-mail addresses are taken, and whom a mailed link gives power over.

use entity::{kinds::TeamRole, user};
use reqwest::{Method, StatusCode};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, Person},
    problem,
};

const NEW_PASSWORD: &str = "violet harbour ladder cumin";

fn pledge(name: &str, email: &str) -> Value {
    json!({
        "name": name, "country": "AR", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta", "contact_name": "Olga Oficial",
        "email": email, "may_act": true, "publish": true, "language": "en",
    })
}

/// Makes a pledge and confirms it by the link that was mailed.
async fn confirmed(app: &TestApp, name: &str, email: &str) -> Value {
    let receipt: Value = app.post("/v1/pledges", &pledge(name, email)).await.json().await.expect("JSON");
    let id = receipt["id"].as_str().unwrap_or_else(|| panic!("{receipt}")).to_owned();
    let token = app.mails().await.iter().rfind(|mail| mail.body.contains(&id)).expect("a mail").token("/pledge/confirm");
    let answer = app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.expect("JSON")
}

/// Every form that takes an address: where it is sent, what is sent, and where the address stands in it.
async fn forms(app: &TestApp, lead: &Person, email: &str) -> Vec<(Method, String, Value, &'static str)> {
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let adhesions = lead.json("/v1/adhesions").await;
    let draft = match adhesions["data"][0]["id"].as_str() {
        Some(id) => id.to_owned(),
        None => {
            let begun: Value = lead.post("/v1/adhesions", &json!({"territory_id": territory})).await.json().await.expect("JSON");
            begun["id"].as_str().expect("an id").to_owned()
        }
    };
    let post = |path: &str, body: Value| (Method::POST, path.to_owned(), body, "/email");
    vec![
        post("/v1/pledges", pledge("Rosario", email)),
        post("/v1/users", json!({"email": email, "password": PASSWORD, "name": "Nora Prueba"})),
        post("/v1/sessions", json!({"email": email, "password": PASSWORD})),
        post("/v1/password-resets", json!({"email": email})),
        post("/v1/invitations", json!({"email": email, "language": "en", "territory_id": territory, "role": "editor"})),
        (Method::PATCH, format!("/v1/adhesions/{draft}"), json!({"fields": {"contacts": [{"email": email}]}}), "/fields/contacts/0/email"),
    ]
}

/// What each form says of an address.
async fn said(app: &TestApp, lead: &Person, email: &str) -> Vec<(String, u16, Value)> {
    let mut said = Vec::new();
    for (method, path, body, pointer) in forms(app, lead, email).await {
        let answer = lead.request(method, &path).header("If-Match", "*").json(&body).send().await.expect("an answer");
        let status = answer.status().as_u16();
        let told: Value = answer.json().await.unwrap_or_default();
        if status == 422 {
            assert_eq!(told["errors"][0]["pointer"], pointer, "{path}: {told}");
        }
        said.push((path, status, told["errors"][0]["code"].clone()));
    }
    said
}

#[tokio::test]
async fn b1_an_address_in_disguise_opens_nobodys_account() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    // An account without a password, as the contact of a pledge has it.
    assert!(confirmed(&app, "Rosario", "kim@city.example").await["password_token"].is_string());
    let mails = app.mails().await.len();
    for (disguise, code) in [
        ("\u{212A}im@city.example", "look_alike_characters"),
        ("ｋim@city.example", "look_alike_characters"),
        ("kim@ｃity.example", "look_alike_characters"),
        ("k\u{200B}im@city.example", "control_characters"),
        ("kim\u{00AD}@city.example", "control_characters"),
        ("kim@ci\u{2060}ty.example", "control_characters"),
    ] {
        for (form, status, said) in said(&app, &lead, disguise).await {
            assert_eq!((status, said), (422, json!(code)), "{form} with {disguise:?}");
        }
    }
    assert_eq!(app.mails().await.len(), mails, "nobody was written to");
}

#[tokio::test]
async fn b1_a_link_has_no_power_over_an_account_of_another_spelling() {
    let app = TestApp::start().await;
    assert!(confirmed(&app, "Rosario", "kim@city.example").await["password_token"].is_string());
    // Mail servers may keep the case of letters: this may be another's mailbox.
    let other = confirmed(&app, "Santa Clara", "Kim@City.example").await;
    assert_eq!((&other["email"], &other["password_token"]), (&json!("kim@city.example"), &Value::Null));
    assert!(app.mails().await.iter().any(|mail| mail.to == "Kim@city.example"), "the link went where it was typed");
    let admin = app.admin().await;
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let invitation = json!({"email": "KIM@city.example", "language": "en", "territory_id": territory, "role": "lead"});
    assert_eq!(admin.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let invited = app.mails().await.iter().rfind(|mail| mail.to == "KIM@city.example").expect("a mail").token("/invitation");
    let preview: Value = app.post("/v1/invitations/preview", &json!({"token": invited})).await.json().await.expect("JSON");
    assert_eq!(preview["needs_password"], false, "the account's own is asked for");
    let accept = json!({"token": invited, "name": "Somebody", "password": NEW_PASSWORD});
    problem(app.post("/v1/invitations/accept", &accept).await, 401, "credentials_wrong").await;
    // A new password goes to the stored address, however it is asked for.
    assert_eq!(app.post("/v1/password-resets", &json!({"email": "KIM@CITY.example"})).await.status(), StatusCode::ACCEPTED);
    let reset = app.mails().await.iter().rfind(|mail| mail.body.contains("/reset-password")).expect("a mail").clone();
    assert_eq!(reset.to, "kim@city.example");
    let redeem = json!({"token": reset.token("/reset-password"), "password": NEW_PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(app.post("/v1/invitations/accept", &accept).await.status(), StatusCode::CREATED, "now it is known who asks");
}

#[tokio::test]
async fn b1_what_a_stranger_opened_in_another_spelling_becomes_the_owners() {
    let app = TestApp::start().await;
    let opened = json!({"email": "KIM@city.example", "password": PASSWORD, "name": "Stranger"});
    assert_eq!(app.post("/v1/users", &opened).await.status(), StatusCode::ACCEPTED);
    app.post("/v1/password-resets", &json!({"email": "KIM@city.example"})).await;
    let mails = app.mails().await;
    let of = |page: &str| mails.iter().find(|mail| mail.body.contains(page)).expect("a mail").token(page);
    let (verify, reset) = (of("/verify-email"), of("/reset-password"));
    assert!(confirmed(&app, "Rosario", "kim@city.example").await["password_token"].is_string());
    let kim = app.admin().await.json("/v1/users").await["data"].clone();
    assert!(kim.as_array().expect("a list").iter().any(|user| user["email"] == "kim@city.example"), "mail goes to who confirmed: {kim}");
    let redeem = json!({"token": reset, "password": NEW_PASSWORD});
    problem(app.post("/v1/password-resets/redeem", &redeem).await, 410, "link_used").await;
    problem(app.post("/v1/email-verifications", &json!({"token": verify, "password": PASSWORD})).await, 410, "link_used").await;
}

#[tokio::test]
async fn b1_a_link_obeys_the_address_it_was_mailed_to_alone() {
    let app = TestApp::start().await;
    let nora = app.user("nora@city.example").await;
    app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await;
    let token = app.mails().await.pop().expect("a mail").token("/reset-password");
    let moved = user::ActiveModel { id: Set(nora.id), email: Set("nora@elsewhere.example".to_owned()), ..Default::default() };
    user::Entity::update(moved).exec(app.state.db.reader()).await.expect("changed");
    let redeem = json!({"token": token, "password": NEW_PASSWORD});
    problem(app.post("/v1/password-resets/redeem", &redeem).await, 404, "link_invalid").await;
}

#[tokio::test]
async fn b2_what_can_never_be_mailed_is_refused_at_once_by_every_form() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    for never in [
        "\"kim doe\"@city.example",
        "\"kim\"@city.example",
        "kim@[192.0.2.1]",
        "kim@[IPv6:2001:db8::1]",
        "kim@192.0.2.1",
        "kim@city",
        "kim",
        "kim@city.example.",
        "k..im@city.example",
        ".kim@city.example",
        "kim@ci_ty.example",
        "kim@-city.example",
        "kim@xn--a.example",
        "a@b.example\nBcc: c@d.example",
    ] {
        for (form, status, said) in said(&app, &lead, never).await {
            assert_eq!((status, said), (422, json!("not_an_email")), "{form} with {never:?}");
        }
    }
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn b2_a_host_in_any_script_is_one_however_it_is_typed() {
    let app = TestApp::start().await;
    let newcomer = json!({"email": "Büro@MÜLLER.example", "password": PASSWORD, "name": "Nora Ferrer"});
    assert_eq!(app.post("/v1/users", &newcomer).await.status(), StatusCode::ACCEPTED);
    let mail = app.mails().await.pop().expect("a mail");
    assert_eq!(mail.to, "Büro@xn--mller-kva.example", "mail servers know hosts by their A-label");
    let token = json!({"token": mail.token("/verify-email"), "password": PASSWORD});
    assert_eq!(app.post("/v1/email-verifications", &token).await.status(), StatusCode::NO_CONTENT);
    for typed in ["büro@müller.example", "bu\u{308}ro@mu\u{308}ller.example", "büro@xn--mller-kva.example", "BÜRO@XN--MLLER-KVA.example"]
    {
        let answer = app.post("/v1/sessions", &json!({"email": typed, "password": PASSWORD})).await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{typed}");
    }
    // Whoever signs up once more is told that there is one.
    let again = json!({"email": "büro@xn--mller-kva.example", "password": PASSWORD, "name": "Nora Ferrer"});
    assert_eq!(app.post("/v1/users", &again).await.status(), StatusCode::ACCEPTED);
    assert!(app.mails().await.pop().expect("a mail").body.contains("/sign-in"));
    assert_eq!(app.admin().await.json("/v1/users").await["page"]["total"], 2);
    // A contact of an adhesion is stored in the same way.
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let (method, path, body, _) = forms(&app, &lead, "rui@müller.example").await.pop().expect("the adhesion");
    let saved = lead.request(method, &path).header("If-Match", "*").json(&body).send().await.expect("an answer");
    assert_eq!(saved.json::<Value>().await.expect("JSON")["fields"]["contacts"][0]["email"], "rui@xn--mller-kva.example");
    // And whoever reports something is answered there.
    let report = json!({"territory": "lyon", "reason": "wrong_information", "text": "It is not so.", "email": " rui@MÜLLER.example "});
    assert_eq!(app.post("/v1/reports", &report).await.status(), StatusCode::ACCEPTED);
    assert_eq!(app.reviewer().await.json("/v1/reports").await["data"][0]["email"], "rui@xn--mller-kva.example");
}
