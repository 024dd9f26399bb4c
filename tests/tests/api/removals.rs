//! What is left when the secretariat removes a pledge.

use entity::{
    adhesion, history_personal,
    kinds::{Stage, TeamRole},
    territory, upload,
};
use kernel::db::history::{Verdict, verify};
use reqwest::{
    Method, Response, StatusCode,
    multipart::{Form, Part},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use tests::{
    TestApp,
    operations::operations,
    people::{PASSWORD, Person},
    problem,
};

async fn json(response: Response, status: StatusCode) -> Value {
    assert_eq!(response.status(), status);
    response.json().await.expect("JSON")
}

/// A confirmed pledge for this municipality; what confirming answered.
async fn pledged(app: &TestApp, name: &str, country: &str) -> Value {
    pledged_at(app, name, country, None).await
}

/// Rosario's, by somebody else.
async fn pledged_by(app: &TestApp, email: &str) -> Value {
    tests::pledges::confirmed(app, &tests::pledges::with(&json!({ "email": email }))).await
}

/// The same, of a place from the list.
async fn pledged_at(app: &TestApp, name: &str, country: &str, place: Option<&Value>) -> Value {
    let pledge = json!({
        "name": name, "country": country, "level": "municipal", "geonames_id": place, "signatory_name": "Nora Prueba", "signatory_office": "Intendenta",
        "contact_name": "Olga Oficial", "email": "impostor@mail.example", "may_act": true, "publish": true, "language": "en",
    });
    let id = json(app.post("/v1/pledges", &pledge).await, StatusCode::ACCEPTED).await["id"].as_str().expect("an id").to_owned();
    let mails = app.mails().await;
    let token =
        json!({"token": mails.iter().rfind(|mail| mail.body.contains(&id)).expect("a mail about the pledge").token("/pledge/confirm")});
    json(app.post(&format!("/v1/pledges/{id}/confirm"), &token).await, StatusCode::OK).await
}

/// A file of the territory; its id.
async fn handed_in(person: &Person, territory: &str) -> String {
    let pdf = Part::bytes(b"%PDF-1.7\n%%EOF\n".to_vec()).file_name("act.pdf");
    let form = Form::new().text("territory_id", territory.to_owned()).part("file", pdf);
    let request = person.request(Method::POST, "/v1/documents").multipart(form);
    json(request.send().await.expect("an answer"), StatusCode::CREATED).await["id"].as_str().expect("an id").to_owned()
}

async fn removed(reviewer: &Person, confirmed: &Value) {
    let path = format!("/v1/pledges/{}", confirmed["pledge"]["id"].as_str().expect("an id"));
    let tag = reviewer.tag(&path).await;
    let answer = reviewer.act(&format!("{path}/remove"), &json!({"reason": "The council denies it."}), &tag).await;
    assert_eq!(json(answer, StatusCode::OK).await["state"], "removed");
}

async fn moved(reviewer: &Person, slug: &str, action: &str) {
    let path = format!("/v1/territories/{slug}");
    let tag = reviewer.tag(&path).await;
    json(reviewer.act(&format!("{path}/{action}"), &json!({"reason": "To be looked into."}), &tag).await, StatusCode::OK).await;
}

/// The contact of a confirmed pledge, signed in.
async fn contact(app: &TestApp, confirmed: &Value) -> Person {
    let redeem = json!({"token": confirmed["password_token"], "password": PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    let (id, email) = (uuid::Uuid::nil(), confirmed["email"].as_str().expect("an address").to_owned());
    Person { id, token: app.sign_in(&email).await, email, client: app.client.clone(), url: app.url.clone() }
}

#[tokio::test]
async fn everything_that_a_false_pledge_brought_about_goes() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let impostor = contact(&app, &confirmed).await;
    let territory = &confirmed["territory"]["id"];
    let draft = json(impostor.post("/v1/adhesions", &json!({"territory_id": territory})).await, StatusCode::CREATED).await;
    assert_eq!(draft["fields"]["contacts"][0]["email"], "impostor@mail.example", "copied from the pledge");
    let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let document = handed_in(&impostor, territory.as_str().expect("an id")).await;
    let said = json!({"fields": {"motivations": "To mislead.", "policies": ["None"], "act_document_id": document}});
    json(impostor.patch(&record, &said, &impostor.tag(&record).await).await, StatusCode::OK).await;
    json(impostor.post(&format!("{record}/comments"), &json!({"body": "Believe us."})).await, StatusCode::CREATED).await;
    let helper = app.user("helper@mail.example").await;
    let mut links = Vec::new();
    for email in ["helper@mail.example", "invited@mail.example"] {
        let invitation = json!({"email": email, "language": "en", "territory_id": territory, "role": "lead"});
        assert_eq!(impostor.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
        links.push(app.mails().await.pop().expect("a mail").token("/invitation"));
    }
    let accept = |link: &str| json!({"token": link, "name": "Helper", "password": PASSWORD});
    assert_eq!(app.post("/v1/invitations/accept", &accept(&links[0])).await.status(), StatusCode::CREATED);

    removed(&reviewer, &confirmed).await;
    for person in [&impostor, &helper] {
        assert_eq!(person.json("/v1/me").await["teams"], json!([]));
        assert_eq!(person.get(&record).await.status(), StatusCode::NOT_FOUND);
    }
    problem(app.post("/v1/invitations/accept", &accept(&links[1])).await, 404, "link_invalid").await;
    let closed = reviewer.json(&record).await;
    for answer in ["name", "motivations", "act_document_id", "act_document", "signatory_name"] {
        assert_eq!(closed["fields"][answer], Value::Null, "{answer}");
    }
    assert_eq!((&closed["fields"]["policies"], &closed["comments"]["total"]), (&json!([]), &json!(0)));
    let pledge = &closed["pledge"];
    assert_eq!((&pledge["state"], &pledge["contact"], &pledge["statement"]), (&json!("removed"), &Value::Null, &Value::Null));
    problem(reviewer.get(&format!("/v1/documents/{document}")).await, 404, "not_found").await;
    app.run_jobs().await;
    assert!(!app.data_dir.path().join("files").join(&document).exists(), "the bytes are gone");
    assert_eq!((&closed["state"], &closed["decision"]["reason"]), (&json!("withdrawn"), &json!("The council denies it.")));
    assert_eq!(reviewer.json("/v1/adhesions?state=draft,submitted,changes_requested").await["page"]["total"], 0, "nothing waits");
    // No record of the pledge names anybody any more; the chain holds.
    let kept = adhesion::Entity::find().all(app.state.db.reader()).await.expect("read");
    let personal = history_personal::Entity::find().all(app.state.db.reader()).await.expect("read");
    let accounts = |row: &&history_personal::Model| !row.facts.contains("\"name\"");
    for typed in ["impostor", "Nora", "Olga"] {
        assert!(kept.iter().all(|row| !row.fields.to_string().contains(typed)), "{typed}");
    }
    assert!(personal.iter().filter(accounts).all(|row| !row.facts.contains("Nora") && !row.facts.contains("Olga")), "{personal:?}");
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
    let mails = app.mails().await;
    let told: Vec<&str> = mails.iter().filter(|mail| mail.body.contains("The council denies it.")).map(|mail| mail.to.as_str()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(mails.iter().any(|mail| mail.body.contains("Your account stays.")), "what stays is said");
}

#[tokio::test]
async fn a_team_of_before_stays() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    moved(&reviewer, "lyon", "withdraw").await;
    let confirmed = pledged(&app, "Lyon", "FR").await;
    let draft = json(lead.post("/v1/adhesions", &json!({"territory_id": confirmed["territory"]["id"]})).await, StatusCode::CREATED).await;
    removed(&reviewer, &confirmed).await;
    assert_eq!(lead.json("/v1/me").await["teams"][0]["role"], "lead");
    assert_eq!(lead.json(&format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"))).await["state"], "draft");
    assert_eq!(app.json("/v1/territories/lyon").await["stage"], "withdrawn");
}

#[tokio::test]
async fn who_was_in_the_team_for_other_reasons_stays() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let impostor = app.member_of("lyon", TeamRole::Editor, "impostor@mail.example").await;
    moved(&reviewer, "lyon", "withdraw").await;
    let confirmed = pledged(&app, "Lyon", "FR").await;
    removed(&reviewer, &confirmed).await;
    assert_eq!(impostor.json("/v1/me").await["teams"][0]["role"], "editor");
}

/// Whatever became of it meanwhile.
#[tokio::test]
async fn d1_a_government_that_was_put_on_hold_or_withdrawn_goes_with_its_false_pledge_too() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    for (name, action) in [("Rosario", "hold"), ("Santa Fe", "withdraw")] {
        let confirmed = pledged(&app, name, "AR").await;
        let slug = confirmed["territory"]["slug"].as_str().expect("a slug").to_owned();
        moved(&reviewer, &slug, action).await;
        removed(&reviewer, &confirmed).await;
        let gone = problem(app.get(&format!("/v1/territories/{slug}")).await, 410, "pledge_removed").await;
        assert_eq!(gone["reason"]["value"], "The council denies it.");
        let entry = feed(&app).await.pop().expect("an entry");
        assert_eq!((&entry["action"], &entry["facts"]["gone"]), (&json!("territory.pledge_removed"), &json!(true)));
    }
    for stage in ["on_hold", "withdrawn", "none"] {
        let list = app.json(&format!("/v1/territories?stage={stage}")).await;
        assert_eq!(list["page"]["total"], 0, "{stage}");
    }
}

#[tokio::test]
async fn the_genuine_government_begins_afresh() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let impostor = contact(&app, &confirmed).await;
    let begin = json!({"territory_id": confirmed["territory"]["id"]});
    let draft = json(impostor.post("/v1/adhesions", &begin).await, StatusCode::CREATED).await;
    let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let said = json!({"fields": {"name": "Rosaria", "motivations": "To mislead."}});
    json(impostor.patch(&record, &said, &impostor.tag(&record).await).await, StatusCode::OK).await;
    removed(&reviewer, &confirmed).await;

    let genuine = pledged(&app, "Rosario", "AR").await;
    assert_ne!(genuine["territory"]["id"], confirmed["territory"]["id"]);
    assert_eq!(genuine["pledge"]["contact_in_team"], true, "nobody genuine worked on it before");
    assert_eq!(problem(reviewer.post("/v1/adhesions", &begin).await, 422, "invalid_fields").await["errors"][0]["pointer"], "/territory_id");
    let begin = json!({"territory_id": genuine["territory"]["id"]});
    let draft = json(impostor.post("/v1/adhesions", &begin).await, StatusCode::CREATED).await;
    assert_eq!((&draft["fields"]["name"], &draft["fields"]["motivations"]), (&json!("Rosario"), &Value::Null));
    assert_eq!(draft["fields"]["signatory_name"], "Nora Prueba", "known from this pledge");
    // What the secretariat said of the false adhesion is its own business.
    assert_eq!(impostor.json("/v1/adhesions").await["page"]["total"], 1);
    problem(impostor.get(&record).await, 404, "not_found").await;
    problem(impostor.patch(&record, &said, "*").await, 404, "not_found").await;
    assert_eq!(reviewer.json("/v1/adhesions?territory=rosario").await["page"]["total"], 1);
    let of_false = format!("/v1/adhesions?territory={}", confirmed["territory"]["id"].as_str().expect("an id"));
    assert_eq!(reviewer.json(&of_false).await["page"]["total"], 1);
}

/// By another pledge, or after another one was forgotten.
#[tokio::test]
async fn what_a_member_has_stays_when_an_old_pledge_goes() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let lead = contact(&app, &confirmed).await;
    let document = handed_in(&lead, confirmed["territory"]["id"].as_str().expect("an id")).await;
    let accepted = territory::Entity::update_many().col_expr(territory::Column::Stage, Expr::value(Stage::Member));
    accepted.filter(territory::Column::Slug.eq("rosario")).exec(app.state.db.reader()).await.expect("updated");
    removed(&reviewer, &confirmed).await;
    assert_eq!(app.json("/v1/territories/rosario").await["stage"], "member");
    assert_eq!(lead.json("/v1/me").await["teams"][0]["role"], "lead");
    assert_eq!(lead.get(&format!("/v1/documents/{document}")).await.status(), StatusCode::OK);
}

/// A government that pledged and left, and of which nobody works here any more.
async fn left(app: &TestApp, reviewer: &Person) -> String {
    let confirmed = pledged(app, "Rosario", "AR").await;
    moved(reviewer, "rosario", "withdraw").await;
    let territory = confirmed["territory"]["id"].as_str().expect("an id").to_owned();
    let team = reviewer.json(&format!("/v1/territories/{territory}/team")).await;
    let lead = team["data"][0]["user_id"].as_str().expect("an id").to_owned();
    assert_eq!(reviewer.delete(&format!("/v1/territories/{territory}/team/{lead}")).await.status(), StatusCode::NO_CONTENT);
    territory
}

#[tokio::test]
async fn f2_what_is_on_its_way_when_a_pledge_goes_comes_to_nothing() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let territory_id = confirmed["territory"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let (id, now) = (app.state.chance.id(), app.state.chance.now());
    let row =
        upload::Model { id, territory_id, uploaded_by: id, bytes: 1, created_at: now, expires_at: now + chrono::Duration::minutes(10) };
    row.into_active_model().insert(app.state.db.reader()).await.expect("room");
    removed(&reviewer, &confirmed).await;
    assert!(upload::Entity::find().all(app.state.db.reader()).await.expect("read").is_empty(), "its document finds the room gone");
}

#[tokio::test]
async fn what_was_handed_in_before_the_pledge_stays() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let document = handed_in(&reviewer, &left(&app, &reviewer).await).await;
    app.source.advance(chrono::Duration::minutes(1));
    removed(&reviewer, &pledged(&app, "Rosario", "AR").await).await;
    assert_eq!(reviewer.get(&format!("/v1/documents/{document}")).await.status(), StatusCode::OK);
}

/// Everything that the feed tells, from its beginning.
async fn feed(app: &TestApp) -> Vec<Value> {
    let (mut entries, mut after) = (Vec::new(), 0);
    loop {
        let page = app.json(&format!("/v1/changes?after={after}&limit=200")).await;
        let data = page["data"].as_array().expect("a list").clone();
        let Some(last) = data.last() else { return entries };
        after = last["seq"].as_i64().expect("a sequence");
        entries.extend(data);
    }
}

/// Everything that the public can read of governments, in one text.
async fn everything_public(app: &TestApp) -> String {
    let mut all = String::new();
    for path in [
        "/v1/territories?limit=200",
        "/v1/territories?limit=200&stage=pledged,member,on_hold,withdrawn,none",
        "/v1/territories?stage=none",
        "/v1/territories?q=rosario",
        "/v1/territories?q=falsaria",
        "/v1/territories?country=AR",
        "/v1/territories.csv?stage=pledged,member,on_hold,withdrawn,none",
        "/v1/territories.geojson?stage=pledged,member,on_hold,withdrawn,none",
        "/v1/organisations",
        "/v1/places?q=rosario&country=AR",
    ] {
        all.push_str(&app.get(path).await.text().await.expect("text"));
        // Answers that are asked for again are kept: none of them outlives the change.
        all.push_str(&app.get(path).await.text().await.expect("text"));
    }
    all + &json!(feed(app).await).to_string()
}

/// What a false lead may have written on the page.
async fn defaced(impostor: &Person, slug: &str) {
    let path = format!("/v1/territories/{slug}");
    let lies = json!({
        "name": "Rosario Falsaria", "name_lang": "es", "names": [{"lang": "es", "name": "Rosario Falsaria"}, {"lang": "fr", "name": "Rosaire"}],
        "website": "https://falsaria.example", "leaders": [{"name": "Invented Mayor", "office": "Mayor"}],
    });
    json(impostor.patch(&path, &lies, &impostor.tag(&path).await).await, StatusCode::OK).await;
    let nobody = json!({"leader": {"agreed": false}, "motivations": {"agreed": true}});
    json(impostor.patch(&format!("{path}/publication"), &nobody, "*").await, StatusCode::OK).await;
}

#[tokio::test]
async fn d1_a_removed_pledge_of_a_government_that_never_joined_is_in_no_list_count_or_file() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let place = app.json("/v1/places?q=rosario&country=AR").await["data"][0]["geonames_id"].clone();
    let (before, counts) = (everything_public(&app).await, app.json("/v1/campaign").await);
    let confirmed = pledged_at(&app, "Rosario", "AR", Some(&place)).await;
    let impostor = contact(&app, &confirmed).await;
    defaced(&impostor, "rosario").await;
    let seen = reviewer.tag("/v1/territories/rosario").await;
    let during = everything_public(&app).await;
    assert!(during.contains("falsaria.example") && during.contains("Rosario Falsaria"), "it was public");
    assert_ne!(app.json("/v1/campaign").await, counts);

    removed(&reviewer, &confirmed).await;
    let after = everything_public(&app).await;
    for lie in ["falsaria", "Falsaria", "Rosaire", "Invented Mayor", "Nora Prueba", "\"rosario\""] {
        assert_eq!(after.matches(lie).count(), before.matches(lie).count(), "{lie}");
    }
    assert_eq!(app.json("/v1/campaign").await, counts);
    // The address says so, by slug and by id, to whoever knew it before, and after a restart.
    let id = confirmed["territory"]["id"].as_str().expect("an id").to_owned();
    let app = app.restart(&[]).await;
    for key in ["rosario", &id] {
        for rest in ["", "/history"] {
            let request = app.request(Method::GET, &format!("/v1/territories/{key}{rest}")).header("If-None-Match", &seen);
            let gone = problem(request.send().await.expect("an answer"), 410, "pledge_removed").await;
            assert_eq!((&gone["removed_on"], &gone["reason"]["value"]), (&json!("2026-12-01"), &json!("The council denies it.")));
            assert!(!gone.to_string().contains("Rosario"), "what was typed is not repeated");
        }
    }
    let reviewer = Person { token: app.sign_in("reviewer@campaign.example").await, url: app.url.clone(), ..reviewer };
    for action in ["hold", "reinstate", "withdraw"] {
        let act = reviewer.act(&format!("/v1/territories/rosario/{action}"), &json!({"reason": "x"}), "*").await;
        problem(act, 410, "pledge_removed").await;
    }
    problem(reviewer.patch("/v1/territories/rosario", &json!({"website": null}), "*").await, 410, "pledge_removed").await;
    let invitation = json!({"email": "friend@mail.example", "language": "en", "territory_id": id, "role": "lead"});
    problem(reviewer.post("/v1/invitations", &invitation).await, 422, "invalid_fields").await;
    // A mirror that took it learns that it is gone, and that this is no withdrawal.
    let entries: Vec<Value> = feed(&app).await.into_iter().filter(|entry| entry["subject"]["id"] == json!(id)).collect();
    let last = entries.last().expect("an entry");
    assert_eq!((&last["action"], &last["facts"]["gone"]), (&json!("territory.pledge_removed"), &json!(true)));
    assert_eq!((&last["facts"]["stage"], &last["facts"]["reason"]), (&json!("none"), &json!("The council denies it.")));
    assert!(entries.iter().all(|entry| entry["action"] != "territory.withdrawn" && entry["subject"]["slug"] == Value::Null));
    assert_eq!(entries[0]["facts"]["stage"], "pledged", "where it stood is still told");
    // The secretariat knows what it removed.
    let list = reviewer.json("/v1/pledges?state=removed").await;
    assert_eq!((&list["data"][0]["name"], &list["data"][0]["territory"]), (&json!("Rosario"), &Value::Null));
    assert_eq!(reviewer.json(&format!("/v1/pledges?territory={id}")).await["page"]["total"], 1);
    assert_eq!(reviewer.json("/v1/pledges?territory=lyon").await["page"]["total"], 0);
    problem(reviewer.get("/v1/pledges?territory=nowhere").await, 400, "invalid_query").await;
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
}

/// The secretariat still finds what was asked for about it.
#[tokio::test]
async fn d1_each_operation_on_a_removed_record_says_that_it_is_gone_as_the_document_does() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let id = confirmed["territory"]["id"].as_str().expect("an id").to_owned();
    let ask = json!({"territory_id": id, "name": "Ada Example", "office": "Officer", "email": "ada@rosario.example"});
    json(app.post("/v1/access-requests", &ask).await, StatusCode::ACCEPTED).await;
    removed(&reviewer, &confirmed).await;
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    for operation in operations(&document).into_iter().filter(|one| one.path.starts_with("/v1/territories/{id}")) {
        let path = operation.path.replace("{id}", "rosario").replace("{user_id}", &reviewer.id.to_string());
        let mut request = reviewer.request(operation.method.clone(), &path).header("If-Match", "*");
        if let Some(example) = operation.example() {
            request = request.json(example);
        }
        problem(request.send().await.expect("an answer"), 410, "pledge_removed").await;
        let said = operation.value["responses"]["410"]["description"].as_str().unwrap_or_default();
        assert!(said.contains("`pledge_removed`"), "{operation}: {said}");
    }
    for list in ["access-requests", "adhesions", "pledges", "reports"] {
        let found = reviewer.json(&format!("/v1/{list}?territory={id}")).await;
        assert!(found["data"].is_array(), "{list}");
        problem(reviewer.get(&format!("/v1/{list}?territory=nowhere")).await, 400, "invalid_query").await;
    }
    let asked = reviewer.json(&format!("/v1/access-requests?territory={id}")).await;
    assert_eq!(asked["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn d1_the_true_pledge_of_the_town_has_its_address_and_nothing_of_the_false_one() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let place = app.json("/v1/places?q=rosario&country=AR").await["data"][0]["geonames_id"].clone();
    let confirmed = pledged_at(&app, "Rosario", "AR", Some(&place)).await;
    let impostor = contact(&app, &confirmed).await;
    defaced(&impostor, "rosario").await;
    moved(&reviewer, "rosario", "hold").await;
    removed(&reviewer, &confirmed).await;

    let genuine = pledged_at(&app, "Rosario", "AR", Some(&place)).await;
    assert_eq!((&genuine["territory"]["slug"], &genuine["territory"]["stage"]), (&json!("rosario"), &json!("pledged")));
    assert_ne!(genuine["territory"]["id"], confirmed["territory"]["id"]);
    let page = app.json("/v1/territories/rosario").await;
    assert_eq!(
        (&page["name"], &page["names"], &page["leaders"], &page["website"]),
        (&json!("Rosario"), &json!([]), &json!([]), &Value::Null)
    );
    let history = app.json("/v1/territories/rosario/history").await;
    assert_eq!((&history["page"]["total"], &history["data"][0]["action"]), (&json!(1), &json!("territory.pledged")));
    assert_eq!(app.json("/v1/territories?q=rosario").await["page"]["total"], 1);
    assert_eq!(app.json("/v1/places?q=rosario&country=AR").await["data"][0]["territory"]["id"], genuine["territory"]["id"]);
    // Who kept the false one by its id is still told about it.
    let old = format!("/v1/territories/{}", confirmed["territory"]["id"].as_str().expect("an id"));
    problem(app.get(&old).await, 410, "pledge_removed").await;
    // Another country's town of that name does not get the address of a false pledge here, and a second false pledge changes nothing.
    removed(&reviewer, &genuine).await;
    // One address is sent so many letters a day.
    app.source.advance(chrono::Duration::days(1));
    assert_eq!(pledged(&app, "Rosario", "UY").await["territory"]["slug"], "rosario-uy");
    assert_eq!(pledged(&app, "Rosario", "AR").await["territory"]["slug"], "rosario");
}

#[tokio::test]
async fn d1_a_government_that_was_there_before_is_again_what_it_was() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let left = json!({"reason": "The council voted to leave.", "effective_on": "2026-11"});
    json(reviewer.act("/v1/territories/lyon/withdraw", &left, "*").await, StatusCode::OK).await;
    let before = app.json("/v1/territories/lyon").await;
    let history = app.json("/v1/territories/lyon/history").await;
    let confirmed = pledged(&app, "Lyon", "FR").await;
    moved(&reviewer, "lyon", "hold").await;
    removed(&reviewer, &confirmed).await;
    let after = app.json("/v1/territories/lyon").await;
    for member in ["stage", "stage_since", "stage_reason", "pledge", "joined_year", "leaders"] {
        assert_eq!(after[member], before[member], "{member}");
    }
    let now = app.json("/v1/territories/lyon/history").await;
    let entries = now["data"].as_array().expect("a list");
    assert_eq!((&entries[0]["action"], &entries[0]["facts"]["gone"]), (&json!("territory.pledge_removed"), &json!(false)));
    assert_eq!(json!(entries[1..]), history["data"], "what the false pledge brought about is not told as the town's own");
    assert_eq!(now["page"]["total"], json!(entries.len()));
    let told = feed(&app).await;
    let held = told.iter().rfind(|entry| entry["action"] == "territory.held").expect("the feed forgets nothing");
    assert_eq!(held["facts"], json!({"stage": "on_hold", "from": "pledged"}), "but where it stood");
    let back = reviewer.act("/v1/territories/lyon/reinstate", &json!({}), &reviewer.tag("/v1/territories/lyon").await).await;
    assert_eq!(json(back, StatusCode::OK).await["stage"], "member");
}

#[tokio::test]
async fn d1_what_a_false_team_wrote_on_the_page_of_a_government_that_left_is_taken_back() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    left(&app, &reviewer).await;
    let before = app.json("/v1/territories/rosario").await;
    let choices = reviewer.json("/v1/territories/rosario/publication").await;
    let confirmed = pledged(&app, "Rosario", "AR").await;
    let impostor = contact(&app, &confirmed).await;
    defaced(&impostor, "rosario").await;
    removed(&reviewer, &confirmed).await;
    assert_eq!(reviewer.json("/v1/territories/rosario/publication").await, choices, "nobody of the government chose anything");
    let mut after = app.json("/v1/territories/rosario").await;
    after["updated_at"] = before["updated_at"].clone();
    assert_eq!(after, before, "the first pledge stands, with its withdrawal");
    assert_eq!(app.json("/v1/territories?q=falsaria&stage=withdrawn").await["page"]["total"], 0);
    let personal = history_personal::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert!(personal.iter().all(|row| !row.facts.contains("Invented Mayor")));
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
}

#[tokio::test]
async fn d1_an_earlier_false_pledge_takes_nothing_from_the_one_that_stands() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let first = pledged(&app, "Rosario", "AR").await;
    let impostor = contact(&app, &first).await;
    let territory = first["territory"]["id"].as_str().expect("an id");
    let false_act = handed_in(&impostor, territory).await;
    moved(&reviewer, "rosario", "withdraw").await;
    let second = pledged_by(&app, "office@rosario.example").await;
    // The secretariat invites who made the second, who invites a colleague.
    let office = contact(&app, &second).await;
    let (colleague, accomplice) = (app.user("colleague@rosario.example").await, app.user("accomplice@mail.example").await);
    for (by, to, role) in [(&reviewer, &office, "lead"), (&office, &colleague, "editor"), (&impostor, &accomplice, "editor")] {
        let invitation = json!({"email": to.email, "language": "es", "territory_id": territory, "role": role});
        json(by.post("/v1/invitations", &invitation).await, StatusCode::CREATED).await;
        let token = app.mails().await.pop().expect("a mail").token("/invitation");
        json(to.post("/v1/invitations/accept", &json!({"token": token, "password": PASSWORD})).await, StatusCode::CREATED).await;
    }
    let true_act = handed_in(&colleague, territory).await;
    let draft = json(office.post("/v1/adhesions", &json!({"territory_id": territory})).await, StatusCode::CREATED).await;
    let adhesion = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let act = json!({"fields": {"act_document_id": true_act}});
    json(office.patch(&adhesion, &act, "*").await, StatusCode::OK).await;
    let of_town = async || app.mails().await.into_iter().filter(|mail| mail.to.ends_with("@rosario.example")).count();
    let before = of_town().await;
    removed(&reviewer, &first).await;
    assert_eq!(office.json(&adhesion).await["fields"]["act_document_id"], true_act);
    assert_eq!(office.get(&format!("/v1/documents/{true_act}")).await.status(), StatusCode::OK);
    problem(office.get(&format!("/v1/documents/{false_act}")).await, 404, "not_found").await;
    let team: Vec<Value> = office.json("/v1/me").await["teams"].as_array().expect("a list").clone();
    assert_eq!((team.len(), colleague.json("/v1/me").await["teams"].as_array().map(Vec::len)), (1, Some(1)));
    for out in [&impostor, &accomplice] {
        assert_eq!(out.json("/v1/me").await["teams"], json!([]), "who came by the false one is out");
    }
    assert_eq!(of_town().await, before, "who stays is not told that their pledge was removed");
    let page = app.json("/v1/territories/rosario").await;
    assert_eq!((&page["stage"], &page["pledge"]["id"]), (&json!("pledged"), &second["pledge"]["id"]));
    let history = app.json("/v1/territories/rosario/history").await;
    let actions: Vec<&str> = history["data"].as_array().expect("a list").iter().filter_map(|entry| entry["action"].as_str()).collect();
    assert_eq!(actions, ["territory.pledge_removed", "territory.pledged"]);
    // Without the second there never was anything.
    removed(&reviewer, &second).await;
    problem(app.get("/v1/territories/rosario").await, 410, "pledge_removed").await;
}

#[tokio::test]
async fn d1_whom_an_impostor_let_in_goes_with_the_false_pledge_though_the_impostor_is_erased() {
    let app = TestApp::start().await;
    let (reviewer, administrator) = (app.reviewer().await, app.admin().await);
    let first = pledged(&app, "Rosario", "AR").await;
    let impostor = contact(&app, &first).await;
    let territory = first["territory"]["id"].as_str().expect("an id");
    moved(&reviewer, "rosario", "withdraw").await;
    let office = contact(&app, &pledged_by(&app, "office@rosario.example").await).await;
    let colleague = app.user("colleague@rosario.example").await;
    let accomplice = app.user("accomplice@mail.example").await;
    for (by, to) in [(&administrator, &office), (&reviewer, &colleague), (&impostor, &accomplice)] {
        let invitation = json!({"email": to.email, "language": "es", "territory_id": territory, "role": "lead"});
        json(by.post("/v1/invitations", &invitation).await, StatusCode::CREATED).await;
        let token = app.mails().await.pop().expect("a mail").token("/invitation");
        json(to.post("/v1/invitations/accept", &json!({"token": token, "password": PASSWORD})).await, StatusCode::CREATED).await;
    }
    for gone in [&impostor, &reviewer] {
        json(administrator.post("/v1/people/erase", &json!({"email": gone.email})).await, StatusCode::OK).await;
    }
    removed(&administrator, &first).await;
    let team = async |person: &Person| person.json("/v1/me").await["teams"].as_array().map(Vec::len);
    assert_eq!(team(&accomplice).await, Some(0));
    assert_eq!((team(&office).await, team(&colleague).await), (Some(1), Some(1)), "whom the secretariat let in stays");
}

#[tokio::test]
async fn d1_a_removal_and_the_true_pledge_at_once_leave_one_government_or_the_other() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let body = json!({
        "name": "Rosario", "country": "AR", "level": "municipal", "signatory_name": "Ada Genuina", "signatory_office": "Intendenta", "contact_name": "Olga Oficial",
        "email": "office@rosario.example", "may_act": true, "publish": true, "language": "en",
    });
    let id = json(app.post("/v1/pledges", &body).await, StatusCode::ACCEPTED).await["id"].as_str().expect("an id").to_owned();
    let token = json!({"token": app.mails().await.pop().expect("a mail").token("/pledge/confirm")});
    let hoax = pledged(&app, "Rosario", "AR").await;
    let path = format!("/v1/pledges/{}", hoax["pledge"]["id"].as_str().expect("an id"));
    let reason = json!({"reason": "The council denies it."});
    let confirm = async || app.post(&format!("/v1/pledges/{id}/confirm"), &token).await;
    let remove = format!("{path}/remove");
    let (done, confirmed) = tokio::join!(reviewer.act(&remove, &reason, "*"), confirm());
    assert_eq!(done.status(), StatusCode::OK);
    let genuine = match confirmed.status() {
        StatusCode::OK => confirmed.json().await.expect("JSON"),
        _ => {
            problem(confirmed, 409, "already_there").await;
            json(confirm().await, StatusCode::OK).await
        }
    };
    assert_eq!((&genuine["territory"]["slug"], &genuine["territory"]["stage"]), (&json!("rosario"), &json!("pledged")));
    assert_eq!(app.json("/v1/campaign").await["counts"]["pledges"], 1);
    assert_eq!(app.json("/v1/territories/rosario/history").await["page"]["total"], 1);
}

#[tokio::test]
async fn who_was_there_only_by_a_removed_pledge_is_not_reinstated() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let path = "/v1/territories/rosario";
    removed(&reviewer, &pledged(&app, "Rosario", "AR").await).await;
    problem(reviewer.act(&format!("{path}/reinstate"), &json!({}), "*").await, 410, "pledge_removed").await;
    // With a pledge that stands, a hold ends as always.
    pledged(&app, "Rosario", "AR").await;
    moved(&reviewer, "rosario", "hold").await;
    let back = reviewer.act(&format!("{path}/reinstate"), &json!({}), &reviewer.tag(path).await).await;
    assert_eq!(json(back, StatusCode::OK).await["stage"], "pledged");
}
