//! Loading the data that ships, again and again.

use entity::history;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use tests::{TestApp, database::data_folder};
use thousand::seed::seed;

use crate::people::{body, reviewer};

#[tokio::test]
async fn seeding_again_changes_nothing_and_writes_no_history() {
    let app = TestApp::start().await;
    let entries = async || history::Entity::find().count(app.state.db.reader()).await.expect("counted");
    let (before, export) = (entries().await, app.get("/v1/territories.csv").await.text().await.expect("text"));
    let report = seed(&app.state, &data_folder()).await.expect("seeded");
    assert_eq!(report.to_string(), "seeded: 0 added, 0 updated, 0 kept as edited");
    assert_eq!(entries().await, before);
    assert_eq!(app.get("/v1/territories.csv").await.text().await.expect("text"), export);
}

#[tokio::test]
async fn seeding_again_keeps_what_a_person_edited() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let lyon = "/v1/territories/lyon";
    body(reviewer.patch(lyon, &json!({ "website": "https://www.lyon.example", "wave": 7 })).await, 200).await;
    body(reviewer.act("/v1/territories/barcelona", "/withdraw", &json!({ "reason": "The council voted so." })).await, 200).await;
    let report = seed(&app.state, &data_folder()).await.expect("seeded");
    assert_eq!(report.to_string(), "seeded: 0 added, 0 updated, 2 kept as edited");
    let after = app.json(lyon).await;
    assert_eq!((&after["website"], &after["wave"]), (&json!("https://www.lyon.example"), &json!(7)));
    assert_eq!(app.json("/v1/territories/barcelona").await["stage"], "withdrawn");
}

/// A copy of the tables that ship, to be changed.
fn copied_data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in std::fs::read_dir(data_folder()).expect("the data").map(|file| file.expect("a file").path()) {
        if file.extension().is_some_and(|extension| extension == "csv") {
            std::fs::copy(&file, folder.path().join(file.file_name().expect("a name"))).expect("copied");
        }
    }
    folder
}

#[tokio::test]
async fn a_changed_row_is_taken_over_where_nobody_edited_the_record() {
    let app = TestApp::start().await;
    let folder = copied_data();
    let members = folder.path().join("members.csv");
    let text = std::fs::read_to_string(&members).expect("text");
    let name = app.json("/v1/territories/lyon").await["name"].as_str().expect("a name").to_owned();
    let changed: Vec<_> =
        text.lines().map(|line| if line.starts_with("lyon,") { line.replacen(&name, "Lugdunum", 1) } else { line.to_owned() }).collect();
    std::fs::write(&members, changed.join("\n")).expect("written");
    let report = seed(&app.state, folder.path()).await.expect("seeded");
    assert_eq!(report.to_string(), "seeded: 0 added, 1 updated, 0 kept as edited");
    assert_eq!(app.json("/v1/territories/lyon").await["name"], "Lugdunum");
    assert_eq!(app.json("/v1/territories/lyon/history").await["data"][0]["action"], "territory.updated");
}

#[tokio::test]
async fn a_member_that_came_by_another_address_is_known_by_its_place() {
    let app = TestApp::start().await;
    let folder = copied_data();
    let members = folder.path().join("members.csv");
    let text = std::fs::read_to_string(&members).expect("text");
    let text = text.replace("\nvienna,", "\nwien,");
    std::fs::write(&members, &text).expect("written");
    let leaders = folder.path().join("leaders.csv");
    let led = std::fs::read_to_string(&leaders).expect("text").replace("\nvienna,", "\nwien,");
    std::fs::write(&leaders, &led).expect("written");
    assert_eq!(seed(&app.state, folder.path()).await.expect("seeded").to_string(), "seeded: 0 added, 1 updated, 0 kept as edited");
    assert_eq!(app.get("/v1/territories/vienna").await.status(), 200, "an address that was public stays one");
    assert_eq!(app.get("/v1/territories/wien").await.status(), 404);
    body(reviewer(&app).await.patch("/v1/territories/lyon", &json!({ "website": "https://www.lyon.example" })).await, 200).await;
    std::fs::write(&members, text.replace("\nlyon,", "\nlugdunum,")).expect("written");
    std::fs::write(&leaders, led.replace("\nlyon,", "\nlugdunum,")).expect("written");
    let report = seed(&app.state, folder.path()).await.expect("seeded");
    assert_eq!(report.to_string(), "seeded: 0 added, 0 updated, 1 kept as edited");
    assert_eq!(app.get("/v1/territories/lugdunum").await.status(), 404);
}

#[tokio::test]
async fn what_is_imported_names_all_its_sources() {
    let app = TestApp::start().await;
    let organisations = app.json("/v1/organisations").await;
    let organisations = organisations["data"].as_array().expect("a list").clone();
    assert!(organisations.iter().all(|row| row["sources"][0] == row["source_url"]), "{organisations:?}");
    let countries = app.json("/v1/countries?limit=200").await;
    let countries = countries["data"].as_array().expect("a list").clone();
    let of = |code: &str| countries.iter().find(|row| row["code"] == code).expect("a country").clone();
    assert_eq!(of("ES")["section_basis"], "editorial");
    let jordan = of("JO");
    assert_eq!((&jordan["section"], &jordan["section_basis"]), (&json!("MEWA"), &json!("sourced")));
    assert!(jordan["section_source_url"].as_str().is_some_and(|url| url.starts_with("http")), "{jordan}");
}

#[tokio::test]
async fn what_is_known_of_the_day_of_joining_stands_in_the_history() {
    let app = TestApp::start().await;
    let entries = history::Entity::find().filter(history::Column::Action.eq("territory.joined"));
    let entries = entries.all(app.state.db.reader()).await.expect("read");
    let of = |id: &str| entries.iter().find(|entry| entry.subject_id.to_string() == id).expect("an entry");
    let list = app.json("/v1/territories?limit=200").await;
    let rows = list["data"].as_array().expect("a list");
    assert_eq!((rows.len(), entries.len()), (41, 41));
    for row in rows {
        let entry = of(row["id"].as_str().expect("an id"));
        assert!(entry.facts.contains("\"imported\":true"), "the day of seeding is nobody's day of joining: {}", entry.facts);
        let known = entry.effective_on.as_ref();
        match row["joined_year"].as_i64() {
            Some(year) => assert!(known.is_some_and(|date| i64::from(date.year()) <= year), "{row}"),
            None => assert!(known.is_none(), "{row}"),
        }
    }
    assert!(rows.iter().any(|row| row["joined_year"].is_null()) && rows.iter().any(|row| row["joined_year"].is_number()));
}

#[tokio::test]
async fn d1_a_member_that_the_data_brings_gets_the_address_of_a_false_pledge() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let pledge = json!({
        "name": "Rosario", "country": "AR", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta", "contact_name": "Olga Oficial",
        "email": "impostor@mail.example", "may_act": true, "publish": true, "language": "en",
    });
    let receipt = body(app.post("/v1/pledges", &pledge).await, 202).await;
    let path = format!("/v1/pledges/{}", receipt["id"].as_str().expect("an id"));
    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    body(app.post(&format!("{path}/confirm"), &json!({ "token": token })).await, 200).await;
    body(reviewer.act(&path, "/remove", &json!({ "reason": "The council denies it." })).await, 200).await;
    let folder = copied_data();
    let members = folder.path().join("members.csv");
    let text = std::fs::read_to_string(&members).expect("text");
    let like = text.lines().find(|line| line.starts_with("quilmes,")).expect("a row");
    let id = like.split(',').nth(12).expect("the GeoNames id").to_owned();
    let row = like.replace("quilmes,", "rosario,").replace(&id, "3838583").replace("Quilmes", "Rosario");
    std::fs::write(&members, format!("{}\n{row}\n", text.trim_end())).expect("written");
    let report = seed(&app.state, folder.path()).await.expect("seeded");
    assert_eq!(report.to_string(), "seeded: 1 added, 0 updated, 0 kept as edited");
    let page = app.json("/v1/territories/rosario").await;
    assert_eq!((&page["stage"], &page["name"]), (&json!("member"), &json!("Rosario")));
}

#[tokio::test]
async fn a4_a_table_that_is_something_else_is_refused_and_nothing_of_the_others_is_taken() {
    let app = TestApp::start().await;
    let entries = async || history::Entity::find().count(app.state.db.reader()).await.expect("counted");
    let before = entries().await;
    for (name, content) in [
        ("regions.csv", &b""[..]),
        ("regions.csv", b"PK\x03\x04\x14\x00\x08\x08"),
        ("members.csv", b"<!doctype html><html></html>\n<p>404</p>\n"),
        ("members.csv", b"\xff\xfes\x00l\x00u\x00g\x00"),
        ("leaders.csv", b"territory_slug,name,office,office_lang,term_from,term_to,term_text,as_of,source_url\n"),
        ("m49_areas.csv", b"code,name\n001,World\n"),
    ] {
        let folder = copied_data();
        // Something that would be taken over if the other table were right.
        let other = folder.path().join(if name == "members.csv" { "regions.csv" } else { "members.csv" });
        let text = std::fs::read_to_string(&other).expect("text").replace("Lyon", "Lugdunum").replace("France", "Gallia");
        std::fs::write(&other, text).expect("written");
        std::fs::write(folder.path().join(name), content).expect("written");
        let refused = format!("{:#}", seed(&app.state, folder.path()).await.expect_err(name));
        assert!(refused.contains(name), "{refused}");
        assert_eq!(entries().await, before, "{name}");
    }
    // One wrong cell at the end, after rows that are new.
    let folder = copied_data();
    let members = folder.path().join("members.csv");
    let text = std::fs::read_to_string(&members).expect("text").replace("Lyon", "Lugdunum");
    std::fs::write(&members, text.replace("municipal", "nowhere")).expect("written");
    seed(&app.state, folder.path()).await.expect_err("no level");
    assert_eq!(entries().await, before);

    let folder = copied_data();
    for name in ["members.csv", "regions.csv"] {
        let file = folder.path().join(name);
        let text = std::fs::read_to_string(&file).expect("text");
        std::fs::write(&file, ["\u{feff}", &text].concat()).expect("written");
    }
    assert_eq!(seed(&app.state, folder.path()).await.expect("seeded").to_string(), "seeded: 0 added, 0 updated, 0 kept as edited");
}
