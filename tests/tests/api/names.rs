//! What a name must be like, wherever one is typed, and which look like another's.

use entity::kinds::TeamRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{TestApp, people::PASSWORD, problem};

use crate::people::{administrator, body, in_team};

fn pledge(name: &str) -> Value {
    json!({
        "name": name, "country": "ES", "level": "municipal", "kind_local": "municipio", "signatory_name": "Nora Prueba",
        "signatory_office": "Intendenta", "contact_name": "Olga Oficial", "email": "derechos@city.example", "may_act": true, "publish": true, "language": "en",
    })
}

/// Puts a value where a pointer says.
fn with(mut body: Value, pointer: &str, value: &str) -> Value {
    *body.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")) = json!(value);
    body
}

/// Whether every name that is typed anywhere is refused by what stands beside it.
async fn refused_as_names(app: &TestApp, names: &[(&str, &str)]) {
    let admin = administrator(app).await;
    let team = in_team(app, "lyon").await;
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let begun = body(team.post("/v1/adhesions", &json!({"territory_id": territory})).await, 201).await;
    let adhesion = format!("/v1/adhesions/{}", begun["id"].as_str().expect("an id"));
    let invitation = json!({"email": "guest@city.example", "language": "en", "territory_id": territory, "role": "editor"});
    assert_eq!(admin.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let invited = app.mails().await.pop().expect("a mail").token("/invitation");
    let leaders = json!({"leaders": [{"name": "Ada", "office": "Mayor"}]});
    let contacts = json!({"fields": {"contacts": [{"name": "Ada", "office": "Office", "email": "ada@city.example"}]}});
    let answers = json!({"fields": {
        "name": "Lyon", "kind_local": "commune", "leader_name": "Ada", "leader_office": "Mayor", "signatory_name": "Ada", "signatory_office": "Mayor",
        "act_body": "Council", "names": [{"lang": "en", "name": "Lyon"}],
    }});
    let token = json!({
        "name": "Observatory", "public_name": "Observatory", "purpose": "Reads.", "scopes": ["jobs:read"], "all_territories": true,
        "expires_at": "2027-01-01T00:00:00Z",
    });
    let mut fields = vec![
        (Method::POST, "/v1/users", json!({"email": "a@city.example", "password": PASSWORD, "name": "Nora"}), "/name"),
        (Method::POST, "/v1/invitations/accept", json!({"token": invited, "password": PASSWORD, "name": "Nora"}), "/name"),
        (Method::PATCH, "/v1/me", json!({"name": "Nora"}), "/name"),
        (Method::POST, "/v1/tokens", token.clone(), "/name"),
        (Method::POST, "/v1/tokens", token, "/public_name"),
        (Method::PATCH, "/v1/territories/lyon", json!({"name": "Lyon"}), "/name"),
        (Method::PATCH, "/v1/territories/lyon", json!({"names": [{"lang": "en", "name": "Lyon"}]}), "/names/0/name"),
        (Method::PATCH, "/v1/territories/lyon", json!({"kind_local": {"term": "commune"}}), "/kind_local/term"),
        (Method::PATCH, "/v1/territories/lyon", leaders.clone(), "/leaders/0/name"),
        (Method::PATCH, "/v1/territories/lyon", leaders, "/leaders/0/office"),
        (Method::PATCH, &adhesion, contacts.clone(), "/fields/contacts/0/name"),
        (Method::PATCH, &adhesion, contacts, "/fields/contacts/0/office"),
        (Method::PATCH, &adhesion, answers.clone(), "/fields/names/0/name"),
    ];
    for pointer in ["/name", "/kind_local", "/signatory_name", "/signatory_office", "/contact_name"] {
        fields.push((Method::POST, "/v1/pledges", pledge("Rosario"), pointer));
    }
    for pointer in [
        "/fields/name",
        "/fields/kind_local",
        "/fields/leader_name",
        "/fields/leader_office",
        "/fields/signatory_name",
        "/fields/signatory_office",
        "/fields/act_body",
    ] {
        fields.push((Method::PATCH, &adhesion, answers.clone(), pointer));
    }
    for (method, path, body, pointer) in fields {
        for (nothing, code) in names {
            let request = admin.request(method.clone(), path).header("If-Match", "*");
            let answer = request.json(&with(body.clone(), pointer, nothing)).send().await.expect("an answer");
            let refused = problem(answer, 422, "invalid_fields").await;
            assert_eq!(crate::people::errors(&refused), [(pointer, *code)], "{method} {path} with {nothing:?}");
        }
    }
}

#[tokio::test]
async fn b5_every_name_has_something_to_be_seen() {
    let app = TestApp::start().await;
    let names = [
        ("\u{3164}", "control_characters"),
        ("\u{2800}\u{2800}", "control_characters"),
        ("Ly\u{200B}on", "control_characters"),
        ("Lyon\u{FFA0}", "control_characters"),
        ("\u{115F}\u{1160}", "control_characters"),
        ("…!?", "no_letters"),
        ("- . -", "no_letters"),
        ("🏙", "no_letters"),
    ];
    refused_as_names(&app, &names).await;
    // What honest names need stays.
    let admin = administrator(&app).await;
    for name in ["می\u{200C}خواهم", "Córdoba", "광주", "東京", "7 de Abril", "Al-‘Ayn"] {
        body(admin.patch("/v1/territories/lyon", &json!({"name": name})).await, 200).await;
    }
}

#[tokio::test]
async fn f10_a_line_is_one_line_whatever_ends_it() {
    let app = TestApp::start().await;
    let names = ["Ly\non", "Ly\u{85}on", "Ly\u{2028}on", "Ly\u{2029}on"].map(|name| (name, "control_characters"));
    refused_as_names(&app, &names).await;
    let team = in_team(&app, "lyon").await;
    let adhesions = body(team.get("/v1/adhesions").await, 200).await;
    let adhesion = format!("/v1/adhesions/{}", adhesions["data"][0]["id"].as_str().expect("an id"));
    for name in names.map(|(name, _)| name) {
        for (path, input, pointer, code) in [
            (&*adhesion, json!({"fields": {"population_source": name}}), "/fields/population_source", "control_characters"),
            (&adhesion, json!({"fields": {"contacts": [{"phone": name}]}}), "/fields/contacts/0/phone", "control_characters"),
            (&adhesion, json!({"fields": {"website": format!("https://lyon.fr/{name}")}}), "/fields/website", "not_an_address"),
            ("/v1/territories/lyon", json!({"website": format!("https://lyon.fr/{name}")}), "/website", "not_an_address"),
        ] {
            let refused = problem(team.patch(path, &input).await, 422, "invalid_fields").await;
            assert_eq!(crate::people::errors(&refused), [(pointer, code)], "{path} {name:?}");
        }
    }
}

#[tokio::test]
async fn f7_what_is_far_too_long_is_refused_for_that_alone() {
    let app = TestApp::start().await;
    let long = "\u{FDFA}\u{3164}".repeat(40_000);
    refused_as_names(&app, &[(&long, "too_long")]).await;
    let team = in_team(&app, "lyon").await;
    for (list, item) in [("names", json!({"lang": "x", "name": ""})), ("leaders", json!({"name": "", "office": ""}))] {
        let refused = team.patch("/v1/territories/lyon", &json!({ list: vec![item; 8000] })).await;
        let refused = problem(refused, 422, "invalid_fields").await;
        assert_eq!(crate::people::errors(&refused), [(&*format!("/{list}"), "too_many")]);
    }
}

#[tokio::test]
async fn f10_a_name_that_looks_like_another_is_that_name() {
    let app = TestApp::start().await;
    // Barcelona is a member; the first of these has a Cyrillic letter, the second nothing else.
    for name in ["Bаrcelona", "ВАRСЕLОNА", "Barce\u{200D}lona", "Barce1ona", "𝐁arcelona", "Barcelona"] {
        let answer = problem(app.post("/v1/pledges", &pledge(name)).await, 409, "already_there").await;
        assert_eq!(answer["territory"]["slug"], "barcelona", "{name}");
    }
    // Nor does a place of its own make it another: this one is called otherwise.
    let places = app.json("/v1/places?q=Gav%C3%A0&country=ES").await;
    let places = if places["data"][0].is_null() { app.json("/v1/places?country=ES").await } else { places };
    let place = places["data"].as_array().expect("a list").iter().find(|place| place["name"] != "Barcelona").expect("a place").clone();
    for name in ["Barcelona", "Bаrcelona"] {
        let mut placed = pledge(name);
        placed["geonames_id"] = place["geonames_id"].clone();
        problem(app.post("/v1/pledges", &placed).await, 409, "already_there").await;
    }
    let mut elsewhere = pledge("Bаrcelona");
    elsewhere["country"] = json!("VE");
    assert_eq!(app.post("/v1/pledges", &elsewhere).await.status(), StatusCode::ACCEPTED, "another country is another city");
    let team = app.member_of("granollers", TeamRole::Lead, "lead@granollers.example").await;
    for change in [json!({"name": "Bаrcelona"}), json!({"names": [{"lang": "en", "name": "BАRСELONA"}]})] {
        let refused = team.patch("/v1/territories/granollers", &change, &team.tag("/v1/territories/granollers").await).await;
        assert_eq!(problem(refused, 409, "already_there").await["territory"]["slug"], "barcelona", "{change}");
    }
    assert_eq!(app.post("/v1/pledges", &pledge("Barcelos")).await.status(), StatusCode::ACCEPTED);
}

#[tokio::test]
async fn f10_a_name_of_several_governments_is_taken_while_one_of_them_is_here() {
    let app = TestApp::start().await;
    let (admin, team) = (app.admin().await, app.member_of("granollers", TeamRole::Lead, "lead@granollers.example").await);
    let others = app.json("/v1/territories?country=ES&stage=member&limit=200").await;
    let others = others["data"].as_array().expect("a list").iter().filter_map(|one| one["slug"].as_str());
    for slug in others.filter(|slug| !["terrassa", "granollers"].contains(slug)).take(5) {
        let record = format!("/v1/territories/{slug}");
        assert_eq!(admin.act(&format!("{record}/withdraw"), &json!({"reason": "It left."}), "*").await.status(), StatusCode::OK);
        assert_eq!(admin.patch(&record, &json!({"name": "Terrassa"}), "*").await.status(), StatusCode::OK);
    }
    let refused = team.patch("/v1/territories/granollers", &json!({"name": "Terrassa"}), "*").await;
    assert_eq!(problem(refused, 409, "already_there").await["territory"]["slug"], "terrassa");
    let refused = app.post("/v1/pledges", &pledge("Terrassa")).await;
    assert_eq!(problem(refused, 409, "already_there").await["territory"]["slug"], "terrassa");
}

#[tokio::test]
async fn f10_no_spreadsheet_runs_what_stands_in_a_file_of_ours() {
    let app = TestApp::start().await;
    let admin = administrator(&app).await;
    for (name, safe) in [
        ("Ames;=cmd|'/c calc'!A1", "Ames;'=cmd|'/c calc'!A1"),
        ("Ames; \"=1+1\"", "Ames;' \"\"=1+1\"\""),
        ("Ames;＠SUM(1)", "Ames;'＠SUM(1)"),
        ("Saint-Denis; Sète", "Saint-Denis; Sète"),
    ] {
        body(admin.patch("/v1/territories/lyon", &json!({"name": name})).await, 200).await;
        let file = app.get("/v1/territories.csv").await.text().await.expect("text");
        assert!(file.contains(safe), "{name}");
        let raw = app.get("/v1/territories.csv?escape=none").await.text().await.expect("text");
        assert!(raw.contains(&name.replace('"', "\"\"")), "{name} as it is, for machines");
    }
}

#[tokio::test]
async fn f10_web_addresses_are_kept_as_browsers_read_them() {
    let app = TestApp::start().await;
    let team = in_team(&app, "lyon").await;
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let begun = body(team.post("/v1/adhesions", &json!({"territory_id": territory})).await, 201).await;
    let adhesion = format!("/v1/adhesions/{}", begun["id"].as_str().expect("an id"));
    for (typed, kept) in [
        (" HTTPS://WWW.Lyon.FR ", "https://www.lyon.fr"),
        ("https://müller.example/a b", "https://xn--mller-kva.example/a%20b"),
        ("https:lyon.fr", "https://lyon.fr"),
        ("https://www.lyon.fr/./x/../Y?q=1#z", "https://www.lyon.fr/Y?q=1#z"),
        ("http://lyon.fr:80/", "http://lyon.fr"),
    ] {
        let saved = body(team.patch("/v1/territories/lyon", &json!({"website": typed})).await, 200).await;
        assert_eq!(saved["website"], kept, "{typed:?}");
        let saved = body(team.patch(&adhesion, &json!({"fields": {"website": typed, "act_link": typed}})).await, 200).await;
        assert_eq!((&saved["fields"]["website"], &saved["fields"]["act_link"]), (&json!(kept), &json!(kept)));
    }
    for wrong in [
        "javascript:alert(1)",
        "https://lyon",
        "https://10.0.0.1/",
        "https://user:pw@lyon.fr",
        "https://ly\non.fr",
        "ftp://lyon.fr",
        "lyon.fr",
        " ",
    ] {
        let refused = problem(team.patch("/v1/territories/lyon", &json!({"website": wrong})).await, 422, "invalid_fields").await;
        assert_eq!(crate::people::errors(&refused), [("/website", "not_an_address")], "{wrong:?}");
    }
}
