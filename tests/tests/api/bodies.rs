//! Bodies that come too slowly, or not at all.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{
    TestApp,
    raw::{Raw, wire},
};

use crate::people::{in_team, reviewer};

/// Short enough for a test: a body must be there within three seconds.
const HASTY: [&str; 2] = ["--body-pause", "0.5"];

/// Sends a byte now and then for as long as somebody listens, and gives what was answered.
async fn drip(mut connection: Raw, byte: &'static [u8]) -> tests::raw::Answer {
    for _ in 0..100 {
        if !connection.send(byte).await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    connection.answer().await
}

#[tokio::test(flavor = "multi_thread")]
async fn f1_bodies_that_drip_are_given_up_whoever_sends_them() {
    let app = TestApp::start_with(&HASTY).await;
    let (team, reviewer) = (in_team(&app, "barcelona").await, reviewer(&app).await);
    let long = json!({ "a": "x".repeat(100_000) });
    let mut heads = vec![
        wire(app.request(Method::POST, "/v1/pledges").json(&long)).0,
        wire(app.request(Method::POST, "/v1/pledges").header("Idempotency-Key", "k").json(&long)).0,
        wire(reviewer.request(Method::PATCH, "/v1/me").header("If-Match", "*").json(&long)).0,
        wire(reviewer.request(Method::POST, "/v1/invitations").header("Idempotency-Key", "k").json(&long)).0,
    ];
    let upload = team.request(Method::POST, "/v1/documents").header("Content-Type", "multipart/form-data; boundary=b");
    heads.push(wire(upload.body(vec![b'x'; 100_000])).0);
    heads.extend(std::iter::repeat_n(heads[0].clone(), 145));
    let started = Instant::now();
    let mut open = Vec::new();
    for head in &heads {
        let mut connection = app.raw().await;
        assert!(connection.send(head).await);
        open.push(connection);
    }
    let answers = futures_util::future::join_all(open.into_iter().map(|connection| drip(connection, b"-"))).await;
    for (answer, head) in answers.iter().zip(&heads) {
        let head = String::from_utf8_lossy(head);
        assert_eq!((answer.status, &answer.body["code"]), (408, &json!("request_timeout")), "{head}{}", answer.body);
        assert!(answer.head.contains("connection: close") && answer.head.contains("application/problem+json"), "{}", answer.head);
    }
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    assert_eq!(app.get("/health/live").await.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn f1_a_body_that_is_not_read_to_its_end_is_not_waited_for() {
    let app = TestApp::start_with(&HASTY).await;
    let chunked = |path: &str, more: &str| format!("POST {path} HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n{more}\r\n");
    for (head, status) in [
        // Refused before anything is read, answered from elsewhere, and where nothing is.
        (chunked("/v1/adhesions", ""), 401),
        (chunked("/v1/pledges", "content-type: text/plain\r\n"), 415),
        (chunked("/v1/nothing", ""), 404),
        (chunked("/v1/campaign", "").replace("POST", "GET"), 200),
        (chunked("/v1/campaign", "").replace("POST", "GET"), 200),
        (chunked("/v1/campaign", "").replace("POST", "GET"), 200),
        (chunked("/health/live", "").replace("POST", "GET"), 200),
    ] {
        let started = Instant::now();
        let mut connection = app.raw().await;
        assert!(connection.send(head.as_bytes()).await);
        let answer = drip(connection, b"1\r\n-\r\n").await;
        assert_eq!(answer.status, status, "{head}");
        assert!(started.elapsed() < Duration::from_secs(6), "{head}: {:?}", started.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f1_a_slow_line_is_no_fault() {
    let app = TestApp::start_with(&HASTY).await;
    let team = in_team(&app, "barcelona").await;
    let id = crate::people::territory_id(&app, "barcelona").await;
    // 50 kB a second, the fifteenth part of a large file: for longer than any other body may take.
    let file = [b"%PDF-1.7\n".to_vec(), vec![b' '; 250_000]].concat();
    let parts = format!(
        "--b\r\ncontent-disposition: form-data; name=\"territory_id\"\r\n\r\n{id}\r\n--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
    );
    let body = [parts.as_bytes(), &file, b"\r\n--b--\r\n"].concat();
    let request = team.request(Method::POST, "/v1/documents").header("Content-Type", "multipart/form-data; boundary=b");
    let (head, body) = wire(request.header("Connection", "close").body(body));
    let mut connection = app.raw().await;
    assert!(connection.send(&head).await);
    for piece in body.chunks(5000) {
        assert!(connection.send(piece).await, "it is read");
        tokio::time::sleep(Duration::from_millis(90)).await;
    }
    let answer = connection.answer().await;
    assert_eq!(answer.status, 201, "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn f1_one_address_sends_few_bodies_at_a_time() {
    let app = TestApp::start_with(&["--rate-limit", "on", "--proxies", "1"]).await;
    let from = |address: &str| wire(app.request(Method::POST, "/v1/pledges").header("X-Forwarded-For", address).json(&json!({})));
    let mut open = Vec::new();
    for _ in 0..64 {
        let mut connection = app.raw().await;
        assert!(connection.send(&from("192.0.2.1").0).await);
        open.push(connection);
    }
    let ask = async |address: &str| {
        let request = app.request(Method::POST, "/v1/pledges").header("X-Forwarded-For", address).json(&json!({}));
        request.send().await.expect("an answer").status().as_u16()
    };
    // Whose turn it is depends on when their heads were read.
    let mut refused = false;
    for _ in 0..100 {
        refused = ask("192.0.2.1").await == 429;
        if refused {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(refused, "one more is too many");
    assert_eq!(ask("192.0.2.2").await, 422, "another address has its own");
    // One that ends gives its place back, and so does one who hangs up.
    let (_, rest) = from("192.0.2.1");
    assert!(open[0].send(&rest).await);
    open.pop().expect("open").reset();
    let mut status = 429;
    for _ in 0..100 {
        status = ask("192.0.2.1").await;
        if status != 429 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(status, 422);
}
