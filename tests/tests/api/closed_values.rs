//! Whoever is called like a closed value, or a town, takes none away when they are erased; nor does a reason that is taken out.

use entity::kinds::TeamRole;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::Person,
    pledges::{self, confirmed, with},
};

use crate::{
    adhesions::{PARTS, answers, authority, begun, pledged},
    people,
};

async fn erased(administrator: &Person, email: &str) {
    let answer = administrator.post("/v1/people/erase", &json!({ "email": email })).await;
    pledges::body(answer, StatusCode::OK).await;
}

/// The record without what says when it was changed.
async fn record(app: &TestApp, slug: &str) -> Value {
    let mut record = app.json(&format!("/v1/territories/{slug}")).await;
    record["updated_at"] = Value::Null;
    record
}

/// Withdraws a government.
async fn left(administrator: &Person, slug: &str, reason: &str) {
    let leaving = json!({ "reason": reason, "reason_lang": "es" });
    let answer = administrator.act(&format!("/v1/territories/{slug}/withdraw"), &leaving, "*").await;
    pledges::body(answer, StatusCode::OK).await;
}

/// Removes the pledge that was confirmed.
async fn removed(administrator: &Person, confirmed: &Value) {
    let path = format!("/v1/pledges/{}/remove", confirmed["pledge"]["id"].as_str().expect("an id"));
    pledges::body(administrator.act(&path, &json!({ "reason": "False." }), "*").await, StatusCode::OK).await;
}

/// Almada has joined, and says this; the address of its adhesion.
pub async fn joined(app: &TestApp, (team, reviewer): (&people::Person<'_>, &people::Person<'_>), said: &Value) -> String {
    let adhesion = begun(app, team, "almada").await;
    for fields in [&answers(), said] {
        people::body(team.patch(&adhesion, &json!({ "fields": fields })).await, 200).await;
    }
    people::body(team.act(&adhesion, "/submit", &json!({})).await, 200).await;
    people::body(reviewer.act(&adhesion, "/confirm-authority", &authority()).await, 200).await;
    let accept = json!({ "publish": PARTS[..5], "pledge": "keep_text" });
    people::body(reviewer.act(&adhesion, "/accept", &accept).await, 200).await;
    adhesion
}

#[tokio::test]
async fn e2_a_name_that_is_a_closed_value_takes_nothing_from_an_adhesion_and_its_page() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    pledged(&app).await;
    let (team, reviewer) = (people::in_team(&app, "almada").await, people::reviewer(&app).await);
    let adhesion = joined(&app, (&team, &reviewer), &json!({ "act_kind": "letter", "policies": ["Plano de igualdade", "Letter"] })).await;
    let (mut page, mut answered) = (record(&app, "almada").await, team.json(&adhesion).await["fields"].clone());
    assert_eq!(page["political_act"]["kind"], "letter");
    // An account is called like the first part of its address.
    for name in ["letter", "municipal", "pt", "2025", "almada", "municipio"] {
        let email = format!("{name}@almada.example");
        app.member_of("almada", TeamRole::Editor, &email).await;
        erased(&administrator, &email).await;
    }
    // What was typed and is exactly the name goes, as ever.
    (page["vision"]["policies"][1]["value"], answered["policies"][1]) = (json!("[…]"), json!("[…]"));
    assert_eq!(record(&app, "almada").await, page);
    assert_eq!(team.json(&adhesion).await["fields"], answered);
    // And whatever makes the page anew still can.
    let released = json!({ "signatory": { "released": true } });
    people::body(reviewer.patch("/v1/territories/almada/publication", &released).await, 200).await;
    assert_eq!(record(&app, "almada").await["political_act"], page["political_act"]);
}

#[tokio::test]
async fn e2_a_name_that_is_a_closed_value_takes_nothing_from_what_was_before_a_pledge() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    confirmed(&app, &with(&json!({}))).await;
    left(&administrator, "rosario", "It left.").await;
    let before = record(&app, "rosario").await;
    for (n, name) in ["Withdrawn", "Rosario", "Municipio", "es"].into_iter().enumerate() {
        let email = format!("false{n}@mail.example");
        let again = confirmed(&app, &with(&json!({ "contact_name": name, "email": email }))).await;
        erased(&administrator, &email).await;
        removed(&administrator, &again).await;
        assert_eq!(record(&app, "rosario").await, before, "{name}");
    }
}

#[tokio::test]
async fn f6_a_reason_that_is_a_closed_value_is_taken_out_alone() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    confirmed(&app, &with(&json!({}))).await;
    left(&administrator, "rosario", "withdrawn").await;
    let seq = app.json("/v1/territories/rosario/history").await["data"][0]["seq"].clone();
    let mut before = record(&app, "rosario").await;
    let again = confirmed(&app, &with(&json!({ "email": "false@mail.example" }))).await;
    let out = json!({ "texts": ["/reason"], "reason": "offensive" });
    pledges::body(administrator.post(&format!("/v1/changes/{seq}/redact"), &out).await, StatusCode::OK).await;
    removed(&administrator, &again).await;
    before["stage_reason"] = Value::Null;
    assert_eq!(record(&app, "rosario").await, before);
}

#[tokio::test]
async fn f6_words_that_are_closed_values_stay_in_adhesions() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    pledged(&app).await;
    let (team, reviewer) = (people::in_team(&app, "almada").await, people::reviewer(&app).await);
    let adhesion = joined(&app, (&team, &reviewer), &json!({})).await;
    let (page, answered) = (record(&app, "almada").await, team.json(&adhesion).await["fields"].clone());
    for reason in ["plenary_vote", "municipal", "pt"] {
        let held = administrator.act("/v1/territories/almada/hold", &json!({ "reason": reason, "reason_lang": "en" }), "*").await;
        pledges::body(held, StatusCode::OK).await;
        let seq = app.json("/v1/territories/almada/history").await["data"][0]["seq"].clone();
        let out = json!({ "texts": ["/reason"], "reason": "offensive" });
        pledges::body(administrator.post(&format!("/v1/changes/{seq}/redact"), &out).await, StatusCode::OK).await;
        let back = administrator.act("/v1/territories/almada/reinstate", &json!({}), "*").await;
        pledges::body(back, StatusCode::OK).await;
    }
    assert_eq!(team.json(&adhesion).await["fields"], answered);
    assert_eq!(record(&app, "almada").await["political_act"], page["political_act"]);
}
