//! The folder of the front end, as it is served.

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Method, Response, header};
use sha2::{Digest, Sha256};
use tests::TestApp;

/// An application with a small front end of its own.
async fn app() -> (tempfile::TempDir, TestApp) {
    app_with(&[]).await
}

/// The same with further settings.
async fn app_with(settings: &[&str]) -> (tempfile::TempDir, TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, content: &[u8]| {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(file, content).expect("written");
    };
    let page = b"<html><link rel=\"canonical\" href=\"https://thousand.invalid/en/join\"><script>start()</script></html>";
    write("en/join.html", page);
    write("en/pledge/confirm.html", b"<html>Confirm</html>");
    write("fr/404.html", b"<html>Rien ici</html>");
    write(
        "en/imprint.html",
        b"<html data-operator=\"%thousand.operator%\" data-contact=\"%thousand.contact%\"><p>%thousand.imprint%</p></html>",
    );
    write("shell.html", b"<html lang=\"%thousand.lang%\"><!--thousand:head--><script>start(\"%thousand.lang%\")</script></html>");
    write("_app/immutable/start.abc.js", b"start");
    write("_app/immutable/start.abc.js.br", b"brotli");
    write("_app/immutable/start.abc.js.gz", b"gzip");
    write("mark.svg", b"<svg/>");
    write(".secret", b"no");
    let web_dir = ["--web-dir", folder.path().to_str().expect("text")];
    let app = TestApp::start_with(&[&web_dir[..], settings].concat()).await;
    (folder, app)
}

async fn accepting(app: &TestApp, path: &str, encodings: &str) -> Response {
    app.request(Method::GET, path).header(header::ACCEPT_ENCODING, encodings).send().await.expect("an answer")
}

#[tokio::test]
async fn files_are_served_as_small_as_the_build_made_them() {
    let (_folder, app) = app().await;
    let path = "/_app/immutable/start.abc.js";
    for (encodings, encoding, body) in [("gzip, deflate, br", "br", "brotli"), ("gzip", "gzip", "gzip")] {
        let response = accepting(&app, path, encodings).await;
        assert_eq!(response.headers()["content-encoding"], encoding);
        assert!(response.headers()["content-type"].to_str().expect("text").contains("javascript"));
        assert_eq!(response.headers()["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(response.headers()["vary"], "Accept-Encoding");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        for of_no_use in ["content-disposition", "content-security-policy", "permissions-policy", "access-control-expose-headers"] {
            assert!(!response.headers().contains_key(of_no_use), "{of_no_use}: there are many such files on a page");
        }
        assert_eq!(response.text().await.expect("text"), body);
    }
    for encodings in ["br;q=0, gzip;q=0, identity", "gzip;q=0", "identity", ""] {
        let plain = accepting(&app, path, encodings).await;
        assert!(plain.headers().get("content-encoding").is_none(), "{encodings}");
        assert_eq!(plain.text().await.expect("text"), "start", "what somebody refuses is not sent");
    }
    assert_eq!(accepting(&app, path, "br;q=0, gzip").await.headers()["content-encoding"], "gzip");
    let plain = app.get(path).await;
    assert!(plain.headers().get("content-encoding").is_none());
    assert_eq!(plain.text().await.expect("text"), "start");
    assert_eq!(app.get(&format!("{path}.br")).await.status(), 404, "a copy is no file of its own");
    assert_eq!(app.get("/mark.svg").await.headers()["cache-control"], "no-cache");
}

#[tokio::test]
async fn a5_a_new_front_end_under_a_running_server_changes_nothing_until_it_is_started_again() {
    let (folder, app) = app().await;
    let addresses = ["/en/join", "/fr/territories/lyon", "/fr/nowhere", "/_app/immutable/start.abc.js", "/mark.svg"];
    let read = async |app: &TestApp| {
        let mut answers = Vec::new();
        for path in addresses {
            let answer = accepting(app, path, "br").await;
            answers.push((answer.status().as_u16(), answer.headers().get("etag").cloned(), answer.bytes().await.expect("a body")));
        }
        answers
    };
    let old = read(&app).await;
    std::fs::remove_dir_all(folder.path().join("_app")).expect("removed");
    std::fs::remove_dir_all(folder.path().join("fr")).expect("removed");
    std::fs::create_dir_all(folder.path().join("_app/immutable")).expect("made");
    std::fs::write(folder.path().join("_app/immutable/start.def.js"), "new").expect("written");
    for page in ["en/join.html", "shell.html"] {
        std::fs::write(folder.path().join(page), "<html><script src=\"/_app/immutable/start.def.js\"></script></html>").expect("written");
    }
    std::fs::write(folder.path().join("mark.svg"), "<svg>new</svg>").expect("written");
    assert_eq!(read(&app).await, old);
    assert_eq!(app.get("/_app/immutable/start.def.js").await.status(), 404);

    let app = app.restart(&["--web-dir", folder.path().to_str().expect("text")]).await;
    assert_eq!(app.get("/_app/immutable/start.abc.js").await.status(), 404);
    assert_eq!(app.get("/_app/immutable/start.def.js").await.text().await.expect("text"), "new");
    assert!(app.get("/en/join").await.text().await.expect("text").contains("start.def.js"));

    // Half of the next one.
    std::fs::remove_dir_all(folder.path().join("_app")).expect("removed");
    let refused = thousand::web::Web::load(&app.state.settings).err().expect("a part").to_string();
    assert!(refused.starts_with("THOUSAND_WEB_DIR: ") && refused.contains("start.def.js"), "{refused}");
}

#[tokio::test]
async fn what_is_known_of_a_file_is_not_sent_again() {
    let (_folder, app) = app().await;
    let tag = app.get("/mark.svg").await.headers()["etag"].clone();
    let answer = app.request(Method::GET, "/mark.svg").header(header::IF_NONE_MATCH, tag).send().await.expect("an answer");
    assert_eq!(answer.status(), 304);
}

/// Each language has scripts of its own, and the policy allows those that are sent.
#[tokio::test]
async fn the_policy_of_a_page_allows_its_own_scripts() {
    let (_folder, app) = app().await;
    for path in ["/en/join", "/en/territories/lyon", "/fr/territories/lyon", "/es/territories/lyon", "/ar/territories/lyon"] {
        let answer = app.get(path).await;
        let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
        let html = answer.text().await.expect("text");
        let (_, rest) = html.split_once("<script>").expect("a script");
        let script = rest.split("</script>").next().expect("its end");
        let digest = BASE64_STANDARD.encode(Sha256::digest(script.as_bytes()));
        assert!(policy.contains(&format!("'sha256-{digest}'")), "{path}: {script} {policy}");
    }
}

#[tokio::test]
async fn pages_carry_their_address_and_their_policy() {
    let (_folder, app) = app().await;
    let page = app.get("/en/join").await;
    let policy = page.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("script-src 'self' 'sha256-") && !policy.contains("unsafe"), "{policy}");
    assert!(page.text().await.expect("text").contains(&format!("href=\"{}/en/join\"", app.url)));
}

#[tokio::test]
async fn pages_say_who_operates_them_without_asking() {
    let (_folder, app) = app().await;
    assert_eq!(app.get("/en/imprint").await.text().await.expect("text"), "<html data-operator=\"\" data-contact=\"\"><p></p></html>");
    let settings = ["--operator", "Rights & \"Cities\"", "--contact", "desk@example.org", "--imprint", "<Main street 1>"];
    let (_folder, app) = app_with(&settings).await;
    assert_eq!(
        app.get("/en/imprint").await.text().await.expect("text"),
        "<html data-operator=\"Rights &amp; &quot;Cities&quot;\" data-contact=\"desk@example.org\"><p>&lt;Main street 1&gt;</p></html>"
    );
}

#[tokio::test]
async fn what_is_not_there_is_not_found_in_the_language_of_the_address() {
    let (_folder, app) = app().await;
    let page = app.get("/fr/nowhere").await;
    assert_eq!(page.status(), 404);
    assert_eq!(page.text().await.expect("text"), "<html>Rien ici</html>");
    for path in ["/.secret", "/../Cargo.toml", "/en/..%2f..%2fCargo.toml", "/en/join.html", "/_app/immutable/start.abc.js/x"] {
        assert_eq!(app.get(path).await.status(), 404, "{path}");
    }
    let root = app.request(Method::GET, "/").header(header::ACCEPT_LANGUAGE, "fr").send().await.expect("an answer");
    assert_eq!((root.status().as_u16(), root.headers()["location"].to_str().expect("text")), (302, "/fr"));
}

#[tokio::test]
async fn who_finds_a_hole_is_told_where_to_report_it() {
    let app = TestApp::start_with(&["--security-contact", "mailto:security@campaign.example"]).await;
    let answer = app.get("/.well-known/security.txt").await;
    assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    let text = answer.text().await.expect("text");
    assert!(text.starts_with("Contact: mailto:security@campaign.example\nExpires: 2027-05-30T12:00:0"), "{text}");
    assert!(text.contains(&format!("Canonical: {}/.well-known/security.txt\n", app.url)), "{text}");
    let silent = TestApp::start().await;
    tests::problem(silent.get("/.well-known/security.txt").await, 404, "not_found").await;
}

#[tokio::test]
async fn d1_the_page_of_a_record_that_went_with_a_false_pledge_says_gone_and_repeats_no_name() {
    let (_folder, app) = app().await;
    let reviewer = app.reviewer().await;
    let pledge = serde_json::json!({
        "name": "Rosario", "country": "AR", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta",
        "contact_name": "Olga Oficial", "email": "impostor@mail.example", "may_act": true, "publish": true, "language": "en",
    });
    let receipt: serde_json::Value = app.post("/v1/pledges", &pledge).await.json().await.expect("JSON");
    let path = format!("/v1/pledges/{}", receipt["id"].as_str().expect("an id"));
    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    assert_eq!(app.post(&format!("{path}/confirm"), &serde_json::json!({ "token": token })).await.status(), 200);
    assert_eq!(app.get("/fr/territories/rosario").await.status(), 200);
    let reason = serde_json::json!({ "reason": "The council denies it." });
    assert_eq!(reviewer.act(&format!("{path}/remove"), &reason, "*").await.status(), 200);
    let page = app.get("/fr/territories/rosario").await;
    assert_eq!(page.status(), 410);
    let html = page.text().await.expect("text");
    assert!(html.contains("<title>Engagement supprimé – Thousand</title>") && html.contains("noindex"), "{html}");
    assert!(!html.contains("Rosario") && html.contains("start("), "{html}");
}

/// Mail programs rewrite links before people follow them.
#[tokio::test]
async fn d5_rewritten_addresses_lead_to_the_page_that_was_meant() {
    let (_folder, app) = app().await;
    let confirm = "/en/pledge/confirm#id=01990000-0000-7000-8000-000000000000&token=a-b_c";
    for (path, target) in [
        ("/en/pledge/confirm%23id=01990000-0000-7000-8000-000000000000&token=a-b_c", confirm),
        ("/en/pledge/confirm%23id%3D01990000-0000-7000-8000-000000000000%26token%3Da-b_c", confirm),
        ("/en/pledge/confirm%2523id=01990000-0000-7000-8000-000000000000&token=a-b_c", confirm),
        ("/en%2Fpledge%2Fconfirm%23id=01990000-0000-7000-8000-000000000000&token=a-b_c", confirm),
        ("/en/join).", "/en/join"),
        ("/en/join%3E", "/en/join"),
        ("/es/territories/lyon%3E", "/es/territories/lyon"),
    ] {
        let answer = app.get(path).await;
        let location = answer.headers().get("location").map(|value| value.to_str().expect("text").to_owned());
        assert_eq!((answer.status().as_u16(), location.as_deref()), (302, Some(target)), "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
    }
    for path in
        ["/en/nowhere%23token=a", "//evil.example/en/join%23x", "/%2F%2Fevil.example%23x", "/en/404%23x", "/es/territories/nowhere)"]
    {
        assert_eq!(app.get(path).await.status(), 404, "{path}");
    }
}
