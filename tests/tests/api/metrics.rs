use std::net::TcpListener;

use reqwest::Method;
use tests::TestApp;

#[tokio::test]
async fn requests_are_counted_by_operation_and_nothing_else_is_told() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let app = TestApp::start_with(&["--metrics-bind", &free.to_string()]).await;
    app.json("/v1/territories/barcelona").await;
    app.json("/v1/territories/barcelona").await;
    app.get("/v1/territories?country=ES&q=secret-words").await;
    app.get("/v1/territories/nowhere").await;
    app.get("/somewhere/else").await;
    for method in ["HEAD", "BREW", "INVENTED"] {
        app.request(Method::from_bytes(method.as_bytes()).expect("a method"), "/v1/campaign").send().await.expect("an answer");
    }
    let metrics = reqwest::get(format!("http://{free}/metrics")).await.expect("an answer");
    assert_eq!(metrics.status(), 200);
    let text = metrics.text().await.expect("text");
    let count = |labels: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("http_request_duration_seconds_count{{{labels}}}")));
        line.and_then(|line| line.rsplit(' ').next()).unwrap_or("none").to_owned()
    };
    assert_eq!(count("operation=\"get_territory\",method=\"GET\",status=\"200\""), "2", "{text}");
    assert_eq!(count("operation=\"get_territory\",method=\"GET\",status=\"404\""), "1", "{text}");
    assert_eq!(count("operation=\"other\",method=\"GET\",status=\"404\""), "1", "{text}");
    assert_eq!(count("operation=\"get_campaign\",method=\"GET\",status=\"200\""), "1", "HEAD is GET: {text}");
    assert_eq!(count("operation=\"other\",method=\"other\",status=\"405\""), "2", "{text}");
    for line in [
        "thousand_history_head ",
        "thousand_pictures_waiting ",
        "thousand_jobs{state=\"waiting\"} ",
        "thousand_jobs{state=\"failed\"} ",
        "process_resident_memory_bytes ",
    ] {
        assert!(text.lines().any(|found| found.starts_with(line)), "{line}: {text}");
    }
    for inside in ["BREW", "INVENTED", "barcelona", "nowhere", "secret-words", "127.0.0.1"] {
        assert!(!text.contains(inside), "{inside}: {text}");
    }
    // Never where the public is.
    assert_eq!(app.get("/metrics").await.status(), 404);
}
