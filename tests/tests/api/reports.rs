//! What the public says is wrong with a record, and what it is answered.

use chrono::Duration;
use entity::{history, history_personal, job, kinds::TeamRole, report};
use kernel::db::history::{Verdict, verify};
use reqwest::{Method, StatusCode};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{Person, tag},
    problem,
};

use crate::people::{body, errors, partner};

fn report() -> Value {
    json!({
        "territory": "lyon", "reason": "wrong_information", "text": "Le site indiqué est celui d’une autre ville.",
        "email": "resident@mail.example", "language": "fr", "website2": "",
    })
}

fn with(changes: &Value) -> Value {
    let mut report = report();
    for (name, value) in changes.as_object().expect("an object") {
        report[name] = value.clone();
    }
    report
}

/// A report that was taken; its address.
async fn reported(app: &TestApp, report: &Value) -> String {
    let receipt = body(app.post("/v1/reports", report).await, 202).await;
    assert_eq!(receipt.as_object().map(serde_json::Map::len), Some(1), "nothing is repeated: {receipt}");
    format!("/v1/reports/{}", receipt["id"].as_str().expect("an id"))
}

async fn answered(reviewer: &Person, record: &str, outcome: &str, answer: Option<&str>) -> Value {
    let said = json!({"outcome": outcome, "answer": answer});
    body(reviewer.act(&format!("{record}/answer"), &said, &reviewer.tag(record).await).await, 200).await
}

#[tokio::test]
async fn d2_everybody_can_report_a_public_record_and_is_answered() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let record = reported(&app, &report()).await;
    let list = reviewer.json("/v1/reports?state=open").await;
    assert_eq!((&list["page"]["total"], &list["data"][0]["territory"]["slug"]), (&json!(1), &json!("lyon")));
    assert_eq!(list["data"][0]["email"], "resident@mail.example");
    assert_eq!(reviewer.json("/v1/reports?territory=lyon").await["page"]["total"], 1);
    assert_eq!(reviewer.json("/v1/reports?territory=barcelona").await["page"]["total"], 0);
    problem(reviewer.get("/v1/reports?territory=nowhere").await, 400, "invalid_query").await;
    problem(reviewer.get("/v1/reports?state=lost").await, 400, "invalid_query").await;
    assert!(app.mails().await.iter().all(|mail| mail.to != "resident@mail.example"), "nobody is written to before there is an answer");

    let done = answered(&reviewer, &record, "corrected", Some("Nous avons corrigé l’adresse.")).await;
    assert_eq!((&done["state"], &done["outcome"], &done["answered_by"]), (&json!("answered"), &json!("corrected"), &json!("reviewer")));
    assert_eq!(reviewer.json("/v1/reports?state=open").await["page"]["total"], 0);
    let mail = app.mails().await.pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.language.as_str(), mail.to_name.as_str()), ("resident@mail.example", "fr", ""));
    assert!(mail.body.contains("Nous avons corrigé l’adresse.") && mail.body.contains("a été corrigé"), "{}", mail.body);
    // It says which page was reported, by what reference data call it.
    assert!(mail.body.contains("France – commune"), "{}", mail.body);
    let page = mail.link("/fr/territories/");
    assert!(page.ends_with(list["data"][0]["territory"]["id"].as_str().expect("an id")), "{page}");
    assert!(!mail.body.contains("autre ville"), "anybody may have typed the address: what was typed is not repeated");

    // Without an address nobody is written to.
    let count = app.mails().await.len();
    let silent = reported(&app, &with(&json!({"email": null, "reason": "other"}))).await;
    answered(&reviewer, &silent, "no_change", Some("Rien à changer.")).await;
    assert_eq!(app.mails().await.iter().filter(|mail| mail.to.contains("resident")).count(), 1);
    // Nor about what reports nothing.
    let abuse = reported(&app, &report()).await;
    answered(&reviewer, &abuse, "abuse", None).await;
    assert!(app.mails().await.len() <= count + 1, "one mail at most, to the secretariat");
}

#[tokio::test]
async fn d2_the_answer_to_a_report_names_nothing_that_a_stranger_typed() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let pledge = json!({
        "name": "Your parcel is held", "country": "AR", "level": "municipal", "signatory_name": "Pay now", "signatory_office": "Office", "contact_name": "Olga Oficial",
        "email": "impostor@mail.example", "may_act": true, "publish": true, "language": "en",
    });
    let receipt = body(app.post("/v1/pledges", &pledge).await, 202).await;
    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    let path = format!("/v1/pledges/{}", receipt["id"].as_str().expect("an id"));
    let confirmed = body(app.post(&format!("{path}/confirm"), &json!({"token": token})).await, 200).await;
    let slug = &confirmed["territory"]["slug"];
    let record =
        reported(&app, &with(&json!({"territory": slug, "text": "Your account is locked: call 555", "email": "victim@mail.example"})))
            .await;
    answered(&reviewer, &record, "removed", Some("It is no longer public.")).await;
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == "victim@mail.example").expect("a mail");
    for typed in ["parcel", "Pay now", "locked", "555"] {
        assert!(!mail.body.contains(typed) && !mail.subject.contains(typed), "{typed}: {}", mail.body);
    }
    // What is gone can be told apart in the queue, and cannot be reported again.
    body(reviewer.act(&format!("{path}/remove"), &json!({"reason": "Not a government."}), "*").await, 200).await;
    let of_gone = reviewer.json(&record).await;
    assert_eq!((&of_gone["territory"]["gone"], &of_gone["territory"]["name"]), (&json!(true), &json!("Your parcel is held")));
    problem(app.post("/v1/reports", &with(&json!({"territory": slug}))).await, 410, "pledge_removed").await;
    let id = of_gone["territory"]["id"].as_str().expect("an id");
    assert_eq!(reviewer.json(&format!("/v1/reports?territory={id}")).await["page"]["total"], 1);
}

#[tokio::test]
async fn d2_only_people_of_the_secretariat_read_and_answer_reports() {
    let app = TestApp::start().await;
    let record = reported(&app, &report()).await;
    let answer = format!("{record}/answer");
    let said = json!({"outcome": "corrected", "answer": "Done."});
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    for path in ["/v1/reports", record.as_str()] {
        problem(app.get(path).await, 401, "not_signed_in").await;
        problem(lead.get(path).await, 403, "not_allowed").await;
    }
    problem(app.post(&answer, &said).await, 401, "not_signed_in").await;
    problem(lead.act(&answer, &said, "*").await, 403, "not_allowed").await;
    let token = partner(&app, &["pledges:decide", "territories:write", "adhesions:write", "people:write"]).await;
    problem(token.get("/v1/reports").await, 403, "not_allowed").await;
    problem(token.request(Method::POST, &answer).header("If-Match", "*").json(&said).send().await.expect("an answer"), 403, "not_allowed")
        .await;
    // Nothing of it stands where others read.
    for path in ["/v1/changes?after=0&limit=200", "/v1/territories/lyon", "/v1/territories/lyon/history"] {
        let text = app.get(path).await.text().await.expect("text");
        assert!(!text.contains("resident") && !text.contains("report"), "{path}");
    }
}

#[tokio::test]
async fn d2_a_report_that_cannot_be_taken_says_everything_that_is_wrong() {
    let app = TestApp::start().await;
    for (changes, expected) in [
        (json!({"text": " "}), ("/text", "required")),
        (json!({"text": "x".repeat(2001)}), ("/text", "too_long")),
        (json!({"text": "a\u{7}b"}), ("/text", "control_characters")),
        (json!({"reason": "dislike"}), ("/reason", "unknown_value")),
        (json!({"email": "nobody"}), ("/email", "not_an_email")),
        (json!({"language": "de"}), ("/language", "unknown_value")),
        (json!({"territory": "nowhere"}), ("/territory", "unknown_value")),
        (json!({"surprise": 1}), ("/surprise", "unknown_field")),
        // A field that people do not see: said, in case it was a person after all.
        (json!({"website2": "https://spam.example"}), ("/website2", "must_be_empty")),
    ] {
        let refused = problem(app.post("/v1/reports", &with(&changes)).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [expected], "{changes}");
    }
    let several = with(&json!({"text": "", "email": "x", "website2": "y"}));
    assert_eq!(problem(app.post("/v1/reports", &several).await, 422, "invalid_fields").await["errors"].as_array().map(Vec::len), Some(3));
    let reviewer = app.reviewer().await;
    assert_eq!(reviewer.json("/v1/reports").await["page"]["total"], 0);
    let record = reported(&app, &report()).await;
    let answer = async |said: Value| reviewer.act(&format!("{record}/answer"), &said, "*").await;
    for (said, expected) in [
        (json!({"outcome": "corrected"}), ("/answer", "required")),
        (json!({"outcome": "corrected", "answer": " "}), ("/answer", "required")),
        (json!({"outcome": "abuse", "answer": "Stop it."}), ("/answer", "must_be_empty")),
        (json!({"outcome": "corrected", "answer": "x".repeat(2001)}), ("/answer", "too_long")),
        (json!({"outcome": "perhaps", "answer": "x"}), ("/outcome", "unknown_value")),
    ] {
        assert_eq!(errors(&problem(answer(said.clone()).await, 422, "invalid_fields").await), [expected], "{said}");
    }
    let nothing = format!("/v1/reports/{}", app.state.chance.id());
    problem(reviewer.get(&nothing).await, 404, "not_found").await;
    problem(reviewer.act(&format!("{nothing}/answer"), &json!({"outcome": "abuse"}), "*").await, 404, "not_found").await;
}

#[tokio::test]
async fn d2_reports_are_bounded_by_who_sends_them_and_not_by_what_they_are_about() {
    let app = TestApp::start_with(&["--proxies", "1"]).await;
    let from = async |address: &str, report: &Value| {
        app.request(Method::POST, "/v1/reports").header("X-Forwarded-For", address).json(report).send().await.expect("an answer")
    };
    // Forms that are refused count for nothing.
    for _ in 0..15 {
        assert_eq!(from("192.0.2.1", &with(&json!({"text": ""}))).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    for _ in 0..10 {
        assert_eq!(from("192.0.2.1", &report()).await.status(), StatusCode::ACCEPTED);
    }
    let refused = from("192.0.2.1", &report()).await;
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 429, "too_many_requests").await;
    assert_eq!(from("192.0.2.2", &report()).await.status(), StatusCode::ACCEPTED, "another resident is heard all the same");
    app.source.advance(Duration::seconds(61));
    assert_eq!(from("192.0.2.1", &report()).await.status(), StatusCode::ACCEPTED);
}

#[tokio::test]
async fn d2_the_secretariat_is_told_of_reports_at_once_and_not_more_than_every_half_hour() {
    let app = TestApp::start().await;
    let (admin, reviewer) = (app.admin().await, app.reviewer().await);
    assert_eq!(reviewer.patch("/v1/me", &json!({"notices": "daily"}), "*").await.status(), 200);
    for _ in 0..8 {
        reported(&app, &report()).await;
    }
    assert_eq!(app.mails().await.len(), 1, "at once");
    app.source.advance(Duration::minutes(31));
    let mails = app.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [admin.email.as_str(), admin.email.as_str()]);
    assert!(mails[1].body.contains("8 reports") && !mails[1].body.contains("autre ville"), "{}", mails[1].body);
    mails[0].link("/en/secretariat/reports");
    app.source.advance(Duration::days(1));
    let daily = app.mails().await.into_iter().find(|mail| mail.to == reviewer.email).expect("a mail");
    assert!(daily.body.contains("8 reports"), "{}", daily.body);
    // What is answered by then is no news.
    let record = reported(&app, &with(&json!({"email": null}))).await;
    let count = app.mails().await.len();
    for open in reviewer_reads(&app).await.json("/v1/reports?state=open").await["data"].as_array().expect("a list") {
        let path = format!("/v1/reports/{}/answer", open["id"].as_str().expect("an id"));
        let done = reviewer_reads(&app).await.act(&path, &json!({"outcome": "abuse"}), "*").await;
        assert_eq!(done.status(), 200);
    }
    app.source.advance(Duration::days(2));
    assert_eq!(app.mails().await.len(), count);
    let jobs = job::Entity::find().all(app.state.db.reader()).await.expect("jobs");
    assert!(jobs.iter().all(|job| !job.payload.to_string().contains('@')), "ids only");
    assert!(record.starts_with("/v1/reports/"));
}

/// The administrator, signed in anew: days have passed.
async fn reviewer_reads(app: &TestApp) -> Person {
    let token = app.sign_in("admin@campaign.example").await;
    Person { id: uuid::Uuid::nil(), email: String::new(), token, client: app.client.clone(), url: app.url.clone() }
}

#[tokio::test]
async fn d2_of_two_who_answer_a_report_one_is_told_that_it_is_done() {
    let app = TestApp::start().await;
    let (admin, reviewer) = (app.admin().await, app.reviewer().await);
    let record = reported(&app, &report()).await;
    let seen = reviewer.tag(&record).await;
    let path = format!("{record}/answer");
    let said = json!({"outcome": "no_change", "answer": "All is well."});
    let (one, other) = tokio::join!(admin.act(&path, &said, &seen), reviewer.act(&path, &said, &seen));
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(app.mails().await.iter().filter(|mail| mail.to == "resident@mail.example").count(), 1);
    problem(reviewer.act(&path, &said, "*").await, 409, "wrong_state").await;
    problem(reviewer.post(&path, &said).await, 428, "if_match_required").await;
    let done = reviewer.get(&record).await;
    let unchanged = reviewer.request(Method::GET, &record).header("If-None-Match", tag(&done)).send().await.expect("an answer");
    assert_eq!(
        (unchanged.status(), &unchanged.headers()["cache-control"]),
        (StatusCode::NOT_MODIFIED, &"private, no-store".parse().expect("text"))
    );
}

#[tokio::test]
async fn d2_a_report_sent_twice_with_one_key_is_one() {
    let app = TestApp::start().await;
    let send = async || {
        let request = app.request(Method::POST, "/v1/reports").header("Idempotency-Key", "\"report-1\"").json(&report());
        body(request.send().await.expect("an answer"), 202).await
    };
    assert_eq!(send().await["id"], send().await["id"]);
    assert_eq!(app.reviewer().await.json("/v1/reports").await["page"]["total"], 1);
}

#[tokio::test]
async fn d2_what_a_report_says_is_erased_and_was_never_in_the_history() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let record = reported(&app, &report()).await;
    let forgotten = reported(&app, &with(&json!({"text": "Nobody ever answered this."}))).await;
    answered(&reviewer, &record, "corrected", Some("Merci, resident@mail.example.")).await;
    app.source.advance(Duration::days(89));
    app.run_jobs().await;
    let reader = app.person(Some(entity::kinds::SecretariatRole::Reviewer), "later@campaign.example").await;
    assert_eq!(reader.json(&record).await["email"], "resident@mail.example");
    app.source.advance(Duration::days(2));
    app.run_jobs().await;
    let reader = Person { token: app.sign_in("later@campaign.example").await, ..reader };
    let erased = reader.json(&record).await;
    for member in ["text", "email", "answer"] {
        assert_eq!(erased[member], Value::Null, "{member}");
    }
    assert_eq!((&erased["outcome"], &erased["reason"]), (&json!("corrected"), &json!("wrong_information")), "what came of it stays");
    assert!(erased["erased_at"].is_string());
    app.source.advance(Duration::days(280));
    app.run_jobs().await;
    let reader = Person { token: app.sign_in("later@campaign.example").await, ..reader };
    problem(reader.get(&forgotten).await, 404, "not_found").await;
    assert_eq!(report::Entity::find().count(app.state.db.reader()).await.expect("counted"), 1);
    let entries = history::Entity::find().all(app.state.db.reader()).await.expect("read");
    let personal = history_personal::Entity::find().all(app.state.db.reader()).await.expect("read");
    for typed in ["resident@", "autre ville", "Nobody ever"] {
        assert!(entries.iter().all(|entry| !entry.facts.contains(typed)), "{typed}");
        assert!(personal.iter().all(|row| !row.facts.contains(typed)), "{typed}");
    }
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
}

/// It was begun just before the mail went, and is stored just after.
#[tokio::test]
async fn f5_a_report_at_the_very_end_of_a_half_hour_is_told_too() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let told = async || app.mails().await.into_iter().filter(|mail| mail.to == reviewer.email).count();
    reported(&app, &report()).await;
    assert_eq!(told().await, 1, "the first of an hour at once");
    reported(&app, &report()).await;
    app.source.advance(Duration::minutes(30));
    assert_eq!(told().await, 2);
    app.source.advance(Duration::seconds(-10));
    reported(&app, &report()).await;
    app.source.advance(Duration::minutes(31));
    assert_eq!(told().await, 3);
}
