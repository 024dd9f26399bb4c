//! What was acknowledged is stored, whatever happened before; and what cannot be stored is not acknowledged.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use entity::history;
use futures_util::future::join_all;
use kernel::db::Actor;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, Statement,
};
use serde_json::json;
use tests::{TestApp, people::Person, problem};

/// A connection of the test's own: what it sees is stored.
async fn own(app: &TestApp) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.database_url());
    options.max_connections(1);
    Database::connect(options).await.expect("a connection of the test's own")
}

fn is_sqlite(app: &TestApp) -> bool {
    app.database_url().starts_with("sqlite")
}

/// Somebody who changes a record again and again.
struct Writer {
    person: Person,
    sent: AtomicU64,
}

impl Writer {
    async fn of(app: &TestApp) -> Self {
        Self { person: app.reviewer().await, sent: AtomicU64::new(0) }
    }

    fn request(&self) -> RequestBuilder {
        let n = self.sent.fetch_add(1, Ordering::Relaxed);
        let website = format!("https://www.example.org/{n}/{}", "x".repeat(1500));
        let request = self.person.request(Method::PATCH, "/v1/territories/barcelona");
        request.header("If-Match", "*").json(&json!({ "website": website }))
    }

    async fn send(&self) -> Response {
        self.request().send().await.expect("an answer")
    }
}

async fn stored(db: &DatabaseConnection) -> u64 {
    history::Entity::find().filter(history::Column::Action.eq("territory.updated")).count(db).await.expect("a count")
}

async fn ready(app: &TestApp) -> StatusCode {
    app.get("/health/ready").await.status()
}

/// Readiness is found out at most once a second.
async fn becomes(app: &TestApp, wanted: StatusCode) {
    for _ in 0..60 {
        if ready(app).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("readiness is not {wanted}");
}

/// Sets this for the connections that are there, and for those that will be.
async fn on_every_connection(app: &TestApp, name: &'static str, value: i64) {
    let pool = app.state.db.reader().get_sqlite_connection_pool();
    pool.set_connect_options(pool.connect_options().as_ref().clone().pragma(name, value.to_string()));
    let mut held = Vec::new();
    for _ in 0..pool.options().get_max_connections() {
        let mut connection = pool.acquire().await.expect("a connection");
        let pragma = format!("PRAGMA {name} = {value}");
        sea_orm::sqlx::query(sea_orm::sqlx::AssertSqlSafe(pragma)).execute(&mut *connection).await.expect("set");
        held.push(connection);
    }
}

/// Sends until something is refused for lack of space, or gives up.
async fn fill(writer: &Writer) -> u64 {
    for sent in 0..2000 {
        let answer = writer.send().await;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::SERVICE_UNAVAILABLE => {
                let retry = answer.headers()["retry-after"].to_str().expect("text").to_owned();
                problem(answer, 503, "unavailable").await;
                assert!(retry.parse::<u64>().is_ok_and(|seconds| seconds > 0));
                return sent;
            }
            other => panic!("{other}: {}", answer.text().await.unwrap_or_default()),
        }
    }
    panic!("nothing was ever refused");
}

async fn all_of_the_next_are_stored(app: &TestApp, writer: &Writer, db: &DatabaseConnection) {
    let before = stored(db).await;
    for _ in 0..20 {
        assert_eq!(writer.send().await.status(), StatusCode::OK);
    }
    assert_eq!(stored(db).await, before + 20, "every acknowledged write is stored");
    assert!(matches!(kernel::db::history::verify(&app.state.db).await.expect("read"), kernel::db::history::Verdict::Whole { .. }));
}

#[tokio::test]
async fn a1_after_a_full_database_what_is_acknowledged_is_stored() {
    let app = TestApp::start().await;
    if !is_sqlite(&app) {
        return;
    }
    let writer = Writer::of(&app).await;
    let pages: i64 = {
        let pool = app.state.db.reader().get_sqlite_connection_pool();
        sea_orm::sqlx::query_scalar("PRAGMA page_count").fetch_one(pool).await.expect("a count")
    };
    on_every_connection(&app, "max_page_count", pages + 30).await;
    let db = own(&app).await;
    let acknowledged = fill(&writer).await;
    for _ in 0..12 {
        assert_eq!(writer.send().await.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
    assert_eq!(stored(&db).await, acknowledged, "what was refused is not there, and what was not is");
    // Space again: nothing is restarted.
    on_every_connection(&app, "max_page_count", 1_073_741_823).await;
    all_of_the_next_are_stored(&app, &writer, &db).await;
}

#[tokio::test]
async fn a1_after_a_connection_that_died_before_its_commit_what_is_acknowledged_is_stored() {
    let app = TestApp::start().await;
    if is_sqlite(&app) {
        return;
    }
    let writer = Writer::of(&app).await;
    let db = own(&app).await;
    let lock = db.clone();
    // Whoever commits waits for the head of the history, which the test holds; there it dies.
    #[expect(clippy::disallowed_methods, reason = "the test holds a lock as another server would")]
    let holding = sea_orm::TransactionTrait::begin(&lock).await.expect("a transaction");
    holding.execute_unprepared("SELECT 1 FROM history_head WHERE id = 1 FOR UPDATE").await.expect("held");
    let killer = own(&app).await;
    let waiting = {
        let request = writer.request();
        tokio::spawn(request.send())
    };
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()";
    for _ in 0..500 {
        let asked = Statement::from_string(sea_orm::DatabaseBackend::Postgres, kill);
        if !killer.query_all_raw(asked).await.expect("an answer").is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let answer = waiting.await.expect("joined").expect("an answer");
    problem(answer, 503, "unavailable").await;
    holding.rollback().await.expect("let go");
    drop(lock);
    assert_eq!(stored(&killer).await, 0);
    all_of_the_next_are_stored(&app, &writer, &killer).await;
}

#[tokio::test]
async fn a2_a_database_that_is_only_read_is_not_ready_and_says_so() {
    let app = TestApp::start().await;
    let writer = Writer::of(&app).await;
    becomes(&app, StatusCode::OK).await;
    let db = own(&app).await;
    let read_only = async |on: bool| {
        if is_sqlite(&app) {
            on_every_connection(&app, "query_only", i64::from(on)).await;
        } else {
            let name = app.database_url().rsplit('/').next().expect("a name").split('?').next().expect("a name").to_owned();
            let value = if on { "on" } else { "off" };
            db.execute_unprepared(&format!("ALTER DATABASE \"{name}\" SET default_transaction_read_only = {value}")).await.expect("set");
            let others =
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
            db.execute_unprepared(others).await.expect("all connect anew");
        }
    };
    read_only(true).await;
    becomes(&app, StatusCode::SERVICE_UNAVAILABLE).await;
    problem(app.get("/health/ready").await, 503, "unavailable").await;
    let refused = writer.send().await;
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 503, "unavailable").await;
    assert_eq!(app.get("/v1/campaign").await.status(), StatusCode::OK, "reading goes on");
    assert_eq!(app.get("/health/live").await.status(), StatusCode::OK);
    if !is_sqlite(&app) {
        db.execute_unprepared("SET default_transaction_read_only = off").await.expect("set");
    }
    read_only(false).await;
    becomes(&app, StatusCode::OK).await;
    let before = stored(&own(&app).await).await;
    assert_eq!(writer.send().await.status(), StatusCode::OK);
    assert_eq!(stored(&own(&app).await).await, before + 1);
}

#[tokio::test]
async fn a2_nobody_waits_longer_than_five_seconds_for_a_lock_of_another_process() {
    let app = TestApp::start().await;
    let writer = Writer::of(&app).await;
    let other = own(&app).await;
    if is_sqlite(&app) {
        other.execute_unprepared("BEGIN IMMEDIATE").await.expect("held");
    } else {
        other.execute_unprepared("BEGIN").await.expect("begun");
        other.execute_unprepared("LOCK TABLE history_head IN ACCESS EXCLUSIVE MODE").await.expect("held");
    }
    let began = Instant::now();
    let waiting = (0..12).map(|_| async {
        let answer = writer.send().await;
        (answer.status(), began.elapsed())
    });
    for (status, took) in join_all(waiting).await {
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(took < Duration::from_millis(6000), "{took:?}");
    }
    assert_eq!(ready(&app).await, StatusCode::SERVICE_UNAVAILABLE);
    other.execute_unprepared("ROLLBACK").await.expect("let go");
    becomes(&app, StatusCode::OK).await;
    let db = own(&app).await;
    all_of_the_next_are_stored(&app, &writer, &db).await;
}

/// A file system of its own in memory, as small as a disk that is nearly full. Root may make one. It is gone with the test also where it fails.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mounted() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mount = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=96m", "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|done| done.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let gone = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
        assert!(std::thread::panicking() || gone.is_ok_and(|status| status.success()), "the disk is still mounted");
    }
}

#[tokio::test]
async fn a1_after_a_full_disk_what_is_acknowledged_is_stored() {
    // Whoever may not mount has the test above.
    let Some(small) = SmallDisk::mounted() else { return };
    let folder = &small.0;
    let app = TestApp::start_in(folder.path()).await;
    if is_sqlite(&app) {
        let writer = Writer::of(&app).await;
        let db = own(&app).await;
        let ballast = folder.path().join("ballast");
        let free = |left: u64| {
            let mut bytes = 96 * 1024 * 1024_u64;
            while bytes > 0 {
                let step = bytes.min(1024 * 1024);
                let file = std::fs::OpenOptions::new().append(true).create(true).open(&ballast).expect("a file");
                let grown = std::io::Write::write(&mut &file, &vec![0; usize::try_from(step).expect("a size")]);
                if !grown.is_ok_and(|written| written > 0) {
                    break;
                }
                bytes -= step;
            }
            let length = std::fs::metadata(&ballast).expect("there").len();
            std::fs::OpenOptions::new().write(true).open(&ballast).expect("a file").set_len(length.saturating_sub(left)).expect("shorter");
        };
        free(256 * 1024);
        let acknowledged = fill(&writer).await;
        for _ in 0..12 {
            assert_eq!(writer.send().await.status(), StatusCode::SERVICE_UNAVAILABLE);
        }
        becomes(&app, StatusCode::SERVICE_UNAVAILABLE).await;
        assert_eq!(stored(&db).await, acknowledged);
        std::fs::remove_file(&ballast).expect("space again");
        becomes(&app, StatusCode::OK).await;
        all_of_the_next_are_stored(&app, &writer, &db).await;
        drop(db);
    }
}

#[tokio::test]
async fn a2_rights_that_were_taken_away_are_no_mistake_of_the_caller() {
    let app = TestApp::start().await;
    if is_sqlite(&app) {
        return;
    }
    let db = own(&app).await;
    let (server, name) = app.database_url().rsplit_once('/').expect("a database");
    let role = format!("role_{}", name.split('?').next().expect("a name"));
    let (scheme, host) = server.split_once("://").expect("an address");
    let url = format!("{scheme}://{role}@{}/{name}", host.rsplit('@').next().expect("a host"));
    let all_of = |rights: &str, kind: &str| format!("GRANT {rights} ON ALL {kind} IN SCHEMA public TO {role}");
    for statement in [format!("CREATE ROLE {role} LOGIN"), all_of("ALL", "TABLES"), all_of("ALL", "SEQUENCES")] {
        db.execute_unprepared(&statement).await.expect(&statement);
    }
    let app = app.restart(&["--database-url", &url]).await;
    let writer = Writer::of(&app).await;
    becomes(&app, StatusCode::OK).await;
    db.execute_unprepared(&format!("REVOKE INSERT, UPDATE ON ALL TABLES IN SCHEMA public FROM {role}")).await.expect("revoked");
    let refused = writer.send().await;
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 503, "unavailable").await;
    becomes(&app, StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(app.get("/v1/campaign").await.status(), StatusCode::OK, "reading goes on");
    db.execute_unprepared(&all_of("ALL", "TABLES")).await.expect("granted");
    becomes(&app, StatusCode::OK).await;
    all_of_the_next_are_stored(&app, &writer, &db).await;
    drop(app);
    for statement in [format!("DROP OWNED BY {role}"), format!("DROP ROLE {role}")] {
        db.execute_unprepared(&statement).await.expect(&statement);
    }
}

/// Whoever asks may go away at any moment: before the transaction began, in the middle of a statement, during the commit.
#[tokio::test]
async fn a1_a_caller_that_goes_away_leaves_no_transaction_open() {
    let app = TestApp::start().await;
    let writer = Writer::of(&app).await;
    for n in 0..150 {
        let write = async {
            let tx = app.state.db.write(Actor::SYSTEM).await?;
            tx.enqueue("gone", json!({ "n": n }), None, None).await?;
            tx.commit().await
        };
        // Done, or cut off at whatever it was waiting for.
        drop(tokio::time::timeout(Duration::from_micros(n * 30), write).await);
    }
    let db = own(&app).await;
    all_of_the_next_are_stored(&app, &writer, &db).await;
    // And the lock is free for others.
    db.execute_unprepared("UPDATE history_head SET seq = seq").await.expect("nobody holds it");
}
