//! Who fills a pledge in is named as such, and never as who signs.

use entity::{
    kinds::{Language, TeamRole},
    pledge,
};
use reqwest::{Method, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::PASSWORD,
    pledges::{body, confirmed, made, pledge, with},
    problem,
};

const OFFICE: &str = "derechos@rosario.example";

/// The bearer of an account that chooses its first password after confirming a pledge.
async fn signed_in(app: &TestApp, answer: &Value) -> String {
    let password = json!({"token": answer["password_token"], "password": PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &password).await.status(), StatusCode::NO_CONTENT);
    app.sign_in(answer["email"].as_str().expect("an address")).await
}

/// The name of the account at an address.
async fn name_of(app: &TestApp, email: &str) -> Value {
    let people = app.admin().await.json("/v1/users").await;
    let account = people["data"].as_array().expect("a list").iter().find(|user| user["email"] == email).cloned();
    account.expect("an account")["name"].clone()
}

#[tokio::test]
async fn b4_the_officer_does_not_become_the_mayor() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &pledge()).await;
    assert_eq!((&answer["pledge"]["signatory_name"], &answer["pledge"]["contact_name"]), (&json!("Nora Prueba"), &json!("Olga Oficial")));

    // Mails greet who reads them.
    let mail = app.mails().await.pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.to_name.as_str()), (OFFICE, "Olga Oficial"));
    assert!(mail.body.starts_with("Hola, Olga Oficial:"), "{}", mail.body);

    // Comments are signed by who writes them, and the adhesion knows both for what they are.
    let bearer = signed_in(&app, &answer).await;
    let send = async |method: Method, path: &str, input: &Value| {
        let request = app.request(method, path).bearer_auth(&bearer).header("If-Match", "*").json(input);
        request.send().await.expect("an answer")
    };
    let begin = json!({"territory_id": answer["territory"]["id"]});
    let draft = body(send(Method::POST, "/v1/adhesions", &begin).await, StatusCode::CREATED).await;
    let fields = &draft["fields"];
    assert_eq!((&fields["signatory_name"], &fields["signatory_office"]), (&json!("Nora Prueba"), &json!("Intendenta")));
    assert_eq!(fields["contacts"], json!([{"name": "Olga Oficial", "office": null, "email": OFFICE, "phone": null}]));
    let comments = format!("/v1/adhesions/{}/comments", draft["id"].as_str().expect("an id"));
    let comment = body(send(Method::POST, &comments, &json!({"body": "¿Qué falta?"})).await, StatusCode::CREATED).await;
    assert_eq!(comment["author"]["name"], "Olga Oficial");

    // The secretariat sees whom it deals with.
    let reviewer = app.reviewer().await;
    let path = format!("/v1/pledges/{}", answer["pledge"]["id"].as_str().expect("an id"));
    assert_eq!(reviewer.json(&path).await["contact_name"], "Olga Oficial");
    let adhesion = reviewer.json(&format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"))).await;
    assert_eq!(adhesion["pledge"]["contact"]["name"], "Olga Oficial");
    assert_eq!(name_of(&app, OFFICE).await, "Olga Oficial");

    // The public page names who signed, and nobody else.
    let page = app.json("/v1/territories/rosario").await;
    assert_eq!((&page["pledge"]["signatory_name"], &page["pledge"]["signatory_office"]), (&json!("Nora Prueba"), &json!("Intendenta")));
    for path in
        ["/v1/territories/rosario", "/v1/territories/rosario/history", "/v1/territories.csv", "/v1/territories.geojson", "/v1/changes"]
    {
        let public = app.get(path).await.text().await.expect("text");
        assert!(!public.contains("Olga") && !public.contains(OFFICE), "{path} names the contact");
    }
}

#[tokio::test]
async fn b4_who_signs_in_person_is_the_contact_with_their_office() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &with(&json!({"contact_name": "Nora Prueba"}))).await;
    let bearer = signed_in(&app, &answer).await;
    let begin = app.request(Method::POST, "/v1/adhesions").bearer_auth(bearer).json(&json!({"territory_id": answer["territory"]["id"]}));
    let draft = body(begin.send().await.expect("an answer"), StatusCode::CREATED).await;
    let contact = json!([{"name": "Nora Prueba", "office": "Intendenta", "email": OFFICE, "phone": null}]);
    assert_eq!(draft["fields"]["contacts"], contact);
}

#[tokio::test]
async fn b4_nobody_is_a_contact_without_being_named() {
    let app = TestApp::start().await;
    let mut silent = pledge();
    silent.as_object_mut().expect("an object").remove("contact_name");
    let refused = problem(app.post("/v1/pledges", &silent).await, 422, "invalid_fields").await;
    assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!("/contact_name"), &json!("required")));
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn b4_the_contact_goes_with_a_removed_pledge() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &pledge()).await;
    let path = format!("/v1/pledges/{}", answer["pledge"]["id"].as_str().expect("an id"));
    let reviewer = app.reviewer().await;
    let removed = reviewer.act(&format!("{path}/remove"), &json!({"reason": "The council denies it."}), &reviewer.tag(&path).await).await;
    assert_eq!(body(removed, StatusCode::OK).await["contact_name"], Value::Null);
    let row = pledge::Entity::find().one(app.state.db.reader()).await.expect("read").expect("a pledge");
    assert_eq!(row.contact_name, "");
}

/// Pledges from before anybody was asked: who reads at the address is not made up.
#[tokio::test]
async fn b4_a_contact_whom_nobody_asked_is_not_given_the_signatorys_name() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let unknown = pledge::Entity::update_many().col_expr(pledge::Column::ContactName, Expr::value(""));
    unknown.filter(pledge::Column::Email.eq(OFFICE)).exec(app.state.db.reader()).await.expect("changed");
    let answer = body(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await, StatusCode::OK).await;
    assert_eq!(answer["pledge"]["contact_name"], Value::Null);
    assert_eq!(name_of(&app, OFFICE).await, OFFICE);
    assert!(app.mails().await.iter().all(|mail| !mail.to_name.contains("Nora")), "no mail is addressed to the signatory");
}

/// An account without a password has a name all the same: whoever accepts an invitation to it is not asked for one that would be dropped.
#[tokio::test]
async fn b4_the_invited_are_asked_for_a_name_only_where_it_counts() {
    let app = TestApp::start().await;
    confirmed(&app, &pledge()).await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let lyon = app.json("/v1/territories/lyon").await["id"].clone();
    for (email, needs_name, name) in [(OFFICE, false, "Olga Oficial"), ("new@lyon.example", true, "Noor New")] {
        let invitation = json!({"email": email, "language": Language::Fr.as_str(), "territory_id": lyon, "role": "editor"});
        assert_eq!(lead.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
        let mails = app.mails().await;
        let token = mails.iter().rfind(|mail| mail.to == email).expect("a mail").token("/invitation");
        let preview = body(app.post("/v1/invitations/preview", &json!({"token": token})).await, StatusCode::OK).await;
        assert_eq!((&preview["needs_password"], &preview["needs_name"]), (&json!(true), &json!(needs_name)), "{email}");
        let mut accept = json!({"token": token, "password": PASSWORD});
        if needs_name {
            problem(app.post("/v1/invitations/accept", &accept).await, 422, "invalid_fields").await;
            accept["name"] = json!(name);
        }
        let session = body(app.post("/v1/invitations/accept", &accept).await, StatusCode::CREATED).await;
        assert_eq!(session["user"]["name"], name);
    }
}
