//! From the first answer to the decision.

use chrono::Duration;
use entity::{
    comment, job,
    kinds::{Language, Level, PledgeState, Stage},
    pledge, territory,
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, problem};

use crate::people::{Person, administrator, body, errors, in_team, partner, reviewer, territory_id};

/// A government called Almada that has pledged.
pub async fn pledged(app: &TestApp) {
    let db = app.state.db.reader();
    let like = territory::Entity::find().filter(territory::Column::Slug.eq("granollers")).one(db).await.expect("an answer");
    let (id, now) = (app.state.chance.id(), app.state.chance.now());
    let row = territory::Model {
        id,
        slug: "almada".to_owned(),
        search_id: kernel::db::search_id(id),
        name: "Almada".to_owned(),
        name_lang: Some("pt".to_owned()),
        name_key: kernel::db::collation::sort_key("Almada"),
        country: "PT".to_owned(),
        geonames_id: None,
        population: Some(177_238),
        stage: Stage::Pledged,
        joined_on: None,
        joined_year: None,
        wave: None,
        seed_digest: None,
        ..like.expect("a territory")
    };
    row.into_active_model().insert(db).await.expect("a territory");
    let row = pledge::Model {
        id: app.state.chance.id(),
        territory_id: Some(id),
        state: PledgeState::Public,
        geonames_id: None,
        name: "Almada".to_owned(),
        country: "PT".to_owned(),
        level: Level::Municipal,
        kind_local: None,
        population: None,
        signatory_name: "Inês Signatária".to_owned(),
        signatory_office: "Presidente".to_owned(),
        contact_name: "Olga Oficial".to_owned(),
        email: "ines@almada.example.pt".to_owned(),
        email_key: "ines@almada.example.pt".to_owned(),
        free_mail: false,
        opened_team: true,
        before: None,
        statement: Some("Prometemos.".to_owned()),
        statement_lang: Some("pt".to_owned()),
        language: Language::En,
        created_at: now,
        expires_at: now,
        confirmed_at: Some(now),
        removed_at: None,
        removed_reason: None,
        removed_reason_lang: None,
        sender_hash: None,
        revision: 0,
    };
    row.into_active_model().insert(db).await.expect("a pledge");
}

/// Every part of which it is asked whether it may be published.
pub const PARTS: [&str; 8] =
    ["why_local_governments", "why_human_rights", "motivations", "policies", "political_act", "act_document", "signatory", "leader"];

/// Everything that an adhesion must say, for a territory that is already known. All of it may be published.
pub fn answers() -> Value {
    let mut answers = json!({
        "name": "Almada", "level": "municipal", "kind_local": "município", "population": 180_000, "population_year": 2025,
        "population_source": "INE", "website": "https://www.cm-almada.pt",
        "names": [{ "lang": "pt", "name": "Almada" }, { "lang": "ar", "name": "ألمادا" }],
        "leader_name": "Ada Presidente", "leader_office": "Presidente da Câmara", "leader_term_from": "2025-10", "leader_term_to": "2029",
        "text_lang": "pt", "why_local_governments": "Porque estamos perto.", "why_human_rights": "Porque são de todos.",
        "motivations": "Aprender com outras cidades.", "policies": ["Plano de igualdade", "Provedor municipal"],
        "contacts": [{ "name": "Rui Contacto", "office": "Gabinete", "email": "rui@almada.example.pt", "phone": "+351 000" }],
        "act_kind": "plenary_vote", "act_body": "Assembleia Municipal", "act_on": "2026-11-20", "act_link": "https://www.cm-almada.pt/ata",
        "signatory_name": "Inês Signatária", "signatory_office": "Presidente", "signatory_term_from": "2025", "signatory_term_to": "2029",
    });
    for part in PARTS {
        answers[format!("publish_{part}")] = json!(true);
    }
    answers
}

pub async fn begun(app: &TestApp, team: &Person<'_>, slug: &str) -> String {
    let id = territory_id(app, slug).await;
    let draft = body(team.post("/v1/adhesions", &json!({ "territory_id": id })).await, 201).await;
    format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"))
}

pub async fn sent(app: &TestApp, team: &Person<'_>, slug: &str) -> String {
    let record = begun(app, team, slug).await;
    body(team.patch(&record, &json!({ "fields": answers() })).await, 200).await;
    body(team.act(&record, "/submit", &json!({})).await, 200).await;
    record
}

/// A file of the political act, for the adhesion to name.
pub async fn handed_in(app: &TestApp, team: &Person<'_>, slug: &str) -> Value {
    let pdf = Part::bytes(b"%PDF-1.7\n%%EOF\n".to_vec()).file_name("ata.pdf");
    let form = Form::new().text("territory_id", territory_id(app, slug).await.to_string()).part("file", pdf);
    body(team.request(Method::POST, "/v1/documents").multipart(form).send().await.expect("an answer"), 201).await
}

/// An adhesion of Barcelona, accepted with the file of its act; the file's record.
pub async fn accepted_with_file(app: &TestApp, team: &Person<'_>, reviewer: &Person<'_>, publish: &[&str]) -> String {
    let document = handed_in(app, team, "barcelona").await["id"].clone();
    let record = begun(app, team, "barcelona").await;
    let mut fields = answers();
    fields["act_document_id"] = document.clone();
    body(team.patch(&record, &json!({ "fields": fields })).await, 200).await;
    accepted(team, reviewer, &record, publish).await;
    format!("/v1/documents/{}", document.as_str().expect("an id"))
}

/// Agrees to everything: that is asked again where an adhesion begins with known answers.
pub async fn agree(team: &Person<'_>, record: &str) {
    let consent: serde_json::Map<_, _> = PARTS.iter().map(|part| (format!("publish_{part}"), json!(true))).collect();
    body(team.patch(record, &json!({ "fields": consent })).await, 200).await;
}

pub async fn accepted(team: &Person<'_>, reviewer: &Person<'_>, record: &str, publish: &[&str]) {
    body(team.act(record, "/submit", &json!({})).await, 200).await;
    body(reviewer.act(record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(record, "/accept", &json!({ "publish": publish })).await, 200).await;
}

pub fn authority() -> Value {
    json!({ "confirmed_by": "Secretária Geral", "how": "By telephone.", "on": "2026-11-30" })
}

/// How many mails of each kind were asked for.
pub async fn mails(app: &TestApp, template: &str) -> usize {
    let jobs = job::Entity::find().filter(job::Column::Kind.eq("send_mail")).all(app.state.db.reader()).await.expect("jobs");
    jobs.iter().filter(|job| job.payload["template"] == template).count()
}

#[tokio::test]
async fn a_government_joins_and_the_world_sees_it() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, reviewer) = (in_team(&app, "almada").await, reviewer(&app).await);
    let before = app.json("/v1/campaign").await["counts"].clone();
    let seq = app.json("/v1/territories/almada/history").await["data"][0]["seq"].as_i64().unwrap_or_default();

    let record = begun(&app, &team, "almada").await;
    let draft = team.json(&record).await;
    assert_eq!((&draft["state"], &draft["fields"]["name"]), (&json!("draft"), &json!("Almada")));
    assert_eq!(draft["fields"]["signatory_name"], "Inês Signatária", "known from the pledge");
    assert_eq!(draft["pledge"]["statement"]["value"], "Prometemos.");
    let missing = draft["missing"].as_array().expect("a list").clone();
    assert!(missing.contains(&json!({ "pointer": "/fields/motivations", "code": "required" })));
    let refused = problem(team.act(&record, "/submit", &json!({})).await, 422, "invalid_fields").await;
    let shown: Vec<_> = missing.iter().map(|m| (m["pointer"].as_str().expect("text"), m["code"].as_str().expect("text"))).collect();
    assert_eq!(errors(&refused), shown, "sending complains about what is shown as missing");

    let document = handed_in(&app, &team, "almada").await;
    for (name, value) in answers().as_object().expect("fields") {
        body(team.patch(&record, &json!({ "fields": { name: value } })).await, 200).await;
    }
    let filled = body(team.patch(&record, &json!({ "fields": { "act_document_id": document["id"] } })).await, 200).await;
    assert_eq!((&filled["missing"], &filled["fields"]["act_document"]["sha256"]), (&json!([]), &document["sha256"]));
    body(team.act(&record, "/submit", &json!({})).await, 200).await;
    assert_eq!(app.json("/v1/campaign").await["counts"]["adhesions"], before["adhesions"].as_i64().expect("a number") + 1);
    assert_eq!((mails(&app, "adhesion_moved").await, mails(&app, "adhesion_received").await), (1, 1));

    let comments = format!("{record}/comments");
    let asked = json!({ "field": "/fields/motivations", "body": "Which cities?" });
    let comment = body(reviewer.post(&comments, &asked).await, 201).await;
    assert_eq!((&comment["author"]["side"], &comment["field"]), (&json!("secretariat"), &json!("/fields/motivations")));
    body(reviewer.act(&record, "/request-changes", &json!({ "message": "Please say more." })).await, 200).await;
    assert_eq!((mails(&app, "comment_added").await, mails(&app, "changes_requested").await), (1, 1));
    assert!(app.mails().await.iter().any(|mail| mail.body.contains("Please say more.")), "in the secretariat's own words");
    let reply = body(team.post(&comments, &json!({ "body": "Lisboa.", "reply_to": comment["id"] })).await, 201).await;
    assert_eq!((&reply["author"]["side"], &reply["field"], &reply["reply_to"]), (&json!("team"), &comment["field"], &comment["id"]));
    body(team.patch(&record, &json!({ "fields": { "motivations": "Aprender com Lisboa." } })).await, 200).await;
    body(team.act(&record, "/submit", &json!({})).await, 200).await;
    let id = comment["id"].as_str().expect("an id");
    assert!(body(reviewer.post(&format!("{comments}/{id}/resolve"), &json!({})).await, 200).await["resolved_at"].is_string());

    let choice = json!({ "publish": ["motivations", "political_act", "act_document", "leader"], "pledge": "keep_text", "wave": 4 });
    problem(reviewer.act(&record, "/accept", &choice).await, 409, "authority_not_confirmed").await;
    problem(administrator(&app).await.act(&record, "/accept", &choice).await, 409, "authority_not_confirmed").await;
    let confirmed = body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    assert_eq!(
        (&confirmed["authority"]["confirmed_by"], &confirmed["authority"]["on"]),
        (&json!("Secretária Geral"), &json!("2026-11-30"))
    );
    let accepted = body(reviewer.act(&record, "/accept", &choice).await, 200).await;
    assert_eq!((&accepted["state"], &accepted["decision"]["outcome"]), (&json!("accepted"), &json!("accepted")));
    assert_eq!(accepted["pledge"]["state"], "fulfilled");
    assert_eq!(mails(&app, "adhesion_accepted").await, 1);

    let counts = app.json("/v1/campaign").await["counts"].clone();
    assert_eq!(counts["members"], before["members"].as_i64().expect("a number") + 1);
    assert_eq!(counts["pledges"], before["pledges"].as_i64().expect("a number") - 1);
    let page = app.json("/v1/territories/almada?lang=fr").await;
    assert_eq!((&page["stage"], &page["joined_year"], &page["wave"]), (&json!("member"), &json!(2026), &json!(4)));
    assert_eq!(page["stage_since"], json!({ "date": "2026-12-01", "precision": "day" }));
    assert_eq!(page["population"], json!({ "value": 180_000, "year": 2025, "source": "INE" }));
    assert_eq!(page["leaders"][0]["name"], "Ada Presidente");
    assert_eq!(
        page["vision"]["motivations"],
        json!({ "value": "Aprender com Lisboa.", "lang": "pt", "origin": null, "translated_from": null })
    );
    assert_eq!(page["pledge"]["statement"]["value"], "Prometemos.");
    assert_eq!((&page["political_act"]["body"], &page["signatory"]), (&json!("Assembleia Municipal"), &Value::Null));
    let address = page["political_act"]["document"].as_str().expect("an address").strip_prefix(&app.url).expect("here").to_owned();
    assert_eq!(app.get(&address).await.bytes().await.expect("bytes"), "%PDF-1.7\n%%EOF\n");
    let everywhere = page.to_string();
    assert!(!everywhere.contains("Rui Contacto") && !everywhere.contains("rui@almada"), "contacts are never public");
    assert_eq!(app.json("/v1/territories?country=PT&lang=ar").await["data"][0]["name"], "ألمادا");
    let csv = app.get("/v1/territories.csv?country=PT").await.text().await.expect("text");
    assert!(csv.contains("Almada") && csv.contains("2026"));
    assert_eq!(app.json("/v1/territories.geojson?country=PT").await["features"][0]["properties"]["stage"], "member");
    let changes = app.json(&format!("/v1/changes?after={seq}&limit=200")).await;
    let mine: Vec<_> = changes["data"].as_array().expect("a list").iter().filter(|c| c["subject"]["slug"] == "almada").collect();
    let actions: Vec<_> = mine.iter().filter_map(|change| change["action"].as_str()).collect();
    assert_eq!(actions, ["territory.adhesion_submitted", "territory.joined"]);
    assert!(!changes.to_string().contains("Signatária") && !changes.to_string().contains("Ada Presidente"), "history names nobody");
    let verdict = kernel::db::history::verify(&app.state.db).await.expect("verified");
    assert!(matches!(verdict, kernel::db::history::Verdict::Whole { .. }), "{verdict:?}");
}

#[tokio::test]
async fn what_is_not_chosen_stays_private() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, reviewer) = (in_team(&app, "almada").await, reviewer(&app).await);
    let record = sent(&app, &team, "almada").await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": ["signatory"], "pledge": "archive_text" })).await, 200).await;
    let page = app.json("/v1/territories/almada").await;
    for hidden in ["vision", "political_act", "pledge"] {
        assert_eq!(page[hidden], Value::Null, "{hidden}");
    }
    assert_eq!(page["signatory"], json!({ "name": "Inês Signatária", "office": "Presidente", "term_from": "2025", "term_to": "2029" }));
    assert_eq!(page["wave"], Value::Null);
}

#[tokio::test]
async fn a_member_that_files_keeps_the_year_it_joined() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let before = app.json("/v1/territories/barcelona").await;
    let record = sent(&app, &team, "barcelona").await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/accept", &json!({ "publish": [] })).await, 200).await;
    let after = app.json("/v1/territories/barcelona").await;
    for kept in ["joined_year", "wave", "stage", "stage_since", "founder"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    assert_eq!(app.json("/v1/territories/barcelona/history").await["data"][0]["action"], "territory.adhesion_accepted");
    // The next one begins with what counts now.
    let next = team.json(&begun(&app, &team, "barcelona").await).await;
    assert_eq!((&next["fields"]["name"], &next["state"]), (&json!("Almada"), &json!("draft")));
}

#[tokio::test]
async fn declined_or_withdrawn_it_may_be_filed_again() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, reviewer) = (in_team(&app, "almada").await, reviewer(&app).await);
    let record = sent(&app, &team, "almada").await;
    let id = territory_id(&app, "almada").await;
    let open = problem(team.post("/v1/adhesions", &json!({ "territory_id": id })).await, 409, "adhesion_open").await;
    assert!(record.ends_with(open["adhesion"]["id"].as_str().expect("an id")));
    let refused = problem(reviewer.act(&record, "/decline", &json!({ "reason": "No vote yet." })).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/pledge", "required")]);
    let declined = body(reviewer.act(&record, "/decline", &json!({ "reason": "No vote yet.", "pledge": "keep" })).await, 200).await;
    assert_eq!((&declined["decision"]["outcome"], &declined["decision"]["reason"]), (&json!("declined"), &json!("No vote yet.")));
    assert_eq!(app.json("/v1/territories/almada").await["stage"], "pledged", "what it was");
    assert_eq!(mails(&app, "adhesion_declined").await, 1);
    problem(reviewer.act(&record, "/decline", &json!({ "reason": "Again.", "pledge": "keep" })).await, 409, "wrong_state").await;
    problem(team.patch(&record, &json!({ "fields": { "name": "X" } })).await, 409, "wrong_state").await;

    let told = mails(&app, "adhesion_moved").await;
    app.source.advance(chrono::Duration::minutes(5));
    let second = begun(&app, &team, "almada").await;
    assert_eq!(team.json(&second).await["fields"]["motivations"], "Aprender com outras cidades.", "nothing is typed twice");
    body(team.act(&second, "/withdraw", &json!({ "reason": null })).await, 200).await;
    assert_eq!(mails(&app, "adhesion_moved").await, told, "nobody had seen the draft");
    problem(team.act(&second, "/withdraw", &json!({})).await, 409, "wrong_state").await;

    let third = begun(&app, &team, "almada").await;
    agree(&team, &third).await;
    body(team.act(&third, "/submit", &json!({})).await, 200).await;
    let withdrawn = body(team.act(&third, "/withdraw", &json!({ "reason": "In spring." })).await, 200).await;
    assert_eq!(withdrawn["decision"]["reason"], "In spring.");
    assert_eq!(mails(&app, "adhesion_moved").await, told + 1, "sent and taken back within minutes");

    let fourth = begun(&app, &team, "almada").await;
    agree(&team, &fourth).await;
    body(team.act(&fourth, "/submit", &json!({})).await, 200).await;
    let decline = json!({ "reason": "A hoax.", "pledge": "remove", "public_reason": "A câmara nega.", "public_reason_lang": "pt" });
    let partner = crate::people::partner(&app, &["adhesions:decide"]).await;
    problem(partner.act(&fourth, "/decline", &decline).await, 403, "scope_missing").await;
    body(reviewer.act(&fourth, "/decline", &decline).await, 200).await;
    let gone = problem(app.get("/v1/territories/almada").await, 410, "pledge_removed").await;
    assert_eq!((&gone["reason"]["value"], &gone["reason"]["lang"]), (&json!("A câmara nega."), &json!("pt")));
    let public = app.json("/v1/changes?after=0&limit=200").await.to_string();
    assert!(public.contains("A câmara nega.") && !public.contains("A hoax."), "what the team is told is not public");
    let hoax = reviewer.json(&fourth).await;
    assert_eq!((&hoax["state"], &hoax["decision"]["reason"]), (&json!("declined"), &json!("A hoax.")));
    assert_eq!((&hoax["fields"]["contacts"], &hoax["fields"]["motivations"]), (&json!([]), &Value::Null), "nothing is left of it");
    assert_eq!(reviewer.json(&record).await["fields"]["leader_name"], Value::Null, "nor of those before");
}

#[tokio::test]
async fn comments_of_a_few_minutes_are_one_mail() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let comments = format!("{}/comments", begun(&app, &team, "barcelona").await);
    let say = async || body(reviewer.post(&comments, &json!({ "body": "One more thing" })).await, 201).await;
    say().await;
    say().await;
    assert_eq!(app.mails().await.len(), 0, "others may follow");
    app.source.advance(Duration::minutes(5));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    mails[0].link("/adhesions/");
    assert!(!mails[0].body.contains("One more thing"), "it stands for several");
    say().await;
    app.source.advance(Duration::minutes(5));
    assert_eq!(app.mails().await.len(), 2, "what is said later is told later");
}

/// It was begun just before the mail went, and is stored just after.
#[tokio::test]
async fn f5_a_comment_at_the_very_end_is_told_too() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let comments = format!("{}/comments", begun(&app, &team, "barcelona").await);
    let say = async || body(reviewer.post(&comments, &json!({ "body": "One more thing" })).await, 201).await;
    say().await;
    app.source.advance(Duration::minutes(5));
    assert_eq!(app.mails().await.len(), 1);
    app.source.advance(Duration::seconds(-10));
    say().await;
    app.source.advance(Duration::minutes(6));
    assert_eq!(app.mails().await.len(), 2);
}

#[tokio::test]
async fn another_signatory_is_to_be_confirmed_anew() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, reviewer) = (in_team(&app, "almada").await, reviewer(&app).await);
    let record = begun(&app, &team, "almada").await;
    problem(reviewer.act(&record, "/confirm-authority", &authority()).await, 409, "wrong_state").await;
    body(team.patch(&record, &json!({ "fields": answers() })).await, 200).await;
    body(team.act(&record, "/submit", &json!({})).await, 200).await;
    body(reviewer.act(&record, "/confirm-authority", &authority()).await, 200).await;
    body(reviewer.act(&record, "/request-changes", &json!({ "message": "Who signs?" })).await, 200).await;
    let other = body(team.patch(&record, &json!({ "fields": { "motivations": "Mais." } })).await, 200).await;
    assert!(other["authority"].is_object(), "other answers leave it");
    let other = body(team.patch(&record, &json!({ "fields": { "signatory_name": "Outra Pessoa" } })).await, 200).await;
    assert_eq!(other["authority"], Value::Null);
    body(team.act(&record, "/submit", &json!({})).await, 200).await;
    problem(reviewer.act(&record, "/accept", &json!({ "publish": [], "pledge": "keep_text" })).await, 409, "authority_not_confirmed").await;
}

#[tokio::test]
async fn two_reviewers_at_once_have_one_effect() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let team = in_team(&app, "almada").await;
    let record = sent(&app, &team, "almada").await;
    let (one, other) = (reviewer(&app).await, administrator(&app).await);
    body(one.act(&record, "/confirm-authority", &authority()).await, 200).await;
    let choice = json!({ "publish": [], "pledge": "keep_text" });
    let tag = one.tag(&record).await;
    let accept = |person: &Person<'_>| {
        let request = person.request(Method::POST, &format!("{record}/accept")).header("If-Match", &tag).json(&choice);
        async { request.send().await.expect("an answer").status().as_u16() }
    };
    let (a, b) = tokio::join!(accept(&one), accept(&other));
    let mut statuses = [a, b];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let history = app.json("/v1/territories/almada/history").await;
    let joined = history["data"].as_array().expect("a list").iter().filter(|entry| entry["action"] == "territory.joined").count();
    assert_eq!(joined, 1);
    assert_eq!(mails(&app, "adhesion_accepted").await, 1);
    problem(other.act(&record, "/accept", &choice).await, 409, "wrong_state").await;
}

#[tokio::test]
async fn one_adhesion_is_open_however_many_begin_at_once() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    let begin = || async { team.post("/v1/adhesions", &json!({ "territory_id": id })).await.status().as_u16() };
    let (a, b, c) = tokio::join!(begin(), begin(), begin());
    let mut statuses = [a, b, c];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409]);
}

#[tokio::test]
async fn every_wrong_answer_is_pointed_at() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let record = begun(&app, &team, "barcelona").await;
    let (long, longer) = ("x".repeat(201), "x".repeat(10_001));
    let foreign = app.state.chance.id();
    let wrong = [
        (json!({ "name": long }), "name", "too_long"),
        (json!({ "name": "a\nb" }), "name", "control_characters"),
        (json!({ "name": 7 }), "name", "wrong_type"),
        (json!({ "names": [{ "lang": "?", "name": "X" }] }), "names/0/lang", "not_a_language"),
        (json!({ "names": vec![json!({ "lang": "en", "name": "A" }); 51] }), "names", "too_many"),
        (json!({ "level": "galactic" }), "level", "unknown_value"),
        (json!({ "kind_local": long }), "kind_local", "too_long"),
        (json!({ "population": 0 }), "population", "too_small"),
        (json!({ "population": "many" }), "population", "wrong_type"),
        (json!({ "population_year": 2027 }), "population_year", "too_large"),
        (json!({ "population_source": long }), "population_source", "too_long"),
        (json!({ "website": "ftp://x.example" }), "website", "not_an_address"),
        (json!({ "leader_name": long }), "leader_name", "too_long"),
        (json!({ "leader_office": long }), "leader_office", "too_long"),
        (json!({ "leader_term_from": "2023-13" }), "leader_term_from", "not_a_date"),
        (json!({ "leader_term_from": "2024", "leader_term_to": "2023" }), "leader_term_to", "out_of_order"),
        (json!({ "text_lang": "not a tag" }), "text_lang", "not_a_language"),
        (json!({ "why_local_governments": longer }), "why_local_governments", "too_long"),
        (json!({ "why_human_rights": longer }), "why_human_rights", "too_long"),
        (json!({ "motivations": longer }), "motivations", "too_long"),
        (json!({ "motivations": "a\u{7}b" }), "motivations", "control_characters"),
        (json!({ "policies": vec!["x"; 101] }), "policies", "too_many"),
        (json!({ "policies": ["fine", "x".repeat(2001)] }), "policies/1", "too_long"),
        (json!({ "policies": [1] }), "policies/0", "wrong_type"),
        (json!({ "contacts": vec![json!({ "name": "A" }); 11] }), "contacts", "too_many"),
        (json!({ "contacts": [{ "email": "nobody" }] }), "contacts/0/email", "not_an_email"),
        (json!({ "contacts": [{ "phone": "1".repeat(51) }] }), "contacts/0/phone", "too_long"),
        (json!({ "contacts": [{ "fax": "1" }] }), "contacts/0/fax", "unknown_field"),
        (json!({ "act_kind": "rumour" }), "act_kind", "unknown_value"),
        (json!({ "act_body": long }), "act_body", "too_long"),
        (json!({ "act_on": "2026-12-02" }), "act_on", "in_the_future"),
        (json!({ "act_on": "soon" }), "act_on", "not_a_date"),
        (json!({ "act_link": "javascript:alert(1)" }), "act_link", "not_an_address"),
        (json!({ "act_document_id": "x" }), "act_document_id", "wrong_type"),
        (json!({ "act_document_id": foreign }), "act_document_id", "unknown_value"),
        (json!({ "publish_leader": "yes" }), "publish_leader", "wrong_type"),
        (json!({ "signatory_name": long }), "signatory_name", "too_long"),
        (json!({ "signatory_office": long }), "signatory_office", "too_long"),
        (json!({ "signatory_term_from": "x" }), "signatory_term_from", "not_a_date"),
        (json!({ "signatory_term_from": "2024", "signatory_term_to": "2023-12" }), "signatory_term_to", "out_of_order"),
        (json!({ "state": "accepted" }), "state", "unknown_field"),
    ];
    for (fields, name, code) in wrong {
        let refused = problem(team.patch(&record, &json!({ "fields": fields })).await, 422, "invalid_fields").await;
        assert!(errors(&refused).contains(&(&format!("/fields/{name}"), code)), "{fields}: {refused}");
    }
    let refused = problem(team.patch(&record, &json!({})).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/fields", "required")]);
    // What was right stays, null and blanks take away.
    let partial = json!({ "fields": { "contacts": [{ "name": "A" }, {}], "motivations": "  ", "website": null, "leader_term_to": "" } });
    let saved = body(team.patch(&record, &partial).await, 200).await;
    assert_eq!(saved["fields"]["contacts"], json!([{ "name": "A", "office": null, "email": null, "phone": null }]));
    assert_eq!((&saved["fields"]["motivations"], &saved["fields"]["website"]), (&Value::Null, &Value::Null));
    let missing = saved["missing"].as_array().expect("a list");
    assert!(missing.contains(&json!({ "pointer": "/fields/contacts/0/email", "code": "required" })));
}

#[tokio::test]
async fn every_step_needs_its_words() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, reviewer) = (in_team(&app, "almada").await, reviewer(&app).await);
    let record = sent(&app, &team, "almada").await;
    let long = "x".repeat(5001);
    let later = json!({ "confirmed_by": "A", "how": "B", "on": "2026-12-02" });
    for (action, input, pointer, code) in [
        ("/request-changes", json!({ "message": " " }), "/message", "required"),
        ("/request-changes", json!({ "message": long }), "/message", "too_long"),
        ("/request-changes", json!({}), "/message", "required"),
        ("/confirm-authority", json!({ "confirmed_by": "", "how": "B", "on": "2026" }), "/confirmed_by", "required"),
        ("/confirm-authority", json!({ "confirmed_by": "A", "how": "", "on": "2026" }), "/how", "required"),
        ("/confirm-authority", later, "/on", "in_the_future"),
        ("/confirm-authority", json!({ "confirmed_by": "A", "how": "B", "on": "then" }), "/on", "not_a_date"),
        ("/accept", json!({ "publish": ["everything"] }), "/publish/0", "unknown_value"),
        ("/accept", json!({}), "/publish", "required"),
        ("/accept", json!({ "publish": [], "wave": 0 }), "/wave", "too_small"),
        ("/accept", json!({ "publish": [], "pledge": "burn" }), "/pledge", "unknown_value"),
        ("/decline", json!({ "reason": "", "pledge": "keep" }), "/reason", "required"),
        ("/decline", json!({ "reason": long, "pledge": "keep" }), "/reason", "too_long"),
        ("/decline", json!({ "reason": "x", "pledge": "remove" }), "/public_reason", "required"),
        ("/decline", json!({ "reason": "x", "pledge": "remove", "public_reason": "x".repeat(2001) }), "/public_reason", "too_long"),
        ("/decline", json!({ "reason": "x", "pledge": "keep", "public_reason": "x" }), "/public_reason", "must_be_empty"),
        (
            "/decline",
            json!({ "reason": "x", "pledge": "remove", "public_reason": "x", "public_reason_lang": "?" }),
            "/public_reason_lang",
            "not_a_language",
        ),
        ("/submit", json!({ "now": true }), "/now", "unknown_field"),
    ] {
        let refused = problem(reviewer.act(&record, action, &input).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [(pointer, code)], "{action} {input}");
    }
    let refused = problem(team.act(&record, "/withdraw", &json!({ "reason": long })).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/reason", "too_long")]);
    let comments = format!("{record}/comments");
    for (input, pointer, code) in [
        (json!({ "body": "" }), "/body", "required"),
        (json!({ "body": long }), "/body", "too_long"),
        (json!({ "body": "x", "field": "/fields/nothing" }), "/field", "unknown_value"),
        (json!({ "body": "x", "reply_to": app.state.chance.id() }), "/reply_to", "unknown_value"),
        (json!({ "body": "x", "reply_to": 1 }), "/reply_to", "wrong_type"),
    ] {
        let refused = problem(reviewer.post(&comments, &input).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [(pointer, code)], "{input}");
    }
    let nowhere = json!({ "territory_id": app.state.chance.id() });
    let refused = problem(reviewer.post("/v1/adhesions", &nowhere).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/territory_id", "unknown_value")]);
}

#[tokio::test]
async fn only_those_who_may_see_and_do() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, other, reviewer) = (in_team(&app, "almada").await, in_team(&app, "granollers").await, reviewer(&app).await);
    let record = sent(&app, &team, "almada").await;
    let comments = format!("{record}/comments");
    let comment = body(reviewer.post(&comments, &json!({ "body": "x" })).await, 201).await;
    let resolve = format!("/comments/{}/resolve", comment["id"].as_str().expect("an id"));
    let (reader, blind) = (partner(&app, &["adhesions:read"]).await, partner(&app, &["territories:write"]).await);
    for path in [&record, &comments] {
        problem(app.get(path).await, 401, "not_signed_in").await;
        problem(other.get(path).await, 404, "not_found").await;
        problem(blind.get(path).await, 403, "scope_missing").await;
        for allowed in [&team, &reviewer, &reader] {
            assert_eq!(allowed.get(path).await.status().as_u16(), 200);
        }
    }
    problem(app.get("/v1/adhesions").await, 401, "not_signed_in").await;
    problem(blind.get("/v1/adhesions").await, 403, "scope_missing").await;
    let operations = [
        (Method::PATCH, "", json!({ "fields": {} }), false),
        (Method::POST, "/submit", json!({}), false),
        (Method::POST, "/withdraw", json!({}), false),
        (Method::POST, "/request-changes", json!({ "message": "x" }), true),
        (Method::POST, "/confirm-authority", authority(), true),
        (Method::POST, "/accept", json!({ "publish": [], "pledge": "keep_text" }), true),
        (Method::POST, "/decline", json!({ "reason": "x", "pledge": "keep" }), true),
    ];
    for (method, action, input, secretariat_only) in operations {
        let path = format!("{record}{action}");
        let send = |person: Option<&Person<'_>>, tag: Option<&str>| {
            let request = person.map_or_else(|| app.request(method.clone(), &path), |person| person.request(method.clone(), &path));
            let request = tag.into_iter().fold(request.json(&input), |request, tag| request.header("If-Match", tag));
            async { request.send().await.expect("an answer") }
        };
        problem(send(None, None).await, 401, "not_signed_in").await;
        problem(send(Some(&other), Some("\"1\"")).await, 404, "not_found").await;
        problem(send(Some(&reader), Some("\"1\"")).await, 403, "scope_missing").await;
        problem(send(Some(&reviewer), None).await, 428, "if_match_required").await;
        problem(send(Some(&reviewer), Some("\"1\"")).await, 412, "stale").await;
        if secretariat_only {
            problem(send(Some(&team), Some("\"1\"")).await, 403, "not_allowed").await;
        }
    }
    for action in ["/comments", resolve.as_str()] {
        let path = format!("{record}{action}");
        let input = if action == "/comments" { json!({ "body": "x" }) } else { json!({}) };
        problem(app.post(&path, &input).await, 401, "not_signed_in").await;
        problem(other.post(&path, &input).await, 404, "not_found").await;
        problem(reader.post(&path, &input).await, 403, "scope_missing").await;
    }
    let begin = json!({ "territory_id": territory_id(&app, "almada").await });
    problem(app.post("/v1/adhesions", &begin).await, 401, "not_signed_in").await;
    problem(other.post("/v1/adhesions", &begin).await, 403, "not_allowed").await;
    problem(reader.post("/v1/adhesions", &begin).await, 403, "scope_missing").await;
    problem(team.get("/v1/adhesions/nothing").await, 404, "not_found").await;
}

#[tokio::test]
async fn lists_show_what_one_may_see() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (almada, granollers, reviewer) = (in_team(&app, "almada").await, in_team(&app, "granollers").await, reviewer(&app).await);
    let record = sent(&app, &almada, "almada").await;
    body(reviewer.post(&format!("{record}/comments"), &json!({ "body": "x" })).await, 201).await;
    begun(&app, &granollers, "granollers").await;
    let own = almada.json("/v1/adhesions").await;
    assert_eq!((own["data"].as_array().expect("a list").len(), &own["page"]["total"]), (1, &json!(1)));
    assert_eq!((&own["data"][0]["open_comments"], &own["data"][0]["authority_confirmed"]), (&json!(1), &json!(false)));
    assert_eq!(own["data"][0]["territory"]["country"]["code"], "PT");
    let slugs = |list: &Value| -> Vec<String> {
        let rows = list["data"].as_array().expect("a list");
        rows.iter().map(|row| row["territory"]["slug"].as_str().expect("a slug").to_owned()).collect()
    };
    assert_eq!(slugs(&reviewer.json("/v1/adhesions?sort=submitted").await), ["almada", "granollers"]);
    assert_eq!(slugs(&reviewer.json("/v1/adhesions?sort=-created").await), ["granollers", "almada"]);
    assert_eq!(slugs(&reviewer.json("/v1/adhesions?state=draft,declined").await), ["granollers"]);
    assert_eq!(slugs(&reviewer.json("/v1/adhesions?territory=almada").await), ["almada"]);
    for sort in ["created", "-updated", "submitted", "-submitted"] {
        let first = reviewer.json(&format!("/v1/adhesions?limit=1&sort={sort}")).await;
        let next = first["page"]["next"].as_str().expect("a next page").strip_prefix(&app.url).expect("here").to_owned();
        let second = reviewer.json(&next).await;
        assert_eq!(second["page"]["next"], Value::Null);
        let mut both = [slugs(&first), slugs(&second)].concat();
        both.sort();
        assert_eq!(both, ["almada", "granollers"], "{sort}");
    }
    for query in ["state=open", "sort=name", "territory=nowhere", "limit=0"] {
        problem(reviewer.get(&format!("/v1/adhesions?{query}")).await, 400, "invalid_query").await;
    }
    problem(reviewer.get("/v1/adhesions?cursor=x").await, 400, "invalid_cursor").await;
}

#[tokio::test]
async fn comments_make_threads() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let record = begun(&app, &team, "barcelona").await;
    let comments = format!("{record}/comments");
    let tag = team.tag(&record).await;
    let first = body(reviewer.post(&comments, &json!({ "field": "/fields/policies/1", "body": "One" })).await, 201).await;
    let reply = body(team.post(&comments, &json!({ "body": "Two", "reply_to": first["id"] })).await, 201).await;
    let third = body(reviewer.post(&comments, &json!({ "body": "Three", "reply_to": reply["id"] })).await, 201).await;
    assert_eq!((&third["reply_to"], &third["field"]), (&first["id"], &first["field"]), "one thread");
    let listed = team.json(&comments).await;
    let bodies: Vec<_> = listed["data"].as_array().expect("a list").iter().filter_map(|comment| comment["body"].as_str()).collect();
    assert_eq!(bodies, ["One", "Two", "Three"]);
    let counts = json!({ "total": 3, "open": 1, "fields": [{ "field": "/fields/policies", "total": 3, "open": 1 }] });
    assert_eq!(team.json(&record).await["comments"], counts);
    // Who is filling in is not disturbed.
    let request = team.request(Method::PATCH, &record).header("If-Match", tag).json(&json!({ "fields": { "motivations": "M" } }));
    body(request.send().await.expect("an answer"), 200).await;
    let resolve = |comment: &Value| format!("{comments}/{}/resolve", comment["id"].as_str().expect("an id"));
    problem(team.post(&resolve(&reply), &json!({})).await, 409, "wrong_state").await;
    let once = body(team.post(&resolve(&first), &json!({})).await, 200).await;
    assert_eq!(body(reviewer.post(&resolve(&first), &json!({})).await, 200).await, once, "twice is once");
    problem(team.post(&format!("{comments}/{}/resolve", app.state.chance.id()), &json!({})).await, 404, "not_found").await;
    body(team.act(&record, "/withdraw", &json!({})).await, 200).await;
    problem(team.post(&comments, &json!({ "body": "Late" })).await, 409, "wrong_state").await;
}

/// Comments of one side, as many as there may be but one.
async fn almost_full(app: &TestApp, record: &str, by_secretariat: bool) {
    let adhesion_id = record.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    for _ in 0..499 {
        let row = comment::Model {
            id: app.state.chance.id(),
            adhesion_id,
            field: Some("/fields/motivations".to_owned()),
            reply_to: None,
            author_id: app.state.chance.id(),
            by_secretariat,
            body: "é".repeat(5000),
            created_at: app.state.chance.now(),
            resolved_at: None,
            resolved_by: None,
        };
        row.into_active_model().insert(app.state.db.reader()).await.expect("a comment");
    }
}

#[tokio::test]
async fn f9_comments_are_bounded_and_no_answer_carries_all_of_them() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let record = begun(&app, &team, "barcelona").await;
    let comments = format!("{record}/comments");
    let remark = |length: usize| json!({ "field": "/fields/motivations", "body": "é".repeat(length) });
    let refused = problem(team.post(&comments, &remark(5001)).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/body", "too_long")]);
    almost_full(&app, &record, false).await;
    // However many ask for the last place at once.
    let longest = remark(5000);
    let last = futures_util::future::join_all((0..5).map(|_| team.post(&comments, &longest))).await;
    let (taken, refused): (Vec<_>, Vec<_>) = last.into_iter().partition(|answer| answer.status() == 201);
    assert_eq!(taken.len(), 1);
    for answer in refused {
        problem(answer, 409, "comments_full").await;
    }
    let comment = body(reviewer.post(&comments, &json!({ "body": "The other side has its own." })).await, 201).await;
    let reply = json!({ "body": "Full is full.", "reply_to": comment["id"] });
    problem(team.post(&comments, &reply).await, 409, "comments_full").await;

    let answer = team.get(&record).await.text().await.expect("a body");
    assert!(answer.len() < 10_000, "{} bytes", answer.len());
    let counts: Value = serde_json::from_str(&answer).expect("JSON");
    let of = |field: Option<&str>, number: u64| json!({ "field": field, "total": number, "open": number });
    assert_eq!(counts["comments"], json!({ "total": 501, "open": 501, "fields": [of(None, 1), of(Some("/fields/motivations"), 500)] }));
    let answer = team.patch(&record, &json!({ "fields": answers() })).await.text().await.expect("a body");
    assert!(answer.len() < 20_000, "{} bytes", answer.len());
    assert_eq!(reviewer.json("/v1/adhesions").await["data"][0]["open_comments"], 501);

    let page = team.json(&format!("{comments}?limit=1")).await;
    assert_eq!((page["data"].as_array().map(Vec::len), &page["page"]["total"]), (Some(1), &json!(501)));
    let next = page["page"]["next"].as_str().expect("a next page");
    let link = team.get(&format!("{comments}?limit=1")).await.headers()["link"].to_str().expect("text").to_owned();
    assert_eq!(link, format!("<{next}>; rel=\"next\""));
}

#[tokio::test]
async fn f9_comments_are_listed_from_either_end_and_by_answer() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let comments = format!("{}/comments", begun(&app, &team, "barcelona").await);
    for (field, text) in [(None, "a"), (Some("/fields/policies"), "b"), (Some("/fields/policies/12"), "c"), (Some("/fields/name"), "d")] {
        body(reviewer.post(&comments, &json!({ "field": field, "body": text })).await, 201).await;
    }
    let listed = async |query: &str| {
        let (mut said, mut address) = (String::new(), Some(format!("{comments}{query}")));
        while let Some(path) = address {
            let page = team.json(&path).await;
            said.extend(page["data"].as_array().expect("a list").iter().filter_map(|comment| comment["body"].as_str()));
            address = page["page"]["next"].as_str().map(|next| next.strip_prefix(&app.url).expect("here").to_owned());
        }
        said
    };
    for (query, expected) in [
        ("", "abcd"),
        ("?limit=1", "abcd"),
        ("?sort=-created&limit=1", "dcba"),
        ("?field=/fields/policies&sort=-created&limit=1", "cb"),
        ("?field=/fields/names", ""),
        ("?field=whole", "a"),
    ] {
        assert_eq!(listed(query).await, expected, "{query}");
    }
    for query in ["?field=/fields/policies/12", "?field=/fields/x", "?field=policies", "?sort=body"] {
        problem(team.get(&format!("{comments}{query}")).await, 400, "invalid_query").await;
    }
    let cursor = team.json(&format!("{comments}?limit=1")).await["page"]["next"].as_str().expect("a page").to_owned();
    let cursor = cursor.strip_prefix(&app.url).expect("here").to_owned();
    problem(team.get(&format!("{cursor}&sort=-created")).await, 400, "invalid_cursor").await;
    problem(in_team(&app, "granollers").await.get(&comments).await, 404, "not_found").await;
}

#[tokio::test]
async fn the_contact_of_a_pledge_is_for_who_may_read_pledges() {
    let app = TestApp::start().await;
    pledged(&app).await;
    let (team, reviewer) = (in_team(&app, "almada").await, reviewer(&app).await);
    let record = sent(&app, &team, "almada").await;
    let contact =
        json!({ "email": "ines@almada.example.pt", "free_mail": false, "in_team": false, "name": "Olga Oficial", "removed_before": null });
    let sees = async |person: &Person<'_>| person.json(&record).await["pledge"].clone();
    let shown = sees(&reviewer).await;
    assert_eq!((&shown["contact"], &shown["statement"]["lang"], &shown["state"]), (&contact, &json!("pt"), &json!("public")));
    for scopes in [["adhesions:read", "pledges:read"], ["adhesions:write", "pledges:decide"]] {
        assert_eq!(sees(&partner(&app, &scopes).await).await["contact"], contact, "{scopes:?}");
    }
    for other in [&team, &partner(&app, &["adhesions:read"]).await, &partner(&app, &["adhesions:write"]).await] {
        let pledge = sees(other).await;
        assert_eq!((&pledge["contact"], &pledge["statement"]["value"]), (&Value::Null, &json!("Prometemos.")));
        assert!(!pledge.to_string().contains("ines@") && !pledge.to_string().contains("Olga"), "{pledge}");
    }
    let saved = team.act(&record, "/withdraw", &json!({})).await;
    assert_eq!(saved.headers()["content-language"], "en");
    assert_eq!(body(saved, 200).await["pledge"]["contact"], Value::Null, "nor in the answer to a change");
}

#[tokio::test]
async fn the_file_of_an_act_of_before_is_private_again() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let first = format!("{}/content", accepted_with_file(&app, &team, &reviewer, &["political_act", "act_document"]).await);
    assert_eq!(app.get(&first).await.status().as_u16(), 200);
    let second = format!("{}/content", accepted_with_file(&app, &team, &reviewer, &["political_act", "act_document"]).await);
    problem(app.get(&first).await, 404, "not_found").await;
    assert_eq!(app.get(&second).await.status().as_u16(), 200, "that of this act is public");
    let third = begun(&app, &team, "barcelona").await;
    agree(&team, &third).await;
    accepted(&team, &reviewer, &third, &["political_act"]).await;
    problem(app.get(&second).await, 404, "not_found").await;
    assert_eq!(team.get(&second).await.status().as_u16(), 200, "it is still there");
    let act = app.json("/v1/territories/barcelona").await["political_act"].clone();
    assert_eq!((&act["body"], &act["document"]), (&json!("Assembleia Municipal"), &Value::Null));
}
