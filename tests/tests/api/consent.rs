//! What a government agrees to publish is what is public, and no more.

use chrono::Duration;
use entity::{adhesion, publication, territory};
use kernel::db::history::{Verdict, verify};
use migration::{Migrator, MigratorTrait};
use reqwest::{Method, header};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, database::data_folder, problem};

use crate::{
    adhesions::{PARTS, accepted, accepted_with_file, agree, answers, authority, begun, handed_in, mails, pledged, sent},
    people::{Person, administrator, body, errors, in_team, partner, reviewer, territory_id},
};

/// What shows that a part is public, wherever it stands.
const SAID: [&str; 8] = [
    "Porque estamos perto.",
    "Porque são de todos.",
    "Aprender com outras cidades.",
    "Plano de igualdade",
    "Assembleia Municipal",
    "/content",
    "Inês Signatária",
    "Ada Presidente",
];

const PAGE: &str = "/v1/territories/barcelona";
const PUBLICATION: &str = "/v1/territories/barcelona/publication";

/// Everything that anybody can read of a territory.
async fn everything(app: &TestApp, slug: &str) -> String {
    let mut all = String::new();
    for path in [
        format!("/v1/territories/{slug}"),
        format!("/v1/territories/{slug}/history"),
        "/v1/territories?limit=200".to_owned(),
        "/v1/territories.csv".to_owned(),
        "/v1/territories.geojson".to_owned(),
        "/v1/changes?after=0&limit=200".to_owned(),
        "/v1/campaign".to_owned(),
    ] {
        all += &app.get(&path).await.text().await.expect("text");
    }
    all
}

/// The parts that anybody can read somewhere.
async fn public(app: &TestApp, slug: &str) -> Vec<&'static str> {
    let all = everything(app, slug).await;
    PARTS.into_iter().zip(SAID).filter(|(_, said)| all.contains(said)).map(|(part, _)| part).collect()
}

/// All parts but these.
fn without(parts: &[&str]) -> Vec<&'static str> {
    PARTS.into_iter().filter(|part| !parts.contains(part)).collect()
}

/// An adhesion of Barcelona with a file, sent to the secretariat, that agrees to all but these parts; its address and that of the file.
async fn filed(app: &TestApp, team: &Person<'_>, refused: &[&str]) -> (String, String) {
    let document = handed_in(app, team, "barcelona").await["id"].as_str().expect("an id").to_owned();
    let record = begun(app, team, "barcelona").await;
    let mut fields = answers();
    fields["act_document_id"] = json!(document);
    for part in refused {
        fields[format!("publish_{part}")] = json!(false);
    }
    body(team.patch(&record, &json!({ "fields": fields })).await, 200).await;
    body(team.act(&record, "/submit", &json!({})).await, 200).await;
    (record, format!("/v1/documents/{document}/content"))
}

/// A patch that says the same of each of these parts.
fn say(what: &str, value: bool, parts: &[&str]) -> Value {
    parts.iter().map(|part| ((*part).to_owned(), json!({ what: value }))).collect::<serde_json::Map<_, _>>().into()
}

#[tokio::test]
async fn e1_each_part_is_asked_and_nothing_is_agreed_beforehand() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let document = handed_in(&app, &team, "barcelona").await["id"].clone();
    let record = begun(&app, &team, "barcelona").await;
    let mut fields = answers();
    fields["act_document_id"] = document;
    for part in PARTS {
        fields.as_object_mut().expect("fields").remove(&format!("publish_{part}"));
    }
    let draft = body(team.patch(&record, &json!({ "fields": fields })).await, 200).await;
    let asked: Vec<String> = PARTS.iter().map(|part| format!("/fields/publish_{part}")).collect();
    let mut missing: Vec<&str> = draft["missing"].as_array().expect("a list").iter().filter_map(|one| one["pointer"].as_str()).collect();
    missing.sort_unstable();
    let mut expected: Vec<&str> = asked.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(missing, expected, "an answer, whichever, is all that is missing");
    let refused = problem(team.act(&record, "/submit", &json!({})).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused).len(), PARTS.len());

    // Nobody answers in the government's place.
    let yes = json!({ "fields": { "publish_leader": true } });
    for other in [&reviewer, &administrator(&app).await] {
        problem(other.patch(&record, &yes).await, 403, "not_allowed").await;
    }
    problem(partner(&app, &["adhesions:read"]).await.patch(&record, &yes).await, 403, "scope_missing").await;
    assert_eq!(team.json(&record).await["fields"]["publish_leader"], Value::Null);
    body(reviewer.patch(&record, &json!({ "fields": { "publish_leader": null, "act_body": "Ple municipal" } })).await, 200).await;

    // No is an answer; what is not there is not asked about.
    let mut no = json!({ "act_document_id": null, "policies": [] });
    for part in without(&["act_document", "policies"]) {
        no[format!("publish_{part}")] = json!(false);
    }
    body(team.patch(&record, &json!({ "fields": no })).await, 200).await;
    body(team.act(&record, "/submit", &json!({})).await, 200).await;
    let seen = reviewer.json(&record).await["fields"].clone();
    assert_eq!((&seen["publish_signatory"], &seen["publish_policies"]), (&json!(false), &Value::Null), "the reviewer sees it");
    body(reviewer.act(&record, "/decline", &json!({ "reason": "Not yet." })).await, 200).await;

    // The next adhesion begins with the answers, and asks again.
    let next = team.json(&begun(&app, &team, "barcelona").await).await["fields"].clone();
    assert_eq!(next["motivations"], "Aprender com outras cidades.");
    assert!(PARTS.iter().all(|part| next[format!("publish_{part}")].is_null()), "{next}");
}

#[tokio::test]
async fn e1_no_more_is_published_than_was_agreed() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    for part in PARTS {
        let (record, file) = filed(&app, &team, &[part]).await;
        body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
        for person in [&reviewer, &administrator(&app).await] {
            let refused = problem(person.act(&record, "/accept", &json!({ "publish": PARTS })).await, 409, "not_agreed").await;
            assert_eq!(refused["parts"], json!([part]));
        }
        assert_eq!(reviewer.json(&record).await["state"], "submitted", "nothing was done");
        body(reviewer.act(&record, "/accept", &json!({ "publish": without(&[part]) })).await, 200).await;
        assert_eq!(public(&app, "barcelona").await, without(&[part]), "all but {part}");
        assert_eq!(app.get(&file).await.status() == 200, part != "act_document", "{part}");
    }
    // The reviewer may publish less.
    let (record, file) = filed(&app, &team, &[]).await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": ["policies"] })).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, ["policies"]);
    problem(app.get(&file).await, 404, "not_found").await;
}

#[tokio::test]
async fn e1_a_no_that_is_said_during_the_review_holds() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let (record, _) = filed(&app, &team, &[]).await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    let seen = reviewer.json(&record).await;
    assert_eq!(seen["fields"]["publish_signatory"], true);
    body(team.patch(PUBLICATION, &say("agreed", false, &["signatory", "leader"])).await, 200).await;
    let now = reviewer.json(&record).await["fields"].clone();
    assert_eq!((&now["publish_signatory"], &now["publish_leader"], &now["publish_policies"]), (&json!(false), &json!(false), &json!(true)));
    let refused =
        problem(reviewer.act(&record, "/accept", &json!({ "publish": ["signatory", "policies"] })).await, 409, "not_agreed").await;
    assert_eq!(refused["parts"], json!(["signatory"]));
    // A yes to what an earlier adhesion says is none to this one.
    body(team.patch(PUBLICATION, &say("agreed", true, &["leader"])).await, 200).await;
    assert_eq!(reviewer.json(&record).await["fields"]["publish_leader"], false);
    body(reviewer.act(&record, "/accept", &json!({ "publish": ["policies"] })).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, ["policies"]);
    assert_eq!(team.json(PUBLICATION).await["signatory"]["agreed"], false);
}

#[tokio::test]
async fn e1_a_no_that_is_said_before_an_adhesion_is_sent_holds_too() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let record = begun(&app, &team, "barcelona").await;
    body(team.patch(&record, &json!({ "fields": answers() })).await, 200).await;
    let before = team.json(&record).await["fields"].clone();
    assert_eq!((&before["publish_signatory"], &before["publish_policies"]), (&json!(true), &json!(true)));
    body(team.patch(PUBLICATION, &say("agreed", false, &["signatory"])).await, 200).await;
    let now = team.json(&record).await["fields"].clone();
    assert_eq!((&now["publish_signatory"], &now["publish_policies"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn e1_a_yes_is_to_the_words_that_it_was_said_to() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let token = partner(&app, &["adhesions:read", "adhesions:write"]).await;
    let record = begun(&app, &team, "barcelona").await;
    body(team.patch(&record, &json!({ "fields": answers() })).await, 200).await;
    let agreed = async || {
        let fields = team.json(&record).await["fields"].clone();
        PARTS.into_iter().filter(|part| fields[format!("publish_{part}")] == true).collect::<Vec<_>>()
    };
    let all = agreed().await;
    // What the government itself writes anew it still agrees to.
    body(team.patch(&record, &json!({ "fields": { "motivations": "Outra razão." } })).await, 200).await;
    assert_eq!(agreed().await, all);
    for (other, fields, left_open) in [
        (&reviewer, json!({ "motivations": "WORDS OF NOBODY" }), vec!["motivations"]),
        (
            &token,
            json!({ "signatory_name": "Somebody Else", "act_link": "https://elsewhere.example/" }),
            vec!["political_act", "signatory"],
        ),
        (&token, json!({ "leader_office": "Emperor" }), vec!["leader"]),
        (&reviewer, json!({ "text_lang": "en" }), vec!["why_local_governments", "why_human_rights", "motivations", "policies"]),
        (&token, json!({ "population": 12, "act_link": null }), vec!["political_act"]),
    ] {
        let yes: serde_json::Map<String, Value> = all.iter().map(|part| (format!("publish_{part}"), json!(true))).collect();
        body(team.patch(&record, &json!({ "fields": yes })).await, 200).await;
        body(other.patch(&record, &json!({ "fields": fields })).await, 200).await;
        let expected: Vec<&str> = all.iter().copied().filter(|part| !left_open.contains(part)).collect();
        assert_eq!(agreed().await, expected, "{fields}");
    }
    // Nobody sends it before the government has said so again.
    problem(token.act(&record, "/submit", &json!({})).await, 422, "invalid_fields").await;
}

#[tokio::test]
async fn e1_what_was_sent_before_anybody_asked_is_not_agreed() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let (record, _) = filed(&app, &team, &[]).await;
    // As an adhesion stands there that was sent to the version before.
    let db = app.state.db.reader();
    let row = adhesion::Entity::find().one(db).await.expect("read").expect("an adhesion");
    let mut fields = row.fields.clone();
    fields.as_object_mut().expect("fields").retain(|name, _| !name.starts_with("publish_"));
    adhesion::ActiveModel { fields: Set(fields), ..row.into_active_model() }.update(db).await.expect("written");

    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    let refused =
        problem(reviewer.act(&record, "/accept", &json!({ "publish": ["motivations", "leader"] })).await, 409, "not_agreed").await;
    assert_eq!(refused["parts"], json!(["motivations", "leader"]));
    body(reviewer.act(&record, "/accept", &json!({ "publish": [] })).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, Vec::<&str>::new());
    let state = team.json(PUBLICATION).await;
    assert_eq!(state["motivations"], json!({ "agreed": null, "released": false, "public": false, "waiting_since": null }));
}

#[tokio::test]
async fn e1_the_mail_lists_what_is_public_and_where_to_change_it() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let version = team.tag("/v1/me").await;
    let arabic = team.request(Method::PATCH, "/v1/me").header("If-Match", version).json(&json!({ "language": "ar" }));
    body(arabic.send().await.expect("an answer"), 200).await;
    let (record, _) = filed(&app, &team, &["signatory"]).await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": ["motivations", "act_document"] })).await, 200).await;
    let mail = app.mails().await.into_iter().find(|mail| mail.body.contains("/my/publication")).expect("the mail");
    assert_eq!(mail.language, "ar");
    assert_eq!(mail.link("/my/publication"), format!("{}/ar/my/publication?territory=barcelona", app.url));
    assert_eq!(mail.link("/territories/"), format!("{}/ar/territories/barcelona", app.url));
    assert!(mail.body.contains("– الدوافع\n– وثيقة القرار السياسي\n"), "{}", mail.body);
    assert!(!mail.body.contains("اسم الموقِّع") && !mail.body.contains("السياسات والآليات"), "{}", mail.body);
    assert!(SAID.iter().all(|said| !mail.body.contains(said)), "what was typed stands on the page alone");

    // It tells what is so when it is sent.
    let second = begun(&app, &team, "barcelona").await;
    agree(&team, &second).await;
    accepted(&team, &reviewer, &second, &[]).await;
    let mail = app.mails().await.into_iter().rfind(|mail| mail.body.contains("/my/publication")).expect("the mail");
    assert!(mail.body.contains("لا شيء منه."), "{}", mail.body);
}

#[tokio::test]
async fn e1_consent_is_withdrawn_part_by_part_and_given_again() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let (record, file) = filed(&app, &team, &[]).await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": PARTS })).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, PARTS);
    let all = team.json(PUBLICATION).await;
    assert!(
        PARTS.iter().all(|part| all[part] == json!({ "agreed": true, "released": true, "public": true, "waiting_since": null })),
        "{all}"
    );
    // Kept answers, and copies that others keep.
    for path in [PAGE, file.as_str()] {
        assert_eq!(app.get(path).await.status(), app.get(path).await.status());
    }
    let (page, copy) = (app.get(PAGE).await, app.get(&file).await);
    let tags = [&page, &copy].map(|answer| answer.headers()["etag"].clone());
    app.source.advance(Duration::minutes(5));
    let mailed = app.mails().await.len();

    let taken = ["motivations", "act_document", "signatory", "leader"];
    let after = body(team.patch(PUBLICATION, &say("agreed", false, &taken)).await, 200).await;
    assert_eq!(after["leader"], json!({ "agreed": false, "released": true, "public": false, "waiting_since": null }));
    assert_eq!(after["policies"]["public"], true);
    assert_eq!(public(&app, "barcelona").await, without(&taken), "at once, wherever it stood");
    problem(app.get(&file).await, 404, "not_found").await;
    let again = |path: &str, tag: &header::HeaderValue| app.request(Method::GET, path).header("If-None-Match", tag).send();
    assert_eq!(again(PAGE, &tags[0]).await.expect("an answer").status(), 200, "copies of the page are out of date");
    assert_eq!(again(&file, &tags[1]).await.expect("an answer").status(), 404);
    assert_eq!(team.get(&file).await.status(), 200, "the team can still read it");
    let entry = app.json(&format!("{PAGE}/history")).await["data"][0].clone();
    assert_eq!((&entry["action"], &entry["actor"]), (&json!("territory.publication_changed"), &json!("team")));
    let parts = json!(["motivations", "act_document", "signatory", "leader"]);
    let facts = json!({ "consent_given": [], "consent_withdrawn": parts, "published": [], "unpublished": parts });
    assert_eq!(entry["facts"], facts, "the parts, not the persons");
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
    app.source.advance(Duration::minutes(5));
    let told = app.mails().await;
    assert_eq!(told.len(), mailed + 1, "the team is told");
    assert!(told.last().expect("a mail").body.contains("– Policies, mechanisms and programmes"));

    // Nobody brings it back but the government.
    problem(reviewer.patch(PUBLICATION, &say("agreed", true, &["motivations"])).await, 403, "not_allowed").await;
    let entries = async || app.json(&format!("{PAGE}/history")).await["page"]["total"].clone();
    let before = entries().await;
    body(reviewer.patch(PUBLICATION, &say("released", false, &["motivations"])).await, 200).await;
    assert_eq!(entries().await, before, "what nobody could read anyway is not told");
    let refused = problem(reviewer.patch(PUBLICATION, &say("released", true, &["motivations"])).await, 409, "not_agreed").await;
    assert_eq!(refused["parts"], json!(["motivations"]));
    let leaders = json!({ "leaders": [{ "name": "Ada Presidente", "office": "Presidente", "office_lang": null, "term_from": null, "term_to": null }] });
    for person in [&team, &reviewer] {
        assert_eq!(problem(person.patch(PAGE, &leaders).await, 409, "not_agreed").await["parts"], json!(["leader"]));
    }
    body(team.patch(PAGE, &json!({ "leaders": [], "website": "https://www.barcelona.cat" })).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, without(&taken));

    // Given again it stands there as before; what the secretariat had taken down meanwhile waits for the secretariat.
    body(team.patch(PUBLICATION, &say("agreed", true, &taken)).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, without(&["motivations"]));
    assert_eq!(app.get(&file).await.status(), 200);
    body(reviewer.patch(PUBLICATION, &say("released", true, &["motivations"])).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, PARTS);
    let given = app.json(&format!("{PAGE}/history")).await["data"][1]["facts"]["consent_given"].clone();
    assert_eq!(given, parts);

    // Leaders whom the team took off its page stay off it, whatever else changes.
    body(team.patch(PAGE, &json!({ "leaders": [] })).await, 200).await;
    body(team.patch(PUBLICATION, &say("agreed", false, &["policies"])).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, without(&["policies", "leader"]));
}

#[tokio::test]
async fn e1_who_may_say_what_is_published() {
    let app = TestApp::start().await;
    let (team, other, reviewer) = (in_team(&app, "barcelona").await, in_team(&app, "granollers").await, reviewer(&app).await);
    accepted_with_file(&app, &team, &reviewer, &PARTS).await;
    let (reads, files, blind) =
        (partner(&app, &["adhesions:read"]).await, partner(&app, &["adhesions:write"]).await, partner(&app, &["territories:write"]).await);
    problem(app.get(PUBLICATION).await, 401, "not_signed_in").await;
    problem(other.get(PUBLICATION).await, 403, "not_allowed").await;
    problem(blind.get(PUBLICATION).await, 403, "scope_missing").await;
    for person in [&team, &reviewer, &reads, &files] {
        let answer = person.get(PUBLICATION).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["cache-control"]),
            (200, &header::HeaderValue::from_static("private, no-store"))
        );
    }
    let (agree, release) = (say("agreed", false, &["policies"]), say("released", false, &["policies"]));
    let send = |person: &Person<'_>, input: &Value, tag: &str| {
        let request = person.request(Method::PATCH, PUBLICATION).header("If-Match", tag).json(input);
        async { request.send().await.expect("an answer") }
    };
    for (person, input, code) in [
        (&other, &agree, "not_allowed"),
        (&other, &release, "not_allowed"),
        (&reads, &agree, "not_allowed"),
        (&files, &agree, "not_allowed"),
        (&blind, &release, "scope_missing"),
        (&reviewer, &agree, "not_allowed"),
        (&team, &release, "not_allowed"),
    ] {
        problem(send(person, input, "*").await, 403, code).await;
    }
    problem(app.request(Method::PATCH, PUBLICATION).header("If-Match", "*").json(&agree).send().await.expect("it"), 401, "not_signed_in")
        .await;
    problem(team.request(Method::PATCH, PUBLICATION).json(&agree).send().await.expect("it"), 428, "if_match_required").await;
    problem(send(&team, &agree, "\"1\"").await, 412, "stale").await;
    for (input, pointer, code) in [
        (json!({ "policies": { "agreed": null } }), "/policies/agreed", "required"),
        (json!({ "policies": { "agreed": "no" } }), "/policies/agreed", "wrong_type"),
        (json!({ "policies": { "public": false } }), "/policies/public", "unknown_field"),
        (json!({ "contacts": { "agreed": true } }), "/contacts", "unknown_field"),
    ] {
        let refused = problem(send(&team, &input, "*").await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [(pointer, code)], "{input}");
    }
    // What is so already changes nothing, and of two at once the second has seen something else.
    let tag = team.tag(PUBLICATION).await;
    assert_eq!(send(&team, &say("agreed", true, &["policies"]), &tag).await.headers()["etag"], tag.as_str());
    let (one, two) = tokio::join!(send(&team, &agree, &tag), send(&reviewer, &release, &tag));
    let mut statuses = [one.status().as_u16(), two.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    problem(team.get("/v1/territories/nowhere/publication").await, 404, "not_found").await;
}

#[tokio::test]
async fn e1_the_secretariat_publishes_less_and_again() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let record = accepted_with_file(&app, &team, &reviewer, &["political_act", "act_document"]).await;
    let file = format!("{record}/content");
    assert_eq!(app.get(&file).await.status(), 200);
    body(reviewer.patch(PUBLICATION, &say("released", false, &["act_document"])).await, 200).await;
    for path in [record.as_str(), file.as_str()] {
        problem(app.get(path).await, 404, "not_found").await;
    }
    let act = app.json(PAGE).await["political_act"].clone();
    assert_eq!((&act["body"], &act["document"]), (&json!("Assembleia Municipal"), &Value::Null), "the act itself stays");
    let changes = app.json("/v1/changes?after=0&limit=200").await.to_string();
    assert!(changes.contains("document.unpublished"));
    app.source.advance(Duration::minutes(5));
    assert!(app.mails().await.last().expect("a mail").subject.contains("What is public of Almada"), "the team is told");
    // The team agrees as before, which publishes nothing.
    body(team.patch(PUBLICATION, &say("agreed", false, &["act_document"])).await, 200).await;
    body(team.patch(PUBLICATION, &say("agreed", true, &["act_document"])).await, 200).await;
    problem(app.get(&file).await, 404, "not_found").await;
    body(reviewer.patch(PUBLICATION, &say("released", true, &["act_document"])).await, 200).await;
    assert_eq!(app.get(&file).await.status(), 200);
    // A file alone says nothing else of the act.
    body(team.patch(PUBLICATION, &say("agreed", false, &["political_act"])).await, 200).await;
    let act = app.json(PAGE).await["political_act"].clone();
    assert!(act["document"].is_string() && act["kind"].is_null() && act["body"].is_null(), "{act}");
    body(team.patch(PUBLICATION, &say("agreed", false, &["act_document"])).await, 200).await;
    assert_eq!(app.json(PAGE).await["political_act"], Value::Null);
}

#[tokio::test]
async fn e1_a_signatory_who_is_not_published_does_not_sign_the_pledge_either() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, reviewer) = (in_team(&app, "almada").await, reviewer(&app).await);
    let page = async || app.json("/v1/territories/almada").await["pledge"].clone();
    assert_eq!(page().await["signatory_name"], "Inês Signatária", "a promise is somebody's");
    let record = sent(&app, &team, "almada").await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": ["signatory"], "pledge": "keep_text" })).await, 200).await;
    assert_eq!(page().await["signatory_name"], "Inês Signatária");
    let publication = "/v1/territories/almada/publication";
    body(team.patch(publication, &say("agreed", false, &["signatory"])).await, 200).await;
    let kept = page().await;
    assert_eq!((&kept["statement"]["value"], &kept["signatory_name"]), (&json!("Prometemos."), &Value::Null));
    assert!(!everything(&app, "almada").await.contains("Signatária"));
    body(team.patch(publication, &say("agreed", true, &["signatory"])).await, 200).await;
    assert_eq!(page().await["signatory_office"], "Presidente");
}

#[tokio::test]
async fn e1_what_was_published_before_anybody_asked_stays_until_the_government_says_no() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let (record, file) = filed(&app, &team, &[]).await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": without(&["signatory", "policies"]) })).await, 200).await;
    // As the version before left it, then the step to this one.
    let db = app.state.db.reader();
    let row = adhesion::Entity::find().one(db).await.expect("read").expect("an adhesion");
    let mut fields = row.fields.clone();
    fields.as_object_mut().expect("fields").retain(|name, _| !name.starts_with("publish_"));
    adhesion::ActiveModel { fields: Set(fields), ..row.into_active_model() }.update(db).await.expect("written");
    let before = app.json(PAGE).await;
    let steps = Migrator::migrations();
    let this = steps.iter().position(|step| step.name().ends_with("_consent")).expect("the step");
    Migrator::down(db, u32::try_from(steps.len() - this).ok()).await.expect("down");
    Migrator::up(db, None).await.expect("up");
    assert_eq!(app.json(PAGE).await, before, "nothing moved");
    let state = team.json(PUBLICATION).await;
    assert_eq!(
        state["motivations"],
        json!({ "agreed": null, "released": true, "public": true, "waiting_since": null }),
        "marked as not asked"
    );
    assert_eq!(state["signatory"], json!({ "agreed": null, "released": false, "public": false, "waiting_since": null }));
    problem(reviewer.patch(PUBLICATION, &say("released", true, &["signatory"])).await, 409, "not_agreed").await;
    body(team.patch(PUBLICATION, &say("agreed", false, &["motivations"])).await, 200).await;
    assert_eq!(public(&app, "barcelona").await, without(&["motivations", "signatory", "policies"]), "the rest stays as it is");
    assert_eq!(app.get(&file).await.status(), 200);
    let rows = publication::Entity::find().all(db).await.expect("read");
    assert_eq!(rows.len(), PARTS.len(), "of members that published nothing there is nothing to keep");
}

#[tokio::test]
async fn e1_a_member_that_never_filed_has_its_leaders_shown_until_it_says_no() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "lyon").await, reviewer(&app).await);
    let (page, publication) = ("/v1/territories/lyon", "/v1/territories/lyon/publication");
    assert_eq!(app.json(page).await["leaders"][0]["name"], "Grégory Doucet", "from public sources");
    assert_eq!(team.json(publication).await["leader"], json!({ "agreed": null, "released": true, "public": true, "waiting_since": null }));
    body(team.patch(publication, &say("agreed", false, &["leader"])).await, 200).await;
    assert_eq!(app.json(page).await["leaders"], json!([]));
    thousand::seed::seed(&app.state, &data_folder()).await.expect("seeded");
    assert_eq!(app.json(page).await["leaders"], json!([]), "seeding again brings nobody back");
    let name = json!({ "leaders": [{ "name": "Somebody", "office": "Maire" }] });
    problem(reviewer.patch(page, &name).await, 409, "not_agreed").await;
    body(team.patch(publication, &say("agreed", true, &["leader"])).await, 200).await;
    body(team.patch(page, &name).await, 200).await;
    assert_eq!(team.json(publication).await["leader"], json!({ "agreed": true, "released": true, "public": true, "waiting_since": null }));
    // What the secretariat takes down, whoever speaks for the government may put there anew.
    body(reviewer.patch(publication, &say("released", false, &["leader"])).await, 200).await;
    assert_eq!(app.json(page).await["leaders"], json!([]));
    body(team.patch(page, &name).await, 200).await;
    assert_eq!(team.json(publication).await["leader"]["public"], true);
    let lyon = territory::Entity::find().filter(territory::Column::Id.eq(territory_id(&app, "lyon").await));
    assert_eq!(lyon.one(app.state.db.reader()).await.expect("read").expect("lyon").published, None, "nothing else is published");
    assert_eq!(mails(&app, "adhesion_accepted").await, 0);
}

#[tokio::test]
async fn e1_what_is_agreed_to_after_the_decision_waits_for_the_secretariat_which_is_told() {
    const WAITING: &str = "/v1/adhesions?publication=waiting";
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let (record, _) = filed(&app, &team, &["motivations", "policies"]).await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": ["leader"] })).await, 200).await;
    // What the secretariat chose not to publish does not wait: it has been seen.
    assert_eq!(reviewer.json(WAITING).await["page"]["total"], 0);
    app.source.advance(Duration::minutes(6));
    let before = app.mails().await.len();

    for part in ["motivations", "policies"] {
        let after = body(team.patch(PUBLICATION, &say("agreed", true, &[part])).await, 200).await;
        assert!(after[part]["waiting_since"].is_string() && after[part]["public"] == false, "{after}");
    }
    let waiting = reviewer.json(WAITING).await;
    assert_eq!((&waiting["page"]["total"], &waiting["data"][0]["territory"]["slug"]), (&json!(1), &json!("barcelona")));
    problem(reviewer.get("/v1/adhesions?publication=lost").await, 400, "invalid_query").await;
    app.source.advance(Duration::minutes(6));
    let told: Vec<_> = app.mails().await.split_off(before).into_iter().filter(|mail| mail.body.contains("waits for you")).collect();
    let [mail] = told.as_slice() else { panic!("one mail for both parts, to the one of the secretariat: {}", told.len()) };
    assert!(mail.subject.contains("Almada") && mail.link("/my/publication").ends_with("?territory=barcelona"), "{}", mail.body);
    assert!(SAID.iter().all(|said| !mail.body.contains(said)) && !mail.body.contains("Motivations"), "{}", mail.body);

    // Published, or left private on purpose: neither waits.
    let after = body(reviewer.patch(PUBLICATION, &say("released", true, &["motivations"])).await, 200).await;
    assert_eq!((&after["motivations"]["waiting_since"], &after["motivations"]["public"]), (&Value::Null, &json!(true)));
    let mailed = mails(&app, "publication_changed").await;
    let after = body(reviewer.patch(PUBLICATION, &say("released", false, &["policies"])).await, 200).await;
    assert_eq!((&after["policies"]["waiting_since"], &after["policies"]["agreed"]), (&Value::Null, &json!(true)));
    assert_eq!(mails(&app, "publication_changed").await, mailed, "nothing that is public has changed");
    assert_eq!(reviewer.json(WAITING).await["page"]["total"], 0);

    // Taken back before anybody looked there is nothing to tell.
    body(team.patch(PUBLICATION, &say("agreed", false, &["policies"])).await, 200).await;
    body(team.patch(PUBLICATION, &say("agreed", true, &["policies"])).await, 200).await;
    body(team.patch(PUBLICATION, &say("agreed", false, &["policies"])).await, 200).await;
    assert_eq!(reviewer.json(WAITING).await["page"]["total"], 0);
    app.source.advance(Duration::minutes(6));
    assert_eq!(app.mails().await.iter().filter(|mail| mail.body.contains("waits for you")).count(), 1);
}
