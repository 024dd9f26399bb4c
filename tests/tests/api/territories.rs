use entity::kinds::TeamRole;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{TestApp, people::Person, problem};

use crate::people::{body, errors, in_team, partner, reviewer};

const BARCELONA: &str = "/v1/territories/barcelona";

#[tokio::test]
async fn a_team_changes_what_its_page_says() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let patch = json!({
        "website": "https://www.barcelona.cat",
        "population": { "value": 49_999, "year": 2023, "source": "Idescat" },
        "names": [{ "lang": "ca", "name": "Barcelona" }, { "lang": "pt-br", "name": "Barcelona" }],
        "kind_local": { "term": "municipi", "lang": "ca" },
        "position": { "latitude": 41.4, "longitude": 2.2 },
        "leaders": [{ "name": "Ada Mayor", "office": "Mayor", "office_lang": "en", "term_from": "2023-06", "term_to": "2027" }],
    });
    let response = team.patch(BARCELONA, &patch).await;
    let tag = response.headers()["etag"].clone();
    let after = body(response, 200).await;
    assert_eq!(after["website"], "https://www.barcelona.cat");
    assert_eq!(after["population"], json!({ "value": 49_999, "year": 2023, "source": "Idescat" }));
    assert_eq!(after["size"], "under_50k", "the size follows from the population");
    assert_eq!(after["names"][1]["lang"], "pt-BR");
    assert_eq!(after["leaders"][0]["term_to"], "2027");
    assert_eq!(after["leaders"][0]["as_of"], "2026-12-01");
    let read = app.get(BARCELONA).await;
    assert_eq!(read.headers()["etag"], tag, "the answer's ETag is the record's");
    assert_eq!(read.json::<Value>().await.expect("JSON"), after);

    // Null takes away, absent leaves, inside objects too.
    let after = body(team.patch(BARCELONA, &json!({ "website": null, "population": { "year": null } })).await, 200).await;
    assert_eq!(after["website"], Value::Null);
    assert_eq!(after["population"], json!({ "value": 49_999, "year": null, "source": "Idescat" }));
    let after = body(team.patch(BARCELONA, &json!({ "population": null, "position": null, "kind_local": null })).await, 200).await;
    assert_eq!((&after["population"], &after["size"], &after["position"]), (&Value::Null, &json!("unknown"), &Value::Null));
}

#[tokio::test]
async fn what_changed_is_public_and_names_nobody() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let patch = json!({ "website": "https://www.barcelona.cat", "leaders": [{ "name": "Ada Mayor", "office": "Mayor" }] });
    body(team.patch(BARCELONA, &patch).await, 200).await;
    let history = app.json("/v1/territories/barcelona/history").await;
    let entry = &history["data"][0];
    assert_eq!((&entry["action"], &entry["actor"]), (&json!("territory.updated"), &json!("team")));
    assert_eq!(
        entry["facts"]["changes"],
        json!([{ "field": "website", "old": null, "new": "https://www.barcelona.cat" }, { "field": "leaders" }])
    );
    assert!(!history.to_string().contains("Ada Mayor"));
    // A patch that changes nothing is no change.
    body(team.patch(BARCELONA, &patch).await, 200).await;
    let again = app.json("/v1/territories/barcelona/history").await;
    assert_eq!(again["data"][0]["seq"], entry["seq"]);
}

#[tokio::test]
async fn a_changed_name_sorts_and_survives_seeding() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    body(team.patch(BARCELONA, &json!({ "name": "Aaa Barcelona", "name_lang": "ca" })).await, 200).await;
    let list = app.json("/v1/territories?limit=1&lang=ar").await;
    assert_eq!(list["data"][0]["slug"], "barcelona");
    assert_eq!(app.json("/v1/territories?q=aaa").await["data"][0]["slug"], "barcelona", "it is found by its new name");
    thousand::seed::seed(&app.state, &tests::database::data_folder()).await.expect("seeded again");
    let list = app.json("/v1/territories?limit=1&lang=ar").await;
    assert_eq!(list["data"][0]["name"], "Aaa Barcelona");
}

/// A pledge that nobody has verified must not pass for a member.
#[tokio::test]
async fn a_team_does_not_take_the_name_of_another_government() {
    let app = TestApp::start().await;
    let lead = app.member_of("villejuif", TeamRole::Lead, "lead@villejuif.example").await;
    let change = async |by: &Person, change: Value| {
        by.request(Method::PATCH, "/v1/territories/villejuif").header("If-Match", "*").json(&change).send().await.expect("an answer")
    };
    for name in ["Lyon", "LYON", "Lyón"] {
        let names = json!({"names": [{"lang": "fr", "name": "Villejuif"}, {"lang": "ar", "name": name}]});
        let there = problem(change(&lead, names).await, 409, "already_there").await;
        assert_eq!(there["territory"]["slug"], "lyon", "{name}");
    }
    assert_eq!(problem(change(&lead, json!({"name": "lyon"})).await, 409, "already_there").await["territory"]["slug"], "lyon");
    assert_eq!(change(&lead, json!({"name": "Ville de Villejuif"})).await.status(), 200);
    assert_eq!(change(&app.reviewer().await, json!({"name": "Lyon"})).await.status(), 200, "the secretariat knows what it does");
}

#[tokio::test]
async fn its_own_name_is_told_in_every_language() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let names = json!([{ "lang": "ca", "name": "Barcelona" }, { "lang": "fr", "name": "Barcelone" }]);
    body(team.patch(BARCELONA, &json!({ "name_lang": "ca", "names": names })).await, 200).await;
    let french = app.json("/v1/territories/barcelona?lang=fr").await;
    assert_eq!((&french["name"], &french["name_lang"]), (&json!("Barcelone"), &json!("fr")));
    assert_eq!(french["own_name"], json!({ "name": "Barcelona", "lang": "ca" }));
}

#[tokio::test]
async fn only_the_secretariat_says_what_the_campaign_says() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let governed = [
        json!({ "level": "regional" }),
        json!({ "wave": 2 }),
        json!({ "joined_year": 2023 }),
        json!({ "section": "Africa" }),
        json!({ "external_ids": { "wikidata": "Q1492" } }),
    ];
    for patch in &governed {
        problem(team.patch(BARCELONA, patch).await, 403, "not_allowed").await;
    }
    let reviewer = reviewer(&app).await;
    for patch in &governed {
        body(reviewer.patch(BARCELONA, patch).await, 200).await;
    }
    let after = app.json(BARCELONA).await;
    assert_eq!((&after["level"], &after["wave"], &after["section"]), (&json!("regional"), &json!(2), &json!("Africa")));
    assert_eq!((&after["joined_year"], &after["stage_since"]["date"]), (&json!(2023), &json!("2023")));
    assert_eq!(after["external_ids"]["wikidata"], "Q1492");
    let history = app.json("/v1/territories/barcelona/history").await;
    assert_eq!(history["data"][0]["actor"], "secretariat");
    let taken = json!({ "external_ids": { "geonames": app.json("/v1/territories/granollers").await["external_ids"]["geonames"] } });
    let refused = problem(reviewer.patch(BARCELONA, &taken).await, 409, "already_there").await;
    assert_eq!(refused["territory"]["slug"], "granollers");
}

#[tokio::test]
async fn every_wrong_value_is_pointed_at() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let long = "x".repeat(201);
    let wrong = [
        (json!({ "name": "" }), "/name", "required"),
        (json!({ "name": null }), "/name", "required"),
        (json!({ "name": 1 }), "/name", "wrong_type"),
        (json!({ "name": long }), "/name", "too_long"),
        (json!({ "name_lang": "español!" }), "/name_lang", "not_a_language"),
        (json!({ "names": [{ "lang": "", "name": "X" }] }), "/names/0/lang", "not_a_language"),
        (json!({ "names": [{ "lang": "en", "name": "" }] }), "/names/0/name", "required"),
        (json!({ "names": [{ "lang": "en", "name": "A" }, { "lang": "EN", "name": "B" }] }), "/names/1/lang", "duplicate"),
        (json!({ "names": vec![json!({ "lang": "en", "name": "A" }); 51] }), "/names", "too_many"),
        (json!({ "names": [{ "lang": "en", "name": "A", "x": 1 }] }), "/names/0/x", "unknown_field"),
        (json!({ "kind_local": { "term": " " } }), "/kind_local/term", "required"),
        (json!({ "kind_local": { "lang": "?" } }), "/kind_local/lang", "not_a_language"),
        (json!({ "population": { "value": 0 } }), "/population/value", "too_small"),
        (json!({ "population": { "value": "many" } }), "/population/value", "wrong_type"),
        (json!({ "population": { "value": 9_000_000_000_i64 } }), "/population/value", "too_large"),
        (json!({ "population": { "value": null, "year": 2020 } }), "/population/value", "required"),
        (json!({ "population": { "year": 2027 } }), "/population/year", "too_large"),
        (json!({ "population": { "source": long } }), "/population/source", "too_long"),
        (json!({ "position": { "latitude": 91 } }), "/position/latitude", "too_large"),
        (json!({ "position": { "longitude": -181 } }), "/position/longitude", "too_small"),
        (json!({ "position": { "longitude": null } }), "/position/longitude", "required"),
        (json!({ "website": "javascript:alert(1)" }), "/website", "not_an_address"),
        (json!({ "leaders": [{ "name": "A" }] }), "/leaders/0/office", "required"),
        (json!({ "leaders": [{ "name": "\n", "office": "B" }] }), "/leaders/0/name", "required"),
        (json!({ "leaders": [{ "name": "A", "office": "B", "office_lang": "1" }] }), "/leaders/0/office_lang", "not_a_language"),
        (json!({ "leaders": [{ "name": "A", "office": "B", "term_from": "soon" }] }), "/leaders/0/term_from", "not_a_date"),
        (
            json!({ "leaders": [{ "name": "A", "office": "B", "term_from": "2023", "term_to": "2022-12" }] }),
            "/leaders/0/term_to",
            "out_of_order",
        ),
        (json!({ "leaders": vec![json!({ "name": "A", "office": "B" }); 21] }), "/leaders", "too_many"),
        (json!({ "level": "galactic" }), "/level", "unknown_value"),
        (json!({ "level": null }), "/level", "required"),
        (json!({ "section": "Atlantis" }), "/section", "unknown_value"),
        (json!({ "wave": 0 }), "/wave", "too_small"),
        (json!({ "joined_year": 2027 }), "/joined_year", "too_large"),
        (json!({ "external_ids": { "geonames": -1 } }), "/external_ids/geonames", "too_small"),
        (json!({ "external_ids": { "wikidata": "1492" } }), "/external_ids/wikidata", "wrong_format"),
        (json!({ "external_ids": { "iso_3166_2": "FR-75" } }), "/external_ids/iso_3166_2", "wrong_format"),
        (json!({ "names": [{ "lang": "en-x-aaaaaaaa-bbbbbbbb-cccccccc-dddd", "name": "X" }] }), "/names/0/lang", "not_a_language"),
        (json!({ "slug": "other" }), "/slug", "unknown_field"),
        (json!({ "stage": "none" }), "/stage", "unknown_field"),
    ];
    for (patch, pointer, code) in wrong {
        let refused = problem(reviewer.patch(BARCELONA, &patch).await, 422, "invalid_fields").await;
        assert!(errors(&refused).contains(&(pointer, code)), "{patch}: {refused}");
    }
    let both = problem(reviewer.patch(BARCELONA, &json!({ "website": "x", "wave": 100 })).await, 422, "invalid_fields").await;
    assert_eq!(errors(&both), [("/website", "not_an_address"), ("/wave", "too_large")], "all at once");
}

#[tokio::test]
async fn strangers_others_and_the_stale_are_refused() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let other = in_team(&app, "granollers").await;
    let reader = partner(&app, &["adhesions:read"]).await;
    let operations = [
        (Method::PATCH, "", json!({})),
        (Method::POST, "/hold", json!({ "reason": "x" })),
        (Method::POST, "/withdraw", json!({ "reason": "x" })),
        (Method::POST, "/reinstate", json!({})),
    ];
    for (method, action, input) in operations {
        let path = format!("{BARCELONA}{action}");
        problem(app.request(method.clone(), &path).json(&input).send().await.expect("an answer"), 401, "not_signed_in").await;
        problem(other.change(method.clone(), BARCELONA, action, &input).await, 403, "not_allowed").await;
        problem(reader.change(method.clone(), BARCELONA, action, &input).await, 403, "scope_missing").await;
        problem(reviewer.request(method.clone(), &path).json(&input).send().await.expect("an answer"), 428, "if_match_required").await;
        let stale = reviewer.request(method.clone(), &path).header("If-Match", "\"1.en.json\"").json(&input);
        problem(stale.send().await.expect("an answer"), 412, "stale").await;
        let nowhere = reviewer.request(method, &format!("/v1/territories/nowhere{action}")).header("If-Match", "\"1\"").json(&input);
        problem(nowhere.send().await.expect("an answer"), 404, "not_found").await;
    }
    let writer = partner(&app, &["territories:write", "territories:govern"]).await;
    body(writer.patch(BARCELONA, &json!({ "wave": 2 })).await, 200).await;
    assert_eq!(app.json("/v1/territories/barcelona/history").await["data"][0]["actor"], "integration");
}

#[tokio::test]
async fn two_changes_of_one_version_have_one_effect() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let tag = reviewer.tag(BARCELONA).await;
    let change = |wave: i32| {
        let request = reviewer.request(Method::PATCH, BARCELONA).header("If-Match", &tag).json(&json!({ "wave": wave }));
        async { request.send().await.expect("an answer").status().as_u16() }
    };
    let (a, b) = tokio::join!(change(2), change(3));
    let mut statuses = [a, b];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn a_territory_is_held_reinstated_and_withdrawn() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let before = app.json(BARCELONA).await;
    problem(reviewer.act(BARCELONA, "/reinstate", &json!({})).await, 409, "wrong_state").await;
    let held = json!({ "reason": "Its office was closed.", "effective_on": "2026-11" });
    let after = body(reviewer.act(BARCELONA, "/hold", &held).await, 200).await;
    assert_eq!((&after["stage"], &after["stage_reason"]["value"]), (&json!("on_hold"), &json!("Its office was closed.")));
    assert_eq!(after["stage_since"], json!({ "date": "2026-11", "precision": "month" }));
    assert_eq!(app.json("/v1/campaign").await["counts"]["members"], 40);
    problem(reviewer.act(BARCELONA, "/hold", &held).await, 409, "wrong_state").await;

    let after = body(reviewer.act(BARCELONA, "/reinstate", &json!({ "reason": "It opened again." })).await, 200).await;
    assert_eq!((&after["stage"], &after["stage_reason"]), (&json!("member"), &Value::Null));
    assert_eq!(after["joined_year"], before["joined_year"]);

    let after = body(reviewer.act(BARCELONA, "/withdraw", &json!({ "reason": "The council voted so." })).await, 200).await;
    assert_eq!((&after["stage"], &after["stage_since"]["date"]), (&json!("withdrawn"), &json!("2026-12-01")));
    let list = app.json("/v1/territories?limit=200").await;
    assert!(list["data"].as_array().expect("a list").iter().all(|row| row["slug"] != "barcelona"), "no longer listed");
    let history = app.json("/v1/territories/barcelona/history").await;
    let actions: Vec<_> = history["data"].as_array().expect("a list").iter().filter_map(|entry| entry["action"].as_str()).collect();
    assert_eq!(actions, ["territory.withdrawn", "territory.reinstated", "territory.held", "territory.joined"]);
    assert_eq!(history["data"][2]["facts"]["reason"], "Its office was closed.");
}

#[tokio::test]
async fn a_public_reason_says_its_language() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let spoken = async |action: &str, said: Value| {
        let request = reviewer.request(Method::POST, &format!("{BARCELONA}/{action}?lang=fr")).header("If-Match", "*").json(&said);
        body(request.send().await.expect("an answer"), 200).await["stage_reason"].clone()
    };
    // That of the request, unless said.
    let held = spoken("hold", json!({ "reason": "Le bureau a fermé." })).await;
    assert_eq!(held, json!({ "value": "Le bureau a fermé.", "lang": "fr", "origin": null, "translated_from": null }));
    spoken("reinstate", json!({})).await;
    let withdrawn = spoken("withdraw", json!({ "reason": "Així ho ha votat el ple.", "reason_lang": "CA-es" })).await;
    assert_eq!((&withdrawn["value"], &withdrawn["lang"]), (&json!("Així ho ha votat el ple."), &json!("ca-ES")));
    let history = app.json(&format!("{BARCELONA}/history")).await;
    let told = |entry: usize| (history["data"][entry]["facts"]["reason"].clone(), history["data"][entry]["facts"]["reason_lang"].clone());
    assert_eq!(told(0), (json!("Així ho ha votat el ple."), json!("ca-ES")));
    assert_eq!(told(1), (Value::Null, Value::Null));
    assert_eq!(told(2), (json!("Le bureau a fermé."), json!("fr")));
    let wrong = body(reviewer.act(BARCELONA, "/reinstate", &json!({ "reason": "x", "reason_lang": "?" })).await, 422).await;
    assert_eq!(errors(&wrong), [("/reason_lang", "not_a_language")]);
}

#[tokio::test]
async fn a_term_as_published_is_in_the_language_of_its_office() {
    let app = TestApp::start().await;
    let leader = app.json("/v1/territories/seine-saint-denis").await["leaders"][0].clone();
    assert_eq!((&leader["term_text"]["value"], &leader["term_text"]["lang"]), (&json!("6 ans"), &leader["office_lang"]));
    assert_eq!(leader["office_lang"], "fr");
}

#[tokio::test]
async fn a_member_whose_day_of_joining_is_unknown_is_reinstated_as_a_member() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    let list = app.json("/v1/territories?year=unknown&limit=1").await;
    let record = format!("/v1/territories/{}", list["data"][0]["slug"].as_str().expect("a slug"));
    body(reviewer.act(&record, "/hold", &json!({ "reason": "x" })).await, 200).await;
    assert_eq!(body(reviewer.act(&record, "/reinstate", &json!({})).await, 200).await["stage"], "member");
}

#[tokio::test]
async fn nobody_is_reinstated_as_more_than_they_were() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    // What was held and then withdrawn goes back to what it was before both.
    body(reviewer.act(BARCELONA, "/hold", &json!({ "reason": "x" })).await, 200).await;
    body(reviewer.act(BARCELONA, "/withdraw", &json!({ "reason": "x" })).await, 200).await;
    assert_eq!(body(reviewer.act(BARCELONA, "/reinstate", &json!({})).await, 200).await["stage"], "member");
    // A member that left and pledged anew is no member before its adhesion is accepted.
    body(reviewer.act(BARCELONA, "/withdraw", &json!({ "reason": "x" })).await, 200).await;
    pledge_of_barcelona(&app).await;
    body(reviewer.act(BARCELONA, "/hold", &json!({ "reason": "x" })).await, 200).await;
    assert_eq!(body(reviewer.act(BARCELONA, "/reinstate", &json!({})).await, 200).await["stage"], "pledged");
}

async fn pledge_of_barcelona(app: &TestApp) {
    let pledge = json!({
        "name": "Barcelona", "country": "ES", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Alcaldesa",
        "contact_name": "Olga Oficial", "email": "office@barcelona.example", "may_act": true, "publish": true,
    });
    let id = body(app.post("/v1/pledges", &pledge).await, 202).await["id"].as_str().expect("an id").to_owned();
    let token = json!({ "token": app.mails().await.pop().expect("a mail").token("/pledge/confirm") });
    body(app.post(&format!("/v1/pledges/{id}/confirm"), &token).await, 200).await;
}

#[tokio::test]
async fn a_move_needs_a_reason_and_a_day_that_has_come() {
    let app = TestApp::start().await;
    let reviewer = reviewer(&app).await;
    for action in ["/hold", "/withdraw"] {
        for (input, pointer, code) in [
            (json!({}), "/reason", "required"),
            (json!({ "reason": "  " }), "/reason", "required"),
            (json!({ "reason": null }), "/reason", "wrong_type"),
            (json!({ "reason": "x".repeat(2001) }), "/reason", "too_long"),
            (json!({ "reason": "x", "effective_on": "2026-12-02" }), "/effective_on", "in_the_future"),
            (json!({ "reason": "x", "effective_on": "2027" }), "/effective_on", "in_the_future"),
            (json!({ "reason": "x", "effective_on": "yesterday" }), "/effective_on", "not_a_date"),
            (json!({ "reason": "x", "until": "2027" }), "/until", "unknown_field"),
        ] {
            let refused = problem(reviewer.act(BARCELONA, action, &input).await, 422, "invalid_fields").await;
            assert_eq!(errors(&refused), [(pointer, code)]);
        }
    }
}

#[tokio::test]
async fn the_same_names_in_another_order_are_no_change() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let names = |tags: [&str; 3]| json!({ "names": tags.map(|lang| json!({ "lang": lang, "name": "Barcelona" })) });
    body(team.patch(BARCELONA, &names(["ca-valencia", "cab", "zh-Hant"])).await, 200).await;
    let before = team.tag(BARCELONA).await;
    body(team.patch(BARCELONA, &names(["zh-Hant", "cab", "ca-valencia"])).await, 200).await;
    assert_eq!(team.tag(BARCELONA).await, before);
}
