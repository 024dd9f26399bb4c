//! What a password is, wherever one is asked for.

use std::time::{Duration, Instant};

use entity::{email_token, job, kinds::TeamRole};
use reqwest::StatusCode;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, people::PASSWORD, problem};

use crate::people::errors;

const EMAIL: &str = "nora@city.example";

async fn signs_in(app: &TestApp, password: &str) -> StatusCode {
    app.post("/v1/sessions", &json!({"email": EMAIL, "password": password})).await.status()
}

/// A link for choosing a password, fresh from the mail.
async fn reset_link(app: &TestApp, email: &str) -> String {
    app.post("/v1/password-resets", &json!({"email": email})).await;
    app.mails()
        .await
        .iter()
        .rfind(|mail| mail.to == email && mail.body.contains("/reset-password"))
        .expect("a mail")
        .token("/reset-password")
}

#[tokio::test]
async fn b3_one_password_signs_in_however_its_letters_are_composed() {
    let app = TestApp::start().await;
    app.user(EMAIL).await;
    for (chosen, typed) in [
        ("cre\u{300}me bru\u{302}le\u{301}e lantern", "crème brûlée lantern"),
        ("Ångström lantern orbit", "A\u{30A}ngstro\u{308}m lantern orbit"),
        ("plenty\u{A0}lantern\u{3000}orbit kiwi", "plenty lantern orbit kiwi"),
    ] {
        let redeem = json!({"token": reset_link(&app, EMAIL).await, "password": chosen});
        assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT, "{chosen:?}");
        assert_eq!(signs_in(&app, typed).await, StatusCode::CREATED, "{typed:?}");
        assert_eq!(signs_in(&app, chosen).await, StatusCode::CREATED, "{chosen:?}");
        assert_eq!(signs_in(&app, &typed.to_uppercase()).await, StatusCode::UNAUTHORIZED, "case counts");
    }
}

#[tokio::test]
async fn b3_what_is_no_password_is_told_alike_everywhere() {
    let app = TestApp::start().await;
    let nora = app.user(EMAIL).await;
    let admin = app.admin().await;
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let newcomer = json!({"email": "new@city.example", "password": PASSWORD, "name": "New Comer"});
    assert_eq!(app.post("/v1/users", &newcomer).await.status(), StatusCode::ACCEPTED);
    let verify = app.mails().await.pop().expect("a mail").token("/verify-email");
    let mut invited = Vec::new();
    for email in ["guest@city.example", EMAIL] {
        let invitation = json!({"email": email, "language": "en", "territory_id": territory, "role": "editor"});
        assert_eq!(admin.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
        invited.push(app.mails().await.pop().expect("a mail").token("/invitation"));
    }
    let reset = reset_link(&app, EMAIL).await;
    for (password, code) in [
        ("plenty\tlantern orbit mosaic", "control_characters"),
        ("plenty\u{7}lantern orbit mosaic", "control_characters"),
        ("plenty\u{200B}lantern orbit mosaic", "unusual_characters"),
        ("", "required"),
        ("x".repeat(257).as_str(), "too_long"),
    ] {
        for (path, body, pointer) in [
            ("/v1/users", json!({"email": "other@city.example", "password": password, "name": "Other"}), "/password"),
            ("/v1/sessions", json!({"email": EMAIL, "password": password}), "/password"),
            ("/v1/email-verifications", json!({"token": verify, "password": password}), "/password"),
            ("/v1/password-resets/redeem", json!({"token": reset, "password": password}), "/password"),
            ("/v1/invitations/accept", json!({"token": invited[0], "name": "Guest", "password": password}), "/password"),
            ("/v1/invitations/accept", json!({"token": invited[1], "password": password}), "/password"),
            (
                "/v1/me/change-password",
                json!({"current_password": password, "new_password": "violet harbour ladder cumin"}),
                "/current_password",
            ),
            ("/v1/me/change-password", json!({"current_password": PASSWORD, "new_password": password}), "/new_password"),
        ] {
            let refused = problem(nora.post(path, &body).await, 422, "invalid_fields").await;
            assert_eq!(errors(&refused), [(pointer, code)], "{path} with {password:?}");
        }
    }
}

#[tokio::test]
async fn b3_who_one_is_is_no_password() {
    let app = TestApp::start().await;
    let personal = |refused: &Value| errors(refused).iter().any(|(_, code)| *code == "password_personal");
    // Opening an account: its address and name.
    for password in ["nora@city.example", "NORA@City.Example", "nora.ferrer-2026", "Nora Ferrer!", "Ferrer Nora Ferrer"] {
        let newcomer = json!({"email": EMAIL, "password": password, "name": "Nora Ferrer"});
        let refused = problem(app.post("/v1/users", &newcomer).await, 422, "invalid_fields").await;
        assert!(personal(&refused), "{password}: {refused}");
    }
    // Choosing one by a mailed link, and changing it: one's governments too, in every language that they have a name in.
    let nora = app.member_of("vienna", TeamRole::Lead, EMAIL).await;
    let reset = reset_link(&app, EMAIL).await;
    for password in ["Vienna-Vienna", "vienna2026!!", "Wien Vienna 26", EMAIL] {
        let refused = app.post("/v1/password-resets/redeem", &json!({"token": reset, "password": password})).await;
        assert!(personal(&problem(refused, 422, "invalid_fields").await), "{password}");
        let change = json!({"current_password": PASSWORD, "new_password": password});
        assert!(personal(&problem(nora.post("/v1/me/change-password", &change).await, 422, "invalid_fields").await), "{password}");
    }
    // Accepting an invitation: the government that it is to.
    let invitation = json!({"email": "guest@city.example", "language": "en", "territory_id": app.json("/v1/territories/vienna").await["id"], "role": "editor"});
    assert_eq!(app.admin().await.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let token = app.mails().await.pop().expect("a mail").token("/invitation");
    for password in ["Vienna-Vienna", "guest@city.example", "Grace Officer 1"] {
        let accept = json!({"token": token, "name": "Grace Officer", "password": password});
        assert!(personal(&problem(app.post("/v1/invitations/accept", &accept).await, 422, "invalid_fields").await), "{password}");
    }
    let redeem = json!({"token": reset, "password": "vienna plenty lantern orbit"});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT, "a word of it among others is");
}

#[tokio::test]
async fn f7_a_check_that_costs_comes_after_the_count() {
    let app = TestApp::start_with(&["--proxies", "1"]).await;
    let nora = app.user(EMAIL).await;
    let weak = "aaaaaaaaaaaa";
    let mut statuses = Vec::new();
    for n in 0..80 {
        let newcomer = json!({"email": format!("n{n}@city.example"), "password": weak, "name": "Somebody"});
        let request = app.request(reqwest::Method::POST, "/v1/users").header("X-Forwarded-For", "203.0.113.7").json(&newcomer);
        statuses.push(request.send().await.expect("an answer").status().as_u16());
    }
    assert_eq!(statuses[0], 422, "too weak");
    assert_eq!(statuses[79], 429, "refused before it is looked at: {statuses:?}");
    for (path, body) in [
        ("/v1/password-resets/redeem", json!({"token": "x", "password": weak})),
        ("/v1/invitations/accept", json!({"token": "x", "name": "X", "password": weak})),
        ("/v1/me/change-password", json!({"current_password": PASSWORD, "new_password": weak})),
    ] {
        let request = nora.request(reqwest::Method::POST, path).header("X-Forwarded-For", "203.0.113.7").json(&body);
        problem(request.send().await.expect("an answer"), 429, "too_many_requests").await;
        let elsewhere = nora.request(reqwest::Method::POST, path).header("X-Forwarded-For", "203.0.113.8").json(&body);
        assert_ne!(elsewhere.send().await.expect("an answer").status(), StatusCode::TOO_MANY_REQUESTS, "{path}: others go on");
    }
    assert!(app.mails().await.is_empty());
}

/// A password of so many characters that takes long to estimate.
fn costly(characters: usize) -> String {
    "4@8({[<369&!1|70$5+%2".chars().cycle().take(characters).collect()
}

#[tokio::test]
async fn f7_a_long_password_costs_no_more_than_a_short_one() {
    let app = TestApp::start_with(&["--proxies", "1"]).await;
    let asked = async |password: String| {
        let newcomer = json!({"email": "new@city.example", "password": password, "name": "New Comer"});
        let began = Instant::now();
        let status = app.post("/v1/users", &newcomer).await.status();
        (status, began.elapsed().as_secs_f64())
    };
    let mut took = [f64::MAX; 2];
    for _ in 0..4 {
        for (least, characters) in took.iter_mut().zip([40, 256]) {
            let (status, seconds) = asked(costly(characters)).await;
            assert_eq!(status, StatusCode::ACCEPTED, "long passwords are welcome");
            *least = least.min(seconds);
        }
    }
    assert!(took[1] < took[0] * 2.0, "{took:?}");
    // What a machine chose does not become weak by its length, and no number of guesses is too large.
    assert_eq!(asked("plenty lantern orbit mosaic ".repeat(9)).await.0, StatusCode::ACCEPTED);
    for repeated in ["12", "19", "1990", "l1|"] {
        let newcomer = json!({"email": "new@city.example", "password": repeated.repeat(80 / repeated.len()), "name": "New Comer"});
        let refused = problem(app.post("/v1/users", &newcomer).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [("/password", "password_too_weak")], "{repeated}");
    }
}

#[tokio::test]
async fn f7_who_signs_in_does_not_wait_for_forms() {
    let app = TestApp::start_with(&["--proxies", "1"]).await;
    app.user(EMAIL).await;
    let form = async |n: usize| {
        let newcomer = json!({"email": format!("n{n}@city.example"), "password": costly(256), "name": "Somebody"});
        let request = app.request(reqwest::Method::POST, "/v1/users").header("X-Forwarded-For", format!("203.0.113.{n}")).json(&newcomer);
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.headers().contains_key("retry-after"))
    };
    let began = Instant::now();
    let sign_in = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let asked = Instant::now();
        assert_eq!(signs_in(&app, PASSWORD).await, StatusCode::CREATED);
        asked.elapsed().as_secs_f64()
    };
    let (answers, waited) = tokio::join!(futures_util::future::join_all((0..70).map(form)), sign_in);
    let all = began.elapsed().as_secs_f64();
    assert!(waited < all / 3.0, "{waited} s of the {all} s that the forms took");
    // So many wait for one another, and the rest come back.
    assert!(answers.iter().all(|answer| matches!(answer, (202, false) | (503, true))), "{answers:?}");
    assert!((48..70).contains(&answers.iter().filter(|answer| answer.0 == 202).count()), "{answers:?}");
}

#[tokio::test]
async fn f7_a_password_is_looked_at_when_everything_else_is_right() {
    let app = TestApp::start().await;
    let nora = app.user(EMAIL).await;
    let invitation = json!({"email": "guest@city.example", "language": "en", "role": "reviewer"});
    assert_eq!(app.admin().await.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let token = app.mails().await.pop().expect("a mail").token("/invitation");
    let (name, weak) = ("\u{FDFA}".repeat(80_000), "aaaaaaaaaaaa");
    for (path, body, wrong) in [
        ("/v1/users", json!({"email": "new@city.example", "name": name, "password": weak}), ("/name", "too_long")),
        ("/v1/users", json!({"email": "new@", "name": "New", "password": weak}), ("/email", "not_an_email")),
        ("/v1/invitations/accept", json!({"token": token, "name": name, "password": weak}), ("/name", "too_long")),
        ("/v1/me/change-password", json!({"current_password": "", "new_password": weak}), ("/current_password", "required")),
    ] {
        let began = Instant::now();
        let refused = problem(nora.post(path, &body).await, 422, "invalid_fields").await;
        assert_eq!(errors(&refused), [wrong], "{path}");
        assert!(began.elapsed().as_secs_f64() < 1.0, "{path}: {:?}", began.elapsed());
    }
    let accept = json!({"token": token, "name": "Grace", "password": weak});
    let refused = problem(app.post("/v1/invitations/accept", &accept).await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/password", "password_too_weak")], "then it is");
}

#[tokio::test]
async fn f7_how_strong_a_password_is_is_looked_at_off_the_threads_that_serve() {
    let app = TestApp::start().await;
    // Whatever costs as hashing does takes one of as many turns as there are cores: all of them are taken.
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (let_go, hold) = tokio::sync::watch::channel(false);
    let taken = (0..cores).map(|_| {
        let (passwords, mut hold) = (app.state.passwords.clone(), hold.clone());
        tokio::spawn(async move {
            let (done, until) = std::sync::mpsc::channel::<()>();
            let work = tokio::spawn(async move { passwords.look_at(move || until.recv().ok()).await });
            hold.wait_for(|free| *free).await.expect("let go");
            drop(done);
            work.await.expect("joined").expect("done");
        })
    });
    let taken: Vec<_> = taken.collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let weak = json!({"email": "new@city.example", "name": "New", "password": "aaaaaaaaaaaa"});
    let looked_at = tokio::spawn(app.request(reqwest::Method::POST, "/v1/users").json(&weak).send());
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(!looked_at.is_finished(), "it waits for its turn");
    assert_eq!(app.get("/v1/campaign").await.status(), StatusCode::OK, "and nobody waits for it");
    let_go.send(true).expect("somebody waits");
    let refused = problem(looked_at.await.expect("joined").expect("an answer"), 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/password", "password_too_weak")]);
    for turn in taken {
        turn.await.expect("joined");
    }
}

#[tokio::test]
async fn f9_asking_for_a_new_password_does_the_same_for_an_account_and_for_none() {
    let app = TestApp::start_with(&["--proxies", "1"]).await;
    app.user(EMAIL).await;
    let db = app.state.db.reader();
    let asked = async |n: usize, email: &str| {
        let request =
            app.request(reqwest::Method::POST, "/v1/password-resets").header("X-Forwarded-For", format!("203.0.{}.{}", n / 200, n % 200));
        let (request, began) = (request.json(&json!({"email": email})), Instant::now());
        let answer = request.send().await.expect("an answer");
        let took = began.elapsed();
        assert_eq!(answer.status(), StatusCode::ACCEPTED);
        took
    };
    let left = async || {
        let links = email_token::Entity::find().count(db).await.expect("counted");
        let jobs = job::Entity::find().filter(job::Column::State.eq("waiting")).all(db).await.expect("jobs");
        let kinds: Vec<String> = jobs.into_iter().map(|job| job.kind).collect();
        (links, kinds)
    };
    asked(0, EMAIL).await;
    let known = left().await;
    app.run_jobs().await;
    let (mailed, before) = (app.mails().await.len(), email_token::Entity::find().count(db).await.expect("counted"));
    asked(1, "nobody@city.example").await;
    let unknown = left().await;
    assert_eq!((known.0, &known.1), (0, &vec!["reset_password".to_owned()]), "no link before the worker makes it");
    assert!(unknown.1.contains(&"reset_password".to_owned()) && unknown.0 == before, "{unknown:?}");
    assert_eq!((mailed, app.mails().await.len()), (1, 1), "and nobody is written to");
    // Time tells nothing either. Medians of many, alternating, so that whatever else the machine does falls on both.
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 0..60 {
        known.push(asked(2 * n + 10, EMAIL).await);
        unknown.push(asked(2 * n + 11, &format!("nobody{n}@city.example")).await);
    }
    known.sort_unstable();
    unknown.sort_unstable();
    let (known, unknown) = (known[30].as_secs_f64(), unknown[30].as_secs_f64());
    assert!((0.6..1.7).contains(&(known / unknown)), "{known} s for an account, {unknown} s for none");
}
