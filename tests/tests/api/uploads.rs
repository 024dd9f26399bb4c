//! What an upload leaves, and what it may take.

use std::{
    collections::BTreeSet,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use entity::{document, history, job, kinds::JobState, pledge, upload, user};
use futures_util::{Stream, StreamExt};
use kernel::db::history::{Verdict, verify};
use register::documents::removed_file;
use reqwest::{
    Method, RequestBuilder, Response,
    multipart::{Form, Part},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use serde_json::{Value, json};
use tests::{TestApp, problem, raw::wire};
use tokio::io::{AsyncBufReadExt, BufReader};
use uuid::Uuid;

use crate::{
    hostile,
    people::{Person, body, errors, in_team, reviewer, territory_id},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
const PNG: &[u8] = include_bytes!("../../files/picture.png");
/// A million pixels of noise, in 33 kB: without loss it would be a megabyte.
const LOSSY: &[u8] = include_bytes!("../../files/lossy.webp");

/// An upload as bytes, which can be sent in part.
fn form(person: &Person<'_>, territory: Uuid, file: &[u8]) -> RequestBuilder {
    let parts = format!(
        "--b\r\ncontent-disposition: form-data; name=\"territory_id\"\r\n\r\n{territory}\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"act.pdf\"\r\n\r\n"
    );
    let body = [parts.as_bytes(), file, b"\r\n--b--\r\n"].concat();
    person.request(Method::POST, "/v1/documents").header("Content-Type", "multipart/form-data; boundary=b").body(body)
}

async fn send(person: &Person<'_>, territory: Uuid, file: impl Into<std::borrow::Cow<'static, [u8]>>) -> Response {
    let form = Form::new().text("territory_id", territory.to_string()).part("file", Part::bytes(file).file_name("act.pdf"));
    person.request(Method::POST, "/v1/documents").multipart(form).send().await.expect("an answer")
}

/// The files that there are, by name.
fn files(app: &TestApp) -> BTreeSet<String> {
    let folder = std::fs::read_dir(app.data_dir.path().join("files")).expect("a folder");
    folder.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

async fn documents(app: &TestApp) -> BTreeSet<String> {
    let rows = document::Entity::find().all(app.state.db.reader()).await.expect("read");
    rows.into_iter().map(|row| row.id.to_string()).collect()
}

/// Nothing is on its way, every file has its document and every document its file, and the chain is whole.
async fn must_be_tidy(app: &TestApp) {
    app.source.advance(chrono::Duration::minutes(10));
    app.run_jobs().await;
    assert!(upload::Entity::find().all(app.state.db.reader()).await.expect("read").is_empty(), "room is given back");
    assert_eq!(files(app), documents(app).await);
    let stray = std::fs::read_dir(app.data_dir.path()).expect("a folder").filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name().to_string_lossy().into_owned();
        !["files", "mail", "secret.key"].contains(&name.as_str()) && !name.contains("sqlite")
    });
    assert_eq!(stray.count(), 0, "nothing else is left in the data folder");
    assert!(matches!(verify(&app.state.db).await.expect("an answer"), Verdict::Whole { .. }));
}

/// Sends a request again and again until it is not told that the first one still runs.
async fn at_last(request: impl Fn() -> RequestBuilder) -> Response {
    for _ in 0..500 {
        let answer = request().send().await.expect("an answer");
        // Turned away for the moment: the first has not noticed yet that its caller has gone.
        if ![409, 429, 503].contains(&answer.status().as_u16()) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    request().send().await.expect("an answer")
}

/// A connection of its own that keeps everybody else from writing until the lock is let go.
async fn hold_the_database(app: &TestApp) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.database_url());
    options.max_connections(1);
    let lock = Database::connect(options).await.expect("connected");
    match lock.get_database_backend() {
        DatabaseBackend::Sqlite => lock.execute_unprepared("BEGIN IMMEDIATE").await.expect("locked"),
        _ => {
            lock.execute_unprepared("BEGIN").await.expect("begun");
            let tables = "history_head, document, upload, idempotency_key, \"user\", pledge, adhesion";
            lock.execute_unprepared(&format!("LOCK TABLE {tables} IN EXCLUSIVE MODE")).await.expect("locked")
        }
    };
    lock
}

async fn let_go(lock: DatabaseConnection) {
    lock.execute_unprepared("ROLLBACK").await.expect("let go");
    lock.close().await.expect("closed");
}

/// Waits for something that comes about by itself.
async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..1500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what} never came about");
}

/// Sends all of a request and hangs up before it can be answered.
async fn send_and_hang_up(app: &TestApp, request: RequestBuilder) {
    let (head, body) = wire(request);
    let mut connection = app.raw().await;
    assert!(connection.send(&[head, body].concat()).await);
    // Time to begin: what it needs is held.
    tokio::time::sleep(Duration::from_millis(400)).await;
    connection.reset();
    tokio::time::sleep(Duration::from_millis(200)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f2_what_was_sent_whole_is_done_though_its_caller_hung_up() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    // The picture waits for its turn, a file for the database, with and without a key.
    let turn = app.state.pictures.turn(Uuid::nil()).await.expect("the turn");
    send_and_hang_up(&app, form(&team, id, PNG)).await;
    drop(turn);
    until("the first document", async || documents(&app).await.len() == 1).await;
    for key in [None, Some("k")] {
        let before = documents(&app).await.len();
        let keyed = |request: RequestBuilder| match key {
            Some(key) => request.header("Idempotency-Key", key),
            None => request,
        };
        let lock = hold_the_database(&app).await;
        send_and_hang_up(&app, keyed(form(&team, id, PDF))).await;
        let_go(lock).await;
        until("the document", async || documents(&app).await.len() == before + 1).await;
        if key.is_some() {
            let again = at_last(|| keyed(form(&team, id, PDF))).await;
            assert_eq!(again.headers()["idempotency-replayed"], "true");
            body(again, 201).await;
            assert_eq!(documents(&app).await.len(), before + 1, "the same request is the same document");
        }
    }
    // Everything else that is written, too.
    let sign_up = || {
        app.request(Method::POST, "/v1/users").json(&json!({
            "email": "ana@example.org", "password": "plenty lantern orbit mosaic", "name": "Ana",
        }))
    };
    let lock = hold_the_database(&app).await;
    send_and_hang_up(&app, sign_up()).await;
    let_go(lock).await;
    let accounts = async || user::Entity::find().all(app.state.db.reader()).await.expect("read");
    until("the account", async || accounts().await.iter().any(|row| row.email == "ana@example.org")).await;
    assert!(app.mails().await.iter().any(|mail| mail.to == "ana@example.org"), "its mail goes out");
    must_be_tidy(&app).await;
}

fn pledged(name: &str) -> Value {
    json!({
        "name": name, "country": "AR", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta",
        "contact_name": "Nora Prueba", "email": format!("{}@mail.example", name.to_lowercase()), "may_act": true, "publish": true, "language": "en",
    })
}

/// Where a client may hang up: after so many bytes of the body, and so many milliseconds later.
fn points(length: usize) -> Vec<(usize, u64)> {
    let cut = [0, 1, length / 3, length - 1].map(|bytes| (bytes, 0));
    let whole = [0, 1, 2, 4, 7, 12, 20, 35, 60].map(|late| (length, late));
    cut.into_iter().chain(whole).collect()
}

/// Hangs up at every point, and sends the request again under the same key until it is done; how often that was.
async fn hang_up_everywhere(app: &TestApp, requests: impl Fn(usize) -> RequestBuilder, done: &[u16]) -> usize {
    let all = points(wire(requests(0)).1.len());
    for (at, (bytes, late)) in all.iter().enumerate() {
        let request = || requests(at).header("Idempotency-Key", format!("key-{at}"));
        let (head, body) = wire(request());
        let mut connection = app.raw().await;
        assert!(connection.send(&[&head, &body[..*bytes]].concat()).await);
        tokio::time::sleep(Duration::from_millis(*late)).await;
        connection.reset();
        let started = Instant::now();
        let answer = at_last(request).await;
        let status = answer.status().as_u16();
        assert!(done.contains(&status), "{status} after {bytes} bytes and {late} ms: {:?}", answer.text().await);
        assert!(started.elapsed() < Duration::from_secs(20), "the key is given back");
    }
    all.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn f2_hanging_up_at_any_point_loses_nothing_and_leaves_nothing() {
    let app = TestApp::start_with(&["--proxies", "1"]).await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    let file = [PDF, &vec![b' '; 300_000]].concat();
    let uploads = hang_up_everywhere(&app, |_| form(&team, id, &file), &[201]).await;
    must_be_tidy(&app).await;
    assert_eq!(documents(&app).await.len(), uploads, "one document for each key");

    // Each from an address of its own, since strangers may make us send only so many mails.
    let from = |at: usize| format!("192.0.2.{at}");
    let stranger = |path: &str, at: usize, body: &Value| app.request(Method::POST, path).header("X-Forwarded-For", from(at)).json(body);
    let pledges = hang_up_everywhere(&app, |at| stranger("/v1/pledges", at, &pledged(&format!("Pueblo{at}"))), &[202]).await;
    let kept = pledge::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert_eq!(kept.len(), pledges, "one pledge for each key");
    let account = |at: usize| json!({ "email": format!("a{at}@example.org"), "password": "plenty lantern orbit mosaic", "name": "Ana" });
    let accounts = hang_up_everywhere(&app, |at| stranger("/v1/users", at, &account(at)), &[202]).await;
    let opened = user::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert_eq!(opened.iter().filter(|row| row.email.starts_with('a') && row.email.ends_with("@example.org")).count(), accounts);
    let mails = app.mails().await;
    for at in 0..pledges {
        let to = |address: String| mails.iter().filter(|mail| mail.to == address).count();
        assert_eq!((to(format!("pueblo{at}@mail.example")), to(format!("a{at}@example.org"))), (1, 1), "one letter for each, {at}");
    }
    must_be_tidy(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f2_an_adhesion_is_sent_once_wherever_its_caller_hangs_up() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let territory = territory_id(&app, "barcelona").await;
    let draft = body(team.post("/v1/adhesions", &json!({ "territory_id": territory })).await, 201).await;
    let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    body(team.patch(&record, &json!({ "fields": crate::adhesions::answers() })).await, 200).await;
    for (bytes, late) in points(2) {
        let tag = team.tag(&record).await;
        let submit = || team.request(Method::POST, &format!("{record}/submit")).header("If-Match", &tag).json(&json!({}));
        let (head, body) = wire(submit());
        let mut connection = app.raw().await;
        assert!(connection.send(&[&head, &body[..bytes]].concat()).await);
        tokio::time::sleep(Duration::from_millis(late)).await;
        connection.reset();
        // Sent, or as it was: then the same request sends it. 412 says that it was sent after all.
        let again = submit().send().await.expect("an answer");
        assert!([200, 412].contains(&again.status().as_u16()), "{}", again.status());
        assert_eq!(team.json(&record).await["state"], "submitted");
        crate::people::body(reviewer.act(&record, "/request-changes", &json!({ "message": "Once more" })).await, 200).await;
    }
    let sent = history::Entity::find().filter(history::Column::Action.eq("adhesion.submitted")).all(app.state.db.reader());
    assert_eq!(sent.await.expect("read").len(), points(2).len());
    must_be_tidy(&app).await;
}

/// A job, file and row as the end of the process would leave them between two steps of an upload.
async fn cut_off(app: &TestApp, territory: Uuid, stored: &[&str]) -> Uuid {
    let (id, now) = (app.state.chance.id(), app.state.chance.now());
    let expires_at = now + chrono::Duration::minutes(10);
    let row = upload::Model { id, territory_id: territory, uploaded_by: id, bytes: 20, created_at: now, expires_at };
    let tx = app.state.db.write(kernel::db::Actor::SYSTEM).await.expect("a transaction");
    row.into_active_model().insert(&*tx).await.expect("a row");
    removed_file::watch(&tx, id, expires_at).await.expect("watched");
    tx.commit().await.expect("committed");
    for suffix in stored {
        std::fs::write(app.data_dir.path().join("files").join(format!("{id}{suffix}")), "bytes").expect("a file");
    }
    id
}

#[tokio::test]
async fn f2_what_a_crash_leaves_is_counted_until_it_is_removed() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    body(send(&team, id, PDF).await, 201).await;
    for stored in [&[][..], &["#1"], &[""]] {
        cut_off(&app, id, stored).await;
    }
    for _ in 0..96 {
        cut_off(&app, id, &[]).await;
    }
    let refused = problem(send(&team, id, PDF).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/file", "too_many")], "what is under way counts");
    let app = app.restart(&[]).await;
    app.run_jobs().await;
    assert_eq!(files(&app).len(), 3, "nobody knows yet that it is over");
    must_be_tidy(&app).await;
    assert_eq!(files(&app).len(), 1);
    let team = in_team(&app, "barcelona").await;
    body(send(&team, id, PDF).await, 201).await;
}

#[tokio::test]
async fn f2_the_bytes_of_a_document_are_never_taken_for_left_over() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let kept = body(send(&team, territory_id(&app, "barcelona").await, PDF).await, 201).await;
    let id: Uuid = kept["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    assert!(job::Entity::find().all(app.state.db.reader()).await.expect("read").iter().all(|job| job.kind != "remove_file"));
    // A job that runs late, or twice.
    let tx = app.state.db.write(kernel::db::Actor::SYSTEM).await.expect("a transaction");
    removed_file::watch(&tx, id, tx.now()).await.expect("watched");
    tx.commit().await.expect("committed");
    app.run_jobs().await;
    let ran = job::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert!(ran.iter().any(|job| job.kind == "remove_file" && job.state == JobState::Done));
    assert_eq!(team.get(&format!("/v1/documents/{id}/content")).await.bytes().await.expect("bytes"), PDF);
    must_be_tidy(&app).await;
}

#[tokio::test]
async fn f2_a_store_that_fails_leaves_nothing_and_the_next_attempt_works() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    let folder = app.data_dir.path().join("files");
    std::fs::remove_dir(&folder).expect("empty");
    std::fs::write(&folder, "no folder").expect("a file");
    let request = || form(&team, id, PDF).header("Idempotency-Key", "k");
    let refused = request().send().await.expect("an answer");
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 503, "unavailable").await;
    std::fs::remove_file(&folder).expect("removed");
    std::fs::create_dir(&folder).expect("a folder");
    body(request().send().await.expect("an answer"), 201).await;
    must_be_tidy(&app).await;
    assert_eq!(files(&app).len(), 1);
}

#[tokio::test]
async fn f2_bytes_that_arrive_after_all_are_removed() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let folder = app.data_dir.path().join("files");
    std::fs::remove_dir(&folder).expect("empty");
    std::fs::write(&folder, "no folder").expect("a file");
    problem(send(&team, territory_id(&app, "barcelona").await, PDF).await, 503, "unavailable").await;
    std::fs::remove_file(&folder).expect("removed");
    std::fs::create_dir(&folder).expect("a folder");
    app.run_jobs().await;
    let room = upload::Entity::find().all(app.state.db.reader()).await.expect("read");
    assert_eq!(room.len(), 1, "they count as long as they may arrive");
    // What a thread still writes that nobody waits for any more, or a bucket takes that answered too late.
    std::fs::write(folder.join(room[0].id.to_string()), PDF).expect("a file");
    app.run_jobs().await;
    must_be_tidy(&app).await;
    assert!(files(&app).is_empty());
}

/// Lets no document's row be written, until it is told otherwise.
async fn refuse_documents(app: &TestApp, refuse: bool) {
    let db = app.state.db.reader();
    let statements: &[&str] = match (db.get_database_backend(), refuse) {
        (DatabaseBackend::Sqlite, true) => &["CREATE TRIGGER held BEFORE INSERT ON document BEGIN SELECT RAISE(ABORT, 'held'); END"],
        (DatabaseBackend::Sqlite, false) => &["DROP TRIGGER held"],
        (_, true) => &[
            "CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'held'; END $$",
            "CREATE TRIGGER held BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION held()",
        ],
        (_, false) => &["DROP TRIGGER held ON document", "DROP FUNCTION held"],
    };
    for statement in statements {
        db.execute_unprepared(statement).await.expect(statement);
    }
}

#[tokio::test]
async fn f2_bytes_that_no_commit_names_are_removed() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    let request = || form(&team, id, PDF).header("Idempotency-Key", "k");
    refuse_documents(&app, true).await;
    problem(request().send().await.expect("an answer"), 500, "internal").await;
    assert_eq!(files(&app).len(), 1, "they were stored before");
    app.run_jobs().await;
    assert!(files(&app).is_empty() && upload::Entity::find().all(app.state.db.reader()).await.expect("read").is_empty());
    refuse_documents(&app, false).await;
    body(request().send().await.expect("an answer"), 201).await;
    must_be_tidy(&app).await;
    assert_eq!(files(&app).len(), 1);
}

#[tokio::test]
async fn f2_a_territory_has_room_for_so_many_bytes() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    let kept = body(send(&team, id, PDF).await, 201).await;
    let row = document::Entity::find_by_id(kept["id"].as_str().and_then(|id| id.parse::<Uuid>().ok()).expect("an id"));
    let row = row.one(app.state.db.reader()).await.expect("read").expect("a document");
    let most = 500 * 1024 * 1024;
    let large = document::Model { id: app.state.chance.id(), bytes: most - 2 * PDF.len() as i64, ..row };
    large.into_active_model().insert(app.state.db.reader()).await.expect("a document");
    let refused = problem(send(&team, id, [PDF, b" "].concat()).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/file", "no_room")]);
    assert!(refused["errors"][0]["detail"].as_str().expect("words").contains("500"));
    body(send(&team, id, PDF).await, 201).await;
    let refused = problem(send(&team, id, PDF).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/file", "no_room")]);
}

/// What is kept of a file, and its bytes.
async fn kept(person: &Person<'_>, territory: Uuid, file: Vec<u8>) -> (Value, Vec<u8>) {
    let document = body(send(person, territory, file).await, 201).await;
    let content = person.get(&format!("/v1/documents/{}/content", document["id"].as_str().expect("an id"))).await;
    (document, content.bytes().await.expect("bytes").to_vec())
}

#[tokio::test]
async fn f8_what_is_kept_is_bounded_like_what_is_sent() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    let (document, bytes) = kept(&team, id, LOSSY.to_vec()).await;
    assert_eq!((&document["media_type"], &document["filename"]), (&json!("image/jpeg"), &json!("act.jpg")));
    assert!(bytes.len() < 400_000, "{} became {}", LOSSY.len(), bytes.len());
    assert_eq!((document["bytes"].as_u64(), &bytes[..3]), (Some(bytes.len() as u64), &b"\xff\xd8\xff"[..]));
    // Noise of 2,200 by 2,200 pixels, without loss: almost as large as may be sent, whatever one does.
    let noise = hostile::noise(2200);
    assert!((18 * 1024 * 1024..20 * 1024 * 1024).contains(&noise.len()), "{}", noise.len());
    let (document, bytes) = kept(&team, id, noise).await;
    assert!(bytes.len() <= 20 * 1024 * 1024, "{document}");
    assert!(["image/png", "image/jpeg"].contains(&document["media_type"].as_str().expect("a type")));
}

#[tokio::test]
async fn f8_pixels_scans_and_hidden_frames_are_bounded_before_anything_is_decoded() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    for (what, file, most) in [
        ("64 megapixels of nothing", hostile::blank_png(8000, 8000), 50),
        ("25 megapixels with 16 bits a sample", hostile::deep_png(5000, 5000), 16),
        ("a progressive JPEG with 300 scans", hostile::progressive(3000, 3000, 100), 1),
        ("a progressive JPEG of 36 megapixels", hostile::progressive(6000, 6000, 3), 29),
        ("a small WebP with a large frame in it", hostile::large_frame(), 22),
        ("a PNG of many rows", hostile::blank_png(1, 30_001), 50),
        ("a PNG of one long row", hostile::blank_png(30_001, 1), 50),
        ("a JPEG of many rows", hostile::progressive(8, 30_001, 1), 50),
    ] {
        assert!(file.len() < 2_000_000, "{what} is small: {}", file.len());
        let started = Instant::now();
        let refused = problem(send(&team, id, file).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [("/file", "image_too_large")], "{what}");
        let said = refused["errors"][0]["detail"].as_str().expect("words");
        assert!(said.contains(&format!(" {most} megapixels")) && said.contains(" 30,000 pixels"), "{what}: {said}");
        assert!(started.elapsed() < Duration::from_secs(5), "{what}: {:?}", started.elapsed());
    }
    // Ten scans are what cameras and programs make.
    body(send(&team, id, hostile::progressive(1000, 1000, 3)).await, 201).await;
}

#[tokio::test]
async fn f8_whatever_is_taken_is_done_before_others_give_up() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    let id = territory_id(&app, "barcelona").await;
    for (what, file) in [
        ("as many pixels as there may be, in long rows", hostile::blank_png(30_000, 1666)),
        ("the same in many rows", hostile::blank_png(1666, 30_000)),
        ("as many rows as there may be, of one pixel", hostile::blank_png(1, 30_000)),
        // As large as it may be, it takes a second; here, where nothing is optimised, most of a minute when others work too.
        ("many rows of coefficients, in all of ten scans", hostile::progressive(100, 30_000, 3)),
        ("a text in 100,000 pieces", hostile::text_in_pieces(8, 8, 100_000)),
        ("a colour profile of 250 MB", hostile::profiled(&hostile::blank_png(8, 8), 250 * 1024 * 1024)),
    ] {
        let started = Instant::now();
        body(send(&team, id, file).await, 201).await;
        // They wait for half a minute.
        assert!(started.elapsed() < Duration::from_secs(20), "{what}: {:?}", started.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f8_turns_go_to_who_has_used_the_least_and_nobody_waits_for_ever() {
    let app = TestApp::start_with(&["--body-pause", "3"]).await;
    let (greedy, modest) = (in_team(&app, "barcelona").await, in_team(&app, "granollers").await);
    let (theirs, ours) = (territory_id(&app, "barcelona").await, territory_id(&app, "granollers").await);
    // Who has had turns before.
    body(send(&greedy, theirs, hostile::progressive(1000, 1000, 3)).await, 201).await;
    let turn = app.state.pictures.turn(Uuid::nil()).await.expect("the turn");
    let waiting = async |number| until("the queue", async || app.state.pictures.waiting() == number).await;
    let later = async {
        waiting(2).await;
        tokio::join!(send(&modest, ours, PNG), async {
            waiting(3).await;
            drop(turn);
        })
    };
    // Large, so that what is kept first is what was made first, however long the database takes.
    let large = || send(&greedy, theirs, hostile::progressive(1500, 1500, 3));
    let (first, second, (third, ())) = tokio::join!(large(), large(), later);
    let at = async |answer| body(answer, 201).await["created_at"].as_str().expect("a time").to_owned();
    let (first, second, third) = (at(first).await, at(second).await, at(third).await);
    assert!(third < first && third < second, "{third} came last, and has used nothing: {first} {second}");

    let turn = app.state.pictures.turn(Uuid::nil()).await.expect("the turn");
    let started = Instant::now();
    let refused = send(&modest, ours, PNG).await;
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 503, "unavailable").await;
    assert!((8..20).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    body(send(&modest, ours, PDF).await, 201).await;
    drop(turn);
    body(send(&modest, ours, PNG).await, 201).await;
    must_be_tidy(&app).await;
}

#[tokio::test]
async fn f8_what_surrounds_the_parts_is_not_gathered_without_end() {
    let app = TestApp::start().await;
    let team = in_team(&app, "barcelona").await;
    for start in ["", "--b\r\n", "--b\r\ncontent-disposition: form-data; name=\"x\"\r\nx-y: "] {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        // 256 MB, if somebody takes them. A busy machine has many on their way when the answer comes.
        let more = futures_util::stream::repeat_with(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok::<_, std::io::Error>(vec![b'x'; 64 * 1024])
        });
        let body = futures_util::stream::once(async { Ok(start.as_bytes().to_vec()) }).chain(more.take(4096));
        let request = team.request(Method::POST, "/v1/documents").header("Content-Type", "multipart/form-data; boundary=b");
        // Who sends on meanwhile may not hear the answer.
        if let Ok(answer) = request.body(reqwest::Body::wrap_stream(body)).send().await {
            problem(answer, 413, "too_large").await;
        }
        let asked = asked.load(Ordering::Relaxed);
        assert!(asked < 1024, "{asked} pieces were taken after {start:?}");
    }
    assert_eq!(app.get("/health/live").await.status().as_u16(), 200);
}

/// What `docs/operations.md` promises.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// Where the server for the test below tells who may hand something in.
const PEOPLE: &str = "people:";

/// A server in a process of its own, since what its callers need would count. It says what it took once nobody needs it any more.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the test below"]
#[expect(clippy::print_stdout, reason = "how it speaks to that test")]
async fn a_server_for_an_hour() {
    let app = TestApp::start_with(&["--body-pause", "900"]).await;
    let mut people = Vec::new();
    for slug in ["barcelona", "granollers", "barcelona", "granollers"] {
        let person = in_team(&app, slug).await;
        people.push(json!({ "token": person.bearer(), "territory": territory_id(&app, slug).await }));
    }
    println!("\n{PEOPLE}{}", json!({ "url": app.url, "people": people }));
    let wait = || std::io::read_to_string(std::io::stdin());
    tokio::task::spawn_blocking(wait).await.expect("joined").expect("read");
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    println!("\n{}", status.lines().find(|line| line.starts_with("VmHWM:")).expect("a line"));
}

/// A file piece by piece.
fn pieces(file: Arc<[u8]>) -> impl Stream<Item = std::io::Result<Vec<u8>>> {
    futures_util::stream::unfold((file, 0), async |(file, at)| {
        let piece = file.get(at..)?.chunks(64 * 1024).next()?.to_vec();
        let next = at + piece.len();
        Some((Ok(piece), (file, next)))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn f8_a_hostile_hour_stays_within_the_memory_that_is_promised() {
    let this = std::env::current_exe().expect("the tests");
    let mut server = tokio::process::Command::new(this);
    server.args(["--exact", "uploads::a_server_for_an_hour", "--ignored", "--nocapture"]).kill_on_drop(true);
    let mut server = server.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a server");
    let mut said = BufReader::new(server.stdout.take().expect("an output")).lines();
    let told: Value = loop {
        let line = said.next_line().await.expect("a line").expect("people");
        if let Some(people) = line.strip_prefix(PEOPLE) {
            break serde_json::from_str(people).expect("JSON");
        }
    };
    let (client, url) = (reqwest::Client::new(), format!("{}/v1/documents", told["url"].as_str().expect("an address")));
    // The worst of each kind that is still taken.
    let files: [Arc<[u8]>; 5] = [
        hostile::progressive(5400, 5400, 3).into(),
        hostile::blank_png(7000, 7000).into(),
        hostile::noise(2200).into(),
        [PDF, &vec![b' '; 19 * 1024 * 1024]].concat().into(),
        // With a colour profile as large as the picture.
        hostile::profiled(&hostile::deep_png(4090, 4090), 250 * 1024 * 1024).into(),
    ];
    // Each as soon as there is a place for it.
    let send = async |person: &Value, body: &dyn Fn() -> reqwest::Body| {
        loop {
            let form = Form::new().text("territory_id", person["territory"].as_str().expect("an id").to_owned());
            let form = form.part("file", Part::stream(body()).file_name("act.pdf"));
            let sent = client.post(&url).bearer_auth(person["token"].as_str().expect("a token")).multipart(form).send().await;
            match sent.map(|answer| answer.status().as_u16()) {
                Ok(429 | 503) | Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
                Ok(status) => return status,
            }
        }
    };
    let people = told["people"].as_array().expect("people");
    // Each holds an upload of which all but the end has come, and sends files beside it as fast as may be.
    let (done, _) = tokio::sync::watch::channel(());
    let held = people.iter().map(async |person| {
        let body = || {
            let mut done = done.subscribe();
            let end = async move { Ok(done.changed().await.map_or(Vec::new(), |()| Vec::new())) };
            reqwest::Body::wrap_stream(pieces(files[3].clone()).chain(futures_util::stream::once(end)))
        };
        send(person, &body).await
    });
    let uploads = people
        .iter()
        .zip([[0, 3, 4], [1, 2, 4], [3, 4, 1], [4, 2, 3]])
        .flat_map(|(person, which)| which.map(|at| (person, files[at].clone())));
    let uploads = uploads.map(async |(person, file)| send(person, &|| reqwest::Body::wrap_stream(pieces(file.clone()))).await);
    let hour = async {
        let taken = futures_util::future::join_all(uploads).await;
        done.send_replace(());
        taken
    };
    let (taken, held) = tokio::join!(hour, futures_util::future::join_all(held));
    assert_eq!((taken, held), (vec![201; 12], vec![201; 4]));
    drop(server.stdin.take());
    let mut peak = None;
    while let Some(line) = said.next_line().await.expect("a line") {
        peak = peak.or(line.strip_prefix("VmHWM:").and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()));
    }
    let peak = peak.expect("a number") * 1024;
    eprintln!("{} MB at most", peak / 1024 / 1024);
    assert!(peak < MOST_MEMORY, "{} MB", peak / 1024 / 1024);
}
