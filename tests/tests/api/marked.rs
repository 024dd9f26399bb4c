//! A story in which every text that somebody types can be told again: by a word, by a person's name and by their address.

use entity::kinds::TeamRole;
use reqwest::{
    Method, Response, StatusCode,
    multipart::{Form, Part},
};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, Person, tag},
};

/// In every text.
pub const WORD: &str = "Quillfeather";
/// Of one person, who pledges, files and leads.
pub const NAME: &str = "Marka Zephyrine";
pub const ADDRESS: &str = "marka@zephyr.example";

pub struct Story {
    pub app: TestApp,
    pub administrator: Person,
    pub reviewer: Person,
    pub marka: Person,
    /// Address of the government's record.
    pub record: String,
    /// Address of its adhesion.
    pub adhesion: String,
}

pub async fn body(response: Response, status: StatusCode) -> Value {
    let actual = response.status();
    let text = response.text().await.expect("a body");
    assert_eq!(actual, status, "{text}");
    serde_json::from_str(&text).unwrap_or_default()
}

/// Reads a record and changes it as it was read.
pub async fn change(person: &Person, method: Method, record: &str, action: &str, input: &Value) -> Value {
    let version = tag(&person.get(record).await);
    let request = person.request(method, &format!("{record}{action}")).header("If-Match", version).json(input);
    body(request.send().await.expect("an answer"), StatusCode::OK).await
}

/// Creates something, with a key for repeating it.
async fn create(person: &Person, path: &str, input: &Value) -> Value {
    let request = person.request(Method::POST, path).header("Idempotency-Key", format!("key-{}", path.len())).json(input);
    let answer = request.send().await.expect("an answer");
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.unwrap_or_default()
}

/// A confirmed pledge of somebody; what confirming answered.
pub async fn pledged(app: &TestApp, name: &str, signatory: &str, email: &str) -> Value {
    let pledge = json!({
        "name": name, "country": "MA", "level": "municipal", "kind_local": format!("{WORD} commune"), "population": 890_403,
        "signatory_name": signatory, "signatory_office": format!("{WORD} office"), "contact_name": signatory, "email": email,
        "statement": format!("{WORD}: {signatory} promises."), "statement_lang": "fr", "may_act": true, "publish": true, "language": "en",
    });
    let receipt = body(app.post("/v1/pledges", &pledge).await, StatusCode::ACCEPTED).await;
    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    let confirm = format!("/v1/pledges/{}/confirm", receipt["id"].as_str().expect("an id"));
    body(app.post(&confirm, &json!({ "token": token })).await, StatusCode::OK).await
}

/// The contact of a confirmed pledge, signed in.
pub async fn contact(app: &TestApp, confirmed: &Value) -> Person {
    let redeem = json!({"token": confirmed["password_token"], "password": PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    let email = confirmed["email"].as_str().expect("an address").to_owned();
    let session = body(app.post("/v1/sessions", &json!({"email": email, "password": PASSWORD})).await, StatusCode::CREATED).await;
    Person {
        id: session["user"]["id"].as_str().expect("an id").parse().expect("an id"),
        token: session["access_token"].as_str().expect("a token").to_owned(),
        email,
        client: app.client.clone(),
        url: app.url.clone(),
    }
}

pub async fn handed_in(person: &Person, territory: &Value, filename: &str) -> Value {
    let pdf = Part::bytes(b"%PDF-1.7\n%%EOF\n".to_vec()).file_name(filename.to_owned());
    let form = Form::new().text("territory_id", territory.as_str().expect("an id").to_owned()).part("file", pdf);
    body(person.request(Method::POST, "/v1/documents").multipart(form).send().await.expect("an answer"), StatusCode::CREATED).await
}

pub fn answers() -> Value {
    let said = |what: &str| format!("{WORD} {what}");
    json!({
        "name": said("Three"), "names": [{ "lang": "en", "name": said("in English") }], "level": "municipal", "kind_local": said("kind"),
        "population": 900_000, "population_year": 2025, "population_source": said("census"), "website": "https://quillfeather.example/three",
        "leader_name": NAME, "leader_office": said("mayor"), "leader_term_from": "2024", "text_lang": "fr",
        "why_local_governments": said("why"), "why_human_rights": said("rights"), "motivations": format!("{WORD}, says {NAME} of {ADDRESS}"),
        "policies": [said("plan"), said("office")],
        "contacts": [
            { "name": NAME, "office": said("desk"), "email": ADDRESS, "phone": "+212 5 00 00 00" },
            { "name": "Other Contact", "office": said("desk"), "email": "other@contact.example", "phone": "+212 5 11 11 11" },
        ],
        "act_kind": "plenary_vote", "act_body": said("council"), "act_on": "2026-11-20", "act_link": "https://quillfeather.example/act",
        "signatory_name": NAME, "signatory_office": said("office"), "signatory_term_from": "2024",
        "publish_leader": true, "publish_why_local_governments": true, "publish_why_human_rights": true, "publish_motivations": true,
        "publish_policies": true, "publish_political_act": true, "publish_act_document": true, "publish_signatory": true,
    })
}

/// Tells the story: a government pledges, files, is accepted, held and reinstated; others pledge and are turned away.
pub async fn told() -> Story {
    let app = TestApp::start().await;
    let (administrator, reviewer) = (app.admin().await, app.reviewer().await);
    let confirmed = pledged(&app, &format!("{WORD} Town"), NAME, ADDRESS).await;
    let marka = contact(&app, &confirmed).await;
    let record = format!("/v1/territories/{}", confirmed["territory"]["slug"].as_str().expect("a slug"));
    let territory = confirmed["territory"]["id"].clone();
    let said = |what: &str| format!("{WORD} {what}");
    let patch = json!({
        "name": said("Two"), "name_lang": "fr", "names": [{ "lang": "en", "name": said("English") }, { "lang": "es", "name": said("Spanish") }],
        "kind_local": { "term": said("municipality"), "lang": "fr" }, "website": "https://quillfeather.example/two",
        "population": { "value": 890_000, "year": 2024, "source": said("statistics") },
        "leaders": [{ "name": NAME, "office": said("president"), "office_lang": "fr" }],
    });
    change(&marka, Method::PATCH, &record, "", &patch).await;
    let adhesion = adhere(&app, &marka, &reviewer, &territory).await;
    let reason = |what: &str| json!({ "reason": said(what), "reason_lang": "en" });
    change(&reviewer, Method::POST, &record, "/hold", &reason("doubt")).await;
    change(&reviewer, Method::POST, &record, "/reinstate", &reason("trust")).await;
    others(&app, &administrator, &reviewer).await;
    around(&app, &administrator, &marka, &territory).await;
    Story { app, administrator, reviewer, marka, record, adhesion }
}

async fn adhere(app: &TestApp, marka: &Person, reviewer: &Person, territory: &Value) -> String {
    let draft = create(marka, "/v1/adhesions", &json!({ "territory_id": territory })).await;
    let adhesion = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let mut fields = answers();
    fields["act_document_id"] = handed_in(marka, territory, &format!("{WORD} act of {NAME}.pdf")).await["id"].clone();
    change(marka, Method::PATCH, &adhesion, "", &json!({ "fields": fields })).await;
    change(marka, Method::POST, &adhesion, "/submit", &json!({})).await;
    let comments = format!("{adhesion}/comments");
    let asked = json!({ "field": "/fields/motivations", "body": format!("{WORD}? Ask {NAME}, {ADDRESS}.") });
    let question = create(reviewer, &comments, &asked).await;
    change(reviewer, Method::POST, &adhesion, "/request-changes", &json!({ "message": format!("{WORD} changes") })).await;
    create(marka, &comments, &json!({ "body": format!("{WORD} reply by me"), "reply_to": question["id"] })).await;
    change(marka, Method::POST, &adhesion, "/submit", &json!({})).await;
    let authority = json!({ "confirmed_by": NAME, "how": format!("{WORD} call to {ADDRESS}"), "on": "2026-11-30" });
    change(reviewer, Method::POST, &adhesion, "/confirm-authority", &authority).await;
    let publish = json!({ "publish": ["why_local_governments", "why_human_rights", "motivations", "policies", "political_act", "act_document", "signatory", "leader"], "pledge": "keep_text", "wave": 4 });
    change(reviewer, Method::POST, &adhesion, "/accept", &publish).await;
    app.run_jobs().await;
    adhesion
}

/// Pledges and adhesions that come to nothing, each with its reasons.
async fn others(app: &TestApp, administrator: &Person, reviewer: &Person) {
    let said = |what: &str| format!("{WORD} {what}");
    let removed = pledged(app, &said("Other"), "Otto Other", "otto@other.example").await;
    let pledge = format!("/v1/pledges/{}", removed["pledge"]["id"].as_str().expect("an id"));
    change(reviewer, Method::POST, &pledge, "/remove", &json!({ "reason": said("denial"), "reason_lang": "en" })).await;
    for (end, input) in [("/decline", json!({ "reason": said("refusal") })), ("/withdraw", json!({ "reason": said("retreat") }))] {
        let lead = app.member_of("lyon", TeamRole::Lead, &format!("lead{}@lyon.example", end.len())).await;
        let territory = app.json("/v1/territories/lyon").await["id"].clone();
        let draft = body(lead.post("/v1/adhesions", &json!({ "territory_id": territory })).await, StatusCode::CREATED).await;
        let adhesion = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
        change(&lead, Method::PATCH, &adhesion, "", &json!({ "fields": answers() })).await;
        change(&lead, Method::POST, &adhesion, "/submit", &json!({})).await;
        let who = if end == "/decline" { reviewer } else { &lead };
        change(who, Method::POST, &adhesion, end, &input).await;
    }
    let lyon = "/v1/territories/lyon";
    change(reviewer, Method::POST, lyon, "/withdraw", &json!({ "reason": said("leaving"), "reason_lang": "en" })).await;
    let token = json!({
        "name": said("partner"), "public_name": said("public partner"), "all_territories": true, "purpose": said("purpose"), "scopes": ["adhesions:read"],
        "expires_at": app.state.chance.now() + chrono::Duration::days(30),
    });
    create(administrator, "/v1/tokens", &token).await;
}

/// What is left around an account: links, invitations, a new name, and another account.
async fn around(app: &TestApp, administrator: &Person, marka: &Person, territory: &Value) {
    let account = json!({ "email": "new@account.example", "password": PASSWORD, "name": format!("{WORD} Newcomer"), "language": "en" });
    assert_eq!(app.post("/v1/users", &account).await.status(), StatusCode::ACCEPTED);
    assert!(app.post("/v1/password-resets", &json!({ "email": ADDRESS })).await.status().is_success());
    let invitation = json!({ "email": "colleague@zephyr.example", "language": "en", "territory_id": territory, "role": "editor" });
    create(marka, "/v1/invitations", &invitation).await;
    let invitation = json!({ "email": ADDRESS, "language": "en", "role": "reviewer" });
    create(administrator, "/v1/invitations", &invitation).await;
    app.run_jobs().await;
}

/// Everything that the database holds, a line a row, with the table's name.
pub async fn dump(db: &DatabaseConnection) -> Vec<String> {
    let backend = db.get_database_backend();
    let text = |sql: String| Statement::from_string(backend, sql);
    let tables = match backend {
        DatabaseBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        _ => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let mut lines = Vec::new();
    for row in db.query_all_raw(text(tables.to_owned())).await.expect("tables") {
        let table: String = row.try_get("", "name").expect("a name");
        // Nobody typed what was imported.
        if table.starts_with("place") {
            continue;
        }
        let sql = match backend {
            DatabaseBackend::Sqlite => {
                let columns = db.query_all_raw(text(format!("SELECT name FROM pragma_table_info('{table}')"))).await.expect("columns");
                // Ids and the parts of an index are bytes.
                let columns = columns.iter().map(|row| {
                    let name: String = row.try_get("", "name").expect("a name");
                    format!("coalesce(CASE typeof(\"{name}\") WHEN 'blob' THEN hex(\"{name}\") ELSE \"{name}\" END, '')")
                });
                format!("SELECT {} AS line FROM \"{table}\"", columns.collect::<Vec<_>>().join(" || ' | ' || "))
            }
            _ => format!("SELECT t::text AS line FROM \"{table}\" t"),
        };
        for row in db.query_all_raw(text(sql)).await.expect("rows") {
            lines.push(format!("{table}: {}", row.try_get::<Option<String>>("", "line").expect("text").unwrap_or_default()));
        }
    }
    lines
}

/// The lines in which somebody could still read this.
pub fn lines_with<'a>(lines: &'a [String], sought: &str) -> Vec<&'a String> {
    let sought = sought.to_lowercase();
    let bytes: String = sought.bytes().map(|byte| format!("{byte:02x}")).collect();
    let says = |line: &&String| {
        let line = line.to_lowercase();
        line.contains(&sought) || line.contains(&bytes)
    };
    lines.iter().filter(says).collect()
}
