//! What fails while it is stored, what is taken away while a body comes, and what is cut off.

use std::{collections::BTreeSet, path::Path, process::Command, time::Duration};

use chrono::Duration as Time;
use entity::{
    adhesion, document, history,
    kinds::{AdhesionState, SecretariatRole, TeamRole},
    upload, user,
};
use futures_util::future::join_all;
use kernel::db::history::{Verdict, verify};
use reqwest::{Method, RequestBuilder, StatusCode};
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, Statement,
};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, Person},
    pledges::{confirmed, with},
    raw::wire,
    slow::Slow,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

use crate::{
    adhesions::answers,
    marked::{dump, lines_with},
};

/// A connection of the test's own, and only one, so that what it begins it also ends.
async fn fresh(app: &TestApp) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.database_url());
    options.max_connections(1);
    Database::connect(options).await.expect("a connection of the test's own")
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn rows(db: &DatabaseConnection, sql: &str) -> usize {
    let asked = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(asked).await.unwrap_or_else(|error| panic!("{sql}: {error}")).len()
}

fn on_sqlite(app: &TestApp) -> bool {
    app.database_url().starts_with("sqlite")
}

async fn whole(app: &TestApp) {
    let verdict = verify(&app.state.db).await.expect("read");
    assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
}

// What fails while it is stored.

/// Where what strangers and the secretariat send is kept. Each row has an address, by which the test finds it again.
const KEPT: [&str; 4] = ["pledge", "user", "access_request", "invitation"];

/// What makes a row of this table with this address.
fn making(app: &TestApp, admin: &Person, table: &str, territory: &Value, email: &str) -> RequestBuilder {
    let name = email.split('@').next().unwrap_or_default();
    let (path, body) = match table {
        "pledge" => ("/v1/pledges", with(&json!({ "name": format!("Rosario {name}"), "email": email }))),
        "user" => ("/v1/users", json!({ "email": email, "password": PASSWORD, "name": "Nora Ferrer", "language": "en" })),
        "access_request" => {
            ("/v1/access-requests", json!({ "territory_id": territory, "name": "Nora Ferrer", "office": "Office", "email": email }))
        }
        _ => ("/v1/invitations", json!({ "email": email, "role": "reviewer", "language": "en" })),
    };
    let request = app.request(Method::POST, path).json(&body);
    if table == "invitation" { request.bearer_auth(&admin.token) } else { request }
}

async fn sent(request: RequestBuilder) -> StatusCode {
    request.send().await.expect("an answer").status()
}

async fn stored(db: &DatabaseConnection, table: &str, email: &str) -> bool {
    rows(db, &format!("SELECT 1 FROM \"{table}\" WHERE email = '{email}'")).await == 1
}

/// Keeps everybody from storing anything, until it is rolled back.
async fn held(app: &TestApp) -> DatabaseConnection {
    let own = fresh(app).await;
    run(&own, if on_sqlite(app) { "BEGIN IMMEDIATE" } else { "BEGIN; LOCK TABLE history_head IN EXCLUSIVE MODE" }).await;
    own
}

/// Makes storing fail for addresses that begin with the name of a fault; the faults.
async fn with_faults(app: &TestApp) -> Vec<&'static str> {
    let own = fresh(app).await;
    run(&own, "CREATE TABLE never (id INTEGER PRIMARY KEY)").await;
    run(&own, "CREATE TABLE owed (id INTEGER REFERENCES never (id) DEFERRABLE INITIALLY DEFERRED)").await;
    if on_sqlite(app) {
        for table in KEPT {
            // As when the disk is full: the whole transaction is rolled back, and the connection is in none.
            let undone = "SELECT RAISE(ROLLBACK, 'database or disk is full')";
            for (fault, what) in [("middle", undone), ("commit", "INSERT INTO owed VALUES (1)")] {
                let when = format!("AFTER INSERT ON \"{table}\" WHEN NEW.email LIKE '{fault}%'");
                run(&own, &format!("CREATE TRIGGER {fault}_{table} {when} BEGIN {what}; END")).await;
            }
        }
        return vec!["middle", "commit"];
    }
    let function = |name: &str, faults: &[(&str, &str)]| {
        let faults = faults.iter().map(|(fault, what)| format!("IF NEW.email LIKE '{fault}%' THEN {what}; END IF;")).collect::<String>();
        format!("CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {faults} RETURN NEW; END $$")
    };
    let (kill, cancel) = (
        "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5)",
        "PERFORM pg_cancel_backend(pg_backend_pid()); PERFORM pg_sleep(5)",
    );
    let full = "RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'";
    let at_once = [("middle", full), ("commit", "INSERT INTO owed VALUES (1)"), ("killed", kill), ("cancelled", cancel)];
    run(&own, &function("at_once", &at_once)).await;
    run(&own, &function("at_commit", &[("lost", kill), ("stopped", cancel)])).await;
    for table in KEPT {
        let rest = format!("AFTER INSERT ON \"{table}\"");
        run(&own, &format!("CREATE TRIGGER at_once {rest} FOR EACH ROW EXECUTE FUNCTION at_once()")).await;
        let deferred = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()";
        run(&own, &format!("CREATE CONSTRAINT TRIGGER at_commit {rest} {deferred}")).await;
    }
    vec!["middle", "commit", "killed", "cancelled", "lost", "stopped"]
}

/// What was acknowledged stands there, for whoever comes from outside, now and after the next start.
async fn kept_for_good(app: TestApp, acknowledged: &[(&str, String)], refused: &[(&str, String)]) {
    let check = async |app: &TestApp| {
        let own = fresh(app).await;
        for (table, email) in acknowledged {
            assert!(stored(&own, table, email).await, "{table} {email} was acknowledged");
        }
        for (table, email) in refused {
            assert!(!stored(&own, table, email).await, "{table} {email} was refused");
        }
        whole(app).await;
    };
    check(&app).await;
    let app = app.restart(&[]).await;
    check(&app).await;
}

#[tokio::test]
async fn a1_what_is_acknowledged_after_a_failed_transaction_is_stored() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let terrassa = app.json("/v1/territories/terrassa").await["id"].clone();
    let (mut acknowledged, mut refused) = (Vec::new(), Vec::new());
    for fault in with_faults(&app).await {
        app.source.advance(Time::minutes(20));
        admin.token = app.sign_in(&admin.email).await;
        let email = |what: &str, table: &str| format!("{what}-{}@city.example", table.replace('_', "-"));
        // Some fail while others are stored.
        let faulty = join_all(KEPT.map(|table| sent(making(&app, &admin, table, &terrassa, &email(fault, table)))));
        let beside = join_all(KEPT.map(|table| sent(making(&app, &admin, table, &terrassa, &email(&format!("beside-{fault}"), table)))));
        let (faulty, beside) = futures_util::future::join(faulty, beside).await;
        for ((table, status), beside) in KEPT.into_iter().zip(faulty).zip(beside) {
            assert!(status.is_server_error(), "{fault} {table}: {status}");
            refused.push((table, email(fault, table)));
            if beside.is_success() {
                acknowledged.push((table, email(&format!("beside-{fault}"), table)));
            }
        }
        // One after the other: what comes right after a failure must not pay for it.
        for table in KEPT {
            let again = format!("{fault}-again");
            let status = sent(making(&app, &admin, table, &terrassa, &email(&again, table))).await;
            assert!(status.is_server_error(), "{again} {table}: {status}");
            refused.push((table, email(&again, table)));
            let after = format!("after-{fault}");
            let status = sent(making(&app, &admin, table, &terrassa, &email(&after, table))).await;
            assert!(status.is_success(), "{after} {table}: {status}");
            acknowledged.push((table, email(&after, table)));
        }
    }
    kept_for_good(app, &acknowledged, &refused).await;
}

#[tokio::test]
async fn a1_what_is_acknowledged_after_waiting_in_vain_is_stored() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let terrassa = app.json("/v1/territories/terrassa").await["id"].clone();
    let own = held(&app).await;
    // Some hang up while they wait for the lock, one waits until it is told that it was in vain.
    let waits = |table| tokio::spawn(making(&app, &admin, table, &terrassa, "waits@city.example").send());
    let patient = [waits("user"), waits("invitation")];
    for table in KEPT {
        let (head, body) = wire(making(&app, &admin, table, &terrassa, &format!("gone-{}@city.example", table.replace('_', "-"))));
        let mut raw = app.raw().await;
        assert!(raw.send(&head).await && raw.send(&body).await);
        sleep(Duration::from_millis(50)).await;
        raw.reset();
    }
    if !on_sqlite(&app) {
        let waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let other = fresh(&app).await;
        for _ in 0..500 {
            if rows(&other, &format!("SELECT pid {waiting}")).await >= 2 {
                break;
            }
            sleep(Duration::from_millis(10)).await;
        }
        while patient.iter().any(|one| !one.is_finished()) {
            rows(&other, &format!("SELECT pg_terminate_backend(pid) {waiting}")).await;
            sleep(Duration::from_millis(20)).await;
        }
    }
    for waited in patient {
        let status = waited.await.expect("joined").expect("an answer").status();
        assert!(status.is_server_error(), "nobody could store anything: {status}");
    }
    run(&own, "ROLLBACK").await;
    let mut acknowledged = Vec::new();
    for n in 0..3 {
        for table in KEPT {
            let email = format!("after-{n}-{}@city.example", table.replace('_', "-"));
            let status = sent(making(&app, &admin, table, &terrassa, &email)).await;
            assert!(status.is_success(), "{email}: {status}");
            acknowledged.push((table, email));
        }
    }
    kept_for_good(app, &acknowledged, &[("user", "waits@city.example".into()), ("invitation", "waits@city.example".into())]).await;
}

/// A disk of this many kilobytes, which goes when the test does.
struct Disk(tempfile::TempDir);

impl Disk {
    fn new(kilobytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "none"]).arg(folder.path()).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self(folder))
    }

    /// Takes all that is left.
    fn fill(&self) {
        use std::io::Write;
        let mut filler = std::fs::OpenOptions::new().create(true).append(true).open(self.filler()).expect("a file");
        while filler.write_all(&[0; 1024]).is_ok() {}
    }

    fn filler(&self) -> std::path::PathBuf {
        self.0.path().join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

/// Where only SQLite keeps something on this disk, and only who may mount one can fill it.
#[tokio::test]
async fn a1_what_is_acknowledged_while_the_disk_is_full_and_after_it_is_stored() {
    let Some(disk) = Disk::new(64 * 1024) else { return };
    let app = TestApp::start_in(disk.0.path()).await;
    if !on_sqlite(&app) {
        return;
    }
    let admin = app.admin().await;
    let mut acknowledged = Vec::new();
    let round = async |from: usize, count: usize| {
        let patches = (from..from + count).map(|n| {
            let website = format!("https://w{n}w.example");
            let request = admin.request(Method::PATCH, "/v1/territories/barcelona").header("If-Match", "*");
            async move { (website.clone(), sent(request.json(&json!({ "website": website }))).await) }
        });
        join_all(patches).await
    };
    for n in 0..6 {
        disk.fill();
        let mut failed = false;
        for m in 0..60 {
            let answers = round(n * 10_000 + m * 10, 4).await;
            acknowledged.extend(answers.iter().filter(|(_, status)| status.is_success()).map(|(website, _)| website.clone()));
            failed = answers.iter().any(|(_, status)| status.is_server_error());
            if failed {
                break;
            }
        }
        assert!(failed, "the disk was full");
        std::fs::remove_file(disk.filler()).expect("room again");
        // Ready again as soon as something was stored; at most a moment later.
        for m in 0..3 {
            let answers = round(n * 10_000 + 9000 + m * 10, 4).await;
            assert!(answers.iter().all(|(_, status)| status.is_success()), "{answers:?}");
            acknowledged.extend(answers.into_iter().map(|(website, _)| website));
        }
    }
    let check = async |app: &TestApp| {
        let lines = dump(&fresh(app).await).await;
        for website in &acknowledged {
            assert!(!lines_with(&lines, website).is_empty(), "{website} was acknowledged");
        }
        whole(app).await;
    };
    check(&app).await;
    let app = app.restart(&[]).await;
    check(&app).await;
}

// What is taken away while a body comes.

/// A request whose body comes slowly.
struct Op {
    method: &'static str,
    path: String,
    kind: &'static str,
    body: Vec<u8>,
}

fn op(method: &'static str, path: impl Into<String>, body: &Value) -> Op {
    let kind = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
    Op { method, path: path.into(), kind, body: body.to_string().into_bytes() }
}

fn handing_in(territory: &Value) -> Op {
    let territory = territory.as_str().expect("an id");
    let file =
        "Content-Disposition: form-data; name=\"file\"; filename=\"act.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n%%EOF\n";
    let body = format!("--x\r\nContent-Disposition: form-data; name=\"territory_id\"\r\n\r\n{territory}\r\n--x\r\n{file}\r\n--x--\r\n");
    Op { method: "POST", path: "/v1/documents".to_owned(), kind: "multipart/form-data; boundary=x", body: body.into_bytes() }
}

impl Op {
    async fn begin(&self, app: &TestApp, bearer: &str, key: Option<&str>) -> Slow {
        let mut headers = vec![("Content-Type", self.kind)];
        if self.method == "PATCH" || self.path.split('/').count() > 3 {
            headers.push(("If-Match", "*"));
        }
        headers.extend(key.map(|key| ("Idempotency-Key", key)));
        Slow::begin(app, self.method, &self.path, bearer, &headers, &self.body).await
    }
}

/// Everything that is kept, but for the sign that storing works.
async fn kept(app: &TestApp) -> BTreeSet<String> {
    dump(&fresh(app).await).await.into_iter().filter(|line| !line.starts_with("pulse:")).collect()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Loss {
    Disabled,
    RoleTaken,
    RoleLowered,
    Removed,
    MadeEditor,
    SignedOut,
    PasswordChanged,
    PasswordReset,
    Expired,
    Erased,
    Nothing,
}

use Loss::*;

impl Loss {
    /// What whoever sends on is told.
    fn told(self) -> &'static [(u16, &'static str)] {
        match self {
            Disabled | SignedOut | PasswordChanged | PasswordReset | Expired | Erased => &[(401, "session_over")],
            RoleTaken | RoleLowered | Removed | MadeEditor => &[(403, "not_allowed"), (404, "not_found")],
            Nothing => &[],
        }
    }

    /// Takes it from somebody with these sessions, who works on these territories. An administrator does.
    async fn befall(self, app: &TestApp, who: &Person, sessions: &[String], slugs: &[String]) {
        let keeper = app.person(Some(SecretariatRole::Administrator), &format!("{}@keeper.example", app.state.chance.id())).await;
        let account = format!("/v1/users/{}", who.id);
        let status = async |request: RequestBuilder| sent(request).await.as_u16();
        let change = |change: Value| keeper.request(Method::PATCH, &account).header("If-Match", "*").json(&change);
        let place = |slug: &String| format!("/v1/territories/{slug}/team/{}", who.id);
        match self {
            Disabled => assert_eq!(status(change(json!({ "disabled": true }))).await, 200),
            RoleTaken => assert_eq!(status(change(json!({ "role": null }))).await, 200),
            RoleLowered => assert_eq!(status(change(json!({ "role": "reviewer" }))).await, 200),
            Removed => {
                for slug in slugs {
                    assert_eq!(status(keeper.request(Method::DELETE, &place(slug))).await, 204);
                }
            }
            MadeEditor => {
                for slug in slugs {
                    assert_eq!(status(keeper.request(Method::PATCH, &place(slug)).json(&json!({ "role": "editor" }))).await, 200);
                }
            }
            SignedOut => {
                for session in sessions {
                    let out = app.request(Method::DELETE, "/v1/sessions/current").bearer_auth(session).header("Origin", &app.url);
                    assert_eq!(status(out).await, 204);
                }
            }
            PasswordChanged => {
                let change = json!({ "current_password": PASSWORD, "new_password": "violet harbour ladder cumin" });
                let by = app.sign_in(&who.email).await;
                let changed = app.request(Method::POST, "/v1/me/change-password").bearer_auth(by).json(&change);
                assert_eq!(status(changed).await, 200);
            }
            PasswordReset => {
                assert_eq!(app.post("/v1/password-resets", &json!({ "email": who.email })).await.status(), 202);
                let mails = app.mails().await;
                let link = mails.iter().rfind(|mail| mail.to == who.email).expect("a mail").token("/reset-password");
                let redeem = json!({ "token": link, "password": "violet harbour ladder cumin" });
                assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), 204);
            }
            Expired => app.source.advance(Time::seconds(1000)),
            Erased => assert_eq!(status(keeper.request(Method::POST, "/v1/people/erase").json(&json!({ "email": who.email }))).await, 200),
            Nothing => {}
        }
    }
}

/// Begins all of it, each in a session of its own; then this is lost; then the rest is sent. Nothing of it may be obeyed.
async fn refused(app: &TestApp, who: &Person, ops: &[Op], loss: Loss, slugs: &[String]) {
    app.source.advance(Time::minutes(2));
    let (mut sessions, mut begun) = (Vec::new(), Vec::new());
    for op in ops {
        sessions.push(app.sign_in(&who.email).await);
        begun.push(op.begin(app, sessions.last().expect("one"), None).await);
    }
    loss.befall(app, who, &sessions, slugs).await;
    end(app, ops, begun, loss.told()).await;
}

/// Sends the rest. Told nothing, all of it must be done.
async fn end(app: &TestApp, ops: &[Op], begun: Vec<Slow>, told: &[(u16, &str)]) {
    let before = kept(app).await;
    for (op, slow) in ops.iter().zip(begun) {
        let (status, said) = slow.finish().await;
        let what = format!("{} {} {}: {status} {said}", op.method, op.path, String::from_utf8_lossy(&op.body));
        match told {
            [] => assert!((200..300).contains(&status), "{what}"),
            _ => assert!(told.contains(&(status, said["code"].as_str().unwrap_or_default())), "{what}"),
        }
    }
    let after = kept(app).await;
    let new: Vec<_> = after.symmetric_difference(&before).collect();
    assert_eq!(told.is_empty(), !new.is_empty(), "{new:#?}");
}

/// What an administrator may do, to records that are there, so that only the right can be missing.
async fn of_an_administrator(app: &TestApp, n: usize) -> Vec<Op> {
    let keeper = app.person(Some(SecretariatRole::Administrator), &format!("keeper{n}@campaign.example")).await;
    let lyon = app.json("/v1/territories/lyon").await;
    let pledge = confirmed(app, &with(&json!({ "name": format!("Rosario del {n}"), "email": format!("pledge{n}@city.example") }))).await;
    let report = json!({ "territory": "lyon", "reason": "wrong_information", "text": "It is another.", "language": "en", "website2": "" });
    let report: Value = app.post("/v1/reports", &report).await.json().await.expect("JSON");
    let email = format!("access{n}@city.example");
    let request = json!({ "territory_id": lyon["id"], "name": "Nora", "office": "Office", "email": email });
    assert_eq!(app.post("/v1/access-requests", &request).await.status(), 202);
    let requests = keeper.json("/v1/access-requests?state=open&limit=200").await;
    let request = requests["data"].as_array().and_then(|all| all.iter().find(|row| row["email"] == email.as_str())).expect("it").clone();
    // Words that the page does not show any more, so that they can be taken out.
    for website in ["first", "second"] {
        let change = json!({ "website": format!("https://{website}{n}.example") });
        assert_eq!(keeper.patch("/v1/territories/lyon", &change, "*").await.status(), StatusCode::OK);
    }
    let seq = app.json("/v1/territories/lyon/history").await["data"][1]["seq"].clone();
    let (victim, other) = (app.user(&format!("victim{n}@city.example")).await, app.user(&format!("other{n}@city.example")).await);
    let id = |value: &Value| value["id"].as_str().expect("an id").to_owned();
    vec![
        op("POST", "/v1/invitations", &json!({ "email": format!("new{n}@city.example"), "role": "administrator", "language": "en" })),
        op("POST", "/v1/tokens", &token_wish("2027-06-30T00:00:00Z")),
        op("PATCH", format!("/v1/users/{}", victim.id), &json!({ "disabled": true })),
        op("POST", "/v1/people/erase", &json!({ "email": other.email })),
        op("POST", format!("/v1/changes/{seq}/redact"), &json!({ "texts": ["/changes/0/new"], "reason": "personal_data" })),
        op("POST", format!("/v1/pledges/{}/remove", id(&pledge["pledge"])), &json!({ "reason": "No.", "reason_lang": "en" })),
        op("POST", format!("/v1/reports/{}/answer", id(&report)), &json!({ "outcome": "corrected", "answer": "Done." })),
        op("POST", format!("/v1/access-requests/{}/invite", id(&request)), &json!({ "role": "lead" })),
        op("PATCH", "/v1/territories/granollers", &json!({ "website": "https://elsewhere.example" })),
        op("POST", "/v1/territories/granollers/hold", &json!({ "reason": "Closed.", "reason_lang": "en" })),
        op("POST", "/v1/adhesions", &json!({ "territory_id": lyon["id"] })),
        handing_in(&lyon["id"]),
    ]
}

fn token_wish(expires_at: &str) -> Value {
    json!({
        "name": "Partner", "public_name": "Partner", "purpose": "Tests.", "all_territories": true, "expires_at": expires_at,
        "scopes": ["territories:write", "territories:govern", "adhesions:write", "people:write"],
    })
}

#[tokio::test]
async fn f1_what_an_administrator_loses_while_the_body_comes_counts() {
    let app = TestApp::start().await;
    let losses = [Disabled, RoleTaken, SignedOut, PasswordChanged, PasswordReset, Expired, Nothing];
    for (n, loss) in losses.into_iter().enumerate() {
        let who = app.person(Some(SecretariatRole::Administrator), &format!("who{n}@campaign.example")).await;
        refused(&app, &who, &of_an_administrator(&app, n).await, loss, &[]).await;
    }
    // What a reviewer may not do either.
    let who = app.person(Some(SecretariatRole::Administrator), "lowered@campaign.example").await;
    let ops = of_an_administrator(&app, 99).await.into_iter().take(5).collect::<Vec<_>>();
    refused(&app, &who, &ops, RoleLowered, &[]).await;
}

/// Slugs of members, of which nobody uses another's.
async fn members(app: &TestApp) -> Vec<String> {
    let list = app.json("/v1/territories?stage=member&limit=60").await;
    let slug = |row: &Value| row["slug"].as_str().expect("a slug").to_owned();
    list["data"].as_array().expect("a list").iter().map(slug).filter(|slug| !["lyon", "granollers"].contains(&slug.as_str())).collect()
}

async fn id_of(app: &TestApp, slug: &str) -> Value {
    app.json(&format!("/v1/territories/{slug}")).await["id"].clone()
}

/// A lead of both territories, and what they may do there. An adhesion waits in the second.
async fn of_a_lead(app: &TestApp, slugs: &[String]) -> (Person, Vec<Op>) {
    let who = app.member_of(&slugs[0], TeamRole::Lead, &format!("lead@{}.example", slugs[0])).await;
    let colleague = app.member_of(&slugs[0], TeamRole::Editor, &format!("editor@{}.example", slugs[0])).await;
    let (first, second) = (id_of(app, &slugs[0]).await, id_of(app, &slugs[1]).await);
    app.join_team(&who, second.as_str().expect("an id").parse().expect("an id"), TeamRole::Lead).await;
    let draft = who.post("/v1/adhesions", &json!({ "territory_id": second })).await.json::<Value>().await.expect("JSON");
    let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
    assert_eq!(who.patch(&record, &json!({ "fields": answers() }), "*").await.status(), 200);
    let page = format!("/v1/territories/{}", slugs[0]);
    let colleagues = format!("colleague@{}.example", slugs[0]);
    let ops = vec![
        op("POST", "/v1/invitations", &json!({ "email": colleagues, "territory_id": first, "role": "lead", "language": "en" })),
        op("PATCH", format!("{page}/team/{}", colleague.id), &json!({ "role": "lead" })),
        op("PATCH", page, &json!({ "website": "https://elsewhere.example" })),
        op("POST", "/v1/adhesions", &json!({ "territory_id": first })),
        handing_in(&first),
        op("PATCH", &record, &json!({ "fields": { "motivations": "Something else." } })),
        op("POST", format!("{record}/comments"), &json!({ "body": "Something." })),
        op("POST", format!("{record}/submit"), &json!({})),
        op("POST", format!("{record}/withdraw"), &json!({ "reason": "Later." })),
    ];
    (who, ops)
}

#[tokio::test]
async fn f1_what_a_member_of_a_team_loses_while_the_body_comes_counts() {
    let app = TestApp::start().await;
    let slugs = members(&app).await;
    let losses = [Disabled, Removed, SignedOut, PasswordChanged, PasswordReset, Expired, Erased, MadeEditor, Nothing];
    for (slugs, loss) in slugs.chunks(2).zip(losses) {
        let (who, mut ops) = of_a_lead(&app, slugs).await;
        if loss == MadeEditor {
            ops.truncate(2);
        }
        refused(&app, &who, &ops, loss, slugs).await;
    }
}

#[tokio::test]
async fn f1_who_is_out_while_the_body_comes_changes_nothing_of_their_own() {
    let app = TestApp::start().await;
    for (n, loss) in [Disabled, SignedOut, PasswordChanged, PasswordReset, Expired, Erased, Nothing].into_iter().enumerate() {
        let who = app.user(&format!("who{n}@city.example")).await;
        let ops = [
            op("PATCH", "/v1/me", &json!({ "name": "Somebody Else" })),
            op("POST", "/v1/me/change-password", &json!({ "current_password": PASSWORD, "new_password": "copper meadow violin tundra" })),
        ];
        refused(&app, &who, &ops, loss, &[]).await;
    }
}

/// Issues a token; its id and its secret.
async fn issued(admin: &Person, expires_at: &str) -> (String, String) {
    let answer = admin.post("/v1/tokens", &token_wish(expires_at)).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let token: Value = answer.json().await.expect("JSON");
    let text = |name: &str| token[name].as_str().expect("text").to_owned();
    (text("id"), text("token"))
}

#[tokio::test]
async fn f1_a_token_that_ends_while_the_body_comes_does_nothing() {
    let app = TestApp::start().await;
    let slugs = members(&app).await;
    for (n, (slugs, end_of)) in slugs.chunks(2).zip(["revoked", "disabled", "demoted", "expired", ""]).enumerate() {
        app.source.advance(Time::minutes(2));
        let first = id_of(&app, &slugs[0]).await;
        let colleague = format!("colleague@{}.example", slugs[0]);
        let ops = [
            op("PATCH", format!("/v1/territories/{}", slugs[0]), &json!({ "website": "https://elsewhere.example" })),
            op("POST", "/v1/adhesions", &json!({ "territory_id": first })),
            handing_in(&first),
            op("POST", "/v1/invitations", &json!({ "email": colleague, "territory_id": first, "role": "lead", "language": "en" })),
            op("POST", format!("/v1/territories/{}/hold", slugs[1]), &json!({ "reason": "Closed.", "reason_lang": "en" })),
        ];
        let admin = app.person(Some(SecretariatRole::Administrator), &format!("issuer{n}@campaign.example")).await;
        let keeper = app.person(Some(SecretariatRole::Administrator), &format!("keeper{n}@campaign.example")).await;
        let (mut tokens, mut begun) = (Vec::new(), Vec::new());
        let expires_at = if end_of == "expired" { "2026-12-03T00:00:00Z" } else { "2027-06-30T00:00:00Z" };
        for op in &ops {
            tokens.push(issued(&admin, expires_at).await);
            begun.push(op.begin(&app, &tokens.last().expect("one").1, None).await);
        }
        let issuer = format!("/v1/users/{}", admin.id);
        match end_of {
            "revoked" => {
                for (id, _) in &tokens {
                    assert_eq!(keeper.delete(&format!("/v1/tokens/{id}")).await.status(), StatusCode::NO_CONTENT);
                }
            }
            "disabled" => assert_eq!(keeper.patch(&issuer, &json!({ "disabled": true, "tokens": "revoke" }), "*").await.status(), 200),
            "demoted" => assert_eq!(keeper.patch(&issuer, &json!({ "role": "reviewer", "tokens": "revoke" }), "*").await.status(), 200),
            "expired" => app.source.advance(Time::days(2)),
            _ => {}
        }
        end(&app, &ops, begun, if end_of.is_empty() { &[] } else { &[(401, "token_invalid")] }).await;
    }
}

#[tokio::test]
async fn f1_a_former_administrator_does_not_come_back() {
    let app = TestApp::start().await;
    let (former, keeper) = (app.admin().await, app.person(Some(SecretariatRole::Administrator), "keeper@campaign.example").await);
    let friend = app.user("friend@city.example").await;
    let ops = [
        op("PATCH", format!("/v1/users/{}", former.id), &json!({ "role": "administrator" })),
        op("PATCH", format!("/v1/users/{}", friend.id), &json!({ "role": "administrator" })),
        op("PATCH", format!("/v1/users/{}", keeper.id), &json!({ "role": null })),
        op("POST", "/v1/tokens", &token_wish("2027-06-30T00:00:00Z")),
        op("POST", "/v1/invitations", &json!({ "email": former.email, "role": "administrator", "language": "en" })),
        op("POST", "/v1/invitations", &json!({ "email": "second@city.example", "role": "administrator", "language": "en" })),
    ];
    let mut begun = Vec::new();
    for op in &ops {
        begun.push(op.begin(&app, &app.sign_in(&former.email).await, None).await);
    }
    // With a key as well: then the refusal is what is kept, not the effect.
    let keyed = ops[5].begin(&app, &app.sign_in(&former.email).await, Some("k")).await;
    let account = format!("/v1/users/{}", former.id);
    assert_eq!(keeper.patch(&account, &json!({ "role": null }), "*").await.status(), StatusCode::OK);
    end(&app, &ops, begun, &[(403, "not_allowed")]).await;
    let (status, said) = keyed.finish().await;
    assert_eq!((status, &said["code"]), (403, &json!("not_allowed")));
    let administrators =
        user::Entity::find().filter(user::Column::Role.eq(SecretariatRole::Administrator)).all(app.state.db.reader()).await;
    let emails: Vec<_> = administrators.expect("read").into_iter().map(|row| row.email).collect();
    assert_eq!(emails, [keeper.email.as_str()]);
    for list in ["/v1/tokens", "/v1/invitations"] {
        assert_eq!(keeper.json(list).await["page"]["total"], 0, "{list}");
    }
    assert!(app.mails().await.iter().all(|mail| !mail.body.contains("/invitation")));
    for op in ops {
        let request = app.request(op.method.parse().expect("a method"), &op.path).header("If-Match", "*").header("Content-Type", op.kind);
        let status = sent(request.bearer_auth(&former.token).body(op.body)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{}", op.path);
    }
}

/// A body is read to its end before anything is shown for it, too.
#[tokio::test]
async fn f1_a_former_administrator_is_not_shown_what_is_kept_of_a_person() {
    let app = TestApp::start().await;
    for (n, loss) in [RoleTaken, Disabled, SignedOut, PasswordChanged, Expired].into_iter().enumerate() {
        let who = app.person(Some(SecretariatRole::Administrator), &format!("who{n}@campaign.example")).await;
        let other = app.user(&format!("other{n}@city.example")).await;
        refused(&app, &who, &[op("POST", "/v1/people/export", &json!({ "email": other.email }))], loss, &[]).await;
    }
}

#[tokio::test]
async fn f1_of_two_who_demote_each_other_one_stays() {
    let app = TestApp::start().await;
    let (first, second) = (app.admin().await, app.person(Some(SecretariatRole::Administrator), "second@campaign.example").await);
    let demoted = |who: &Person| op("PATCH", format!("/v1/users/{}", who.id), &json!({ "role": null }));
    let by_first = demoted(&second).begin(&app, &first.token, None).await;
    let by_second = demoted(&first).begin(&app, &second.token, None).await;
    assert_eq!(by_second.finish().await.0, 200);
    let (status, said) = by_first.finish().await;
    assert_eq!((status, &said["code"]), (403, &json!("not_allowed")));
    assert_eq!(second.json("/v1/me").await["role"], "administrator");
    assert!(first.json("/v1/me").await["role"].is_null());
}

/// An operation with a key, the loss after it, and what a repetition is told.
async fn not_repeated(app: &TestApp, who: &Person, ops: &[Op], loss: Loss, slugs: &[String]) {
    app.source.advance(Time::minutes(2));
    let repeat = async |op: &Op, bearer: &str, key: &str| {
        let request = app.request(op.method.parse().expect("a method"), &op.path).header("Content-Type", op.kind).bearer_auth(bearer);
        request.header("Idempotency-Key", key).body(op.body.clone()).send().await.expect("an answer")
    };
    let token = app.sign_in(&who.email).await;
    let (mut sessions, mut begun, mut ids) = (vec![token.clone()], Vec::new(), Vec::new());
    for (n, op) in ops.iter().enumerate() {
        let (key, session) = (format!("key-{n}"), app.sign_in(&who.email).await);
        let first = repeat(op, &token, &key).await;
        assert_eq!(first.status(), StatusCode::CREATED, "{}", op.path);
        ids.push(first.json::<Value>().await.expect("JSON")["id"].as_str().expect("an id").to_owned());
        let again = repeat(op, &token, &key).await;
        assert_eq!(again.headers().get("idempotency-replayed").expect("kept"), "true", "{}", op.path);
        begun.push(op.begin(app, &session, Some(&key)).await);
        sessions.push(session);
    }
    loss.befall(app, who, &sessions, slugs).await;
    let before = kept(app).await;
    for (n, (op, slow)) in ops.iter().zip(begun).enumerate() {
        let (status, said) = slow.finish().await;
        assert!(loss.told().contains(&(status, said["code"].as_str().unwrap_or_default())), "{loss:?} {}: {status} {said}", op.path);
        assert!(!said.to_string().contains(&ids[n]), "{said}");
        let answer = repeat(op, &token, &format!("key-{n}")).await;
        let (status, said) = (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"));
        assert!(loss.told().contains(&(status, said["code"].as_str().unwrap_or_default())), "{loss:?} {}: {status} {said}", op.path);
        assert!(!said.to_string().contains(&ids[n]), "{said}");
    }
    let new: Vec<_> = kept(app).await.symmetric_difference(&before).cloned().collect();
    assert_eq!(new, Vec::<String>::new());
}

#[tokio::test]
async fn f1_who_lost_the_right_is_not_given_the_kept_answer() {
    let app = TestApp::start().await;
    for (n, loss) in [RoleTaken, RoleLowered, Disabled, SignedOut, PasswordChanged].into_iter().enumerate() {
        let who = app.person(Some(SecretariatRole::Administrator), &format!("who{n}@campaign.example")).await;
        let invite = json!({ "email": format!("new{n}@city.example"), "role": "reviewer", "language": "en" });
        not_repeated(&app, &who, &[op("POST", "/v1/invitations", &invite)], loss, &[]).await;
    }
    let slugs = members(&app).await;
    for (slugs, loss) in slugs.chunks(2).zip([Removed, Disabled, Expired, PasswordReset]) {
        let (who, ops) = of_a_lead(&app, slugs).await;
        let creating = ["/v1/invitations", "/v1/adhesions", "/v1/documents"];
        let ops: Vec<_> = ops.into_iter().filter(|op| creating.contains(&op.path.as_str()) || op.path.ends_with("/comments")).collect();
        assert_eq!(ops.len(), 4);
        not_repeated(&app, &who, &ops, loss, slugs).await;
    }
}

// What is cut off.

/// How a client goes away.
#[derive(Clone, Copy, Debug)]
enum Going {
    Reset,
    Closed,
}

/// Sends so many bytes of a request and goes away.
async fn cut(app: &TestApp, request: RequestBuilder, at: impl FnOnce(usize, usize) -> usize, going: Going) {
    let (head, body) = wire(request);
    let bytes = [&head[..], &body].concat();
    let mut stream = TcpStream::connect(app.url.strip_prefix("http://").expect("an address")).await.expect("connected");
    stream.set_nodelay(true).expect("at once");
    stream.write_all(&bytes[..at(head.len(), bytes.len())]).await.expect("sent");
    if let Going::Reset = going {
        stream.set_zero_linger().expect("set");
    }
}

/// Sends all of a request and resets while the server, which has read it, waits to store something.
async fn unheard(app: &TestApp, request: RequestBuilder) {
    let own = held(app).await;
    let (head, body) = wire(request);
    let mut stream = TcpStream::connect(app.url.strip_prefix("http://").expect("an address")).await.expect("connected");
    stream.write_all(&[head, body].concat()).await.expect("sent");
    let port = |address: std::io::Result<std::net::SocketAddr>| format!(":{:04X}", address.expect("an address").port());
    let (server, client) = (port(stream.peer_addr()), port(stream.local_addr()));
    for _ in 0..500 {
        // A reset takes away what was not read; the system tells how much that is.
        let Ok(sockets) = std::fs::read_to_string("/proc/net/tcp") else { break };
        let mut sockets = sockets.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let socket = sockets.find(|socket| socket[1].ends_with(&server) && socket[2].ends_with(&client));
        if socket.is_some_and(|socket| socket[4].ends_with(":00000000")) {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    sleep(Duration::from_millis(200)).await;
    stream.set_zero_linger().expect("set");
    drop(stream);
    sleep(Duration::from_millis(200)).await;
    run(&own, "ROLLBACK").await;
}

/// Sends all of a request, reads the status and no more, and resets; the status.
async fn glanced_at(app: &TestApp, request: RequestBuilder) -> u16 {
    let (head, body) = wire(request);
    let mut stream = TcpStream::connect(app.url.strip_prefix("http://").expect("an address")).await.expect("connected");
    stream.write_all(&[head, body].concat()).await.expect("sent");
    let mut status = [0; 12];
    stream.read_exact(&mut status).await.expect("an answer begins");
    stream.set_zero_linger().expect("set");
    std::str::from_utf8(&status[9..]).ok().and_then(|status| status.parse().ok()).expect("a status")
}

/// Places in a request, as parts of head and body in hundredths; the last is its end.
const PLACES: [(usize, usize); 12] =
    [(1, 0), (30, 0), (70, 0), (99, 0), (100, 0), (100, 1), (100, 25), (100, 50), (100, 75), (100, 95), (100, 99), (100, 100)];

fn place(n: usize) -> impl FnOnce(usize, usize) -> usize {
    let (of_head, of_body) = PLACES[n];
    move |head, all| match (of_head, of_body) {
        (100, 100) => all,
        // Up to the last byte but one.
        (100, _) => (head + ((all - head) * of_body).div_ceil(100)).min(all - 1),
        _ => head * of_head / 100,
    }
}

/// Sends it again until it is not being done any more; the status.
async fn again(request: impl Fn() -> RequestBuilder) -> u16 {
    for _ in 0..250 {
        let answer = request().send().await.expect("an answer");
        let (status, said) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default());
        if (status, said["code"].as_str()) != (409, Some("still_running")) && status != 429 {
            return status;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("it is never done")
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// After the sweep every byte has a row and every row its bytes; the documents.
async fn counted(app: &TestApp) -> Vec<document::Model> {
    let db = app.state.db.reader();
    for _ in 0..250 {
        if upload::Entity::find().count(db).await.expect("a count") == 0 {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    sleep(Duration::from_millis(200)).await;
    app.source.advance(Time::minutes(20));
    app.run_jobs().await;
    let own = fresh(app).await;
    let documents = document::Entity::find().all(&own).await.expect("documents");
    assert_eq!(rows(&own, "SELECT id FROM upload").await, 0, "nobody waits for room");
    assert_eq!(rows(&own, "SELECT id FROM job WHERE kind = 'remove_file' AND state <> 'done'").await, 0);
    let files = files(&app.data_dir.path().join("files"));
    assert_eq!(files.len(), documents.len(), "{files:?}");
    let reader = app.person(Some(SecretariatRole::Reviewer), &format!("{}@reader.example", app.state.chance.id())).await;
    for row in &documents {
        let answer = reader.get(&format!("/v1/documents/{}/content", row.id)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{} has no bytes", row.filename);
        let bytes = answer.bytes().await.expect("bytes");
        assert_eq!((bytes.len() as i64, kernel::db::history::digest(&bytes)), (row.bytes, row.sha256.clone()));
        assert!(files.iter().any(|file| std::fs::read(file).expect("a file") == bytes));
    }
    documents
}

/// A document of its own for each name.
fn uploading(app: &TestApp, bearer: &str, territory: &Value, name: &str) -> RequestBuilder {
    let op = handing_in(territory);
    let body =
        String::from_utf8(op.body).expect("text").replace("act.pdf", &format!("{name}.pdf")).replace("%%EOF", &format!("{name} %%EOF"));
    let request = app.request(Method::POST, &op.path).header("Content-Type", op.kind).header("Idempotency-Key", name).bearer_auth(bearer);
    request.body(body)
}

#[tokio::test]
async fn f2_uploads_that_are_cut_off_anywhere_leave_nothing_uncounted() {
    let app = TestApp::start().await;
    let lead = app.member_of("barcelona", TeamRole::Lead, "lead@barcelona.example").await;
    let territory = id_of(&app, "barcelona").await;
    let named = |name: &str| uploading(&app, &lead.token, &territory, name);
    // The first use of a credential is noted before the body is read: not while the lock below is held.
    lead.json("/v1/me").await;
    // Sent whole it is done, though nobody waits for the answer.
    unheard(&app, named("first")).await;
    for _ in 0..250 {
        if document::Entity::find().count(app.state.db.reader()).await.expect("a count") == 1 {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    // Whole, and reset right away or a moment later, when the server stands somewhere between the bytes and the answer.
    for n in 0..16 {
        let (head, body) = wire(named(&format!("whole-{n}")));
        let mut raw = app.raw().await;
        assert!(raw.send(&[head, body].concat()).await);
        sleep(Duration::from_millis(n / 2)).await;
        raw.reset();
    }
    for (n, going) in (0..PLACES.len()).flat_map(|n| [(n, Going::Reset), (n, Going::Closed)]) {
        cut(&app, named(&format!("cut-{n}-{going:?}")), place(n), going).await;
    }
    // At most two at a time are received of anybody: once those before are done.
    let mut status = 429;
    while status == 429 {
        status = glanced_at(&app, named("glance")).await;
    }
    assert_eq!(status, 201);
    // What was sent whole and not turned away is there once; what was not sent whole is not there.
    let names: Vec<_> = counted(&app).await.into_iter().map(|row| row.filename).collect();
    let different: BTreeSet<_> = names.iter().collect();
    assert_eq!(names.len(), different.len(), "{names:?}");
    assert!(names.contains(&"glance.pdf".to_owned()), "it was acknowledged");
    let last = format!("cut-{}", PLACES.len() - 1);
    assert!(names.iter().all(|name| !name.starts_with("cut-") || name.starts_with(&last)), "{names:?}");
    assert!(names.contains(&"first.pdf".to_owned()), "what was sent whole is done");

    // Sent again by the same key, each is there exactly once.
    let lead = Person { token: app.sign_in(&lead.email).await, ..lead };
    let mut all = vec!["first".to_owned(), "glance".to_owned()];
    all.extend((0..16).map(|n| format!("whole-{n}")));
    all.extend((0..PLACES.len()).flat_map(|n| [Going::Reset, Going::Closed].map(|going| format!("cut-{n}-{going:?}"))));
    for name in &all {
        assert_eq!(again(|| uploading(&app, &lead.token, &territory, name)).await, 201, "{name}");
    }
    let names: BTreeSet<_> = counted(&app).await.into_iter().map(|row| row.filename).collect();
    assert_eq!(names, all.iter().map(|name| format!("{name}.pdf")).collect());
}

/// Between the bytes and their row storing fails, or the whole program ends.
#[tokio::test]
async fn f2_bytes_whose_row_was_never_written_are_swept_away() {
    let mut app = TestApp::start().await;
    let lead = app.member_of("barcelona", TeamRole::Lead, "lead@barcelona.example").await;
    let territory = id_of(&app, "barcelona").await;
    let own = fresh(&app).await;
    if on_sqlite(&app) {
        let fails = "SELECT RAISE(ROLLBACK, 'database or disk is full')";
        run(&own, &format!("CREATE TRIGGER fails AFTER INSERT ON document WHEN NEW.filename LIKE 'fails%' BEGIN {fails}; END")).await;
    } else {
        let kill = "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5)";
        let faults = format!("IF NEW.filename LIKE 'fails%' THEN {kill}; END IF; IF NEW.filename LIKE 'waits%' THEN {{}}; END IF;")
            .replace("{}", "PERFORM pg_advisory_xact_lock(7)");
        run(&own, &format!("CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {faults} RETURN NEW; END $$")).await;
        run(&own, "CREATE TRIGGER fault AFTER INSERT ON document FOR EACH ROW EXECUTE FUNCTION fault()").await;
    }
    for n in 0..4 {
        let request = uploading(&app, &lead.token, &territory, &format!("fails-{n}"));
        if n % 2 == 0 {
            assert!(sent(request).await.is_server_error());
        } else {
            cut(&app, request, |_, all| all, Going::Reset).await;
        }
    }
    assert_eq!(again(|| uploading(&app, &lead.token, &territory, "good")).await, 201);
    if !on_sqlite(&app) {
        run(&own, "SELECT pg_advisory_lock(7)").await;
        let (head, body) = wire(uploading(&app, &lead.token, &territory, "waits-1"));
        let mut raw = app.raw().await;
        assert!(raw.send(&[head, body].concat()).await);
        let other = fresh(&app).await;
        let waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";
        let mut waits = 0;
        for _ in 0..500 {
            waits = rows(&other, waiting).await;
            if waits > 0 {
                break;
            }
            sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(waits, 1, "the bytes are there, their row is not");
        raw.reset();
        app = app.restart(&[]).await;
        run(&own, "SELECT pg_advisory_unlock(7)").await;
    }
    let names: Vec<_> = counted(&app).await.into_iter().map(|row| row.filename).collect();
    assert_eq!(names, ["good.pdf"]);
    // The room that it took is free again.
    let token = app.sign_in(&lead.email).await;
    assert_eq!(again(|| uploading(&app, &token, &territory, "waits-2")).await, 201);
    assert_eq!(counted(&app).await.len(), 2);
}

#[tokio::test]
async fn f2_sign_ups_and_pledges_that_are_cut_off_anywhere_lose_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for table in ["user", "pledge"] {
        let email = |n: usize| format!("{table}{n}@city.example");
        let request = |n: usize| making(&app, &admin, table, &Value::Null, &email(n)).header("Idempotency-Key", format!("{table}{n}"));
        let whole = PLACES.len() - 1;
        for n in 0..PLACES.len() {
            cut(&app, request(n), place(n), if n % 2 == 1 { Going::Closed } else { Going::Reset }).await;
        }
        assert_eq!(glanced_at(&app, request(whole + 1)).await, 202);
        let own = fresh(&app).await;
        assert!(stored(&own, table, &email(whole + 1)).await, "it was acknowledged");
        for n in 0..whole {
            assert!(!stored(&own, table, &email(n)).await, "{table} {n} was not sent whole");
        }
        // What was sent whole is done, though nobody waits for the answer.
        unheard(&app, request(whole + 2)).await;
        for n in [whole, whole + 2] {
            for _ in 0..250 {
                if stored(&own, table, &email(n)).await {
                    break;
                }
                sleep(Duration::from_millis(20)).await;
            }
            assert!(stored(&own, table, &email(n)).await, "{table} {n}");
        }
        for n in 0..whole + 3 {
            assert_eq!(again(|| request(n)).await, 202, "{table} {n}");
            assert!(stored(&own, table, &email(n)).await, "{table} {n}");
        }
        let mails = app.mails().await;
        for n in 0..whole + 3 {
            assert_eq!(mails.iter().filter(|mail| mail.to == email(n)).count(), 1, "{table} {n}");
        }
        assert_eq!(rows(&own, "SELECT key FROM idempotency_key WHERE status IS NULL").await, 0, "no key is held");
        app.source.advance(Time::minutes(60));
    }
    whole(&app).await;
}

#[tokio::test]
async fn f2_adhesions_whose_sending_is_cut_off_anywhere_are_sent_once() {
    let app = TestApp::start().await;
    let slugs = members(&app).await;
    let lead = app.user("lead@city.example").await;
    let submit = |record: &str| lead.request(Method::POST, &format!("{record}/submit")).header("If-Match", "*").json(&json!({}));
    let mut records = Vec::new();
    for slug in slugs.iter().take(PLACES.len() + 2) {
        let territory = id_of(&app, slug).await;
        app.join_team(&lead, territory.as_str().expect("an id").parse().expect("an id"), TeamRole::Lead).await;
        let draft = lead.post("/v1/adhesions", &json!({ "territory_id": territory })).await.json::<Value>().await.expect("JSON");
        let record = format!("/v1/adhesions/{}", draft["id"].as_str().expect("an id"));
        assert_eq!(lead.patch(&record, &json!({ "fields": answers() }), "*").await.status(), StatusCode::OK);
        records.push(record);
    }
    let whole_one = PLACES.len() - 1;
    for (n, record) in records[..=whole_one].iter().enumerate() {
        cut(&app, submit(record), place(n), if n % 2 == 1 { Going::Closed } else { Going::Reset }).await;
    }
    assert_eq!(glanced_at(&app, submit(&records[whole_one + 1])).await, 200);
    let state = async |record: &str| lead.json(record).await["state"].clone();
    assert_eq!(state(&records[whole_one + 1]).await, "submitted", "it was acknowledged");
    unheard(&app, submit(&records[whole_one + 2])).await;
    for record in [&records[whole_one], &records[whole_one + 2]] {
        for _ in 0..250 {
            if state(record).await == "submitted" {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
    for (n, record) in records.iter().enumerate() {
        let expected = if n < whole_one { "draft" } else { "submitted" };
        assert_eq!(state(record).await, expected, "{n}");
        assert_eq!(sent(submit(record)).await.as_u16(), if n < whole_one { 200 } else { 409 }, "{n}");
    }
    let own = fresh(&app).await;
    let sent = adhesion::Entity::find().filter(adhesion::Column::State.eq(AdhesionState::Submitted)).count(&own).await.expect("a count");
    let told = history::Entity::find().filter(history::Column::Action.eq("adhesion.submitted")).count(&own).await.expect("a count");
    assert_eq!((sent, told), (records.len() as u64, records.len() as u64));
    whole(&app).await;
    app.source.advance(Time::minutes(5));
    let mails = app.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.to == lead.email).count(), records.len(), "one receipt each");
}
