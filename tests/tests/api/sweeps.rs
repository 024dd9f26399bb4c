//! Looking for a person goes through everything: others get their turn meanwhile.

use std::time::{Duration, Instant};

use entity::history_text;
use kernel::{db::Actor, problem::Code};
use personal::{erase, export};
use reqwest::StatusCode;
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait, IntoActiveModel, PaginatorTrait, Statement};
use serde_json::json;
use tests::TestApp;

use crate::marked::{dump, lines_with};

const ADDRESS: &str = "sought@mail.example";

/// A history of many long texts, each a list of addresses, as imports tell them.
async fn remember(app: &TestApp, texts: usize) {
    let text = json!(vec!["nobody@nowhere.example"; 60]).to_string();
    let row = |n: usize| history_text::Model { seq: 1, pointer: format!("/{n}"), text: text.clone(), salt: String::new() };
    let all: Vec<_> = (0..texts).map(|n| row(n).into_active_model()).collect();
    for some in all.chunks(1000) {
        let insert = history_text::Entity::insert_many(some.iter().cloned());
        insert.exec_without_returning(app.state.db.reader()).await.expect("inserted");
    }
}

/// Told by a sequence, which only PostgreSQL has: each row that is read moves it.
#[tokio::test]
async fn a2_whoever_exports_or_erases_goes_through_the_history_once() {
    let app = TestApp::start().await;
    let db = app.state.db.reader();
    if db.get_database_backend() == DatabaseBackend::Sqlite {
        return;
    }
    app.user(ADDRESS).await;
    let rows = history_text::Entity::find().count(db).await.expect("a count");
    assert!(rows > 0);
    for sql in [
        "CREATE SEQUENCE seen MINVALUE 0 START 0",
        "ALTER TABLE history_text RENAME TO kept_text",
        "CREATE VIEW history_text AS SELECT seq, pointer, text, salt FROM kept_text WHERE nextval('seen') >= 0",
    ] {
        db.execute_unprepared(sql).await.expect(sql);
    }
    let seen = async || {
        let said = Statement::from_string(DatabaseBackend::Postgres, "SELECT nextval('seen') AS seen");
        let row = db.query_one_raw(said).await.expect("read").expect("a number");
        row.try_get::<i64>("", "seen").expect("a number") as u64
    };
    assert_eq!(seen().await, 0);
    export::export(&app.state, ADDRESS).await.expect("exported");
    assert_eq!(seen().await, rows + 1);
    erase::erase(&app.state, async || Ok(app.state.db.write(Actor::SYSTEM).await?), ADDRESS).await.expect("erased");
    assert_eq!(seen().await, 2 * rows + 2);
}

#[tokio::test]
async fn a2_who_looks_for_a_person_lets_others_have_their_turn() {
    let app = TestApp::start().await;
    app.user(ADDRESS).await;
    remember(&app, 4000).await;
    let (state, began) = (app.state.clone(), Instant::now());
    let looking = tokio::spawn(async move { export::export(&state, ADDRESS).await.map(|_| ()) });
    // On the same thread, as the requests that a server answers.
    let mut longest = Duration::ZERO;
    while !looking.is_finished() {
        let turn = Instant::now();
        tokio::task::yield_now().await;
        longest = longest.max(turn.elapsed());
    }
    assert!(looking.await.expect("joined").is_ok());
    assert!(longest * 4 < began.elapsed(), "{longest:?} of {:?}", began.elapsed());
}

/// What is written between the first look and the transaction.
#[tokio::test]
async fn e2_what_is_written_while_somebody_is_looked_for_is_erased_too() {
    let app = TestApp::start().await;
    let person = app.user(ADDRESS).await;
    let begin = async || {
        let renamed = person.request(reqwest::Method::PATCH, "/v1/me").header("If-Match", "*").json(&json!({ "name": "Nora Nuova" }));
        assert_eq!(renamed.send().await.expect("an answer").status(), StatusCode::OK);
        let territory = app.json("/v1/territories/terrassa").await["id"].clone();
        let ask = json!({ "territory_id": territory, "name": "Nora Nuova", "office": "Officer", "email": ADDRESS });
        assert_eq!(app.post("/v1/access-requests", &ask).await.status(), StatusCode::ACCEPTED);
        Ok(app.state.db.write(Actor::SYSTEM).await?)
    };
    erase::erase(&app.state, begin, ADDRESS).await.expect("erased");
    let left = dump(app.state.db.reader()).await;
    for named in [ADDRESS, "Nora Nuova"] {
        assert_eq!(lines_with(&left, named), Vec::<&String>::new(), "{named}");
    }
}

/// Nobody's mistake, and it passes: whoever asked is to come back.
#[tokio::test]
async fn a2_a_database_that_is_away_is_no_mistake_of_ours() {
    let app = TestApp::start().await;
    app.state.db.clone().close().await;
    let failed = [
        export::export(&app.state, ADDRESS).await.err(),
        erase::erase(&app.state, async || Ok(app.state.db.write(Actor::SYSTEM).await?), ADDRESS).await.err(),
    ];
    for problem in failed {
        let problem = problem.expect("a problem");
        assert_eq!(problem.code, Code::Unavailable);
        assert!(problem.retry_after.is_some());
    }
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    for operation in tests::operations::operations(&document).into_iter().filter(|one| one.method == reqwest::Method::GET) {
        let answer = operation.request(&app).send().await.expect("an answer");
        assert_ne!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR, "{operation}");
        assert_eq!(answer.status() == StatusCode::SERVICE_UNAVAILABLE, answer.headers().contains_key("retry-after"), "{operation}");
    }
}
