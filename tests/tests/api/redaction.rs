//! What somebody typed is no part of the chain, and can be taken out of everything that repeats it.

use entity::{
    history, history_head, history_text,
    kinds::{ActorKind, Audience, SubjectKind, TeamRole},
};
use kernel::db::history::{Verdict, verify};
use reqwest::{Method, StatusCode, header};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::{TestApp, people::Person, problem};

use crate::{
    marked::{ADDRESS, NAME, WORD, body, change, contact, dump, lines_with, pledged, told},
    people::{partner, territory_id},
};

const SLANDER: &str = "Jane Doegood, 5 Elm St, is a thief";
const LYON: &str = "/v1/territories/lyon";

async fn redacted_entries(app: &TestApp) -> i64 {
    match verify(&app.state.db).await.expect("read") {
        Verdict::Whole { redacted, .. } => redacted,
        broken => panic!("{broken:?}"),
    }
}

async fn redact(person: &Person, seq: &Value, texts: &[&str]) -> reqwest::Response {
    let input = json!({ "texts": texts, "reason": "personal_data", "note": "A name and an address.", "note_lang": "en" });
    person.post(&format!("/v1/changes/{seq}/redact"), &input).await
}

/// The newest changes of a territory, newest first.
async fn newest(app: &TestApp, record: &str) -> Vec<Value> {
    app.json(&format!("{record}/history")).await["data"].as_array().expect("a list").clone()
}

/// Lyon is renamed to a slander and back again; who did it, and the changes, newest first.
async fn slandered(app: &TestApp) -> (Person, Vec<Value>) {
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": SLANDER })).await;
    // An adhesion that is begun meanwhile repeats the name, and so does the answer that is kept for its repetition.
    let begin = json!({ "territory_id": territory_id(app, "lyon").await });
    let request = lead.request(Method::POST, "/v1/adhesions").header("Idempotency-Key", "\"begin\"").json(&begin);
    body(request.send().await.expect("an answer"), StatusCode::CREATED).await;
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": "Lyon" })).await;
    let changes = newest(app, LYON).await;
    (lead, changes)
}

#[tokio::test]
async fn f6_no_text_that_somebody_typed_is_part_of_the_chain() {
    let story = told().await;
    let db = story.app.state.db.reader();
    let entries = history::Entity::find().filter(history::Column::ActorKind.ne(ActorKind::System)).all(db).await.expect("entries");
    assert!(entries.len() > 30, "{}", entries.len());
    for entry in &entries {
        let chained = serde_json::to_string(&(&entry.facts, &entry.texts, &entry.action)).expect("JSON");
        for typed in [WORD, "quillfeather", NAME, ADDRESS] {
            assert!(!chained.contains(typed), "{} {}: {chained}", entry.seq, entry.action);
        }
    }
    // It is said all the same, and stands beside it.
    let said = history_text::Entity::find().filter(history_text::Column::Text.contains(WORD)).all(db).await.expect("texts");
    assert!(said.len() > 15, "{said:?}");
    let feed = story.app.json("/v1/changes?after=0&limit=200").await.to_string();
    for typed in
        ["Quillfeather Two", "Quillfeather Spanish", "Quillfeather doubt", "https://quillfeather.example/two", "Quillfeather leaving"]
    {
        assert!(feed.contains(typed), "{typed}");
    }
    assert!(!feed.contains(NAME) && !feed.contains(ADDRESS), "nobody is named in public");
}

#[tokio::test]
async fn f6_words_are_taken_out_of_everything_that_repeats_them() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let before = redacted_entries(&app).await;
    let (lead, changes) = slandered(&app).await;
    let (back, there) = (&changes[0], &changes[1]);
    assert_eq!((&there["facts"]["changes"][0]["new"], &back["facts"]["changes"][0]["old"]), (&json!(SLANDER), &json!(SLANDER)));
    // The name of a language is the same name.
    let places = ["/changes/0/new", "/changes/0/old", "/changes/1/new/0/name", "/changes/1/old/0/name"];
    assert_eq!(there["texts"], json!(places));
    // A page of the feed that ended before, as a partner has it, asked for often enough to be kept.
    let page = format!("/v1/changes?after={}&limit=2", there["seq"].as_i64().expect("a number") - 1);
    let mut seen = app.get(&page).await;
    for _ in 0..3 {
        seen = app.get(&page).await;
    }
    let tag = seen.headers()["etag"].to_str().expect("text").to_owned();
    assert!(seen.text().await.expect("text").contains(SLANDER));

    let done = body(redact(&administrator, &there["seq"], &["/changes/0/new"]).await, StatusCode::OK).await;
    assert_eq!(done["facts"]["changes"][0], json!({ "field": "name", "old": "Lyon", "new": null }));
    assert_eq!(done["texts"], json!(["/changes/0/old", "/changes/1/old/0/name"]));
    assert_eq!(done["redacted"]["texts"], json!(["/changes/0/new", "/changes/1/new/0/name"]), "the same words, chosen once");
    assert_eq!(
        (&done["redacted"]["reason"], &done["redacted"]["note"]["value"]),
        (&json!("personal_data"), &json!("A name and an address."))
    );

    let again = app.request(Method::GET, &page).header(header::IF_NONE_MATCH, &tag).send().await.expect("an answer");
    assert_eq!(again.status(), StatusCode::OK, "a copy of before is out of date");
    let again: Value = again.json().await.expect("JSON");
    assert_eq!(
        again["data"][1]["facts"]["changes"][0],
        json!({ "field": "name", "old": null, "new": "Lyon" }),
        "what it was set back to stays"
    );
    let said = newest(&app, LYON).await[0].clone();
    assert_eq!((&said["action"], &said["seq"]), (&json!("history.redacted"), &done["redacted"]["by"]));
    let entries = json!([
        { "seq": there["seq"], "texts": ["/changes/0/new", "/changes/1/new/0/name"] },
        { "seq": back["seq"], "texts": ["/changes/0/old", "/changes/1/old/0/name"] },
    ]);
    assert_eq!(said["facts"]["entries"], entries, "a mirror follows");
    for path in ["/v1/changes?after=0&limit=200", "/v1/territories/lyon/history", LYON, "/v1/territories.csv", "/v1/territories.geojson"] {
        assert!(!app.get(path).await.text().await.expect("text").contains("Doegood"), "{path}");
    }
    let drafts = lead.json("/v1/adhesions").await;
    let draft = lead.json(&format!("/v1/adhesions/{}", drafts["data"][0]["id"].as_str().expect("an id"))).await;
    assert_eq!(draft["fields"]["name"], Value::Null);
    let repeated = lead.request(Method::POST, "/v1/adhesions").header("Idempotency-Key", "\"begin\"");
    let repeated = repeated.json(&json!({ "territory_id": territory_id(&app, "lyon").await })).send().await.expect("an answer");
    problem(repeated, 409, "already_created").await;

    let left = dump(app.state.db.reader()).await;
    for part in ["Doegood", "thief", "5 Elm"] {
        assert_eq!(lines_with(&left, part), Vec::<&String>::new(), "{part}");
    }
    assert_eq!(redacted_entries(&app).await, before + 2, "the chain is whole and says what it lacks");
}

#[tokio::test]
async fn f6_what_the_page_still_says_is_changed_there_first() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": SLANDER, "website": "https://slander.example" })).await;
    let seq = newest(&app, LYON).await[0]["seq"].clone();
    let refused = problem(redact(&administrator, &seq, &["/changes/0/new", "/changes/2/new"]).await, 409, "still_shown").await;
    assert_eq!(refused["texts"], json!(["/changes/0/new", "/changes/2/new"]));
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": "Lyon", "website": null })).await;
    body(redact(&administrator, &seq, &["/changes/0/new", "/changes/2/new"]).await, StatusCode::OK).await;
}

#[tokio::test]
async fn f6_a_reason_leaves_the_page_and_the_mails_too() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let held = json!({ "reason": SLANDER, "reason_lang": "en" });
    change(&administrator, Method::POST, LYON, "/hold", &held).await;
    let seq = newest(&app, LYON).await[0]["seq"].clone();
    let tag = administrator.tag(LYON).await;
    body(redact(&administrator, &seq, &["/reason"]).await, StatusCode::OK).await;
    assert_eq!(app.json(LYON).await["stage_reason"], Value::Null);
    assert_ne!(administrator.tag(LYON).await, tag);

    // The reason for removing a pledge stands in three records, in the adhesion that it closed and in a mail.
    let confirmed = pledged(&app, "Salé", "Nora Prueba", "nora@mail.example").await;
    let contact = contact(&app, &confirmed).await;
    let begin = json!({ "territory_id": confirmed["territory"]["id"] });
    body(contact.post("/v1/adhesions", &begin).await, StatusCode::CREATED).await;
    let pledge = format!("/v1/pledges/{}", confirmed["pledge"]["id"].as_str().expect("an id"));
    change(&administrator, Method::POST, &pledge, "/remove", &held).await;
    assert!(app.mails().await.iter().any(|mail| mail.body.contains(SLANDER)));
    let changes = app.json("/v1/changes?after=0&limit=200").await["data"].as_array().expect("a list").clone();
    let removed = changes.iter().find(|change| change["facts"]["reason"] == SLANDER).expect("it says why");
    body(redact(&administrator, &removed["seq"], &["/reason"]).await, StatusCode::OK).await;
    assert_eq!(administrator.json(&pledge).await["removed_reason"], Value::Null);
    assert!(app.mails().await.iter().all(|mail| !mail.body.contains(SLANDER)), "neither in the folder");
    assert_eq!(lines_with(&dump(app.state.db.reader()).await, "Doegood"), Vec::<&String>::new());
    redacted_entries(&app).await;
}

#[tokio::test]
async fn f6_words_that_were_taken_out_do_not_come_back_with_what_was_before() {
    let app = TestApp::start().await;
    let (administrator, reviewer) = (app.admin().await, app.reviewer().await);
    let page = "/v1/territories/rosario";
    tests::pledges::confirmed(&app, &tests::pledges::pledge()).await;
    let lead = json!({ "kind_local": { "term": SLANDER, "lang": "es" }, "leaders": [{ "name": SLANDER, "office": "Alcaldesa" }] });
    change(&administrator, Method::PATCH, page, "", &lead).await;
    change(&reviewer, Method::POST, page, "/withdraw", &json!({ "reason": SLANDER })).await;
    // Nobody works there any more: what the page says now is kept in case the next pledge is false.
    let team = reviewer.json(&format!("{page}/team")).await["data"][0]["user_id"].clone();
    let member = format!("{page}/team/{}", team.as_str().expect("an id"));
    assert_eq!(reviewer.delete(&member).await.status(), StatusCode::NO_CONTENT);
    let again = tests::pledges::with(&json!({ "email": "again@rosario.example" }));
    let again = tests::pledges::confirmed(&app, &again).await["pledge"]["id"].as_str().expect("an id").to_owned();
    change(&administrator, Method::PATCH, page, "", &json!({ "kind_local": { "term": "municipio", "lang": "es" }, "leaders": [] })).await;
    for entry in newest(&app, page).await {
        let said: Vec<&str> = entry["texts"].as_array().expect("places").iter().filter_map(Value::as_str).collect();
        let facts = entry["facts"].clone();
        let slander: Vec<&str> = said.into_iter().filter(|place| facts.pointer(place) == Some(&json!(SLANDER))).collect();
        if !slander.is_empty() {
            assert_eq!(redact(&administrator, &entry["seq"], &slander).await.status(), StatusCode::OK, "{entry}");
        }
    }
    change(&reviewer, Method::POST, &format!("/v1/pledges/{again}"), "/remove", &json!({ "reason": "Not theirs." })).await;
    let back = app.json(page).await;
    assert_eq!((&back["stage"], &back["kind_local"]["term"], &back["leaders"]), (&json!("withdrawn"), &Value::Null, &json!([])));
    assert!(!back.to_string().contains("Jane Doegood"), "{back}");
    assert_eq!(lines_with(&dump(app.state.db.reader()).await, "Jane Doegood"), Vec::<&String>::new());
}

#[tokio::test]
async fn f6_an_address_that_was_made_of_the_words_goes_with_them() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let confirmed = pledged(&app, SLANDER, "Nora Prueba", "nora@mail.example").await;
    let id = confirmed["territory"]["id"].as_str().expect("an id");
    let old = format!("/v1/territories/{}", confirmed["territory"]["slug"].as_str().expect("a slug"));
    assert!(old.contains("jane-doegood"));
    change(&administrator, Method::PATCH, &format!("/v1/territories/{id}"), "", &json!({ "name": "Salé" })).await;
    let seq = newest(&app, &old).await[0]["seq"].clone();
    body(redact(&administrator, &seq, &["/changes/0/old"]).await, StatusCode::OK).await;
    problem(app.get(&old).await, 404, "not_found").await;
    assert_eq!(app.json("/v1/territories/sale").await["id"], id);
    let feed = app.json("/v1/changes?after=0&limit=200").await;
    assert!(!feed.to_string().contains("jane-doegood"), "nor does the feed name it");
    let left = dump(app.state.db.reader()).await;
    assert_eq!((lines_with(&left, "doegood"), lines_with(&left, "thief")), (Vec::<&String>::new(), Vec::new()));
}

#[tokio::test]
async fn f6_only_administrators_take_words_out_and_only_what_is_there() {
    let app = TestApp::start().await;
    let (administrator, reviewer) = (app.admin().await, app.reviewer().await);
    let (lead, changes) = slandered(&app).await;
    let seq = &changes[1]["seq"];
    let path = format!("/v1/changes/{seq}/redact");
    for person in [&reviewer, &lead] {
        problem(redact(person, seq, &["/changes/0/new"]).await, 403, "not_allowed").await;
    }
    let everything = ["territories:write", "adhesions:write", "pledges:decide", "people:write", "jobs:read"];
    let input = json!({ "texts": ["/changes/0/new"], "reason": "offensive" });
    problem(partner(&app, &everything).await.post(&path, &input).await, 403, "not_allowed").await;
    problem(app.post(&path, &input).await, 401, "not_signed_in").await;

    problem(redact(&administrator, &json!(10_000_000), &["/changes/0/new"]).await, 404, "not_found").await;
    problem(redact(&administrator, &json!("x"), &["/changes/0/new"]).await, 404, "not_found").await;
    let wrong = |input: Value| {
        let (administrator, path) = (&administrator, &path);
        async move { problem(administrator.post(path, &input).await, 422, "invalid_fields").await["errors"].clone() }
    };
    assert_eq!(wrong(json!({ "texts": [], "reason": "offensive" })).await[0]["code"], "required");
    let unknown = wrong(json!({ "texts": ["/changes/0/new", "/changes/0/field"], "reason": "offensive" })).await;
    assert_eq!((&unknown[0]["pointer"], &unknown[0]["code"]), (&json!("/texts/1"), &json!("unknown_value")));
    assert_eq!(wrong(json!({ "texts": ["/changes/0/new"], "reason": "boredom" })).await[0]["pointer"], "/reason");
    let long = json!({ "texts": ["/changes/0/new"], "reason": "offensive", "note": "x".repeat(501) });
    assert_eq!(wrong(long).await[0]["code"], "too_long");
    assert_eq!(newest(&app, LYON).await[0]["seq"], changes[0]["seq"], "nothing was done");
}

#[tokio::test]
async fn f6_taking_out_twice_or_at_once_is_done_once() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let (_, changes) = slandered(&app).await;
    let seq = &changes[1]["seq"];
    let (one, other) = tokio::join!(redact(&administrator, seq, &["/changes/0/new"]), redact(&administrator, seq, &["/changes/0/new"]));
    assert_eq!((one.status(), other.status()), (StatusCode::OK, StatusCode::OK));
    body(redact(&administrator, seq, &["/changes/0/new"]).await, StatusCode::OK).await;
    let said = newest(&app, LYON).await.iter().filter(|change| change["action"] == "history.redacted").count();
    assert_eq!(said, 1);
    // What was said about it can be taken out in turn.
    let note = newest(&app, LYON).await[0].clone();
    body(redact(&administrator, &note["seq"], &["/note"]).await, StatusCode::OK).await;
    let changes = newest(&app, LYON).await;
    let changed = changes.iter().find(|change| change["seq"] == *seq).expect("it is there");
    assert_eq!((&changed["redacted"]["note"], &changed["redacted"]["reason"]), (&Value::Null, &json!("personal_data")));
    redacted_entries(&app).await;
}

/// An entry as they were before texts were kept apart from it: part of the chain with every word.
async fn entry_of_before(app: &TestApp, facts: &Value) -> i64 {
    let db = app.state.db.reader();
    let hex = |text: String| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let head = history_head::Entity::find_by_id(1).one(db).await.expect("read").expect("a head");
    let now = app.state.chance.now();
    let mut row = history::Model {
        seq: head.seq + 1,
        recorded_at: now,
        actor_kind: ActorKind::Secretariat,
        actor_id: None,
        action: "territory.held".to_owned(),
        subject_kind: SubjectKind::Territory,
        subject_id: territory_id(app, "lyon").await,
        audience: Audience::Public,
        effective_on: None,
        facts: facts.to_string(),
        texts: None,
        redacted_by: None,
        salt: "00".to_owned(),
        personal_digest: None,
        previous_hash: head.hash,
        hash: String::new(),
    };
    let instant = now.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let covered = json!([
        row.seq,
        instant,
        row.actor_kind,
        row.actor_id,
        row.action,
        row.subject_kind,
        row.subject_id,
        row.audience,
        row.effective_on,
        hex(format!("{}\n{}", row.salt, row.facts)),
        row.personal_digest,
        row.previous_hash,
    ]);
    row.hash = hex(covered.to_string());
    let moved = history_head::ActiveModel { id: sea_orm::Set(1), seq: sea_orm::Set(row.seq), hash: sea_orm::Set(row.hash.clone()) };
    let seq = row.seq;
    row.into_active_model().insert(db).await.expect("inserted");
    moved.update(db).await.expect("moved");
    app.state.db.refresh_head().await.expect("read");
    seq
}

#[tokio::test]
async fn f6_entries_of_before_hold_and_are_withheld() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let seq = entry_of_before(&app, &json!({ "from": "member", "reason": SLANDER, "stage": "on_hold" })).await;
    let before = redacted_entries(&app).await;
    let entry = newest(&app, LYON).await[0].clone();
    assert_eq!((&entry["seq"], &entry["facts"]["reason"], &entry["texts"]), (&json!(seq), &json!(SLANDER), &json!([])));
    problem(redact(&administrator, &json!(seq), &["/reason"]).await, 422, "invalid_fields").await;
    let done = body(redact(&administrator, &json!(seq), &[]).await, StatusCode::OK).await;
    assert_eq!((&done["facts"], &done["redacted"]["texts"]), (&json!({}), &json!([])));
    assert!(!app.get("/v1/changes?after=0&limit=200").await.text().await.expect("text").contains("Doegood"));
    assert_eq!(redacted_entries(&app).await, before + 1, "the chain goes on over both kinds");
    // A later entry with the same words takes it along.
    let seq = entry_of_before(&app, &json!({ "from": "member", "reason": "Another slander", "stage": "on_hold" })).await;
    change(&administrator, Method::POST, LYON, "/hold", &json!({ "reason": "Another slander" })).await;
    let held = newest(&app, LYON).await[0]["seq"].clone();
    body(redact(&administrator, &held, &["/reason"]).await, StatusCode::OK).await;
    let withheld = history::Entity::find_by_id(seq).one(app.state.db.reader()).await.expect("read").expect("an entry");
    assert!(withheld.redacted_by.is_some());
}

#[tokio::test]
async fn f6_a_text_that_is_gone_without_a_word_or_altered_is_named() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    change(&administrator, Method::POST, LYON, "/hold", &json!({ "reason": SLANDER })).await;
    change(&administrator, Method::POST, LYON, "/reinstate", &json!({ "reason": "All is well." })).await;
    let db = app.state.db.reader();
    let rows = history_text::Entity::find().order_by_desc(history_text::Column::Seq).all(db).await.expect("texts");
    let (last, before) = (rows[0].clone(), rows[1].clone());
    let broken = async || match verify(&app.state.db).await.expect("read") {
        Verdict::Broken { seq, why } => (seq, why),
        whole => panic!("{whole:?}"),
    };
    let altered = history_text::Model { text: "Nothing at all.".to_owned(), ..before.clone() };
    altered.into_active_model().reset_all().update(db).await.expect("altered");
    assert_eq!(broken().await, (before.seq, "its text was altered"));
    before.clone().into_active_model().reset_all().update(db).await.expect("restored");
    history_text::Model { pointer: "/other".to_owned(), ..before.clone() }.into_active_model().insert(db).await.expect("added");
    assert_eq!(broken().await, (before.seq, "a text was added"));
    history_text::Entity::delete_by_id((before.seq, "/other".to_owned())).exec(db).await.expect("gone");
    redacted_entries(&app).await;
    history_text::Entity::delete_by_id((before.seq, before.pointer.clone())).exec(db).await.expect("gone");
    assert_eq!(broken().await, (before.seq, "its text is gone, and no later entry says why"));
    // To name an entry that says nothing of it does not help.
    let entry = history::Entity::find_by_id(before.seq).one(db).await.expect("read").expect("an entry");
    for by in [last.seq, last.seq + 1000] {
        history::Model { redacted_by: Some(by), ..entry.clone() }.into_active_model().reset_all().update(db).await.expect("updated");
        assert_eq!(broken().await, (before.seq, "its text is gone, and no later entry says why"));
    }
}

#[tokio::test]
async fn f6_only_mails_about_the_record_go_with_a_short_word() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    app.member_of("barcelona", TeamRole::Lead, "lead@barcelona.example").await;
    let reason = |text: &str| json!({ "reason": text, "reason_lang": "en" });
    change(&administrator, Method::POST, "/v1/territories/barcelona", "/hold", &reason("This is a matter of Qz and others.")).await;
    change(&administrator, Method::POST, LYON, "/hold", &reason("Qzuare matters.")).await;
    // In nobody's name, and about no record.
    for name in ["Qz", SLANDER] {
        let account = json!({ "email": format!("{}@mail.example", name.len()), "name": name, "password": tests::people::PASSWORD });
        assert_eq!(app.post("/v1/users", &account).await.status(), StatusCode::ACCEPTED);
        let mails = app.mails().await;
        let token = mails.iter().rfind(|mail| mail.body.contains("/verify-email")).expect("a mail").token("/verify-email");
        let verify = json!({ "token": token, "password": tests::people::PASSWORD });
        assert!(app.post("/v1/email-verifications", &verify).await.status().is_success());
        app.post("/v1/password-resets", &json!({ "email": account["email"] })).await;
    }
    let before = app.mails().await.len();
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": "Qz" })).await;
    change(&administrator, Method::POST, LYON, "/reinstate", &reason("It is settled.")).await;
    app.mails().await;
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": SLANDER })).await;
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": "Lyon" })).await;
    assert_eq!(app.mails().await.len(), before + 1);
    let changes = newest(&app, LYON).await;
    let word =
        |text: &str| changes.iter().find(|change| change["facts"]["changes"][0]["new"] == text).expect("it was called so")["seq"].clone();
    body(redact(&administrator, &word("Qz"), &["/changes/0/new"]).await, StatusCode::OK).await;
    let left = app.mails().await;
    assert_eq!(left.len(), before, "the one about the record, where the word stands by itself");
    assert!(left.iter().all(|mail| !(mail.to == "lead@lyon.example" && mail.body.contains("settled"))));
    // What says something by itself goes from mails that are about no record too.
    let named = |mails: &[tests::mail::ReceivedMail]| mails.iter().filter(|mail| mail.body.contains(SLANDER)).count();
    assert!(named(&left) > 0);
    body(redact(&administrator, &word(SLANDER), &["/changes/0/new"]).await, StatusCode::OK).await;
    assert_eq!(named(&app.mails().await), 0);
}

#[tokio::test]
async fn f6_mails_about_what_belongs_to_the_record_go_with_a_short_word_too() {
    let app = TestApp::start().await;
    let (administrator, reviewer) = (app.admin().await, app.reviewer().await);
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": "Qz" })).await;
    let seq = newest(&app, LYON).await[0]["seq"].clone();
    // A comment on its adhesion, the answer to a report of it, and to who asked for access to it.
    let begin = json!({ "territory_id": territory_id(&app, "lyon").await });
    let draft = body(lead.post("/v1/adhesions", &begin).await, StatusCode::CREATED).await;
    let comments = format!("/v1/adhesions/{}/comments", draft["id"].as_str().expect("an id"));
    body(reviewer.post(&comments, &json!({ "body": "One more thing" })).await, StatusCode::CREATED).await;
    let report = json!({ "territory": "lyon", "reason": "other", "text": "Its name.", "email": "resident@mail.example", "language": "en" });
    let report = body(app.post("/v1/reports", &report).await, StatusCode::ACCEPTED).await;
    let report = format!("/v1/reports/{}", report["id"].as_str().expect("an id"));
    change(&reviewer, Method::POST, &report, "/answer", &json!({ "outcome": "corrected", "answer": "It is no longer called Qz." })).await;
    let asking = json!({
        "territory_id": begin["territory_id"], "name": "Somebody", "office": "Officer", "email": "officer@mail.example", "message": "Please.",
        "language": "en",
    });
    body(app.post("/v1/access-requests", &asking).await, StatusCode::ACCEPTED).await;
    let asked = reviewer.json("/v1/access-requests?state=open").await["data"][0]["id"].clone();
    let asked = format!("/v1/access-requests/{}", asked.as_str().expect("an id"));
    change(&reviewer, Method::POST, &asked, "/decline", &json!({ "reason": "not_confirmed", "text": "Nobody at Qz knows of it." })).await;
    app.source.advance(chrono::Duration::minutes(6));
    let says = |mails: &[tests::mail::ReceivedMail]| mails.iter().filter(|mail| mail.body.contains("Qz")).count();
    assert_eq!(says(&app.mails().await), 3);
    change(&lead, Method::PATCH, LYON, "", &json!({ "name": "Lyon" })).await;
    body(redact(&administrator, &seq, &["/changes/0/new"]).await, StatusCode::OK).await;
    assert_eq!(says(&app.mails().await), 0);
}
