//! Erasing somebody takes nothing from others: who filled in is not who signed, and what a stranger typed proves nothing.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::Person,
    pledges::{confirmed, made, pledge, with},
};

use crate::{adhesions, closed_values::joined, people};

async fn erased(administrator: &Person, email: &str) -> Value {
    let answer = administrator.post("/v1/people/erase", &json!({ "email": email })).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.expect("JSON")
}

/// Signatory and office of the pledge on a page.
async fn signed(app: &TestApp, page: &str) -> (Value, Value) {
    let pledge = app.json(page).await["pledge"].clone();
    (pledge["signatory_name"].clone(), pledge["signatory_office"].clone())
}

#[tokio::test]
async fn e2_who_filled_in_is_erased_without_who_signed() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let page = format!("/v1/territories/{}", confirmed(&app, &pledge()).await["territory"]["slug"].as_str().expect("a slug"));
    let leaders =
        json!({ "leaders": [{ "name": "Nora Prueba", "office": "Intendenta" }, { "name": "Olga Oficial", "office": "Secretaria" }] });
    assert_eq!(administrator.patch(&page, &leaders, "*").await.status(), StatusCode::OK);
    erased(&administrator, "derechos@rosario.example").await;
    assert_eq!(signed(&app, &page).await, (json!("Nora Prueba"), json!("Intendenta")));
    let leaders = app.json(&page).await["leaders"].clone();
    assert_eq!((leaders.as_array().map(Vec::len), &leaders[0]["name"]), (Some(1), &json!("Nora Prueba")));
    let left = administrator.json("/v1/pledges?state=public").await["data"][0].clone();
    assert_eq!((&left["signatory_name"], &left["contact_name"], &left["email"]), (&json!("Nora Prueba"), &Value::Null, &json!("")));
}

#[tokio::test]
async fn e2_who_filled_in_for_themselves_is_erased_as_signatory_too() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let confirmed = confirmed(&app, &with(&json!({ "contact_name": "nora  prueba" }))).await;
    let page = format!("/v1/territories/{}", confirmed["territory"]["slug"].as_str().expect("a slug"));
    erased(&administrator, "derechos@rosario.example").await;
    assert_eq!(signed(&app, &page).await, (json!(""), json!("")));
}

#[tokio::test]
async fn e2_what_a_stranger_typed_beside_an_address_erases_nobody_else() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let page = "/v1/territories/lyon";
    let leaders = json!({ "leaders": [{ "name": "Ada Maire", "office": "Maire" }] });
    assert_eq!(administrator.patch(page, &leaders, "*").await.status(), StatusCode::OK);
    let lyon = app.json(page).await["id"].clone();
    let mut strangers = vec!["one@mail.example", "two@mail.example"];
    let asking = json!({
        "territory_id": lyon, "name": "Ada Maire", "office": "Maire", "email": strangers[0], "message": "It is me.", "language": "fr",
    });
    assert_eq!(app.post("/v1/access-requests", &asking).await.status(), StatusCode::ACCEPTED);
    made(&app, &with(&json!({ "contact_name": "Ada Maire", "email": strangers[1] }))).await;
    let report = json!({ "territory": "lyon", "reason": "other", "text": "Hello.", "email": strangers[1] });
    assert_eq!(app.post("/v1/reports", &report).await.status(), StatusCode::ACCEPTED);
    // And an account in somebody's name, which nobody has verified, beside a team of theirs.
    let lead = app.member_of("lyon", entity::kinds::TeamRole::Lead, "lead@lyon.example").await;
    let account = json!({ "email": "three@mail.example", "password": "plenty lantern orbit mosaic", "name": "Ada Maire" });
    assert_eq!(app.post("/v1/users", &account).await.status(), StatusCode::ACCEPTED);
    let invitation = json!({ "email": "three@mail.example", "language": "fr", "territory_id": lyon, "role": "editor" });
    assert_eq!(lead.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    strangers.push("three@mail.example");
    for address in strangers {
        let done = erased(&administrator, address).await;
        assert!(done["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{address}: {done}");
        let exported = administrator.post("/v1/people/export", &json!({ "email": address })).await;
        assert_eq!(exported.json::<Value>().await.expect("JSON")["tables"], json!([]), "{address}");
        assert_eq!(app.json(page).await["leaders"][0]["name"], "Ada Maire", "{address}");
    }
}

#[tokio::test]
async fn e2_who_pledges_for_a_government_that_has_a_past_erases_nobody_of_it() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    adhesions::pledged(&app).await;
    let (team, reviewer) = (people::in_team(&app, "almada").await, people::reviewer(&app).await);
    let adhesion = joined(&app, (&team, &reviewer), &json!({})).await;
    let released = json!({ "signatory": { "released": true }, "leader": { "released": true } });
    people::body(reviewer.patch("/v1/territories/almada/publication", &released).await, 200).await;
    let leaders = json!({ "leaders": [{ "name": "Ada Presidente", "office": "Presidente" }] });
    assert_eq!(administrator.patch("/v1/territories/almada", &leaders, "*").await.status(), StatusCode::OK);
    let leaving = administrator.act("/v1/territories/almada/withdraw", &json!({ "reason": "It left." }), "*").await;
    assert_eq!(leaving.status(), StatusCode::OK);
    let said = async || {
        let (page, adhesion) = (app.json("/v1/territories/almada").await, reviewer.json(&adhesion).await);
        let answers = &adhesion["fields"];
        json!([page["leaders"], page["signatory"], answers["leader_name"], answers["signatory_name"], adhesion["authority"]])
    };
    let before = said().await;
    for (n, name) in ["Ada Presidente", "Inês Signatária"].into_iter().enumerate() {
        let email = format!("throwaway{n}@mail.example");
        let again = with(&json!({ "name": "Almada", "country": "PT", "email": email, "contact_name": name }));
        let again = confirmed(&app, &again).await;
        assert_eq!(again["pledge"]["contact_in_team"], false);
        erased(&administrator, &email).await;
        assert_eq!(said().await, before, "{name}");
        let path = format!("/v1/pledges/{}/remove", again["pledge"]["id"].as_str().expect("an id"));
        assert_eq!(administrator.act(&path, &json!({ "reason": "False." }), "*").await.status(), StatusCode::OK);
    }
}
