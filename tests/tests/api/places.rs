use std::path::Path;

use entity::{history, place};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::Value;
use tests::{TestApp, database::data_folder, problem};
use thousand::import::places::{self, Report};

async fn search(app: &TestApp, query: &str) -> Vec<Value> {
    let page = app.json(&format!("/v1/places?{query}")).await;
    page["data"].as_array().expect("places").clone()
}

async fn first(app: &TestApp, q: &str) -> Value {
    let found = search(app, &format!("q={q}")).await;
    found.first().cloned().unwrap_or_else(|| panic!("nothing for {q}"))
}

async fn import(app: &TestApp, file: &Path) -> Report {
    places::import(&app.state, file, None).await.expect("imported")
}

#[tokio::test]
async fn a_place_is_found_in_any_script_and_spelling() {
    let app = TestApp::start().await;
    for (q, geonames_id) in [
        ("Gwangju", 1_841_811),
        ("광주", 1_841_811),
        ("Gwnagju", 1_841_811),
        ("gwangjuu", 1_841_811),
        ("uilmes", 3_429_652),
        ("Quilmes", 3_429_652),
        ("QUILMES", 3_429_652),
        ("quilm", 3_429_652),
        ("quimles", 3_429_652),
        ("سلا", 2_537_763),
        ("سـلا", 2_537_763),
        ("salé", 2_537_763),
        ("sale", 2_537_763),
        ("Сале", 2_537_763),
        ("mexico ciudad", 3_530_597),
        ("york new", 5_128_581),
        ("bogota", 3_688_689),
        ("zurich", 2_657_896),
        ("東京", 1_850_147),
    ] {
        let place = first(&app, q).await;
        assert_eq!(place["geonames_id"], geonames_id, "{q}: {place}");
    }
}

#[tokio::test]
async fn the_name_that_matched_and_a_city_nearby_tell_places_apart() {
    let app = TestApp::start().await;
    let sale = first(&app, "سلا").await;
    assert_eq!((&sale["matched"], &sale["country"]["code"], &sale["near"]["name"]), (&"سلا".into(), &"MA".into(), &"Rabat".into()));
    assert!(sale["near"]["km"].as_i64().expect("a distance") < 20);
    assert_eq!(first(&app, "sale").await["matched"], Value::Null, "its own name needs no explanation");
    assert_eq!(first(&app, "광주").await["matched"], "광주");

    let homonyms = search(&app, "q=Gwangju").await;
    let known: Vec<_> = homonyms.iter().filter(|place| place["name"] == "Gwangju").collect();
    assert!(known.len() >= 2);
    assert_ne!(known[0]["near"], known[1]["near"]);
    for place in &homonyms {
        assert_ne!(place["near"]["name"], place["name"], "never near itself");
    }
    assert_eq!(known[0]["territory"]["slug"], "gwangju", "the government that is already there");
    assert_eq!(known[0]["territory"]["stage"], "member");
    assert_eq!(known[1]["territory"], Value::Null);
}

#[tokio::test]
async fn exact_names_come_before_longer_ones_and_larger_places_before_smaller() {
    let app = TestApp::start().await;
    let found = search(&app, "q=san").await;
    assert!(found.len() > 3);
    let exact = search(&app, "q=santa%20cruz").await;
    let named = |place: &Value| [&place["name"], &place["matched"]].iter().any(|name| *name == "Santa Cruz");
    assert!(named(&exact[0]) && exact.iter().skip_while(|place| named(place)).all(|place| !named(place)), "{exact:?}");
    let populations: Vec<i64> = search(&app, "limit=200").await.iter().map(|p| p["population"].as_i64().unwrap_or(0)).collect();
    assert!(populations.len() > 100 && populations.is_sorted_by(|a, b| a >= b));
}

#[tokio::test]
async fn a_country_limits_the_search() {
    let app = TestApp::start().await;
    for query in ["q=s&country=MA", "q=sale&country=ma", "country=MA", "q=salle&country=MA"] {
        let found = search(&app, query).await;
        assert!(!found.is_empty(), "{query}");
        assert!(found.iter().all(|place| place["country"]["code"] == "MA"), "{query}");
    }
    assert!(search(&app, "q=quilmes&country=MA").await.is_empty());
    problem(app.get("/v1/places?q=sale&country=Morocco").await, 400, "invalid_query").await;
}

#[tokio::test]
async fn pages_visit_each_place_once() {
    let app = TestApp::start().await;
    for query in ["", "q=s&", "q=sale&", "q=gwnagju&", "country=MA&", "q=a&country=MA&"] {
        let mut seen = Vec::new();
        let mut address = format!("/v1/places?{query}limit=3");
        loop {
            let page = app.json(&address).await;
            seen.extend(page["data"].as_array().expect("places").iter().map(|place| place["geonames_id"].as_i64()));
            match page["page"]["next"].as_str() {
                Some(next) => address = next.strip_prefix(&app.url).expect("our own address").to_owned(),
                None => break,
            }
        }
        let whole: Vec<_> = search(&app, &format!("{query}limit=200")).await.iter().map(|p| p["geonames_id"].as_i64()).collect();
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "{query}");
        assert_eq!(seen[..whole.len()], whole, "{query}");
    }
    problem(app.get("/v1/places?q=s&cursor=x").await, 400, "invalid_cursor").await;
    problem(app.get("/v1/places?q=s&cursor=WzksMV0").await, 400, "invalid_cursor").await;
}

#[tokio::test]
async fn odd_searches_find_nothing_or_are_refused() {
    let app = TestApp::start().await;
    assert!(!search(&app, "q=s").await.is_empty(), "one letter is a beginning");
    assert!(!search(&app, "q=%20").await.is_empty(), "nothing typed is no search");
    for q in ["🏙️", "...", "'", "%22%20OR%20%22", "zzzzzzzz", "'):*", "NEAR("] {
        let _ = search(&app, &format!("q={q}")).await;
    }
    assert!(search(&app, "q=🏙️").await.is_empty());
    assert!(search(&app, "q=---").await.is_empty());
    problem(app.get(&format!("/v1/places?q={}", "x".repeat(10_000))).await, 400, "invalid_query").await;
    problem(app.get("/v1/places?q=a%00b").await, 400, "invalid_query").await;
    problem(app.get("/v1/places?q=s&limit=0").await, 400, "invalid_query").await;
}

#[tokio::test]
async fn a_place_is_read_by_its_id() {
    let app = TestApp::start().await;
    let place = app.json("/v1/places/2537763?lang=fr").await;
    assert_eq!((&place["name"], &place["country"]["name"]), (&"Salé".into(), &"Maroc".into()));
    for id in ["1", "x", "-1", "99999999999999999999"] {
        problem(app.get(&format!("/v1/places/{id}")).await, 404, "not_found").await;
    }
}

#[tokio::test]
async fn an_import_is_repeatable_and_survives_what_is_malformed() {
    let app = TestApp::start().await;
    let before = place::Entity::find().count(app.state.db.reader()).await.expect("counted");
    let line = |id: i64, name: &str, people: &str| {
        format!("{id}\t{name}\t\tOther,Autre\t1.5\t2.5\tP\tPPL\tFR\t\t11\t\t\t\t{people}\t\t\tEurope/Paris\t\n")
    };
    let text = [
        line(90_000_001, "Xanadu sur Mer", "1200"),
        "broken\n".to_owned(),
        "\n".to_owned(),
        line(90_000_002, "Ypsilon", "x"),
        line(90_000_003, "Zett", ""),
    ]
    .concat();
    let file = app.data_dir.path().join("some.tsv");
    std::fs::write(&file, &text).expect("written");
    let report = import(&app, &file).await;
    assert_eq!((report.added, report.malformed, &report.malformed_lines[..]), (2, 2, &[2, 3][..]));
    assert_eq!(first(&app, "xanadu").await["geonames_id"], 90_000_001);
    assert!(import(&app, &file).await.known, "the same file");

    // Changed, and the same place twice: the last line counts.
    let changed = [line(90_000_001, "Xanadu sur Mer", "5"), line(90_000_001, "Xyladu sur Mer", "30000000")].concat();
    std::fs::write(&file, &changed).expect("written");
    let report = import(&app, &file).await;
    assert_eq!((report.added, report.updated), (0, 1));
    assert_eq!(place::Entity::find().count(app.state.db.reader()).await.expect("counted"), before + 2);
    assert_eq!(first(&app, "xyladu").await["population"], 30_000_000);
    assert!(
        search(&app, "q=xanadu&country=FR").await.iter().all(|p| p["geonames_id"] != 90_000_001),
        "its old name is gone from the index"
    );

    // A file that breaks off fails and may be repeated.
    let bytes = std::fs::read(data_folder().join("places/geonames-cities15000.tsv.gz")).expect("read");
    let packed = app.data_dir.path().join("packed.gz");
    std::fs::write(&packed, &bytes[..20_000]).expect("cut");
    assert!(places::import(&app.state, &packed, None).await.is_err());
    let imports = history::Entity::find().filter(history::Column::Action.eq("place.imported")).count(app.state.db.reader()).await;
    assert_eq!(imports.expect("counted"), 3, "one entry a file");
}

#[tokio::test]
async fn a4_what_is_no_dump_is_refused_as_a_whole_and_not_noted() {
    let app = TestApp::start().await;
    let counts = async || {
        let places = place::Entity::find().count(app.state.db.reader()).await.expect("counted");
        (places, history::Entity::find().count(app.state.db.reader()).await.expect("counted"))
    };
    let before = counts().await;
    let line = "90000001\tXanadu\t\t\t1.5\t2.5\tP\tPPL\tFR\t\t11\t\t\t\t5\t\t\tEurope/Paris\t\n";
    // The good lines are in front, further than what is looked at first.
    let mostly_wrong = [line.repeat(3000), "a\tb\n".repeat(3001)].concat().into_bytes();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, b"<html>not found</html>").expect("packed");
    let file = app.data_dir.path().join("some.tsv");
    for (content, why) in [
        (Vec::new(), "empty"),
        (b"\r\n\r\n".to_vec(), "empty"),
        (b"PK\x03\x04\x14\x00\x08\x08".to_vec(), "zip"),
        (b"\n<html>".to_vec(), "html"),
        (packed.finish().expect("packed"), "html"),
        (b"\xff\xfe1\x00\t\x00".to_vec(), "UTF-16"),
        (b"name,country\nLyon,FR\n".to_vec(), "2 of 2 lines"),
        (mostly_wrong, "3001 of 6001 lines"),
    ] {
        std::fs::write(&file, content).expect("written");
        let refused = format!("{:#}", places::import(&app.state, &file, None).await.expect_err(why));
        assert!(refused.to_lowercase().contains(&why.to_lowercase()) && refused.contains("some.tsv"), "{why}: {refused}");
        assert_eq!(counts().await, before, "{why}");
    }
    std::fs::write(&file, ["\u{feff}", line].concat()).expect("written");
    let report = import(&app, &file).await;
    assert_eq!((report.added, report.malformed), (1, 0), "the first line counts");
}

#[tokio::test]
async fn the_whole_file_of_the_project_is_imported() {
    let app = TestApp::start().await;
    let file = data_folder().join("places/geonames-cities15000.tsv.gz");
    let report = import(&app, &file).await;
    assert_eq!(report.malformed, 0);
    assert_eq!(report.added + report.unchanged, 34_006);
    assert!(report.unchanged > 200, "what was there is known");
    for (q, id) in [("Gwangju", 1_841_811), ("سلا", 2_537_763), ("quilmes", 3_429_652), ("llobregat hospitalet", 3_120_619)] {
        assert_eq!(first(&app, q).await["geonames_id"], id, "{q}");
    }
}

#[tokio::test]
async fn territories_are_found_by_all_their_names_and_their_country() {
    let app = TestApp::start().await;
    let slugs = async |query: &str| {
        let page = app.json(&format!("/v1/territories?{query}")).await;
        let data = page["data"].as_array().expect("territories").clone();
        assert_eq!(page["page"]["total"].as_u64(), Some(data.len() as u64), "{query}");
        data.iter().map(|row| row["slug"].as_str().expect("a slug").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(slugs("q=barcelona").await[0], "barcelona");
    assert_eq!(slugs("q=gwangju").await, ["gwangju"]);
    assert_eq!(slugs("q=gwnagju").await, ["gwangju"], "one typo");
    assert_eq!(slugs("q=WIEN").await, slugs("q=vienna").await);
    let spanish = slugs("q=espagne&limit=200").await;
    assert!(spanish.contains(&"barcelona".to_owned()) && spanish.len() == slugs("country=ES&limit=200").await.len(), "{spanish:?}");
    assert_eq!(slugs("q=espagne&country=FR").await.len(), 0, "filters AND");
    assert_eq!(slugs("q=🏙️").await.len(), 0);
    assert_eq!(slugs("q=espana&sort=name&limit=200").await, slugs("country=ES&sort=name&limit=200").await, "sorted as asked");
    let csv = app.get("/v1/territories.csv?q=gwangju").await.text().await.expect("text");
    assert_eq!(csv.lines().count(), 2);
    let mut seen = Vec::new();
    let mut address = "/v1/territories?q=espagne&limit=2".to_owned();
    loop {
        let page = app.json(&address).await;
        seen.extend(page["data"].as_array().expect("rows").iter().map(|row| row["slug"].as_str().expect("a slug").to_owned()));
        let Some(next) = page["page"]["next"].as_str() else { break };
        address = next.strip_prefix(&app.url).expect("our own address").to_owned();
    }
    assert_eq!(seen, spanish, "pages visit each once, in the same order");
}
