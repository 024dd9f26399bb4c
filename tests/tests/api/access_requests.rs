//! People who work for a member ask for access to its page, and the secretariat answers.

use chrono::Duration;
use entity::{
    access_request, history, history_personal,
    kinds::{Language, TeamRole},
};
use kernel::db::history::{Verdict, verify};
use reqwest::{Method, Response, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, Person, tag},
    problem,
};
use uuid::Uuid;

use crate::people::{errors, partner};

const REQUESTS: &str = "/v1/access-requests";

/// Words that only the person who asks has typed.
const TYPED: [&str; 4] = ["Nora Solicitante", "Oficina de los derechos", "Pregunte por mí en el ayuntamiento", "nora@terrassa.cat"];

async fn territory(app: &TestApp, slug: &str) -> Value {
    app.json(&format!("/v1/territories/{slug}")).await["id"].clone()
}

async fn asking(app: &TestApp, slug: &str) -> Value {
    let [name, office, message, email] = TYPED;
    let id = territory(app, slug).await;
    json!({ "territory_id": id, "name": name, "office": office, "email": email, "message": message, "language": "es" })
}

/// Asks for access to Terrassa, which is a member without a team; the address of the request.
async fn asked(app: &TestApp, reviewer: &Person) -> String {
    let answer = app.post(REQUESTS, &asking(app, "terrassa").await).await;
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    let queue = reviewer.json(&format!("{REQUESTS}?state=open&territory=terrassa")).await;
    format!("{REQUESTS}/{}", queue["data"].as_array().and_then(|all| all.last()?["id"].as_str()).expect("an id"))
}

async fn act(person: &Person, record: &str, action: &str, input: &Value) -> Response {
    let version = person.tag(record).await;
    person.act(&format!("{record}/{action}"), input, &version).await
}

async fn json(response: Response) -> Value {
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("JSON")
}

#[tokio::test]
async fn e3_whoever_works_for_a_member_gets_in() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let page = app.json("/v1/territories/terrassa").await;
    assert_eq!(page["stage"], "member");
    let record = asked(&app, &reviewer).await;
    let mails = app.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [reviewer.email.as_str()], "at once, and never to who asks");
    assert!(mails[0].body.contains("– Terrassa, Spain\n"), "which government it is about: {}", mails[0].body);
    // However many ask then, it is one mail more.
    for _ in 0..3 {
        asked(&app, &reviewer).await;
    }
    assert_eq!(app.mails().await.len(), 1);
    app.source.advance(Duration::minutes(31));
    assert_eq!(app.mails().await.len(), 2);
    mails[0].link("/en/secretariat/access-requests");
    assert!(TYPED.iter().all(|typed| !mails[0].body.contains(typed) && !mails[0].subject.contains(typed)));

    let reviewer = Person { token: app.sign_in(&reviewer.email).await, ..reviewer };
    let request = reviewer.json(&record).await;
    assert_eq!((&request["name"], &request["office"], &request["message"]), (&json!(TYPED[0]), &json!(TYPED[1]), &json!(TYPED[2])));
    assert_eq!((&request["state"], &request["territory"]["slug"]), (&json!("open"), &json!("terrassa")));
    let invited = json(act(&reviewer, &record, "invite", &json!({ "role": "lead" })).await).await;
    assert_eq!((&invited["state"], invited["decision"]["invitation_id"].is_string()), (&json!("invited"), true));
    problem(act(&reviewer, &record, "decline", &json!({ "reason": "other", "text": "x" })).await, 409, "wrong_state").await;

    let mail = app.mails().await.pop().expect("the invitation");
    assert_eq!((mail.to.as_str(), mail.to_name.as_str(), mail.language.as_str()), (TYPED[3], "", "es"));
    assert!(TYPED[..3].iter().all(|typed| !mail.body.contains(typed)), "nobody has verified the address: {}", mail.body);
    assert!(
        mail.body.contains("pidió con esta dirección") && mail.body.contains("ciudades y territorios de derechos humanos para 2030"),
        "{}",
        mail.body
    );
    let accept = json!({ "token": mail.token("/invitation"), "name": "Nora Solicitante", "password": PASSWORD });
    let session = app.post("/v1/invitations/accept", &accept).await;
    assert_eq!(session.status(), StatusCode::CREATED);
    let session: Value = session.json().await.expect("JSON");
    assert_eq!(
        (&session["user"]["teams"][0]["territory"]["slug"], &session["user"]["teams"][0]["role"]),
        (&json!("terrassa"), &json!("lead"))
    );
    let lead = Person {
        id: Uuid::nil(),
        email: TYPED[3].to_owned(),
        token: session["access_token"].as_str().expect("a token").to_owned(),
        client: app.client.clone(),
        url: app.url.clone(),
    };
    let version = lead.tag("/v1/territories/terrassa").await;
    let edited = json(lead.patch("/v1/territories/terrassa", &json!({ "website": "https://www.terrassa.cat" }), &version).await).await;
    assert_eq!(edited["website"], "https://www.terrassa.cat");
    assert_eq!(app.json("/v1/territories/terrassa/history").await["data"][0]["actor"], "team");
    // A colleague's request is theirs to answer too, by an invitation of their own.
    let marks = reviewer.json(&asked(&app, &reviewer).await).await["marks"].clone();
    assert_eq!((&marks["in_team"], &marks["team"]), (&json!(true), &json!(1)));
}

#[tokio::test]
async fn e3_all_members_can_be_asked_for() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let members = app.json("/v1/territories?stage=member&limit=200").await["data"].as_array().expect("a list").clone();
    assert_eq!(members.len(), 41);
    for member in &members {
        let input = asking(&app, member["slug"].as_str().expect("a slug")).await;
        assert_eq!(app.post(REQUESTS, &input).await.status(), StatusCode::ACCEPTED, "{member}");
        app.source.advance(Duration::minutes(2));
    }
    let reviewer = Person { token: app.sign_in(&reviewer.email).await, ..reviewer };
    let queue = reviewer.json(&format!("{REQUESTS}?state=open&limit=200")).await;
    assert_eq!(queue["page"]["total"], 41);
    assert_eq!(queue["data"][0]["territory"]["slug"], members[0]["slug"], "who has waited longest comes first");
    assert_eq!(queue["data"][0]["marks"]["same_address"], 40);
}

#[tokio::test]
async fn e3_the_marks_say_what_to_look_at() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    app.member_of("lyon", TeamRole::Lead, "lead@lyon.fr").await;
    let version = reviewer.tag("/v1/territories/lyon").await;
    json(reviewer.patch("/v1/territories/lyon", &json!({ "website": "https://www.lyon.fr" }), &version).await).await;
    let id = territory(&app, "lyon").await;
    for email in ["officer@dh.lyon.fr", "lyon.officer@gmail.com", "Lead@Lyon.fr"] {
        let input = json!({ "territory_id": id, "name": "Nora", "office": "Office", "email": email });
        assert_eq!(app.post(REQUESTS, &input).await.status(), StatusCode::ACCEPTED);
    }
    assert_eq!(app.post(REQUESTS, &asking(&app, "terrassa").await).await.status(), StatusCode::ACCEPTED);
    let rows = reviewer.json(REQUESTS).await["data"].as_array().expect("a list").clone();
    let marks: Vec<Value> = rows.iter().map(|row| row["marks"].clone()).collect();
    let mark = |free_mail: bool, domain: &str, in_team: bool, team: u8, others: u8| json!({ "free_mail": free_mail, "domain": domain, "in_team": in_team, "team": team, "others": others, "same_address": 0 });
    let expected = [
        mark(false, "same", false, 1, 2),
        mark(true, "other", false, 1, 2),
        mark(false, "same", true, 1, 2),
        mark(false, "unknown", false, 0, 0),
    ];
    assert_eq!(marks, expected);
}

#[tokio::test]
async fn e3_a_refusal_says_why_and_repeats_nothing() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    for (reason, words) in [
        ("not_confirmed", "no nos ha confirmado"),
        ("address_not_official", "dirección oficial"),
        ("ask_team", "que le invite"),
        ("already_invited", "Ya se ha enviado una invitación"),
        ("other_government", "otro gobierno"),
        ("other", "La secretaría de la campaña escribe:"),
    ] {
        let record = asked(&app, &reviewer).await;
        let refused =
            problem(act(&reviewer, &record, "decline", &json!({ "reason": "other", "text": " " })).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [("/text", "required")]);
        let said = format!("Own words about {reason}.");
        let declined = json(act(&reviewer, &record, "decline", &json!({ "reason": reason, "text": said })).await).await;
        assert_eq!((&declined["state"], &declined["decision"]["reason"]), (&json!("declined"), &json!(reason)));
        let mail = app.mails().await.pop().expect("a mail");
        assert_eq!((mail.to.as_str(), mail.to_name.as_str(), mail.language.as_str()), (TYPED[3], "", "es"));
        assert!(mail.body.contains(words) && mail.body.contains(&said), "{}", mail.body);
        assert!(TYPED.iter().all(|typed| !mail.body.contains(typed) && !mail.subject.contains(typed)), "{}", mail.body);
        assert!(mail.body.contains("España") && mail.body.contains("/es/territories/"));
        problem(act(&reviewer, &record, "invite", &json!({ "role": "lead" })).await, 409, "wrong_state").await;
    }
    let languages = access_request::Entity::find().filter(access_request::Column::Language.eq(Language::Es));
    assert_eq!(languages.count(app.state.db.reader()).await.expect("counted"), 6);
}

#[tokio::test]
async fn e3_only_people_of_the_secretariat_see_and_answer() {
    let app = TestApp::start().await;
    let (reviewer, admin) = (app.reviewer().await, app.admin().await);
    let team = app.member_of("terrassa", TeamRole::Lead, "lead@terrassa.example").await;
    let record = asked(&app, &reviewer).await;
    let everything =
        ["pledges:read", "pledges:decide", "territories:write", "adhesions:read", "adhesions:write", "people:write", "jobs:read"];
    let token = partner(&app, &everything).await;
    for path in [REQUESTS, record.as_str()] {
        problem(app.get(path).await, 401, "not_signed_in").await;
        problem(team.get(path).await, 403, "not_allowed").await;
        problem(token.get(path).await, 403, "not_allowed").await;
        let answer = admin.get(path).await;
        assert_eq!((answer.status(), answer.headers()["cache-control"].to_str().expect("text")), (StatusCode::OK, "private, no-store"));
    }
    for (action, input) in [("invite", json!({ "role": "lead" })), ("decline", json!({ "reason": "ask_team" }))] {
        let path = format!("{record}/{action}");
        let answer = app.request(Method::POST, &path).header("If-Match", "*").json(&input).send().await.expect("an answer");
        problem(answer, 401, "not_signed_in").await;
        problem(team.act(&path, &input, "*").await, 403, "not_allowed").await;
        problem(token.request(Method::POST, &path).header("If-Match", "*").json(&input).send().await.expect("it"), 403, "not_allowed")
            .await;
        problem(admin.post(&path, &input).await, 428, "if_match_required").await;
        problem(admin.act(&path, &input, "\"1\"").await, 412, "stale").await;
        problem(admin.act(&format!("{REQUESTS}/{}/{action}", Uuid::nil()), &input, "*").await, 404, "not_found").await;
        let refused = problem(admin.act(&path, &json!({ "role": "mayor", "reason": "mood" }), "*").await, 422, "invalid_fields").await;
        assert_eq!(refused["errors"].as_array().map(Vec::len), Some(1));
    }
    assert_eq!(reviewer.json(&record).await["state"], "open");
}

#[tokio::test]
async fn e3_what_cannot_be_answered_is_refused_and_nothing_kept() {
    let app = TestApp::start().await;
    let good = asking(&app, "terrassa").await;
    for (field, value, code) in [
        ("territory_id", json!(Uuid::nil()), "unknown_value"),
        ("territory_id", json!("terrassa"), "wrong_type"),
        ("name", json!(" "), "required"),
        ("name", json!("Win at https://prize.example"), "wrong_format"),
        ("name", json!("x".repeat(201)), "too_long"),
        ("office", json!(""), "required"),
        ("email", json!("nobody"), "not_an_email"),
        ("email", Value::Null, "wrong_type"),
        ("message", json!("x".repeat(2001)), "too_long"),
        ("language", json!("de"), "unknown_value"),
        ("website2", json!("https://robot.example"), "must_be_empty"),
        ("role", json!("lead"), "unknown_field"),
    ] {
        let mut input = good.clone();
        input[field] = value;
        let refused = problem(app.post(REQUESTS, &input).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [(format!("/{field}").as_str(), code)]);
    }
    assert_eq!(access_request::Entity::find().count(app.state.db.reader()).await.expect("counted"), 0);
    // Refused forms cost nothing; those that were taken are counted by the network that they come from.
    let once = |key: &str| {
        let request = app.request(Method::POST, REQUESTS).header("Idempotency-Key", format!("\"{key}\"")).json(&good);
        async { request.send().await.expect("an answer") }
    };
    assert_eq!([once("a").await.status(), once("a").await.status()], [StatusCode::ACCEPTED; 2]);
    assert_eq!(access_request::Entity::find().count(app.state.db.reader()).await.expect("counted"), 1, "sent twice, noted once");
    for _ in 1..30 {
        assert_eq!(app.post(REQUESTS, &good).await.status(), StatusCode::ACCEPTED);
    }
    problem(app.post(REQUESTS, &good).await, 429, "too_many_requests").await;
    app.source.advance(Duration::minutes(2));
    assert_eq!(app.post(REQUESTS, &good).await.status(), StatusCode::ACCEPTED);
}

#[tokio::test]
async fn e3_nobody_is_invited_to_a_record_that_is_gone() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = tests::pledges::confirmed(&app, &tests::pledges::pledge()).await;
    let (pledge, rosario) = (confirmed["pledge"]["id"].as_str().expect("an id"), confirmed["territory"]["id"].clone());
    let invite = |email: &str| json!({ "email": email, "language": "es", "territory_id": rosario, "role": "lead" });
    assert_eq!(reviewer.post("/v1/invitations", &invite("early@mail.example")).await.status(), StatusCode::CREATED);
    let early = app.mails().await.pop().expect("a mail").token("/invitation");
    let [name, office, message, email] = TYPED;
    let asking = json!({ "territory_id": rosario, "name": name, "office": office, "email": email, "message": message, "language": "es" });
    assert_eq!(app.post(REQUESTS, &asking).await.status(), StatusCode::ACCEPTED);
    let request = reviewer.json(&format!("{REQUESTS}?state=open")).await["data"][0].clone();
    assert_eq!(request["territory"]["gone"], false);
    let request = format!("{REQUESTS}/{}", request["id"].as_str().expect("an id"));
    json(act(&reviewer, &format!("/v1/pledges/{pledge}"), "remove", &json!({ "reason": "The council denies it." })).await).await;

    assert_eq!(reviewer.json(&request).await["territory"]["gone"], true);
    let before = app.mails().await.len();
    problem(act(&reviewer, &request, "invite", &json!({ "role": "lead" })).await, 410, "pledge_removed").await;
    problem(reviewer.post("/v1/invitations", &invite("late@mail.example")).await, 422, "invalid_fields").await;
    let accept = json!({ "token": early, "name": name, "password": PASSWORD });
    problem(app.post("/v1/invitations/accept", &accept).await, 404, "link_invalid").await;
    assert_eq!(app.mails().await.len(), before, "nobody is written to");
    json(act(&reviewer, &request, "decline", &json!({ "reason": "not_confirmed" })).await).await;
}

#[tokio::test]
async fn e3_of_two_answers_at_once_one_counts() {
    let app = TestApp::start().await;
    let (reviewer, admin) = (app.reviewer().await, app.admin().await);
    let record = asked(&app, &reviewer).await;
    let version = tag(&reviewer.get(&record).await);
    let (invite, decline) = (format!("{record}/invite"), format!("{record}/decline"));
    let (role, reason) = (json!({ "role": "editor" }), json!({ "reason": "ask_team" }));
    let (one, two) = tokio::join!(reviewer.act(&invite, &role, &version), admin.act(&decline, &reason, &version));
    let mut statuses = [one.status().as_u16(), two.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let invitations = admin.json("/v1/invitations").await["page"]["total"].as_u64();
    assert_eq!(invitations, Some(u64::from(one.status() == 200)));
    let letters = app.mails().await.into_iter().filter(|mail| mail.to == TYPED[3]).count();
    assert_eq!(letters, 1, "one letter");
}

#[tokio::test]
async fn e3_requests_are_deleted_and_the_history_names_nobody() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let (waiting, answered) = (asked(&app, &reviewer).await, asked(&app, &reviewer).await);
    let words = json!({ "reason": "other", "text": "Nora is unknown to the mayor." });
    json(act(&reviewer, &answered, "decline", &words).await).await;
    let db = app.state.db.reader();
    let count = async || access_request::Entity::find().count(db).await.expect("counted");
    app.run_jobs().await;
    assert_eq!(count().await, 2);
    app.source.advance(Duration::days(31));
    app.run_jobs().await;
    assert_eq!(count().await, 1, "what is answered goes after 30 days");
    let reviewer = Person { token: app.sign_in(&reviewer.email).await, ..reviewer };
    problem(reviewer.get(&answered).await, 404, "not_found").await;
    assert_eq!(reviewer.get(&waiting).await.status(), StatusCode::OK);
    app.source.advance(Duration::days(60));
    app.run_jobs().await;
    assert_eq!(count().await, 0, "what nobody answers after 90");
    let entries = history::Entity::find().filter(history::Column::Action.starts_with("access_request.")).all(db).await.expect("read");
    let personal = history_personal::Entity::find().all(db).await.expect("read");
    let mut actions: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    actions.sort_unstable();
    let expected = ["declined", "expired", "expired", "made", "made"].map(|what| format!("access_request.{what}"));
    assert_eq!(actions, expected);
    let all: String = entries.iter().map(|entry| entry.facts.as_str()).chain(personal.iter().map(|row| row.facts.as_str())).collect();
    assert!(TYPED.iter().chain(&["unknown to the mayor"]).all(|typed| !all.contains(typed)), "{all}");
    assert!(!app.get("/v1/changes?after=0&limit=200").await.text().await.expect("text").contains("access_request"));
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
}
