//! Public reads: filters, order, pages, forms, languages, caching.

use std::collections::{BTreeMap, BTreeSet};

use entity::{country, kinds::SubjectKind, organisation, place};
use kernel::db::{Actor, Entry, cursor};
use reqwest::{Method, Response, StatusCode, header};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use tests::{TestApp, operations::operations, people, problem};

async fn with(app: &TestApp, path: &str, name: header::HeaderName, value: &str) -> Response {
    app.request(Method::GET, path).header(name, value).send().await.expect("an answer")
}

fn list(page: &Value) -> &Vec<Value> {
    page["data"].as_array().expect("data")
}

/// Every record of a list, page by page as the addresses lead.
async fn all(app: &TestApp, path: &str) -> Vec<Value> {
    let mut records = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let page = app.json(&path).await;
        records.extend(list(&page).iter().cloned());
        next = page["page"]["next"].as_str().map(|address| address.replace(&app.url, ""));
        assert!(records.len() <= 2000, "{path} never ends");
    }
    records
}

fn slugs(records: &[Value]) -> Vec<String> {
    records.iter().map(|record| record["slug"].as_str().expect("a slug").to_owned()).collect()
}

#[tokio::test]
async fn paging_visits_each_once_in_every_order() {
    let app = TestApp::start().await;
    let whole: BTreeSet<String> = slugs(&all(&app, "/v1/territories?limit=200").await).into_iter().collect();
    assert_eq!(whole.len(), 41);
    let sorts = ["name", "-name", "population", "-population", "joined", "-joined", "country,-population", "-country,joined,name"];
    for sort in sorts {
        let one = slugs(&all(&app, &format!("/v1/territories?limit=200&sort={sort}")).await);
        for limit in [1, 3, 7, 40] {
            let paged = slugs(&all(&app, &format!("/v1/territories?limit={limit}&sort={sort}")).await);
            assert_eq!(paged, one, "{sort} by {limit}");
        }
        assert_eq!(one.iter().cloned().collect::<BTreeSet<_>>(), whole, "{sort}");
    }
    for path in ["/v1/countries", "/v1/regions", "/v1/organisations"] {
        let one = all(&app, &format!("{path}?limit=200")).await;
        assert_eq!(all(&app, &format!("{path}?limit=17")).await, one, "{path}");
        assert_eq!(app.json(&format!("{path}?limit=1")).await["page"]["total"], one.len(), "{path}");
    }
}

#[tokio::test]
async fn unknown_values_come_last_both_ways() {
    let app = TestApp::start().await;
    for sort in ["population", "-population"] {
        let records = all(&app, &format!("/v1/territories?limit=5&sort={sort}")).await;
        let values: Vec<Option<i64>> = records.iter().map(|record| record["population"]["value"].as_i64()).collect();
        let known: Vec<i64> = values.iter().flatten().copied().collect();
        assert!(known.len() < values.len(), "the data has unknown populations");
        assert!(values[..known.len()].iter().all(Option::is_some), "{sort}: {values:?}");
        let mut sorted = known.clone();
        sorted.sort_unstable();
        if sort.starts_with('-') {
            sorted.reverse();
        }
        assert_eq!(known, sorted, "{sort}");
    }
}

#[tokio::test]
async fn filters_narrow_and_combine() {
    let app = TestApp::start().await;
    let everything = all(&app, "/v1/territories?limit=200").await;
    type Holds = fn(&Value) -> bool;
    let cases: &[(&str, &str, Holds)] = &[
        ("country", "ES", |t| t["country"]["code"] == "ES"),
        ("country", "es,FR", |t| t["country"]["code"] == "ES" || t["country"]["code"] == "FR"),
        ("region", "150", |t| t["region"]["code"] == "150"),
        ("level", "municipal", |t| t["level"] == "municipal"),
        ("size", "over_1m,unknown", |t| t["size"] == "over_1m" || t["size"] == "unknown"),
        ("stage", "member", |t| t["stage"] == "member"),
        ("year", "2022", |t| t["joined_year"] == 2022),
        ("year", "unknown", |t| t["joined_year"].is_null()),
        ("section", "Europe", |t| t["section"] == "Europe"),
    ];
    for (name, value, holds) in cases {
        let page = app.json(&format!("/v1/territories?limit=200&{name}={value}")).await;
        let expected = everything.iter().filter(|t| holds(t)).count();
        assert!(list(&page).iter().all(holds), "{name}={value}");
        assert_eq!(list(&page).len(), expected, "{name}={value}");
        assert_eq!(page["page"]["total"], expected, "{name}={value}");
        assert!(expected > 0, "{name}={value} proves nothing");
    }
    let both = app.json("/v1/territories?country=ES&size=over_1m").await;
    assert!(list(&both).iter().all(|t| t["country"]["code"] == "ES" && t["size"] == "over_1m"));
    assert_eq!(list(&app.json("/v1/territories?country=ES&region=002").await).len(), 0, "filters AND");
    // An area contains its parts, whatever its level.
    let europe = app.json("/v1/territories?region=150").await["page"]["total"].clone();
    let southern = app.json("/v1/territories?region=039").await["page"]["total"].clone();
    assert!(europe.as_i64() > southern.as_i64() && southern.as_i64() > Some(0));
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let app = TestApp::start().await;
    let cases = [
        ("limit=0", "limit", "too_small"),
        ("limit=201", "limit", "too_large"),
        ("limit=x", "limit", "wrong_type"),
        ("limit=", "limit", "required"),
        ("country", "country", "required"),
        ("sort=colour", "sort", "unknown_value"),
        ("level=galactic", "level", "unknown_value"),
        ("stage=loved", "stage", "unknown_value"),
        ("size=huge", "size", "unknown_value"),
        ("country=Spain", "country", "unknown_value"),
        ("region=000000", "region", "unknown_value"),
        ("section=Europe,Atlantis", "section", "unknown_value"),
        ("year=then", "year", "unknown_value"),
        ("lang=xx", "lang", "unknown_value"),
    ];
    for (query, parameter, code) in cases {
        let body = problem(app.get(&format!("/v1/territories?{query}")).await, 400, "invalid_query").await;
        assert_eq!((&body["errors"][0]["pointer"], &body["errors"][0]["code"]), (&json!(parameter), &json!(code)), "{query}");
        let detail = body["errors"][0]["detail"].as_str().expect("words");
        assert!(!detail.contains(" .") && detail.len() > 5, "{query}: {detail}");
    }
    problem(app.get("/v1/territories?cursor=nonsense").await, 400, "invalid_cursor").await;
    let page = app.json("/v1/territories?limit=2&sort=name").await;
    let next = page["page"]["next"].as_str().expect("a next page").replace(&app.url, "").replace("sort=name", "sort=-population");
    problem(app.get(&next).await, 400, "invalid_cursor").await;
    problem(app.get("/v1/territories?country=%00").await, 400, "invalid_query").await;
}

#[tokio::test]
async fn the_longest_filters_and_orders_are_answered_or_refused() {
    let app = TestApp::start().await;
    let times = |value: &str, times: usize| vec![value; times].join(",");
    let once = app.json("/v1/territories?region=002").await;
    assert_eq!(list(&app.json(&format!("/v1/territories?region={}", times("002", 2000))).await), list(&once));
    for sort in [times("name", 2001), times("-population,name", 1000)] {
        assert_eq!(all(&app, &format!("/v1/territories?limit=40&sort={sort}")).await.len(), 41);
    }
    let years = |from: i32, to: i32| (from..to).map(|year| year.to_string()).collect::<Vec<_>>().join(",");
    assert_eq!(list(&app.json(&format!("/v1/territories?year={}", years(2030, 2080))).await).len(), 0, "50 values");
    for query in [format!("year={}", years(2030, 2081)), format!("section={}", years(0, 12000))] {
        let wrong = problem(app.get(&format!("/v1/territories?{query}")).await, 400, "invalid_query").await;
        assert_eq!(wrong["errors"][0]["code"], "too_many");
        assert!(wrong["errors"][0]["detail"].as_str().expect("words").contains("50"), "{wrong}");
    }
}

/// Cursors are the caller's: they may say anything.
#[tokio::test]
async fn forged_cursors_are_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.reviewer().await;
    let lists = [
        "/v1/territories?sort=name",
        "/v1/territories?sort=-population,country",
        "/v1/territories?sort=joined",
        "/v1/territories?q=de",
        "/v1/organisations",
        "/v1/users",
    ];
    let values = [
        json!(null),
        json!(7),
        json!(1.5),
        json!(18_446_744_073_709_551_615_u64),
        json!("text"),
        json!(["text"]),
        json!({ "id": "AAAAAAAAAAAAAAAAAAAAAA" }),
        json!({ "id": 7 }),
        json!({ "at": "2026-12-01T00:00:00Z" }),
        json!({ "at": "+200000-12-01T00:00:00Z" }),
        json!({ "at": "-5000-12-01T00:00:00Z" }),
    ];
    for path in lists {
        let first = admin.json(&format!("{path}{}limit=1", if path.contains('?') { "&" } else { "?" })).await;
        let next = first["page"]["next"].as_str().expect("a next page").replace(&app.url, "");
        let (address, cursor) = next.split_once("cursor=").expect("a cursor");
        let genuine: (String, Vec<Value>) = cursor::read_cursor(Some(cursor)).expect("ours").expect("there");
        let answer = async |forged: &(String, Vec<Value>)| admin.get(&format!("{address}cursor={}", cursor::write_cursor(forged))).await;
        assert_eq!(answer(&genuine).await.status(), StatusCode::OK, "{path}");
        for at in 0..genuine.1.len() {
            let mut accepted = 0;
            for value in &values {
                let mut forged = genuine.clone();
                forged.1[at] = value.clone();
                let answer = answer(&forged).await;
                if answer.status() == StatusCode::OK {
                    accepted += 1;
                } else {
                    problem(answer, 400, "invalid_cursor").await;
                }
            }
            assert!((1..=2).contains(&accepted), "{path}: {accepted} kinds of value fit one column");
        }
        for values in [Vec::new(), [genuine.1.clone(), genuine.1.clone()].concat()] {
            problem(answer(&(genuine.0.clone(), values)).await, 400, "invalid_cursor").await;
        }
    }
}

/// An answer that is asked for again is kept by its form; whoever sends many addresses, or long ones, cannot fill the memory.
#[tokio::test]
async fn public_answers_are_kept_by_form_and_short_address() {
    let app = TestApp::start().await;
    let name = async |path: &str, accept: &str| {
        let page: Value = with(&app, path, header::ACCEPT, accept).await.json().await.expect("JSON");
        page["data"][0]["name"].as_str().unwrap_or_else(|| panic!("{path} {accept}: {page}")).to_owned()
    };
    let long = format!("/v1/organisations?unknown={}", "x".repeat(2100));
    let before = name("/v1/organisations", "application/json").await;
    for path in ["/v1/organisations?once=1", "/v1/organisations", &long, &long] {
        assert_eq!(name(path, "application/json").await, before, "{path}");
    }
    // Beside the write path, so that nothing knows of it but who asks the database.
    let unseen = organisation::Entity::update_many().col_expr(organisation::Column::Name, Expr::value("Unseen"));
    let unseen = unseen.col_expr(organisation::Column::Names, Expr::value(json!([])));
    unseen.exec(app.state.db.reader()).await.expect("updated");
    for accept in ["application/json", "application/json;q=0.9, text/csv;q=0.1", "*/*"] {
        assert_eq!(name("/v1/organisations", accept).await, before, "{accept}");
    }
    for path in ["/v1/organisations?once=1", &long] {
        assert_eq!(name(path, "application/json").await, "Unseen", "{path} is not kept");
    }
}

#[tokio::test]
async fn a_page_links_to_the_next() {
    let app = TestApp::start().await;
    let response = app.get("/v1/territories?limit=2&country=ES").await;
    let link = response.headers()["link"].to_str().expect("text").to_owned();
    let page: Value = response.json().await.expect("JSON");
    let next = page["page"]["next"].as_str().expect("a next page");
    assert_eq!(link, format!("<{next}>; rel=\"next\""));
    assert!(next.contains("country=ES") && next.contains("limit=2"));
    let last = app.get("/v1/territories?limit=200").await;
    assert!(last.headers().get("link").is_none());
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let app = TestApp::start().await;
    let paths = ["/v1/territories", "/v1/territories/barcelona", "/v1/campaign", "/v1/countries", "/v1/changes", "/v1/territories.csv"];
    for path in paths {
        let first = app.get(path).await;
        let tag = first.headers()["etag"].to_str().expect("text").to_owned();
        assert_eq!(first.headers()["cache-control"], "no-cache", "{path}");
        for known in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = with(&app, path, header::IF_NONE_MATCH, &known).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path} with {known}");
            assert_eq!(again.headers()["etag"], tag.as_str(), "{path}");
            assert!(again.bytes().await.expect("a body").is_empty(), "{path}");
        }
        assert_eq!(with(&app, path, header::IF_NONE_MATCH, "\"other\"").await.status(), StatusCode::OK, "{path}");
        let french = with(&app, path, header::ACCEPT_LANGUAGE, "fr").await;
        assert_ne!(french.headers()["etag"], tag.as_str(), "{path} in another language is another answer");
    }
    let (json, csv) = (app.get("/v1/territories").await, app.get("/v1/territories.csv").await);
    assert_ne!(json.headers()["etag"], csv.headers()["etag"]);
}

/// What the document says of 304 is so, also where an answer says more than the history.
#[tokio::test]
async fn every_read_that_may_be_unchanged_is_told_so() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    let records = [
        ("territories/{id}", "territories/barcelona".to_owned()),
        ("users/{id}", format!("users/{}", admin.id)),
        ("{id}", "01990000-0000-7000-8000-000000000000".to_owned()),
        ("{geonames_id}", "1".to_owned()),
    ];
    let mut told = BTreeSet::new();
    for operation in operations(&document).into_iter().filter(|operation| operation.method == Method::GET) {
        let path = records.iter().fold(operation.path.to_owned(), |path, (pattern, record)| path.replace(pattern, record));
        let first = admin.get(&path).await;
        let tag = first.headers().get("etag").map(|tag| tag.to_str().expect("text").to_owned());
        if operation.value["responses"].get("304").is_none() {
            assert_eq!(tag, None, "{operation} documents no 304");
        } else if first.status() == StatusCode::OK {
            let tag = tag.unwrap_or_else(|| panic!("{operation} has no ETag"));
            for (known, status) in [(tag, StatusCode::NOT_MODIFIED), ("W/\"other\"".to_owned(), StatusCode::OK)] {
                let again = admin.request(Method::GET, &path).header(header::IF_NONE_MATCH, &known).send().await.expect("an answer");
                assert_eq!(again.status(), status, "{operation} with {known}");
            }
            told.insert(operation.id().to_owned());
        }
    }
    for id in ["list_users", "list_invitations", "list_pledges", "list_tokens", "list_jobs", "get_service", "get_me", "get_user"] {
        assert!(told.contains(id), "{id}");
    }
    // That a token was used is no history, and another answer.
    let partner = crate::people::partner(&app, &["jobs:read"]).await;
    let unused = people::tag(&admin.get("/v1/tokens").await);
    partner.get("/v1/jobs").await;
    assert_ne!(people::tag(&admin.get("/v1/tokens").await), unused);
}

#[tokio::test]
async fn who_runs_the_service_is_told_as_soon_as_it_changes() {
    let app = TestApp::start().await;
    let tag = people::tag(&app.get("/v1").await);
    assert_eq!(with(&app, "/v1", header::IF_NONE_MATCH, &tag).await.status(), StatusCode::NOT_MODIFIED);
    let app = app.restart(&["--operator", "City of Examples"]).await;
    let after = with(&app, "/v1", header::IF_NONE_MATCH, &tag).await;
    assert_eq!(after.status(), StatusCode::OK);
    assert_eq!(after.json::<Value>().await.expect("JSON")["operator"], "City of Examples");
}

/// Seeding and imports are made by other processes; what is kept of their data must not outlive the tag that it goes by.
#[tokio::test]
async fn imported_data_is_read_anew_once_the_history_tells_of_it() {
    let app = TestApp::start().await;
    let near = async || app.json("/v1/places?q=%D8%B3%D9%84%D8%A7").await["data"][0]["near"]["name"].clone();
    let country = async || app.json("/v1/countries?limit=1").await["data"][0]["name"].clone();
    assert_eq!(near().await, "Rabat");
    assert_ne!(country().await, "Renamed");
    let mut tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    let renamed = place::Entity::update_many().col_expr(place::Column::Name, Expr::value("Renamed"));
    renamed.filter(place::Column::Name.eq("Rabat")).exec(&*tx).await.expect("updated");
    country::Entity::update_many().col_expr(country::Column::NameEn, Expr::value("Renamed")).exec(&*tx).await.expect("updated");
    tx.record(Entry::internal("place.imported", SubjectKind::Import, app.state.chance.id()));
    tx.commit().await.expect("committed");
    assert_eq!((near().await, country().await), (json!("Renamed"), json!("Renamed")));
}

#[tokio::test]
async fn kept_answers_are_compressed_as_each_caller_accepts() {
    let app = TestApp::start().await;
    let path = "/v1/territories/barcelona";
    // The first round makes the answers, the second makes those that are kept, the third finds them.
    for _ in 0..3 {
        let plain = app.get(path).await;
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        let plain = plain.bytes().await.expect("a body");
        let gzip = with(&app, path, header::ACCEPT_ENCODING, "gzip").await;
        assert_eq!(gzip.headers()[header::CONTENT_ENCODING], "gzip");
        assert!(gzip.headers()[header::VARY].to_str().expect("text").contains("Accept-Encoding"));
        let packed = gzip.bytes().await.expect("a body");
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut unpacked).expect("gzip");
        assert_eq!(unpacked, plain);
        let brotli = with(&app, path, header::ACCEPT_ENCODING, "gzip, deflate, br, zstd").await;
        assert_eq!(brotli.headers()[header::CONTENT_ENCODING], "br");
        assert!(brotli.bytes().await.expect("a body").len() < plain.len());
    }
    let tag = app.get(path).await.headers()[header::ETAG].to_str().expect("text").to_owned();
    let request = app.request(Method::GET, path).header(header::ACCEPT_ENCODING, "gzip").header(header::IF_NONE_MATCH, tag);
    let unchanged = request.send().await.expect("an answer");
    assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
    assert!(!unchanged.headers().contains_key(header::CONTENT_ENCODING));
}

/// What one caller accepts is not what the next one gets, however unusual the first.
#[tokio::test]
async fn nobody_gets_an_encoding_that_another_asked_for() {
    let app = TestApp::start().await;
    let path = "/v1/territories/lyon";
    let encoding = async |accepted: &[&str]| {
        let mut request = app.request(Method::GET, path);
        for text in accepted {
            request = request.header(header::ACCEPT_ENCODING, *text);
        }
        let answer = request.send().await.expect("an answer");
        answer.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().expect("text").to_owned())
    };
    for _ in 0..3 {
        assert_eq!(encoding(&["deflate"]).await.as_deref(), Some("deflate"));
        assert_eq!(encoding(&["gzip, deflate", "br"]).await.as_deref(), Some("br"));
    }
    for _ in 0..3 {
        assert_eq!(encoding(&[]).await, None);
        assert_eq!(encoding(&["identity"]).await, None);
        assert_eq!(encoding(&["gzip, deflate"]).await.as_deref(), Some("gzip"));
        assert_eq!(encoding(&["deflate"]).await.as_deref(), Some("deflate"));
    }
}

#[tokio::test]
async fn language_follows_the_caller() {
    let app = TestApp::start().await;
    let names: BTreeMap<&str, &str> = [("en", "Spain"), ("fr", "Espagne"), ("es", "España"), ("ar", "إسبانيا")].into();
    for (language, spain) in names {
        for response in [
            app.get(&format!("/v1/territories/barcelona?lang={language}")).await,
            with(&app, "/v1/territories/barcelona", header::ACCEPT_LANGUAGE, &format!("{language}-XX, en;q=0.1")).await,
        ] {
            assert_eq!(response.headers()["content-language"], language);
            let vary = response.headers().get_all("vary").iter().map(|v| v.to_str().expect("text")).collect::<Vec<_>>().join(", ");
            assert!(vary.to_lowercase().contains("accept-language") && vary.contains("Accept"), "{vary}");
            let body: Value = response.json().await.expect("JSON");
            assert_eq!(body["country"]["name"], spain);
        }
    }
    // The address wins over the header; what nobody speaks is English.
    let response = with(&app, "/v1/campaign?lang=es", header::ACCEPT_LANGUAGE, "fr").await;
    assert_eq!(response.headers()["content-language"], "es");
    assert_eq!(with(&app, "/v1/campaign", header::ACCEPT_LANGUAGE, "xx").await.headers()["content-language"], "en");
    let admin = app.admin().await;
    for list in ["users", "tokens", "jobs", "invitations", "pledges", "adhesions"] {
        let response = admin.get(&format!("/v1/{list}?lang=fr")).await;
        assert_eq!(response.headers()["content-language"], "fr", "{list}");
    }
}

#[tokio::test]
async fn the_contract_is_another_when_it_says_something_else() {
    let app = TestApp::start().await;
    let document = app.get("/v1/openapi.json").await;
    let tag = people::tag(&document);
    let digest = kernel::db::history::digest(document.text().await.expect("text").as_bytes());
    assert_eq!(tag, format!("W/\"{}\"", &digest[..32]));
}

#[tokio::test]
async fn csv_is_for_spreadsheets_and_machines() {
    let app = TestApp::start().await;
    let response = app.get("/v1/territories.csv?country=ES").await;
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8; header=present");
    assert!(response.headers()["content-disposition"].to_str().expect("text").starts_with("attachment"));
    let bytes = response.bytes().await.expect("a body");
    assert!(bytes.starts_with(b"\xef\xbb\xbf"), "a byte order mark for spreadsheets");
    let plain = app.get("/v1/territories.csv?country=ES&bom=0").await.text().await.expect("text");
    assert_eq!(&bytes[3..], plain.as_bytes());
    assert!(plain.contains("\r\n"), "RFC 4180 ends lines with CRLF");
    // The slug stands before any cell that may hold a comma.
    let slugs: Vec<&str> = plain.lines().filter_map(|line| line.split(',').nth(1)).collect();
    let page = app.json("/v1/territories?country=ES&limit=200").await;
    let expected: Vec<&str> = list(&page).iter().filter_map(|territory| territory["slug"].as_str()).collect();
    assert_eq!(slugs[0], "slug");
    assert_eq!(slugs[1..], expected);
    assert!(plain.lines().skip(1).all(|line| line.contains("GeoNames")), "every row names its source");
    let by_accept = with(&app, "/v1/territories?country=ES", header::ACCEPT, "text/csv").await;
    assert_eq!(by_accept.bytes().await.expect("a body"), bytes, "the form by Accept is the form by address");
}

#[tokio::test]
async fn csv_never_starts_a_formula() {
    let app = TestApp::start().await;
    let team = crate::people::in_team(&app, "barcelona").await;
    let names = json!({ "names": [{ "lang": "en", "name": "=HYPERLINK(\"#A1\")" }] });
    crate::people::body(team.patch("/v1/territories/barcelona", &names).await, 200).await;
    let guarded = app.get("/v1/territories.csv?lang=en").await.text().await.expect("text");
    assert!(guarded.contains("'=HYPERLINK") && !guarded.contains(",\"=HYPERLINK"), "guarded for spreadsheets");
    let raw = app.get("/v1/territories.csv?lang=en&escape=none").await.text().await.expect("text");
    assert!(raw.contains(",\"=HYPERLINK"), "as it is for machines");
}

#[tokio::test]
async fn geojson_holds_every_territory_with_or_without_position() {
    let app = TestApp::start().await;
    let response = app.get("/v1/territories.geojson").await;
    assert_eq!(response.headers()["content-type"], "application/geo+json");
    let collection: Value = response.json().await.expect("JSON");
    assert_eq!(collection["type"], "FeatureCollection");
    for member in ["attribution", "license", "disclaimer"] {
        assert!(collection[member].is_string(), "{member}");
    }
    let features = collection["features"].as_array().expect("features");
    assert_eq!(features.len(), 41);
    assert!(features.iter().any(|feature| feature["geometry"].is_null()), "unknown positions are null");
    for feature in features {
        assert_eq!(feature["type"], "Feature");
        assert!(feature["properties"]["slug"].is_string());
        assert!(feature.as_object().expect("an object").contains_key("geometry"));
        if let Some(point) = feature["geometry"].as_object() {
            let at: Vec<f64> = point["coordinates"].as_array().expect("numbers").iter().filter_map(Value::as_f64).collect();
            assert_eq!(point["type"], "Point");
            assert!(at.len() == 2 && at[0].abs() <= 180.0 && at[1].abs() <= 90.0, "longitude first: {at:?}");
        }
    }
    let empty: Value = app.get("/v1/territories.geojson?country=AQ").await.json().await.expect("valid JSON");
    assert_eq!(empty["features"], json!([]));
}

#[tokio::test]
async fn other_origins_may_read() {
    let app = TestApp::start().await;
    let response = with(&app, "/v1/territories", header::ORIGIN, "https://example.org").await;
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert!(response.headers().get("access-control-allow-credentials").is_none());
    let exposed = response.headers()["access-control-expose-headers"].to_str().expect("text").to_lowercase();
    for name in ["etag", "link", "x-request-id"] {
        assert!(exposed.contains(name), "{name} in {exposed}");
    }
    let preflight = app
        .request(Method::OPTIONS, "/v1/territories/barcelona")
        .header(header::ORIGIN, "https://example.org")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "PATCH")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,if-match,content-type");
    let preflight = preflight.send().await.expect("an answer");
    assert_eq!(preflight.status(), StatusCode::OK);
    assert!(preflight.headers()["access-control-allow-methods"].to_str().expect("text").contains("PATCH"));
}

#[tokio::test]
async fn the_change_feed_is_complete_and_in_order() {
    let app = TestApp::start().await;
    let mut seqs = Vec::new();
    let mut after = 0;
    loop {
        let page = app.json(&format!("/v1/changes?after={after}&limit=7")).await;
        let part: Vec<i64> = list(&page).iter().filter_map(|change| change["seq"].as_i64()).collect();
        assert!(page["page"]["next"].is_string(), "one can always go on");
        let Some(&last) = part.last() else { break };
        after = last;
        seqs.extend(part);
    }
    assert!(seqs.len() >= 41 && seqs.is_sorted() && seqs.windows(2).all(|pair| pair[0] < pair[1]));
}

#[tokio::test]
async fn every_answer_carries_its_guards() {
    let app = TestApp::start().await;
    for path in ["/v1/campaign", "/v1/nothing", "/health/live", "/nothing"] {
        let headers = app.get(path).await.headers().clone();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert!(headers["content-security-policy"].to_str().expect("text").starts_with("default-src 'none'"), "{path}");
        assert!(headers["x-request-id"].to_str().expect("text").len() == 36, "{path}");
        assert!(!headers.contains_key("strict-transport-security"), "plain http cannot promise it");
    }
    let app = app.restart(&["--public-url", "https://thousand.example"]).await;
    for path in ["/v1/campaign", "/nothing", "/docs"] {
        assert_eq!(app.get(path).await.headers()["strict-transport-security"], "max-age=31536000", "{path}");
    }
}
