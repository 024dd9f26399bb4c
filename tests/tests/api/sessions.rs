use chrono::Duration;
use entity::api_token;
use reqwest::{Method, Response, StatusCode};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseTransaction, EntityTrait, TransactionTrait};
use serde_json::{Value, json};
use tests::{TestApp, people::PASSWORD, problem};

const EMAIL: &str = "nora@example.org";

/// A browser: what it holds after an answer.
struct Browser {
    cookie: String,
    access: String,
}

async fn opened(response: Response, status: u16) -> Browser {
    assert_eq!(response.status().as_u16(), status);
    let header = response.headers()["set-cookie"].to_str().expect("text");
    let cookie = header.split(';').next().expect("a pair").to_owned();
    let body: Value = response.json().await.expect("JSON");
    Browser { cookie, access: body["access_token"].as_str().expect("a token").to_owned() }
}

async fn sign_in(app: &TestApp) -> Browser {
    opened(app.post("/v1/sessions", &json!({"email": EMAIL, "password": PASSWORD})).await, 201).await
}

async fn refresh(app: &TestApp, cookie: &str) -> Response {
    app.request(Method::POST, "/v1/sessions/refresh").header("Cookie", cookie).send().await.expect("an answer")
}

async fn me(app: &TestApp, access: &str) -> Response {
    app.request(Method::GET, "/v1/me").bearer_auth(access).send().await.expect("an answer")
}

#[tokio::test]
async fn signing_in_gives_an_access_token_and_a_guarded_cookie() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let answer = app.post("/v1/sessions", &json!({"email": " NORA@example.org ", "password": PASSWORD})).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let cookie = answer.headers()["set-cookie"].to_str().expect("text").to_owned();
    for part in ["thousand_refresh=", "; Path=/v1/sessions", "; HttpOnly", "; SameSite=Strict", "; Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"), "plain http could not send it back");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert!(!answer.headers().contains_key("access-control-allow-credentials"));
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["user"]["email"], EMAIL);
    assert_eq!(body["user"]["role"], Value::Null);
    assert_eq!(me(&app, body["access_token"].as_str().expect("a token")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn f10_over_https_only_this_host_can_have_set_the_cookie() {
    let app = TestApp::start_with(&["--public-url", "https://thousand.example"]).await;
    app.user(EMAIL).await;
    let answer = app.post("/v1/sessions", &json!({"email": EMAIL, "password": PASSWORD})).await;
    let cookie = answer.headers()["set-cookie"].to_str().expect("text").to_owned();
    assert!(cookie.starts_with("__Host-thousand_refresh=") && cookie.contains("; Path=/; ") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(!cookie.contains("Domain"), "{cookie}");
    let sent = cookie.split(';').next().expect("a pair");
    // What somebody else planted under the plain name is not looked at.
    let planted = refresh(&app, &sent.replace("__Host-", "")).await;
    problem(planted, 401, "session_over").await;
    let next = opened(refresh(&app, sent).await, 200).await;
    let out = app.request(Method::DELETE, "/v1/sessions/current").header("Cookie", &next.cookie).send().await.expect("an answer");
    assert!(out.headers()["set-cookie"].to_str().expect("text").starts_with("__Host-thousand_refresh=; Path=/; "));
    problem(me(&app, &next.access).await, 401, "session_over").await;
}

#[tokio::test]
async fn f10_a_page_on_an_unencrypted_line_is_another_site() {
    let app = TestApp::start_with(&["--public-url", "https://thousand.example"]).await;
    app.user(EMAIL).await;
    let mut browser = sign_in(&app).await;
    let with = async |browser: &Browser, origin: &str, host: &str| {
        let request = app.request(Method::POST, "/v1/sessions/refresh").header("Cookie", &browser.cookie);
        request.header("Origin", origin).header("Host", host).send().await.expect("an answer")
    };
    for (origin, host) in [
        ("http://thousand.example", "thousand.example"),
        ("http://other.example", "other.example"),
        ("https://evil.example", "thousand.example"),
    ] {
        problem(with(&browser, origin, host).await, 403, "cross_site").await;
    }
    for (origin, host) in [("https://thousand.example", "inside:8080"), ("https://other.example", "other.example")] {
        browser = opened(with(&browser, origin, host).await, 200).await;
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let wrong = app.post("/v1/sessions", &json!({"email": EMAIL, "password": "wrong"})).await;
    let wrong = problem(wrong, 401, "credentials_wrong").await;
    let unknown = app.post("/v1/sessions", &json!({"email": "nobody@example.org", "password": PASSWORD})).await;
    let unknown = problem(unknown, 401, "credentials_wrong").await;
    assert_eq!((&wrong["title"], &wrong["detail"]), (&unknown["title"], &unknown["detail"]));
    let empty = problem(app.post("/v1/sessions", &json!({"email": "", "password": ""})).await, 422, "invalid_fields").await;
    let pointers: Vec<&str> = empty["errors"].as_array().expect("errors").iter().filter_map(|e| e["pointer"].as_str()).collect();
    assert_eq!(pointers, ["/email", "/password"]);
    problem(app.post("/v1/sessions", &json!({"email": EMAIL, "password": "x", "admin": true})).await, 422, "invalid_fields").await;
}

#[tokio::test]
async fn guessing_is_slowed_whatever_the_settings_and_ends_by_itself() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let guess = async || app.post("/v1/sessions", &json!({"email": EMAIL, "password": "guess"})).await;
    for _ in 0..10 {
        problem(guess().await, 401, "credentials_wrong").await;
    }
    let refused = guess().await;
    let wait: i64 = refused.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    problem(refused, 429, "too_many_requests").await;
    let right = json!({"email": EMAIL, "password": PASSWORD});
    problem(app.post("/v1/sessions", &right).await, 429, "too_many_requests").await;
    app.source.advance(Duration::seconds(wait));
    assert_eq!(app.post("/v1/sessions", &right).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_session_goes_on_by_its_newest_token() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let mut browser = sign_in(&app).await;
    for _ in 0..3 {
        assert_eq!(me(&app, &browser.access).await.status(), StatusCode::OK);
        app.source.advance(Duration::minutes(15));
        problem(me(&app, &browser.access).await, 401, "session_over").await;
        browser = opened(refresh(&app, &browser.cookie).await, 200).await;
    }
    app.source.advance(Duration::days(30));
    problem(refresh(&app, &browser.cookie).await, 401, "session_over").await;
}

#[tokio::test]
async fn a_lost_answer_is_forgiven_and_its_pair_is_worth_nothing() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let first = sign_in(&app).await;
    let lost = opened(refresh(&app, &first.cookie).await, 200).await;
    let again = opened(refresh(&app, &first.cookie).await, 200).await;
    problem(me(&app, &lost.access).await, 401, "session_over").await;
    assert_eq!(me(&app, &again.access).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn two_tabs_survive_whichever_cookie_stays() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    // Two tabs share one jar: it keeps the answer that arrived last, which may be the older one.
    for older_stays in [false, true] {
        let first = sign_in(&app).await;
        let older = opened(refresh(&app, &first.cookie).await, 200).await;
        let newer = opened(refresh(&app, &first.cookie).await, 200).await;
        let kept = if older_stays { older } else { newer };
        let next = opened(refresh(&app, &kept.cookie).await, 200).await;
        assert_eq!(me(&app, &next.access).await.status(), StatusCode::OK);
        opened(refresh(&app, &next.cookie).await, 200).await;
    }
}

#[tokio::test]
async fn whoever_holds_the_other_tabs_cookie_as_well_has_a_copy() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let first = sign_in(&app).await;
    let older = opened(refresh(&app, &first.cookie).await, 200).await;
    let newer = opened(refresh(&app, &first.cookie).await, 200).await;
    let used = opened(refresh(&app, &newer.cookie).await, 200).await;
    problem(refresh(&app, &older.cookie).await, 401, "session_over").await;
    problem(me(&app, &used.access).await, 401, "session_over").await;
}

#[tokio::test]
async fn a_stolen_token_ends_the_session_once_its_successor_was_used() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    // By the refresh token …
    let stolen = sign_in(&app).await;
    let second = opened(refresh(&app, &stolen.cookie).await, 200).await;
    let third = opened(refresh(&app, &second.cookie).await, 200).await;
    problem(refresh(&app, &stolen.cookie).await, 401, "session_over").await;
    problem(refresh(&app, &third.cookie).await, 401, "session_over").await;
    problem(me(&app, &third.access).await, 401, "session_over").await;
    // … or by the access token.
    let stolen = sign_in(&app).await;
    let second = opened(refresh(&app, &stolen.cookie).await, 200).await;
    assert_eq!(me(&app, &second.access).await.status(), StatusCode::OK);
    let refused = refresh(&app, &stolen.cookie).await;
    assert!(!refused.headers().contains_key("set-cookie"), "a lost race must not clear the cookie");
    problem(refused, 401, "session_over").await;
    problem(me(&app, &second.access).await, 401, "session_over").await;
}

#[tokio::test]
async fn an_older_access_token_does_not_spoil_forgiveness() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let first = sign_in(&app).await;
    drop(refresh(&app, &first.cookie).await);
    assert_eq!(me(&app, &first.access).await.status(), StatusCode::OK);
    opened(refresh(&app, &first.cookie).await, 200).await;
}

#[tokio::test]
async fn twenty_refreshes_at_once_leave_one_branch() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let first = sign_in(&app).await;
    let all = (0..20).map(|_| {
        let request = app.request(Method::POST, "/v1/sessions/refresh").header("Cookie", &first.cookie);
        tokio::spawn(async move { opened(request.send().await.expect("an answer"), 200).await.access })
    });
    // All answers first: using one of them while another is asked for would rightly end the session.
    let mut answers = Vec::new();
    for task in all.collect::<Vec<_>>() {
        answers.push(task.await.expect("joined"));
    }
    let mut valid = 0;
    for access in answers {
        valid += usize::from(me(&app, &access).await.status() == StatusCode::OK);
    }
    assert_eq!(valid, 1);
}

#[tokio::test]
async fn without_a_cookie_there_is_nothing_to_go_on_with() {
    let app = TestApp::start().await;
    problem(app.post("/v1/sessions/refresh", &json!({})).await, 401, "session_over").await;
    problem(refresh(&app, "thousand_refresh=made-up; other=1").await, 401, "session_over").await;
}

#[tokio::test]
async fn another_sites_page_may_neither_refresh_nor_sign_out() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let mut browser = sign_in(&app).await;
    for (name, value) in
        [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")]
    {
        for (method, path) in [(Method::POST, "/v1/sessions/refresh"), (Method::DELETE, "/v1/sessions/current")] {
            let request = app.request(method, path).header("Cookie", &browser.cookie).header(name, value);
            problem(request.send().await.expect("an answer"), 403, "cross_site").await;
        }
    }
    for (name, value) in [("Origin", app.url.as_str()), ("Sec-Fetch-Site", "same-origin")] {
        let request = app.request(Method::POST, "/v1/sessions/refresh").header("Cookie", &browser.cookie).header(name, value);
        browser = opened(request.send().await.expect("an answer"), 200).await;
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let (by_cookie, by_token, other) = (sign_in(&app).await, sign_in(&app).await, sign_in(&app).await);
    let request = app.request(Method::DELETE, "/v1/sessions/current").header("Cookie", &by_cookie.cookie);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert!(
        answer.headers()["set-cookie"]
            .to_str()
            .expect("text")
            .contains("thousand_refresh=; Path=/v1/sessions; HttpOnly; SameSite=Strict; Max-Age=0")
    );
    problem(me(&app, &by_cookie.access).await, 401, "session_over").await;
    problem(refresh(&app, &by_cookie.cookie).await, 401, "session_over").await;
    let request = app.request(Method::DELETE, "/v1/sessions/current").bearer_auth(&by_token.access);
    assert_eq!(request.send().await.expect("an answer").status(), StatusCode::NO_CONTENT);
    problem(me(&app, &by_token.access).await, 401, "session_over").await;
    assert_eq!(me(&app, &other.access).await.status(), StatusCode::OK);
    let nothing = app.request(Method::DELETE, "/v1/sessions/current").send().await.expect("an answer");
    assert_eq!(nothing.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn sessions_outlive_a_restart_and_are_no_history() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let before = app.state.db.refresh_head().await.expect("a head");
    let browser = sign_in(&app).await;
    opened(refresh(&app, &browser.cookie).await, 200).await;
    assert_eq!(app.state.db.refresh_head().await.expect("a head"), before);
    let app = app.restart(&[]).await;
    assert_eq!(me(&app, &browser.access).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_hash_of_another_cost_is_renewed_at_sign_in() {
    use entity::user;
    use kernel::passwords::{Params, Password, Passwords};
    use sea_orm::EntityTrait;
    let app = TestApp::start().await;
    let person = app.user(EMAIL).await;
    let costly = Passwords::new(Params::new(16, 1, 1, None).expect("parameters"), app.state.chance.clone());
    let old = user::ActiveModel {
        id: sea_orm::Set(person.id),
        password_hash: sea_orm::Set(Some(costly.hash(Password::read(PASSWORD).expect("a password")).await.expect("hashed"))),
        ..Default::default()
    };
    user::Entity::update(old).exec(app.state.db.reader()).await.expect("changed");
    sign_in(&app).await;
    let row = user::Entity::find_by_id(person.id).one(app.state.db.reader()).await.expect("read").expect("there");
    assert!(row.password_hash.expect("a hash").contains("m=8,"));
    sign_in(&app).await;
}

/// Another process, such as an import, may hold SQLite's one write lock.
#[tokio::test]
async fn reading_while_somebody_writes_is_answered() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    let browser = sign_in(&app).await;
    let token = crate::people::partner(&app, &["jobs:read"]).await;
    let writing = other_writer(&app).await;
    // Neither credential was used before: this is to be noted, and cannot be.
    assert_eq!(me(&app, &browser.access).await.status(), StatusCode::OK);
    assert_eq!(token.get("/v1/jobs").await.status(), StatusCode::OK);
    // Nor does it take a write to end nothing.
    let nothing = app.request(Method::DELETE, "/v1/sessions/current").send().await.expect("an answer");
    assert_eq!(nothing.status(), StatusCode::NO_CONTENT);
    writing.rollback().await.expect("rolled back");
    assert_eq!(token.get("/v1/jobs").await.status(), StatusCode::OK);
    let used = api_token::Entity::find_by_id(token.id).one(app.state.db.reader()).await.expect("read").expect("there");
    assert!(used.last_used_at.is_some(), "noted as soon as it can be");
}

#[tokio::test]
async fn writing_while_somebody_writes_may_be_tried_again() {
    let app = TestApp::start().await;
    if app.state.db.reader().get_database_backend() != DatabaseBackend::Sqlite {
        // PostgreSQL has a lock for each row, and nothing to wait for here.
        return;
    }
    app.user(EMAIL).await;
    let _writing = other_writer(&app).await;
    let refused = app.post("/v1/sessions", &json!({"email": EMAIL, "password": PASSWORD})).await;
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 503, "unavailable").await;
}

/// Holds whatever a note of last use would have to write, from a connection of its own.
#[expect(clippy::disallowed_methods, reason = "what is locked is that it began")]
async fn other_writer(app: &TestApp) -> DatabaseTransaction {
    let connection = Database::connect(app.database_url()).await.expect("connected");
    let writing = connection.begin().await.expect("begun");
    for table in ["refresh_token", "api_token"] {
        writing.execute_unprepared(&format!("UPDATE {table} SET id = id")).await.expect("locked");
    }
    writing
}
