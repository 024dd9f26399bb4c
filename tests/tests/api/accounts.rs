use chrono::Duration;
use entity::kinds::TeamRole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, tag},
    problem,
};

const NEW_PASSWORD: &str = "violet harbour ladder cumin";

fn newcomer() -> Value {
    json!({"email": "nora@city.example", "password": PASSWORD, "name": "Nora Ferrer", "language": "fr"})
}

async fn signs_in(app: &TestApp, email: &str, password: &str) -> bool {
    let answer = app.post("/v1/sessions", &json!({"email": email, "password": password})).await;
    match answer.status() {
        StatusCode::CREATED => true,
        _ => {
            problem(answer, 401, "credentials_wrong").await;
            false
        }
    }
}

#[tokio::test]
async fn an_account_can_be_used_once_its_address_is_verified() {
    let app = TestApp::start().await;
    assert_eq!(app.post("/v1/users", &newcomer()).await.status(), StatusCode::ACCEPTED);
    assert!(!signs_in(&app, "nora@city.example", PASSWORD).await, "not verified yet");
    let mail = app.mails().await.pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.language.as_str()), ("nora@city.example", "fr"));
    let token = json!({"token": mail.token("/verify-email"), "password": PASSWORD});
    assert_eq!(app.post("/v1/email-verifications", &token).await.status(), StatusCode::NO_CONTENT);
    assert!(signs_in(&app, "NORA@city.example", PASSWORD).await);
    problem(app.post("/v1/email-verifications", &token).await, 410, "link_used").await;
}

#[tokio::test]
async fn who_has_an_account_is_told_by_mail_and_to_nobody_else() {
    let app = TestApp::start().await;
    app.user("nora@city.example").await;
    let known = app.post("/v1/users", &newcomer()).await;
    let unknown = app.post("/v1/users", &json!({"email": "other@city.example", "password": PASSWORD, "name": "Other"})).await;
    assert_eq!((known.status(), known.text().await.expect("text")), (unknown.status(), unknown.text().await.expect("text")));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().any(|mail| mail.to == "nora@city.example" && mail.body.contains("/sign-in")));
    assert!(signs_in(&app, "nora@city.example", PASSWORD).await, "the account is as it was");
}

#[tokio::test]
async fn every_wrong_field_of_an_account_is_named() {
    let app = TestApp::start().await;
    for (field, value, code) in [
        ("email", json!("nora"), "not_an_email"),
        ("name", json!(" "), "required"),
        ("password", json!("short"), "too_short"),
        ("password", json!("aaaaaaaaaaaa"), "password_too_weak"),
        ("password", json!("x".repeat(257)), "too_long"),
        ("language", json!("xx"), "unknown_value"),
        ("role", json!("administrator"), "unknown_field"),
    ] {
        let mut body = newcomer();
        body[field] = value;
        let answer = problem(app.post("/v1/users", &body).await, 422, "invalid_fields").await;
        assert!(
            answer["errors"].as_array().is_some_and(|all| all.iter().any(|e| e["pointer"] == format!("/{field}") && e["code"] == code)),
            "{answer}"
        );
    }
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_through_the_mailed_link_once() {
    let app = TestApp::start().await;
    let nora = app.user("nora@city.example").await;
    assert_eq!(app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await.status(), StatusCode::ACCEPTED);
    assert_eq!(app.post("/v1/password-resets", &json!({"email": "nobody@city.example"})).await.status(), StatusCode::ACCEPTED);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    let token = mails[0].token("/reset-password");
    problem(app.post("/v1/password-resets/redeem", &json!({"token": token, "password": "short"})).await, 422, "invalid_fields").await;
    let redeem = json!({"token": token, "password": NEW_PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    problem(nora.get("/v1/me").await, 401, "session_over").await;
    assert!(!signs_in(&app, "nora@city.example", PASSWORD).await);
    assert!(signs_in(&app, "nora@city.example", NEW_PASSWORD).await);
    problem(app.post("/v1/password-resets/redeem", &redeem).await, 410, "link_used").await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2, "the owner is told that it was changed");
    mails[1].link("/en/forgot-password");
}

#[tokio::test]
async fn links_expire_and_are_for_their_own_purpose() {
    let app = TestApp::start().await;
    app.user("nora@city.example").await;
    app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await;
    let token = app.mails().await[0].token("/reset-password");
    problem(app.post("/v1/email-verifications", &json!({"token": token, "password": PASSWORD})).await, 404, "link_invalid").await;
    app.source.advance(Duration::hours(3));
    problem(app.post("/v1/password-resets/redeem", &json!({"token": token, "password": NEW_PASSWORD})).await, 410, "link_expired").await;
}

#[tokio::test]
async fn administrators_manage_people_and_one_of_them_stays() {
    let app = TestApp::start().await;
    let (admin, nora) = (app.admin().await, app.user("nora@city.example").await);
    assert_eq!(admin.json("/v1/users").await["page"]["total"], 2);
    problem(nora.get("/v1/users").await, 403, "not_allowed").await;
    problem(app.get("/v1/users").await, 401, "not_signed_in").await;

    let path = format!("/v1/users/{}", nora.id);
    let answer = admin.patch(&path, &json!({"role": "reviewer"}), &admin.tag(&path).await).await;
    let version = tag(&answer);
    assert_eq!(answer.json::<Value>().await.expect("JSON")["role"], "reviewer");
    assert_eq!(nora.get("/v1/pledges").await.status(), StatusCode::OK, "rights count at once");
    problem(admin.patch(&path, &json!({"role": "king"}), &version).await, 422, "invalid_fields").await;
    problem(nora.patch(&path, &json!({"role": "administrator"}), &version).await, 403, "not_allowed").await;
    assert_eq!(admin.patch(&path, &json!({"disabled": true}), &version).await.status(), StatusCode::OK);
    problem(nora.get("/v1/me").await, 401, "session_over").await;

    let own = format!("/v1/users/{}", admin.id);
    let version = admin.tag(&own).await;
    for change in [json!({"role": null}), json!({"disabled": true})] {
        problem(admin.patch(&own, &change, &version).await, 409, "last_administrator").await;
    }
    problem(admin.patch(&own, &json!({"role": null}), "\"1.en.json\"").await, 412, "stale").await;
}

#[tokio::test]
async fn an_account_that_somebody_else_opened_is_not_confirmed_by_its_owner() {
    let app = TestApp::start().await;
    app.post("/v1/users", &newcomer()).await;
    let token = app.mails().await.pop().expect("a mail").token("/verify-email");
    let verify = async |password: &str| app.post("/v1/email-verifications", &json!({"token": token, "password": password})).await;
    problem(app.post("/v1/email-verifications", &json!({"token": token})).await, 422, "invalid_fields").await;
    problem(verify("").await, 422, "invalid_fields").await;
    problem(verify(NEW_PASSWORD).await, 401, "credentials_wrong").await;
    assert!(!signs_in(&app, "nora@city.example", PASSWORD).await, "whoever chose the password is not let in");
    for _ in 0..9 {
        verify(NEW_PASSWORD).await;
    }
    problem(verify(PASSWORD).await, 429, "too_many_requests").await;
    // The owner makes the account theirs by a new password.
    app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await;
    let reset = app.mails().await.pop().expect("a mail").token("/reset-password");
    let redeem = json!({"token": reset, "password": NEW_PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    app.source.advance(Duration::minutes(5));
    assert!(!signs_in(&app, "nora@city.example", PASSWORD).await);
    assert!(signs_in(&app, "nora@city.example", NEW_PASSWORD).await);
}

#[tokio::test]
async fn an_account_asked_for_twice_with_one_key_is_one_request() {
    let app = TestApp::start().await;
    let send = async |path: &str, body: &Value| {
        let request = app.request(Method::POST, path).header("Idempotency-Key", "k").json(body);
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.headers().contains_key("idempotency-replayed"))
    };
    assert_eq!(send("/v1/users", &newcomer()).await, (202, false));
    assert_eq!(send("/v1/users", &newcomer()).await, (202, true));
    let verify = json!({"token": app.mails().await[0].token("/verify-email"), "password": PASSWORD});
    assert_eq!(send("/v1/email-verifications", &verify).await, (204, false));
    assert_eq!(send("/v1/email-verifications", &verify).await, (204, true));
    let forgotten = json!({"email": "nora@city.example"});
    assert_eq!(send("/v1/password-resets", &forgotten).await, (202, false));
    assert_eq!(send("/v1/password-resets", &forgotten).await, (202, true));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2, "one to verify, one to choose a password");
    let redeem = json!({"token": mails[1].token("/reset-password"), "password": NEW_PASSWORD});
    assert_eq!(send("/v1/password-resets/redeem", &redeem).await, (204, false));
    assert_eq!(send("/v1/password-resets/redeem", &redeem).await, (204, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_asked_for_several_times_at_once_is_one() {
    let app = TestApp::start().await;
    let mut answers = tokio::task::JoinSet::new();
    for n in 0..18 {
        let newcomer = json!({"email": format!("nora{}@city.example", n / 3), "password": PASSWORD, "name": "Nora Ferrer"});
        let request = app.request(Method::POST, "/v1/users").json(&newcomer);
        answers.spawn(async move { request.send().await.expect("an answer").status() });
    }
    assert_eq!(answers.join_all().await, [StatusCode::ACCEPTED; 18]);
    assert_eq!(app.admin().await.json("/v1/users").await["page"]["total"], 7);
    let mails = app.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.body.contains("/verify-email")).count(), 6);
}

#[tokio::test]
async fn a_new_password_uses_up_the_links_of_before() {
    let app = TestApp::start().await;
    app.user("nora@city.example").await;
    for _ in 0..2 {
        app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await;
    }
    let links: Vec<String> = app.mails().await.iter().map(|mail| mail.token("/reset-password")).collect();
    assert_eq!(links.len(), 2);
    let redeem = async |link: &str| app.post("/v1/password-resets/redeem", &json!({"token": link, "password": NEW_PASSWORD})).await;
    assert_eq!(redeem(&links[1]).await.status(), StatusCode::NO_CONTENT);
    problem(redeem(&links[0]).await, 410, "link_used").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_links_used_at_once_one_counts() {
    let app = TestApp::start().await;
    app.user("nora@city.example").await;
    for _ in 0..2 {
        app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await;
    }
    let mut answers = tokio::task::JoinSet::new();
    for mail in app.mails().await {
        let body = json!({"token": mail.token("/reset-password"), "password": NEW_PASSWORD});
        let request = app.request(Method::POST, "/v1/password-resets/redeem").json(&body);
        answers.spawn(async move { request.send().await.expect("an answer").status().as_u16() });
    }
    let mut statuses = answers.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 410]);
}

#[tokio::test]
async fn whose_account_is_disabled_invites_nobody_any_more() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let mut links = Vec::new();
    for (person, email) in [(&lead, "friend@mail.example"), (&admin, "colleague@lyon.example")] {
        let invitation = json!({"email": email, "language": "en", "territory_id": territory, "role": "lead"});
        assert_eq!(person.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
        links.push(app.mails().await.pop().expect("a mail").token("/invitation"));
    }
    let path = format!("/v1/users/{}", lead.id);
    let disabled = admin.patch(&path, &json!({"disabled": true}), &admin.tag(&path).await).await;
    assert_eq!(disabled.headers()["cache-control"], "private, no-store");
    assert_eq!(disabled.status(), StatusCode::OK);
    let accept =
        async |link: &str| app.post("/v1/invitations/accept", &json!({"token": link, "name": "Friend", "password": PASSWORD})).await;
    problem(accept(&links[0]).await, 404, "link_invalid").await;
    assert_eq!(accept(&links[1]).await.status(), StatusCode::CREATED, "those of others stay");
}

#[tokio::test]
async fn f4_nothing_of_before_works_while_an_account_is_disabled_and_no_session_comes_back() {
    let app = TestApp::start().await;
    let (admin, nora) = (app.admin().await, app.user("nora@city.example").await);
    app.post("/v1/password-resets", &json!({"email": nora.email})).await;
    let link = json!({"token": app.mails().await.pop().expect("a mail").token("/reset-password")});
    let redeem = json!({"token": link["token"], "password": NEW_PASSWORD});
    let account = format!("/v1/users/{}", nora.id);
    let disable = async |disabled: bool| {
        let done = admin.patch(&account, &json!({"disabled": disabled}), &admin.tag(&account).await).await;
        assert_eq!(done.status(), StatusCode::OK);
    };
    disable(true).await;
    problem(app.post("/v1/password-resets/preview", &link).await, 404, "link_invalid").await;
    problem(app.post("/v1/password-resets/redeem", &redeem).await, 404, "link_invalid").await;
    problem(nora.get("/v1/me").await, 401, "session_over").await;
    assert!(!signs_in(&app, &nora.email, PASSWORD).await);
    // The link is good again once the account is; whoever was signed in signs in again.
    disable(false).await;
    problem(nora.get("/v1/me").await, 401, "session_over").await;
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    assert!(signs_in(&app, &nora.email, NEW_PASSWORD).await);
}
