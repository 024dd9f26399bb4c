//! Pledges as people make and confirm them.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::TestApp;

/// What the sender's browser keeps to itself.
pub const SENDER_SECRET: &str = "a secret of the sender's browser";

/// A pledge, as an officer fills it in for who signs.
pub fn pledge() -> Value {
    json!({
        "name": "Rosario", "country": "AR", "level": "municipal", "kind_local": "municipio", "population": 948312,
        "signatory_name": "Nora Prueba", "signatory_office": "Intendenta", "contact_name": "Olga Oficial",
        "email": "derechos@rosario.example", "statement": "Nos comprometemos.", "statement_lang": "es", "may_act": true, "publish": true,
        "language": "es", "website2": "", "sender_secret": SENDER_SECRET,
    })
}

/// The same with some fields changed.
pub fn with(changes: &Value) -> Value {
    let mut pledge = pledge();
    for (name, value) in changes.as_object().expect("an object") {
        pledge[name] = value.clone();
    }
    pledge
}

/// The JSON of an answer with this status.
pub async fn body(response: Response, status: StatusCode) -> Value {
    let actual = response.status();
    let text = response.text().await.expect("a body");
    assert_eq!(actual, status, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

/// Makes a pledge and gives its id and the secret that was mailed.
pub async fn made(app: &TestApp, pledge: &Value) -> (String, String) {
    let receipt = body(app.post("/v1/pledges", pledge).await, StatusCode::ACCEPTED).await;
    let id = receipt["id"].as_str().expect("an id").to_owned();
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail.body.contains(&id)).expect("a mail about the pledge");
    (id, mail.token("/pledge/confirm"))
}

/// Makes a pledge and confirms it; what confirming answered.
pub async fn confirmed(app: &TestApp, pledge: &Value) -> Value {
    let (id, token) = made(app, pledge).await;
    body(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await, StatusCode::OK).await
}
