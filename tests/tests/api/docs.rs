//! The reference, and the pages that problems point to.

use kernel::problem::Code;
use reqwest::{Method, header};
use tests::{TestApp, problem};

#[tokio::test]
async fn the_type_of_every_problem_opens_a_page() {
    let app = TestApp::start().await;
    let example = problem(app.get("/v1/nothing").await, 404, "not_found").await;
    let address = example["type"].as_str().expect("an address");
    assert_eq!(address, format!("{}/docs/problems/not_found", app.url));
    for code in Code::ALL {
        for (language, direction) in [("en", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")] {
            let page = app.get(&format!("/docs/problems/{}?lang={language}", code.as_str())).await;
            assert_eq!(page.status(), 200, "{}", code.as_str());
            assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
            assert_eq!(page.headers()["content-language"], language);
            let html = page.text().await.expect("text");
            assert!(html.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")));
            assert!(html.contains(&format!("<code>{}</code>", code.as_str())) && html.contains(&code.status().to_string()));
            assert!(!html.contains(">docs-") && !html.contains(">problem-"), "{} has no words in {language}", code.as_str());
        }
    }
    let index = app.get("/docs/problems").await.text().await.expect("text");
    for path in ["/docs", "/docs/problems", "/docs/problems/not_found"] {
        assert!(app.get(path).await.text().await.expect("text").contains("Demonstration on public data, not operated by the campaign."));
    }
    assert!(Code::ALL.iter().all(|code| index.contains(&format!("/docs/problems/{}\"", code.as_str()))));
}

#[tokio::test]
async fn what_is_not_documented_is_not_found() {
    let app = TestApp::start().await;
    for path in ["/docs/problems/no_such_code", "/docs/nothing", "/docs/problems/not_found/more", "/docsother"] {
        problem(app.get(path).await, 404, "not_found").await;
    }
    problem(app.post("/docs", &serde_json::json!({})).await, 405, "method_not_allowed").await;
}

#[tokio::test]
async fn the_reference_comes_whole_from_here() {
    let app = TestApp::start().await;
    let page = app.get("/docs").await;
    let policy = page.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("script-src 'self';") && policy.contains("connect-src 'self';") && !policy.contains("http"), "{policy}");
    let html = page.text().await.expect("text");
    assert!(html.contains("spec-url=\"/v1/openapi.json\"") && !html.contains("https://"), "nothing from elsewhere");
    for asset in ["rapidoc.js", "start.js", "docs.css"] {
        let plain = app.get(&format!("/docs/{asset}")).await;
        assert_eq!(plain.status(), 200, "{asset}");
        assert!(plain.headers().get("content-encoding").is_none());
        assert!(plain.bytes().await.expect("a body").is_ascii() || asset == "rapidoc.js");
    }
    let accepting = async |encodings: &str| {
        app.request(Method::GET, "/docs/rapidoc.js").header(header::ACCEPT_ENCODING, encodings).send().await.expect("an answer")
    };
    assert!(accepting("gzip;q=0, identity").await.headers().get("content-encoding").is_none(), "it was refused");
    let small = accepting("gzip, br").await;
    assert_eq!(small.headers()["content-encoding"], "gzip");
    assert!(small.bytes().await.expect("a body").starts_with(&[0x1f, 0x8b]));
}

#[tokio::test]
async fn an_operator_is_no_demonstration() {
    let app = TestApp::start_with(&["--operator", "The Campaign's Steward"]).await;
    for path in ["/docs", "/docs/problems"] {
        assert!(!app.get(path).await.text().await.expect("text").contains("Demonstration"));
    }
}
