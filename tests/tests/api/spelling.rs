//! An address is one address, however much of it is percent-encoded without need.

use reqwest::{
    Method, StatusCode,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use tests::{TestApp, pledges::pledge, problem};

use crate::people::territory_id;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

#[tokio::test]
async fn c2_a_stranger_is_refused_by_any_spelling_of_an_address() {
    let app = TestApp::start().await;
    for path in ["/v1/%74okens", "/v1/token%73", "/%761/tokens", "/v1/%74%6F%6b%65%6e%73"] {
        problem(app.post(path, &json!({})).await, 401, "not_signed_in").await;
        problem(app.get(path).await, 401, "not_signed_in").await;
    }
    // What is something else stays something else: nothing is decoded twice, and a slash in a name parts nothing.
    for path in ["/v1/%2574okens", "/v1%2Ftokens", "/v1/t%C3%B6kens", "/v1/tokens%00"] {
        problem(app.get(path).await, 404, "not_found").await;
    }
    let put = app.request(Method::PUT, "/v1/campaig%6E").send().await.expect("an answer");
    problem(put, 405, "method_not_allowed").await;
}

#[tokio::test]
async fn c2_a_key_makes_one_thing_by_any_spelling_of_an_address() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let invitation = json!({"email": "guest@city.example", "language": "en", "role": "reviewer"});
    let mut ids = Vec::new();
    for path in ["/v1/invitation%73", "/v1/invitation%73", "/v1/invitations", "/v1/%69nvitations"] {
        let request = admin.request(Method::POST, path).header("Idempotency-Key", "\"once\"").json(&invitation);
        let made: Value = request.send().await.expect("an answer").error_for_status().expect("made").json().await.expect("JSON");
        ids.push(made["id"].clone());
    }
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(admin.json("/v1/invitations").await["page"]["total"], 1);
}

#[tokio::test]
async fn c2_a_file_is_received_by_any_spelling_of_an_address() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", entity::kinds::TeamRole::Lead, "lead@lyon.example").await;
    let form =
        Form::new().text("territory_id", territory_id(&app, "lyon").await.to_string()).part("file", Part::bytes(PDF).file_name("act.pdf"));
    let answer = lead.request(Method::POST, "/v1/document%73").multipart(form).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn c2_names_in_an_address_and_what_follows_it_are_as_they_were() {
    let app = TestApp::start().await;
    let plain = app.json("/v1/territories/barcelona").await;
    assert_eq!(app.json("/v1/territories/bar%63elon%61").await, plain);
    assert_eq!(app.json("/v1/territories?q=%62arcelona&limit=1").await["data"][0]["slug"], "barcelona");
    problem(app.get("/v1/territories/m%C3%BAnich").await, 404, "not_found").await;
    // The next page is an address that works.
    let page = app.json("/v1/territor%69es?limit=1").await;
    let next = page["page"]["next"].as_str().expect("a next page").strip_prefix(&app.url).expect("here").to_owned();
    assert!(next.starts_with("/v1/territories?"), "{next}");
    assert_eq!(app.get(&next).await.status(), StatusCode::OK);
    let made = app.post("/v1/pledge%73", &pledge()).await;
    assert_eq!(made.status(), StatusCode::ACCEPTED);
}
