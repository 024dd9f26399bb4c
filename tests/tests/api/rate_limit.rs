use reqwest::{Method, Response, StatusCode};
use tests::{TestApp, problem};

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().expect("text"))
}

#[tokio::test]
async fn every_answer_says_how_much_is_left() {
    let app = TestApp::start_with(&["--rate-limit", "on"]).await;
    for (path, status) in [("/v1/campaign", 200), ("/v1/nothing", 404), ("/v1/territories?limit=0", 400), ("/v1/me", 401)] {
        let answer = app.get(path).await;
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(header(&answer, "ratelimit-policy"), Some("\"burst\";q=600;w=60"), "{path}");
        assert!(header(&answer, "ratelimit").expect("there").starts_with("\"burst\";r=59"), "{path}");
    }
}

#[tokio::test]
async fn off_means_off() {
    let app = TestApp::start().await;
    assert_eq!(header(&app.get("/v1/campaign").await, "ratelimit"), None);
}

#[tokio::test]
async fn too_many_are_refused_until_some_are_given_back() {
    let app = TestApp::start_with(&["--rate-limit", "on", "--proxies", "1"]).await;
    let from = async |address: &str| {
        let request = app.request(Method::GET, "/v1/campaign").header("X-Forwarded-For", address);
        request.send().await.expect("an answer")
    };
    let mut refused = None;
    for _ in 0..1000 {
        let answer = from("192.0.2.1").await;
        if answer.status() != StatusCode::OK {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("refused at last");
    assert_eq!(header(&refused, "retry-after"), Some("1"));
    assert!(header(&refused, "ratelimit").expect("there").starts_with("\"burst\";r=0;t="));
    problem(refused, 429, "too_many_requests").await;
    assert_eq!(from("192.0.2.2").await.status(), StatusCode::OK, "another address has its own");
    app.source.advance(chrono::Duration::seconds(1));
    assert_eq!(from("192.0.2.1").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn sessions_and_genuine_tokens_count_for_themselves() {
    let app = TestApp::start_with(&["--rate-limit", "on"]).await;
    let admin = app.admin().await;
    let wish = serde_json::json!({"name": "P1", "public_name": "P1", "purpose": "P", "scopes": ["jobs:read"], "all_territories": true, "expires_at": "2027-01-01T00:00:00Z"});
    let token: serde_json::Value = admin.post("/v1/tokens", &wish).await.json().await.expect("JSON");
    let with = async |secret: &str| app.request(Method::GET, "/v1/campaign").bearer_auth(secret).send().await.expect("an answer");
    let policy = |answer: &Response| header(answer, "ratelimit-policy").expect("there").to_owned();
    let secret = token["token"].as_str().expect("a secret");
    assert_eq!(policy(&with(secret).await), "\"burst\";q=600;w=60", "not known yet: by address");
    assert_eq!(policy(&with(secret).await), "\"burst\";q=1200;w=60");
    let invented = kernel::api_tokens::make(&app.state.chance);
    for _ in 0..3 {
        let answer = with(&invented).await;
        assert_eq!((answer.status().as_u16(), policy(&answer)), (401, "\"burst\";q=600;w=60".to_owned()), "well formed, and never issued");
    }
    let before = header(&admin.get("/v1/me").await, "ratelimit").expect("there").to_owned();
    app.get("/v1/campaign").await;
    let after = header(&admin.get("/v1/me").await, "ratelimit").expect("there").to_owned();
    let left = |text: &str| text.split(['=', ';']).nth(2).and_then(|n| n.parse::<i32>().ok()).expect("a number");
    assert_eq!(left(&before) - left(&after), 1, "what strangers do does not count here: {before} {after}");
}
