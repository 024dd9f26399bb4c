//! What is kept of persons: classified, told, exported and erased.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use entity::{
    api_token, history, history_personal, invitation,
    kinds::{SecretariatRole, TeamRole},
    leader, pledge, user,
};
use kernel::db::{
    Actor,
    history::{Verdict, verify},
};
use migration::{Migrator, MigratorTrait};
use personal::{document::document, erase, export, retention::retention, tables::tables};
use reqwest::{Method, StatusCode};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, IntoActiveModel, QueryFilter, Statement};
use serde_json::{Value, json};
use tests::{TestApp, people::Person, problem};

use crate::{
    marked::{ADDRESS, NAME, Story, WORD, answers, body, change, contact, dump, lines_with, pledged, told},
    people::{in_team, partner, territory_id},
    portable::fresh,
};

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every column that may hold a text, JSON or an id, by its table.
async fn columns(db: &impl ConnectionTrait) -> BTreeMap<String, BTreeSet<String>> {
    let backend = db.get_database_backend();
    let sql = match backend {
        // Tables that an index is made of belong to it.
        DatabaseBackend::Sqlite => {
            "SELECT t.name AS \"table\", c.name AS \"column\", lower(c.type) AS type FROM pragma_table_list t \
             JOIN pragma_table_xinfo(t.name) c WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND c.hidden = 0 \
             AND t.name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT table_name::text AS \"table\", column_name::text AS \"column\", lower(udt_name::text) AS type \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(backend, sql)).await.expect("columns") {
        let text = |name: &str| row.try_get::<String>("", name).expect(name);
        let (table, kind) = (text("table"), text("type"));
        let columns = found.entry(table).or_default();
        let number = ["int", "bool", "timestamp", "datetime", "double", "float", "real"].iter().any(|plain| kind.contains(plain));
        if !number {
            columns.insert(text("column"));
        }
    }
    found
}

#[tokio::test]
async fn e2_every_column_that_may_hold_a_text_is_classified() {
    let (_folder, _database, connection) = fresh().await;
    Migrator::up(&connection, None).await.expect("up");
    let (there, known) = (columns(&connection).await, tables());
    connection.close().await.expect("closed");
    assert!(there.len() > 25, "{there:?}");
    let mut complaints = Vec::new();
    for (table, columns) in &there {
        let Some(classified) = known.iter().find(|known| known.name == *table) else {
            complaints.push(format!("{table} is not among the tables of api/personal/src/tables.rs"));
            continue;
        };
        let missing = columns.iter().filter(|column| classified.holding(column).is_none());
        complaints.extend(missing.map(|column| format!("{table}.{column} is not classified")));
    }
    for table in &known {
        let mut seen = BTreeSet::new();
        for (column, _) in table.personal() {
            let exists = there.get(&table.name).is_some_and(|columns| columns.contains(column) || column == "seq");
            if !exists || !seen.insert(column) {
                complaints.push(format!("{}.{column} is classified twice, or is not there", table.name));
            }
        }
        let told = [table.why, table.seen_by, table.kept.as_str(), table.erased];
        if !seen.is_empty() && told.iter().any(|text| !text.ends_with('.')) {
            complaints.push(format!("{} does not say why, who, how long and how it is erased", table.name));
        }
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn e2_the_document_and_the_privacy_page_are_those_of_the_code() {
    let committed = std::fs::read_to_string(root().join("docs/personal-data.md")).expect("the document");
    assert!(committed == document(), "docs/personal-data.md is out of date: run `make gen`");
    let file = root().join("frontend/src/lib/kit/api/times.json");
    let times: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("the times")).expect("JSON");
    let ours = serde_json::to_value(retention()).expect("JSON");
    assert_eq!(times, ours, "the privacy page's times are out of date: run `make gen`");
    // Its words name each of them, and no other number.
    for language in ["en", "fr", "es", "ar"] {
        let file = root().join(format!("frontend/messages/{language}/privacy.json"));
        let words: BTreeMap<String, Value> = serde_json::from_str(&std::fs::read_to_string(file).expect(language)).expect("JSON");
        let all = serde_json::to_string(&words).expect("JSON");
        for name in ours.as_object().expect("times").keys() {
            assert!(all.contains(&format!("{{{name}}}")), "{language}: {name} is not told");
        }
        let prose: String = words.values().filter_map(Value::as_str).collect();
        assert!(!prose.chars().any(char::is_numeric), "{language}: a number stands in the words");
    }
}

async fn exported(administrator: &Person, email: &str) -> Value {
    body(administrator.post("/v1/people/export", &json!({ "email": email })).await, StatusCode::OK).await
}

async fn erased(administrator: &Person, email: &str) -> Value {
    body(administrator.post("/v1/people/erase", &json!({ "email": email })).await, StatusCode::OK).await
}

fn of_table<'a>(export: &'a Value, table: &str) -> &'a Value {
    let found = export["tables"].as_array().expect("tables").iter().find(|one| one["table"] == table);
    &found.unwrap_or_else(|| panic!("nothing of {table}: {export}"))["rows"]
}

async fn whole(app: &TestApp) {
    assert!(matches!(verify(&app.state.db).await.expect("read"), Verdict::Whole { .. }));
}

#[tokio::test]
async fn e2_everything_about_a_person_is_exported() {
    let Story { app, administrator, marka, .. } = told().await;
    let export = exported(&administrator, " MARKA@zephyr.example").await;
    assert_eq!(export["names"], json!([NAME]));
    let everywhere = [
        "user",
        "session",
        "email_token",
        "team_member",
        "invitation",
        "pledge",
        "adhesion",
        "comment",
        "document",
        "territory",
        "leader",
        "history",
        "history_personal",
        "job",
        "idempotency_key",
    ];
    for table in everywhere {
        assert!(of_table(&export, table)[0].is_object(), "{table}");
    }
    assert_eq!(of_table(&export, "user")[0]["email"], ADDRESS);
    assert_eq!(of_table(&export, "comment").as_array().map(Vec::len), Some(2), "what she wrote, and what names her");
    assert_eq!(of_table(&export, "leader")[0]["name"], NAME);
    let invitations = of_table(&export, "invitation").as_array().expect("rows");
    assert!(invitations.iter().any(|row| row["role"] == "reviewer") && invitations.iter().any(|row| row["invited_by"] == json!(marka.id)));
    assert!(!export["mails"].as_array().expect("mails").is_empty());
    let text = export.to_string();
    let account = user::Entity::find_by_id(marka.id).one(app.state.db.reader()).await.expect("read").expect("an account");
    assert!(!text.contains(&account.password_hash.expect("a password")), "no secret");
    assert!(!text.contains("Other Contact") && !text.contains("other@contact.example"), "nobody else’s");
    assert_eq!(exported(&administrator, "nobody@nowhere.example").await["tables"], json!([]));
}

#[tokio::test]
async fn e2_a_person_is_erased_and_what_the_government_did_stays() {
    let Story { app, administrator, reviewer, marka, record, adhesion } = told().await;
    let (page, tag) = (app.json(&record).await, administrator.tag(&record).await);
    assert_eq!((&page["signatory"]["name"], &page["pledge"]["signatory_name"]), (&json!(NAME), &json!(NAME)));
    let everything = dump(app.state.db.reader()).await;
    let others = lines_with(&everything, "other@contact.example").len();

    let done = erased(&administrator, ADDRESS).await;
    assert_eq!(done["without_lead"][0]["slug"], record.rsplit('/').next().expect("a slug"));
    assert_eq!(done["files_to_look_at"].as_array().map(Vec::len), Some(1));
    let rows: BTreeMap<&str, i64> = done["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (row["table"].as_str().expect("a name"), row["rows"].as_i64().expect("a number")))
        .collect();
    assert_eq!((rows["user"], rows["team_member"], rows["pledge"]), (1, 1, 1));
    app.run_jobs().await;

    let left = dump(app.state.db.reader()).await;
    for named in [ADDRESS, NAME, "Zephyrine"] {
        assert_ne!(lines_with(&everything, named), Vec::<&String>::new(), "{named}");
        assert_eq!(lines_with(&left, named), Vec::<&String>::new(), "{named}");
    }
    assert_eq!((others, lines_with(&left, "other@contact.example").len()), (3, 3), "others stay");
    whole(&app).await;
    assert!(app.mails().await.iter().all(|mail| mail.to != ADDRESS && !mail.body.contains(ADDRESS)));

    // The register.
    let after = app.json(&record).await;
    assert_ne!(administrator.tag(&record).await, tag, "copies are out of date");
    for same in ["stage", "name", "vision", "website", "population", "joined_year"] {
        if same != "vision" {
            assert_eq!(after[same], page[same], "{same}");
        }
    }
    assert_eq!((&after["signatory"], &after["leaders"]), (&Value::Null, &json!([])));
    assert_eq!((&after["pledge"]["id"], &after["pledge"]["signatory_name"]), (&page["pledge"]["id"], &json!("")));
    assert_eq!(after["pledge"]["statement"]["value"], format!("{WORD}: […] promises."));
    assert_eq!(after["vision"]["motivations"]["value"], format!("{WORD}, says […] of […]"));
    let shown = reviewer.json(&adhesion).await;
    assert_eq!((&shown["state"], &shown["authority"]), (&json!("accepted"), &Value::Null));
    assert_eq!(shown["fields"]["contacts"].as_array().map(Vec::len), Some(1), "the other one stays");
    assert_eq!((&shown["fields"]["leader_name"], &shown["fields"]["signatory_name"]), (&Value::Null, &Value::Null));
    let listed = reviewer.json(&format!("{adhesion}/comments")).await;
    let comments = listed["data"].as_array().expect("comments");
    assert!(comments.iter().any(|comment| comment["body"] == format!("{WORD}? Ask […], […].")));
    let reply = comments.iter().find(|comment| comment["author"]["side"] == "team").expect("the reply is there");
    assert_eq!((&reply["body"], &reply["author"]["name"]), (&json!(""), &json!("")));
    assert_eq!(shown["fields"]["act_document"]["filename"], format!("{WORD} act of […].pdf"));

    // Nobody is let in any more, and nothing of it comes back.
    problem(marka.get("/v1/me").await, 401, "session_over").await;
    let open = invitation::Entity::find().filter(invitation::Column::RevokedAt.is_null()).all(app.state.db.reader()).await.expect("read");
    assert_eq!(open, [], "neither to them nor from them");
    let again = erased(&administrator, ADDRESS).await;
    assert_eq!((&again["rows"], &again["mails"], &again["without_lead"]), (&json!([]), &json!(0), &json!([])));
    assert_eq!(exported(&administrator, ADDRESS).await["tables"], json!([]));
    whole(&app).await;
}

#[tokio::test]
async fn e2_who_has_no_account_is_found_and_erased_too() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let open = async |email: &str| {
        let pledge = json!({
            "name": "Salé", "country": "MA", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Mayor",
            "contact_name": "Nora Prueba", "email": email, "may_act": true, "publish": true, "language": "en",
        });
        assert_eq!(app.post("/v1/pledges", &pledge).await.status(), StatusCode::ACCEPTED);
    };
    open("pledger@mail.example").await;
    app.run_jobs().await;
    let invited =
        json!({"email": "invited@mail.example", "language": "en", "territory_id": territory_id(&app, "lyon").await, "role": "lead"});
    assert_eq!(administrator.post("/v1/invitations", &invited).await.status(), StatusCode::CREATED);
    let team = in_team(&app, "lyon").await;
    let draft =
        crate::people::body(team.post("/v1/adhesions", &json!({ "territory_id": territory_id(&app, "lyon").await })).await, 201).await;
    let adhesion = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    crate::people::body(team.patch(&adhesion, &json!({ "fields": answers() })).await, 200).await;

    for (email, table) in
        [("pledger@mail.example", "pledge"), ("invited@mail.example", "invitation"), ("other@contact.example", "adhesion")]
    {
        assert!(of_table(&exported(&administrator, email).await, table)[0].is_object(), "{email}");
        erased(&administrator, email).await;
        app.run_jobs().await;
        assert_eq!(lines_with(&dump(app.state.db.reader()).await, email), Vec::<&String>::new(), "{email}");
        assert!(app.mails().await.iter().all(|mail| mail.to != email), "{email}");
    }
    assert_eq!(pledge::Entity::find().all(app.state.db.reader()).await.expect("read"), [], "one that nobody confirmed is gone");
    let fields = team.json(&adhesion).await["fields"].clone();
    assert_eq!((fields["contacts"].as_array().map(Vec::len), &fields["motivations"]), (Some(1), &answers()["motivations"]));
    whole(&app).await;
}

#[tokio::test]
async fn e2_names_that_anybody_may_have_typed_beside_an_address_lead_to_nobody() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let email = "officer@city.example";
    let account = json!({ "email": email, "name": "Una Primera", "password": tests::people::PASSWORD });
    body(app.post("/v1/users", &account).await, StatusCode::ACCEPTED).await;
    let asking = json!({
        "territory_id": territory_id(&app, "lyon").await, "name": "Dos Segunda", "office": "Officer", "email": email, "message": "Please.",
        "language": "en",
    });
    body(app.post("/v1/access-requests", &asking).await, StatusCode::ACCEPTED).await;
    let pledge = tests::pledges::with(&json!({ "email": email, "contact_name": "Tres Tercera", "signatory_name": "Cuatro Cuarta" }));
    let (id, token) = tests::pledges::made(&app, &pledge).await;
    let export = exported(&administrator, email).await;
    assert_eq!(export["names"], json!([]));
    for table in ["user", "access_request", "pledge"] {
        assert_eq!(of_table(&export, table).as_array().map(Vec::len), Some(1), "the row itself is the person's: {table}");
    }
    // Whoever answers the letter says who they are, and no more than that.
    body(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({ "token": token })).await, StatusCode::OK).await;
    assert_eq!(exported(&administrator, email).await["names"], json!(["Tres Tercera"]));
}

#[tokio::test]
async fn e2_the_history_notes_who_asked_what_is_kept_and_not_of_whom() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    exported(&administrator, "officer@city.example").await;
    let noted = history::Entity::find().filter(history::Column::Action.eq("person.exported")).all(app.state.db.reader()).await;
    let noted = noted.expect("entries");
    assert_eq!(noted.iter().map(|entry| entry.subject_id).collect::<Vec<_>>(), [administrator.id]);
    assert!(!format!("{noted:?}").contains("officer"), "{noted:?}");
    assert_eq!(history_personal::Entity::find_by_id(noted[0].seq).all(app.state.db.reader()).await.expect("rows"), []);
}

#[tokio::test]
async fn e2_who_has_the_same_name_elsewhere_stays() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let confirmed = pledged(&app, "Salé", "Nora Ferrer", "nora@sale.example").await;
    contact(&app, &confirmed).await;
    let elsewhere = json!({ "leaders": [{ "name": "Nora Ferrer", "office": "Mayor" }] });
    change(&administrator, Method::PATCH, "/v1/territories/lyon", "", &elsewhere).await;
    let sale = format!("/v1/territories/{}", confirmed["territory"]["slug"].as_str().expect("a slug"));
    change(
        &administrator,
        Method::PATCH,
        &sale,
        "",
        &json!({ "leaders": [{ "name": "NORA FERRER", "office": "Mayor" }, { "name": "Eve Other", "office": "Deputy" }] }),
    )
    .await;
    erased(&administrator, "nora@sale.example").await;
    let leaders =
        leader::Entity::find().filter(leader::Column::Office.is_in(["Mayor", "Deputy"])).all(app.state.db.reader()).await.expect("read");
    let names: Vec<&str> = leaders.iter().map(|row| row.name.as_str()).collect();
    assert!(names.contains(&"Nora Ferrer") && names.contains(&"Eve Other") && !names.contains(&"NORA FERRER"), "{names:?}");
    let personal = history_personal::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert!(personal.iter().any(|row| row.facts.contains("Nora Ferrer")), "Lyon’s history is about another");
    assert!(personal.iter().all(|row| !row.facts.contains("NORA FERRER")));
    whole(&app).await;
}

#[tokio::test]
async fn e2_the_last_administrator_stays_and_what_another_handed_out_ends() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let erase_me = json!({ "email": administrator.email });
    problem(administrator.post("/v1/people/erase", &erase_me).await, 409, "last_administrator").await;
    let refused =
        erase::erase(&app.state, async || Ok(app.state.db.write(Actor::SYSTEM).await?), &administrator.email).await.err().expect("refused");
    assert_eq!(refused.code.as_str(), "last_administrator");
    assert_eq!(administrator.get("/v1/me").await.status(), StatusCode::OK);

    let other = app.person(Some(SecretariatRole::Administrator), "second@campaign.example").await;
    let expires = app.state.chance.now() + Duration::days(30);
    let token = json!({ "name": "Partner", "public_name": "Partner", "all_territories": true, "purpose": "Tests", "scopes": ["adhesions:read"], "expires_at": expires });
    let secret = body(other.post("/v1/tokens", &token).await, StatusCode::CREATED).await["token"].as_str().expect("a token").to_owned();
    let invitation = json!({ "email": "friend@campaign.example", "language": "en", "role": "administrator" });
    assert_eq!(other.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    erased(&administrator, "second@campaign.example").await;
    problem(app.request(Method::GET, "/v1/adhesions").bearer_auth(&secret).send().await.expect("an answer"), 401, "token_invalid").await;
    problem(other.get("/v1/users").await, 401, "session_over").await;
    let rows = api_token::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert!(rows.iter().all(|row| row.revoked_at.is_some()) && rows.len() == 1, "that there was one stays");
    let open = invitation::Entity::find().filter(invitation::Column::RevokedAt.is_null()).all(app.state.db.reader()).await.expect("read");
    assert_eq!(open, []);
    // Two who erase each other at once leave one.
    let third = app.person(Some(SecretariatRole::Administrator), "third@campaign.example").await;
    let (a, b) = (json!({ "email": third.email }), json!({ "email": administrator.email }));
    let (one, two) = tokio::join!(administrator.post("/v1/people/erase", &a), third.post("/v1/people/erase", &b));
    let left = user::Entity::find().filter(user::Column::Role.eq(SecretariatRole::Administrator)).all(app.state.db.reader()).await;
    assert_eq!(left.expect("read").len(), 1, "{} {}", one.status(), two.status());
}

#[tokio::test]
async fn e2_only_administrators_export_and_erase() {
    let app = TestApp::start().await;
    let (administrator, reviewer, person) = (app.admin().await, app.reviewer().await, app.user("somebody@mail.example").await);
    let everything = ["territories:write", "adhesions:write", "pledges:decide", "people:write", "jobs:read"];
    let token = partner(&app, &everything).await;
    for path in ["/v1/people/export", "/v1/people/erase"] {
        let own = json!({ "email": "somebody@mail.example" });
        problem(app.post(path, &own).await, 401, "not_signed_in").await;
        for who in [&reviewer, &person] {
            problem(who.post(path, &own).await, 403, "not_allowed").await;
        }
        problem(token.post(path, &own).await, 403, "not_allowed").await;
        for wrong in [json!({ "email": "nobody" }), json!({ "email": "" }), json!({}), json!({ "email": "a@b.example", "all": true })] {
            problem(administrator.post(path, &wrong).await, 422, "invalid_fields").await;
        }
    }
    assert_eq!(person.get("/v1/me").await.status(), StatusCode::OK, "nothing was done");
}

/// Every table has a row that has the address somewhere: what one forgets is found.
#[tokio::test]
async fn e2_an_address_is_erased_wherever_somebody_typed_it() {
    let app = TestApp::start().await;
    let administrator = app.admin().await;
    let db = app.state.db.reader();
    let lyon = "/v1/territories/lyon";
    let told = |what: &str| format!("{what}: write to Stray@Mail.example, please");
    change(&administrator, Method::POST, lyon, "/hold", &json!({ "reason": told("Held") })).await;
    change(
        &administrator,
        Method::PATCH,
        lyon,
        "",
        &json!({ "kind_local": { "term": told("Ville") }, "population": { "source": told("Counted") } }),
    )
    .await;
    let row = user::Entity::find_by_id(administrator.id).one(db).await.expect("read").expect("an account");
    user::Model { name: told("Boss"), ..row }.into_active_model().reset_all().update(db).await.expect("updated");
    let found = export::export(&app.state, "stray@mail.example").await.expect("exported");
    let names: Vec<&str> = found.tables.iter().map(|table| table.table.as_str()).collect();
    assert_eq!(names, ["user", "territory", "history_text"]);
    let seen = app.json(&format!("{lyon}/history")).await["data"][0].clone();
    assert!(seen.to_string().contains("Stray@Mail.example"));
    erased(&administrator, "stray@mail.example").await;
    assert_eq!(lines_with(&dump(db).await, "stray@mail.example"), Vec::<&String>::new());
    assert_eq!(app.json(lyon).await["stage_reason"]["value"], "Held: write to […], please");
    let row = user::Entity::find_by_id(administrator.id).one(db).await.expect("read").expect("the account is another’s, and stays");
    assert_eq!(row.name, "Boss: write to […], please");
    let feed = app.json("/v1/changes?after=0&limit=200").await;
    let redacted = feed["data"].as_array().expect("a list").iter().filter(|change| change["redacted"]["reason"] == "personal_data").count();
    assert_eq!(redacted, 2, "and says so");
    whole(&app).await;
}

#[tokio::test]
async fn e2_a_token_is_shown_contacts_only_with_a_scope_that_names_them() {
    let Story { app, reviewer, adhesion, .. } = told().await;
    let without = partner(&app, &["adhesions:write"]).await;
    let with = partner(&app, &["adhesions:read", "pledges:read"]).await;
    let team = in_team(&app, app.json("/v1/territories?q=quillfeather").await["data"][0]["slug"].as_str().expect("a slug")).await;
    let shown = without.json(&adhesion).await;
    assert_eq!((&shown["fields"]["contacts"], &shown["contacts_withheld"]), (&json!([]), &json!(true)));
    assert_eq!((&shown["authority"]["confirmed_by"], &shown["authority"]["how"]), (&Value::Null, &Value::Null));
    assert!(shown["authority"]["recorded_at"].is_string(), "that it was confirmed is told");
    assert!(!shown["fields"].to_string().contains("other@contact.example") && !shown["authority"].to_string().contains(ADDRESS));
    // Nor by changing something.
    let draft =
        crate::people::body(without.post("/v1/adhesions", &json!({ "territory_id": territory_id(&app, "barcelona").await })).await, 201)
            .await;
    let own = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    let mut fields = answers();
    // Nobody but the team says what may be published.
    fields.as_object_mut().expect("fields").retain(|name, _| !name.starts_with("publish_"));
    let filled = crate::people::body(without.patch(&own, &json!({ "fields": fields })).await, 200).await;
    assert_eq!(filled["fields"]["contacts"], json!([]));
    for full in [with.json(&adhesion).await, team.json(&adhesion).await, reviewer.json(&adhesion).await] {
        assert_eq!((full["fields"]["contacts"].as_array().map(Vec::len), &full["contacts_withheld"]), (Some(2), &json!(false)));
        assert_eq!(full["authority"]["confirmed_by"], NAME);
    }
    for path in ["/v1/adhesions", "/v1/territories.csv", "/v1/territories.geojson", "/v1/changes?after=0&limit=200"] {
        let text = without.get(path).await.text().await.expect("text");
        assert!(!text.contains("@contact.example") && !text.contains(ADDRESS), "{path}");
    }
}

#[tokio::test]
async fn e2_mails_in_the_folder_and_words_of_names_go_with_time() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    change(&lead, Method::PATCH, "/v1/territories/lyon", "", &json!({ "name": "Janedoethief" })).await;
    change(&lead, Method::PATCH, "/v1/territories/lyon", "", &json!({ "name": "Lyon" })).await;
    let word = async || {
        lines_with(&dump(app.state.db.reader()).await, "search_word: territory | janedoethief").len()
            + lines_with(&dump(app.state.db.reader()).await, "(territory,janedoethief").len()
    };
    assert_eq!(word().await, 1);
    // As every day.
    app.run_jobs().await;
    assert_eq!(word().await, 0);
    assert!(app.post("/v1/password-resets", &json!({ "email": "lead@lyon.example" })).await.status().is_success());
    assert_eq!(app.mails().await.len(), 1);
    app.source.advance(Duration::days(31));
    assert_eq!(app.mails().await.len(), 0, "with the record that it was sent");
}
