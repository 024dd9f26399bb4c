use chrono::Duration;
use entity::{kinds::TeamRole, user};
use reqwest::{Method, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, Person},
    problem,
};

async fn lyon(app: &TestApp) -> String {
    app.json("/v1/territories/lyon").await["id"].as_str().expect("an id").to_owned()
}

fn to_team(territory: &str, role: &str) -> Value {
    json!({"email": "colleague@lyon.example", "language": "fr", "territory_id": territory, "role": role})
}

async fn mailed_token(app: &TestApp) -> Value {
    json!(app.mails().await.pop().expect("a mail").token("/invitation"))
}

#[tokio::test]
async fn somebody_new_joins_a_team_by_invitation() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let territory = lyon(&app).await;
    assert_eq!(lead.post("/v1/invitations", &to_team(&territory, "editor")).await.status(), StatusCode::CREATED);
    let mail = app.mails().await.pop().expect("a mail");
    assert!(mail.body.contains("villes et territoires des droits humains d’ici 2030"), "which campaign: {}", mail.body);
    assert!(!mail.body.contains("Voici la réponse"), "nobody asked");
    let token = json!(mail.token("/invitation"));
    let preview = app.post("/v1/invitations/preview", &json!({"token": token})).await.json::<Value>().await.expect("JSON");
    assert_eq!(
        (&preview["territory"]["slug"], &preview["needs_password"], &preview["role"]),
        (&json!("lyon"), &json!(true), &json!("editor"))
    );
    problem(app.post("/v1/invitations/accept", &json!({"token": token})).await, 422, "invalid_fields").await;
    let accept = json!({"token": token, "name": "Colleague", "password": PASSWORD});
    let answer = app.post("/v1/invitations/accept", &accept).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert!(answer.headers().contains_key("set-cookie"), "signed in");
    let session: Value = answer.json().await.expect("JSON");
    assert_eq!(session["user"]["teams"][0]["role"], "editor");
    problem(app.post("/v1/invitations/accept", &accept).await, 410, "link_used").await;
    assert_eq!(lead.json("/v1/invitations?state=accepted").await["page"]["total"], 1);
}

#[tokio::test]
async fn mails_say_how_long_their_links_last() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let territory = lyon(&app).await;
    for (language, lasts) in [("en", "for 14 days."), ("fr", "valable 14 jours."), ("es", "durante 14 días."), ("ar", "لمدة 14 يومًا.")]
    {
        let email = format!("{language}@lyon.example");
        admin.post("/v1/invitations", &json!({"email": email, "language": language, "territory_id": territory, "role": "editor"})).await;
        let account = json!({"email": format!("new-{email}"), "password": PASSWORD, "name": "Nora", "language": language});
        assert_eq!(app.post("/v1/users", &account).await.status(), StatusCode::ACCEPTED);
        let mails = app.mails().await;
        let body = |to: String| mails.iter().find(|mail| mail.to == to).map(|mail| mail.body.clone()).expect("a mail");
        assert!(body(email.clone()).contains(lasts), "{}", body(email));
        let verify = body(format!("new-{language}@lyon.example"));
        let days = [("en", "3 days"), ("fr", "3 jours"), ("es", "3 días"), ("ar", "3 أيام")];
        assert!(days.iter().any(|(spoken, words)| *spoken == language && verify.contains(words)), "{verify}");
    }
    app.post("/v1/password-resets", &json!({"email": "admin@campaign.example"})).await;
    assert!(app.mails().await.pop().expect("a mail").body.contains("once, for 2 hours."));
}

#[tokio::test]
async fn f4_with_another_key_no_link_that_was_mailed_is_good() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    admin.post("/v1/invitations", &to_team(&lyon(&app).await, "lead")).await;
    let invitation = json!({"token": mailed_token(&app).await});
    app.post("/v1/password-resets", &json!({"email": "admin@campaign.example"})).await;
    let reset = json!({"token": app.mails().await.pop().expect("a mail").token("/reset-password")});
    for (path, link) in [("/v1/invitations/preview", &invitation), ("/v1/password-resets/preview", &reset)] {
        assert!(app.post(path, link).await.status().is_success(), "{path}");
    }
    let app = app.restart(&["--secret-key", "another secret, since somebody has seen the first"]).await;
    for (path, link) in [("/v1/invitations/preview", &invitation), ("/v1/password-resets/preview", &reset)] {
        problem(app.post(path, link).await, 404, "link_invalid").await;
    }
    let accept = json!({"token": invitation["token"], "name": "Colleague", "password": PASSWORD});
    problem(app.post("/v1/invitations/accept", &accept).await, 404, "link_invalid").await;
}

#[tokio::test]
async fn an_account_that_is_there_only_joins() {
    let app = TestApp::start().await;
    let (admin, nora) = (app.admin().await, app.user("colleague@lyon.example").await);
    let territory = lyon(&app).await;
    admin.post("/v1/invitations", &to_team(&territory, "lead")).await;
    let token = mailed_token(&app).await;
    let preview = app.post("/v1/invitations/preview", &json!({"token": token})).await.json::<Value>().await.expect("JSON");
    assert_eq!(preview["needs_password"], false);
    let accept = json!({"token": token, "password": PASSWORD});
    assert_eq!(app.post("/v1/invitations/accept", &accept).await.status(), StatusCode::CREATED);
    assert_eq!(nora.json("/v1/me").await["teams"][0]["role"], "lead");
}

#[tokio::test]
async fn only_administrators_invite_to_the_secretariat() {
    let app = TestApp::start().await;
    let (admin, reviewer) = (app.admin().await, app.reviewer().await);
    let invitation = json!({"email": "new@campaign.example", "language": "en", "role": "reviewer"});
    problem(reviewer.post("/v1/invitations", &invitation).await, 403, "not_allowed").await;
    assert_eq!(admin.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let accept = json!({"token": mailed_token(&app).await, "name": "New", "password": PASSWORD});
    let session: Value = app.post("/v1/invitations/accept", &accept).await.json().await.expect("JSON");
    assert_eq!(session["user"]["role"], "reviewer");
    let mixed = json!({"email": "x@campaign.example", "language": "en", "role": "editor"});
    problem(admin.post("/v1/invitations", &mixed).await, 422, "invalid_fields").await;
}

#[tokio::test]
async fn leads_invite_to_their_own_team_alone() {
    let app = TestApp::start().await;
    let lead = app.member_of("vienna", TeamRole::Lead, "lead@wien.example").await;
    let editor = app.member_of("lyon", TeamRole::Editor, "editor@lyon.example").await;
    let territory = lyon(&app).await;
    for person in [&lead, &editor] {
        problem(person.post("/v1/invitations", &to_team(&territory, "editor")).await, 403, "not_allowed").await;
        problem(person.get(&format!("/v1/invitations?territory_id={territory}")).await, 403, "not_allowed").await;
    }
    problem(app.post("/v1/invitations", &to_team(&territory, "editor")).await, 401, "not_signed_in").await;
    assert_eq!(lead.json("/v1/invitations").await["page"]["total"], 0);
}

#[tokio::test]
async fn revoked_and_late_invitations_cannot_be_accepted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let territory = lyon(&app).await;
    let made: Value = admin.post("/v1/invitations", &to_team(&territory, "editor")).await.json().await.expect("JSON");
    let first = mailed_token(&app).await;
    let path = format!("/v1/invitations/{}", made["id"].as_str().expect("an id"));
    let stranger = app.user("stranger@example.org").await;
    problem(stranger.delete(&path).await, 404, "not_found").await;
    for _ in 0..2 {
        assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    }
    let accept = |token: &Value| json!({"token": token, "name": "Late", "password": PASSWORD});
    problem(app.post("/v1/invitations/accept", &accept(&first)).await, 404, "link_invalid").await;
    admin.post("/v1/invitations", &to_team(&territory, "editor")).await;
    let second = mailed_token(&app).await;
    app.source.advance(Duration::days(15));
    problem(app.post("/v1/invitations/accept", &accept(&second)).await, 410, "link_expired").await;
}

#[tokio::test]
async fn the_link_alone_opens_nobodys_account() {
    let app = TestApp::start().await;
    let (admin, nora) = (app.admin().await, app.user("colleague@lyon.example").await);
    admin.post("/v1/invitations", &to_team(&lyon(&app).await, "lead")).await;
    let token = mailed_token(&app).await;
    let accept =
        async |password: &Value| app.post("/v1/invitations/accept", &json!({"token": token, "name": "X", "password": password})).await;
    problem(accept(&Value::Null).await, 422, "invalid_fields").await;
    problem(accept(&json!("violet harbour ladder cumin")).await, 401, "credentials_wrong").await;
    assert_eq!(nora.json("/v1/me").await["teams"], json!([]));
    // Guesses are counted together with those at signing in.
    for _ in 0..9 {
        accept(&json!("another guess of somebody")).await;
    }
    problem(accept(&json!(PASSWORD)).await, 429, "too_many_requests").await;
    let sign_in = json!({"email": "colleague@lyon.example", "password": PASSWORD});
    problem(app.post("/v1/sessions", &sign_in).await, 429, "too_many_requests").await;
    app.source.advance(Duration::minutes(5));
    assert_eq!(accept(&json!(PASSWORD)).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_disabled_account_is_not_opened_by_an_invitation() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let territory = lyon(&app).await;
    // One that never had a password, and one that has.
    for (email, has_password) in [("without@lyon.example", false), ("with@lyon.example", true)] {
        let user = app.user(email).await;
        if !has_password {
            let forget = user::Entity::update_many().col_expr(user::Column::PasswordHash, Expr::value(Option::<String>::None));
            forget.filter(user::Column::Id.eq(user.id)).exec(app.state.db.reader()).await.expect("changed");
        }
        let record = format!("/v1/users/{}", user.id);
        let disabled = admin.patch(&record, &json!({"disabled": true}), &admin.tag(&record).await).await;
        assert_eq!(disabled.status(), StatusCode::OK);
        admin.post("/v1/invitations", &json!({"email": email, "language": "en", "territory_id": territory, "role": "lead"})).await;
        let accept = json!({"token": mailed_token(&app).await, "name": "Back", "password": PASSWORD});
        problem(app.post("/v1/invitations/accept", &accept).await, 404, "link_invalid").await;
    }
}

/// An administrator might invite themselves, before they are one no more.
#[tokio::test]
async fn who_loses_a_role_does_not_come_back_by_an_invitation_of_before() {
    let app = TestApp::start().await;
    let (admin, second) = (app.admin().await, app.user("second@campaign.example").await);
    let record = format!("/v1/users/{}", second.id);
    let appoint = async |role: Value| {
        let answer = admin.patch(&record, &json!({"role": role}), &admin.tag(&record).await).await;
        assert_eq!(answer.status(), StatusCode::OK);
    };
    let invite = async |by: &Person, email: &str, role: &str| {
        let invitation = json!({"email": email, "language": "en", "role": role});
        assert_eq!(by.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    };
    appoint(json!("administrator")).await;
    invite(&second, "mailbox@campaign.example", "administrator").await;
    invite(&admin, "second@campaign.example", "administrator").await;
    invite(&admin, "third@campaign.example", "reviewer").await;
    appoint(json!("reviewer")).await;
    let open = admin.json("/v1/invitations?state=open").await;
    assert_eq!((open["data"].as_array().map(Vec::len), &open["data"][0]["email"]), (Some(1), &json!("third@campaign.example")));
    invite(&admin, "second@campaign.example", "administrator").await;
    appoint(json!("administrator")).await;
    assert_eq!(admin.json("/v1/invitations?state=open").await["page"]["total"], 2, "who gains a role loses nothing");
}

#[tokio::test]
async fn a_team_cannot_write_to_all_the_world() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let territory = lyon(&app).await;
    let invite = async |n: usize| {
        let invitation = json!({"email": format!("{n}@victim.example"), "language": "en", "territory_id": territory, "role": "editor"});
        lead.post("/v1/invitations", &invitation).await
    };
    for n in 0..20 {
        assert_eq!(invite(n).await.status(), StatusCode::CREATED);
    }
    let refused = invite(20).await;
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 429, "too_many_requests").await;
}

#[tokio::test]
async fn an_acceptance_sent_again_is_told_that_it_counted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    admin.post("/v1/invitations", &to_team(&lyon(&app).await, "editor")).await;
    let accept = json!({"token": mailed_token(&app).await, "name": "Colleague", "password": PASSWORD});
    let send = async || {
        let request = app.request(Method::POST, "/v1/invitations/accept").header("Idempotency-Key", "k").json(&accept);
        request.send().await.expect("an answer")
    };
    assert_eq!(send().await.status(), StatusCode::CREATED);
    let again = send().await;
    assert!(!again.headers().contains_key("set-cookie"), "a session is handed out once");
    problem(again, 409, "already_created").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_invitations_of_one_person_are_accepted_at_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let mut requests = Vec::new();
    for slug in ["lyon", "vienna", "barcelona"] {
        let territory = app.json(&format!("/v1/territories/{slug}")).await["id"].clone();
        admin.post("/v1/invitations", &to_team(territory.as_str().expect("an id"), "editor")).await;
        let accept = json!({"token": mailed_token(&app).await, "name": "Colleague", "password": PASSWORD});
        requests.push(app.request(Method::POST, "/v1/invitations/accept").json(&accept));
    }
    let mut answers = tokio::task::JoinSet::new();
    for request in requests {
        answers.spawn(async move { request.send().await.expect("an answer").status().as_u16() });
    }
    // Who comes second meets an account that has a password by now, and at worst is asked again.
    let statuses = answers.join_all().await;
    assert!(statuses.contains(&201) && statuses.iter().all(|status| matches!(status, 201 | 401)), "{statuses:?}");
    assert_eq!(admin.json("/v1/users").await["page"]["total"], 2);
}

#[tokio::test]
async fn an_account_that_a_stranger_opened_takes_the_name_of_who_is_invited() {
    let app = TestApp::start().await;
    let stranger =
        json!({"email": "colleague@lyon.example", "password": "violet harbour ladder cumin", "name": "Stranger", "language": "ar"});
    assert_eq!(app.post("/v1/users", &stranger).await.status(), StatusCode::ACCEPTED);
    app.admin().await.post("/v1/invitations", &to_team(&lyon(&app).await, "editor")).await;
    let token = mailed_token(&app).await;
    let nameless = app.post("/v1/invitations/accept", &json!({"token": token, "password": PASSWORD})).await;
    let nameless = problem(nameless, 422, "invalid_fields").await;
    assert_eq!((&nameless["errors"][0]["pointer"], &nameless["errors"][0]["code"]), (&json!("/name"), &json!("required")));
    let accept = json!({"token": token, "name": "Colleague", "password": PASSWORD});
    let session: Value = app.post("/v1/invitations/accept", &accept).await.json().await.expect("JSON");
    assert_eq!((&session["user"]["name"], &session["user"]["language"]), (&json!("Colleague"), &json!("fr")));
}
