//! Limits belong to who asks, and nobody can use up another's.

use chrono::Duration;
use entity::{history, history_personal, kinds::TeamRole};
use kernel::launches;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, people::PASSWORD, problem};

const OWNER: &str = "owner@city.example";

/// Behind one proxy, which says where a request is from.
async fn app() -> TestApp {
    TestApp::start_with(&["--proxies", "1"]).await
}

fn from(app: &TestApp, address: &str, path: &str) -> RequestBuilder {
    app.request(Method::POST, path).header("X-Forwarded-For", address)
}

async fn send(request: RequestBuilder, body: &Value) -> Response {
    request.json(body).send().await.expect("an answer")
}

async fn signs_in(app: &TestApp, address: &str, password: &str) -> u16 {
    send(from(app, address, "/v1/sessions"), &json!({"email": OWNER, "password": password})).await.status().as_u16()
}

fn pledge(name: &str, email: &str) -> Value {
    json!({
        "name": name, "country": "AR", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta", "contact_name": "Olga Oficial",
        "email": email, "may_act": true, "publish": true, "language": "en",
    })
}

async fn to(app: &TestApp, reader: &str, page: &str) -> Vec<tests::mail::ReceivedMail> {
    app.mails().await.into_iter().filter(|mail| mail.to == reader && mail.body.contains(page)).collect()
}

#[tokio::test]
async fn f3_sign_ups_of_strangers_leave_the_owner_a_reset_and_the_secretariat_its_invitations() {
    let app = app().await;
    app.user(OWNER).await;
    let admin = app.admin().await;
    for n in 0..12 {
        let account = json!({"email": OWNER, "password": PASSWORD, "name": "Stranger"});
        assert_eq!(send(from(&app, &format!("203.0.113.{n}"), "/v1/users"), &account).await.status(), StatusCode::ACCEPTED);
    }
    assert_eq!(to(&app, OWNER, "/sign-in").await.len(), 3, "three at once");
    send(from(&app, "198.51.100.1", "/v1/password-resets"), &json!({"email": OWNER})).await;
    assert_eq!(to(&app, OWNER, "/reset-password").await.len(), 1, "another kind of letter is counted apart");
    for slug in ["lyon", "vienna", "barcelona", "granollers", "almada", "lyon", "lyon", "lyon"] {
        let Some(territory) = app.get(&format!("/v1/territories/{slug}")).await.json::<Value>().await.ok().map(|row| row["id"].clone())
        else {
            continue;
        };
        if territory.is_null() {
            continue;
        }
        let invitation = json!({"email": OWNER, "language": "en", "territory_id": territory, "role": "editor"});
        assert_eq!(admin.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED, "{slug}");
    }
    // What came beyond is one letter, a few minutes later.
    app.source.advance(Duration::minutes(10));
    assert_eq!(to(&app, OWNER, "/sign-in").await.len(), 4);
}

#[tokio::test]
async fn f3_resets_that_strangers_ask_for_do_not_cost_the_owner_one() {
    let app = app().await;
    app.user(OWNER).await;
    for n in 0..40 {
        send(from(&app, &format!("203.0.113.{n}"), "/v1/password-resets"), &json!({"email": OWNER})).await;
    }
    assert_eq!(to(&app, OWNER, "/reset-password").await.len(), 3, "the mailbox is not flooded");
    send(from(&app, "198.51.100.1", "/v1/password-resets"), &json!({"email": OWNER})).await;
    app.source.advance(Duration::minutes(10));
    let mails = to(&app, OWNER, "/reset-password").await;
    assert_eq!(mails.len(), 4, "one for all that was asked for meanwhile");
    let redeem = json!({"token": mails[3].token("/reset-password"), "password": "violet harbour ladder cumin"});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn f3_pledges_of_strangers_in_the_name_of_an_office_do_not_stop_its_own() {
    let app = app().await;
    for n in 0..9 {
        let answer = send(from(&app, &format!("203.0.113.{n}"), "/v1/pledges"), &pledge(&format!("False {n}x"), OWNER)).await;
        assert_eq!(answer.status(), StatusCode::ACCEPTED);
    }
    // However the address is spelt.
    let own = send(from(&app, "198.51.100.1", "/v1/pledges"), &pledge("Rosario", OWNER)).await;
    assert_eq!(own.status(), StatusCode::ACCEPTED);
    let own: Value = own.json().await.expect("JSON");
    let id = own["id"].as_str().expect("an id");
    assert_eq!(to(&app, OWNER, "/pledge/confirm").await.len(), 3, "the mailbox is not flooded");
    app.source.advance(Duration::minutes(11));
    let mails = to(&app, OWNER, "/pledge/confirm").await;
    assert_eq!(mails.len(), 4, "one letter for all of those minutes");
    let line = mails[3].body.lines().find(|line| line.contains(id)).expect("its own link");
    assert_eq!(mails[3].body.matches("/pledge/confirm#").count(), 7, "those of which none has gone yet: {}", mails[3].body);
    let token = line.split("token=").nth(1).expect("a token");
    let confirmed = app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await;
    assert_eq!(confirmed.status(), StatusCode::OK);
    // After an hour of quiet letters go at once again.
    app.source.advance(Duration::hours(1));
    assert_eq!(send(from(&app, "203.0.113.9", "/v1/pledges"), &pledge("Later", OWNER)).await.status(), StatusCode::ACCEPTED);
    assert_eq!(to(&app, OWNER, "/pledge/confirm").await.len(), 5);
}

#[tokio::test]
async fn f3_however_many_pledges_strangers_make_no_link_is_left_out() {
    let app = app().await;
    let mut ids = Vec::new();
    for n in 0..125 {
        let from = from(&app, &format!("203.0.113.{}", n / 30), "/v1/pledges");
        let answer = send(from, &pledge(&format!("Place {n}x"), OWNER)).await;
        let receipt: Value = answer.error_for_status().expect("accepted").json().await.expect("JSON");
        ids.push(receipt["id"].as_str().expect("an id").to_owned());
    }
    app.source.advance(Duration::minutes(11));
    let mails = to(&app, OWNER, "/pledge/confirm").await;
    assert_eq!(mails.len(), 3 + 2, "three at once, then as few as hold the rest");
    for id in ids {
        assert!(mails.iter().any(|mail| mail.body.contains(&id)), "{id}");
    }
}

#[tokio::test]
async fn f3_one_mailbox_is_one_however_its_address_is_spelt() {
    let app = app().await;
    let spelt = |n: usize| -> String {
        let letters = OWNER.chars().take(5).enumerate();
        let local: String = letters.map(|(at, c)| if n >> at & 1 == 1 { c.to_ascii_uppercase() } else { c }).collect();
        format!("{local}@city.example")
    };
    let mut ids = Vec::new();
    for n in 0..31 {
        let from = from(&app, &format!("203.0.113.{n}"), "/v1/pledges");
        let answer = send(from, &pledge(&format!("Place {n}x"), &spelt(n + 1))).await;
        let receipt: Value = answer.error_for_status().expect("accepted").json().await.expect("JSON");
        ids.push(receipt["id"].as_str().expect("an id").to_owned());
    }
    let asked = async || -> Vec<tests::mail::ReceivedMail> {
        app.mails().await.into_iter().filter(|mail| mail.body.contains("/pledge/confirm")).collect()
    };
    let at_once = asked().await;
    assert_eq!(at_once.iter().map(|mail| &*mail.to).collect::<Vec<_>>(), [spelt(1), spelt(2), spelt(3)], "each as it was typed");
    app.source.advance(Duration::minutes(11));
    let mails = asked().await;
    assert_eq!(mails.len(), 4, "and one for all the others");
    assert_eq!(mails[3].to, OWNER);
    for (n, id) in ids.iter().enumerate() {
        // A link that went to another spelling stays there.
        assert_eq!(mails[3].body.contains(id.as_str()), n >= 3, "{n}");
        assert!(mails.iter().any(|mail| mail.body.contains(id.as_str())), "{n}: none is left out");
    }
    let token = |mail: &tests::mail::ReceivedMail, id: &str| -> Value {
        let line = mail.body.lines().find(|line| line.contains(id)).expect("its own link").to_owned();
        json!({ "token": line.split("token=").nth(1).expect("a token") })
    };
    let confirm = async |mail: &tests::mail::ReceivedMail, id: &str| -> Value {
        let answer = app.post(&format!("/v1/pledges/{id}/confirm"), &token(mail, id)).await;
        crate::people::body(answer, 200).await
    };
    // The link has power over the account of the address that it went to, whatever was typed.
    let confirmed = confirm(&mails[3], &ids[20]).await;
    assert_eq!(confirmed["email"], OWNER);
    let redeem = json!({"token": confirmed["password_token"], "password": PASSWORD});
    // And none over it by one that went to another spelling.
    assert_eq!(confirm(&mails[0], &ids[0]).await["password_token"], Value::Null);
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(signs_in(&app, "198.51.100.1", PASSWORD).await, 201);
}

#[tokio::test]
async fn f3_invitations_are_counted_for_who_invites() {
    let app = app().await;
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let other = app.member_of("lyon", TeamRole::Lead, "other@lyon.example").await;
    let invite = async |by: &tests::people::Person, address: &str| {
        let invitation = json!({"email": address, "language": "en", "territory_id": territory, "role": "editor"});
        by.post("/v1/invitations", &invitation).await.status().as_u16()
    };
    // However the address is spelt.
    let spelt = [OWNER, "Owner@city.example", "OWNER@City.Example", "owner@CITY.example"];
    for (address, status) in spelt.into_iter().zip([201, 201, 201, 429]) {
        assert_eq!(invite(&lead, address).await, status, "{address}");
    }
    assert_eq!(invite(&other, OWNER).await, 201, "another's are another's");
    assert_eq!(invite(&app.admin().await, OWNER).await, 201, "and the secretariat is never refused");
}

#[tokio::test]
async fn f3_guesses_from_everywhere_do_not_lock_the_owner_out() {
    let app = app().await;
    app.user(OWNER).await;
    let first = send(from(&app, "192.0.2.77", "/v1/sessions"), &json!({"email": OWNER, "password": PASSWORD})).await;
    let cookie = first.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a pair").to_owned();
    for address in 0..11 {
        for guess in 0..10 {
            let status = signs_in(&app, &format!("203.0.113.{address}"), &format!("guess {guess}")).await;
            assert!(matches!(status, 401 | 429), "{status}");
        }
    }
    assert_eq!(signs_in(&app, "198.51.100.1", PASSWORD).await, 201, "from an address that guessed nothing wrong");
    // Guessing goes on at a crawl: each address has three attempts, then one every ten minutes.
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(signs_in(&app, "203.0.113.200", "one more guess").await);
    }
    assert_eq!(statuses, [401, 401, 401, 429]);
    assert_eq!(signs_in(&app, "203.0.113.200", PASSWORD).await, 429);
    // Where guesses came from the same address, the browser that was signed in before goes on.
    let known = from(&app, "203.0.113.200", "/v1/sessions").header("Cookie", &cookie);
    assert_eq!(send(known, &json!({"email": OWNER, "password": PASSWORD})).await.status(), StatusCode::CREATED);
    let made_up = from(&app, "203.0.113.200", "/v1/sessions").header("Cookie", "thousand_refresh=made-up");
    problem(send(made_up, &json!({"email": OWNER, "password": PASSWORD})).await, 429, "too_many_requests").await;
    for n in 0..11 {
        let known = from(&app, "203.0.113.200", "/v1/sessions").header("Cookie", &cookie);
        let status = send(known, &json!({"email": OWNER, "password": "a guess by its thief"})).await.status().as_u16();
        assert_eq!(status, if n < 10 { 401 } else { 429 }, "its own guesses count");
    }
}

#[tokio::test]
async fn f3_what_was_right_is_not_counted() {
    let app = app().await;
    app.user(OWNER).await;
    for _ in 0..25 {
        assert_eq!(signs_in(&app, "198.51.100.1", PASSWORD).await, 201);
    }
    for _ in 0..10 {
        assert_eq!(signs_in(&app, "198.51.100.1", "wrong").await, 401);
    }
    assert_eq!(signs_in(&app, "198.51.100.1", "wrong").await, 429, "what was wrong is");
}

#[tokio::test]
async fn f3_a_household_of_ipv6_is_one_address() {
    let app = app().await;
    app.user(OWNER).await;
    for n in 0..10 {
        assert_eq!(signs_in(&app, &format!("2001:db8:1:2::{n}"), "guess").await, 401);
    }
    assert_eq!(signs_in(&app, "2001:db8:1:2:ffff::1", "guess").await, 429);
    assert_eq!(signs_in(&app, "2001:db8:1:3::1", "guess").await, 401);
}

/// Pledges for a government of this number, with an address of its own.
async fn pledges(app: &TestApp, address: &str, n: usize) -> u16 {
    let letters: String = n.to_string().chars().map(|digit| char::from(b'a' + digit as u8 - b'0')).collect();
    send(from(app, address, "/v1/pledges"), &pledge(&format!("Pueblo {letters}"), &format!("office@{n}.example"))).await.status().as_u16()
}

#[tokio::test]
async fn d6_a_room_full_of_governments_is_not_stopped() {
    let app = app().await;
    const ROOM: &str = "198.51.100.1";
    // What is refused is not counted.
    for _ in 0..60 {
        assert_eq!(send(from(&app, ROOM, "/v1/pledges"), &pledge("", "x")).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let there = json!({"name": "Lyon", "country": "FR", "level": "municipal", "signatory_name": "A", "signatory_office": "B", "contact_name": "Olga Oficial", "email": OWNER, "may_act": true, "publish": true});
        assert_eq!(send(from(&app, ROOM, "/v1/pledges"), &there).await.status(), StatusCode::CONFLICT);
    }
    for n in 0..30 {
        assert_eq!(pledges(&app, ROOM, n).await, 202, "{n}");
    }
    assert_eq!(app.mails().await.len(), 30);
    // Letters to strangers are, in the end.
    let mut n = 30;
    while pledges(&app, ROOM, n).await == 202 {
        n += 1;
        assert!(n < 60, "nobody writes to all the world");
    }
    // An operator opens the event for this address.
    let opened =
        launches::open(&app.state.db, &app.state.throttles.events, "Launch in Rosario", Some(ROOM.parse().expect("an address")), 60)
            .await
            .expect("opened");
    for more in 0..40 {
        assert_eq!(pledges(&app, ROOM, 100 + more).await, 202, "{more}");
    }
    // Other addresses have what they had.
    let mut others = 0;
    while pledges(&app, "203.0.113.5", 200 + others).await == 202 {
        others += 1;
        assert!(others < 60);
    }
    // Another server knows of it, and one that starts later.
    let app = app.restart(&["--proxies", "1"]).await;
    for n in 0..60 {
        assert_eq!(pledges(&app, ROOM, 300 + n).await, 202);
    }
    // It is noted, without what somebody called it.
    let entries = history::Entity::find().filter(history::Column::SubjectId.eq(opened.id)).all(app.state.db.reader()).await.expect("read");
    assert_eq!(entries.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["event.opened"]);
    assert!(entries.iter().all(|entry| !entry.facts.contains("Rosario") && !entry.facts.contains(ROOM)));
    let personal = history_personal::Entity::find_by_id(entries[0].seq).one(app.state.db.reader()).await.expect("read").expect("there");
    assert!(personal.facts.contains("Launch in Rosario") && personal.facts.contains(ROOM));
    // It ends by itself.
    app.source.advance(Duration::minutes(61));
    let mut after = 0;
    while pledges(&app, ROOM, 400 + after).await == 202 {
        after += 1;
        assert!(after < 110, "the event is over");
    }
}

#[tokio::test]
async fn d6_an_event_is_closed_and_forgotten() {
    let app = app().await;
    let open = async |name: &str, minutes| launches::open(&app.state.db, &app.state.throttles.events, name, None, minutes).await;
    assert!(
        open("", 60).await.is_err()
            && open("…", 60).await.is_err()
            && open("Launch", 0).await.is_err()
            && open("Launch", 24 * 60).await.is_err()
    );
    let first = open("Launch", 30).await.expect("opened");
    let again = open(" Launch ", 60).await.expect("goes on");
    assert_eq!(first.id, again.id, "one of this name");
    assert_eq!(launches::open_now(&app.state.db).await.expect("read").len(), 1);
    for n in 0..60 {
        assert_eq!(pledges(&app, "203.0.113.5", n).await, 202, "without an address it is everywhere");
    }
    assert_eq!(launches::close(&app.state.db, &app.state.throttles.events, "Launch").await.expect("closed"), 1);
    assert_eq!(launches::close(&app.state.db, &app.state.throttles.events, "Launch").await.expect("nothing left"), 0);
    assert_eq!(pledges(&app, "203.0.113.5", 100).await, 429);
    app.source.advance(Duration::days(31));
    app.run_jobs().await;
    let entries = history::Entity::find().filter(history::Column::SubjectId.eq(first.id)).all(app.state.db.reader()).await.expect("read");
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["event.opened", "event.opened", "event.closed", "event.expired"]);
    let personal = history_personal::Entity::find().filter(history_personal::Column::Seq.is_in(entries.iter().map(|entry| entry.seq)));
    assert!(personal.all(app.state.db.reader()).await.expect("read").is_empty(), "nor what it was called");
}

/// What a caller may still ask, as the answer says.
async fn left(app: &TestApp, bearer: &str, address: &str) -> i64 {
    let request = app.request(Method::GET, "/v1/nothing").header("X-Forwarded-For", address).bearer_auth(bearer);
    let answer = request.send().await.expect("an answer");
    let text = answer.headers()["ratelimit"].to_str().expect("text").to_owned();
    text.split(['=', ';']).nth(2).and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{text}"))
}

#[tokio::test]
async fn f9_signing_in_again_buys_no_more_requests() {
    let app = TestApp::start_with(&["--rate-limit", "on", "--proxies", "1"]).await;
    let first = app.user(OWNER).await;
    let second = app.sign_in(OWNER).await;
    let third = app.sign_in(OWNER).await;
    for _ in 0..200 {
        left(&app, &first.token, "198.51.100.1").await;
    }
    let spent = left(&app, &first.token, "198.51.100.1").await;
    assert!(spent < 570, "{spent}");
    for (token, address) in [(&second, "198.51.100.1"), (&third, "203.0.113.9")] {
        let left = left(&app, token, address).await;
        assert!((left - spent).abs() < 15, "one account, however often it signs in, and from wherever: {left} and {spent}");
    }
    // Nor does a session that has ended.
    assert_eq!(first.delete("/v1/sessions/current").await.status(), StatusCode::NO_CONTENT);
    let ended = left(&app, &first.token, "198.51.100.1").await;
    assert!((ended - spent).abs() < 20, "{ended} and {spent}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f9_many_accounts_at_one_address_are_a_crowd() {
    let app = TestApp::start_with(&["--rate-limit", "on", "--proxies", "1"]).await;
    let mut tokens = Vec::new();
    for n in 0..12 {
        tokens.push(app.user(&format!("n{n}@city.example")).await.token);
    }
    let mut refused = 0;
    for _ in 0..450 {
        let mut answers = tokio::task::JoinSet::new();
        for token in &tokens {
            let request = app.request(Method::GET, "/v1/nothing").header("X-Forwarded-For", "203.0.113.5").bearer_auth(token);
            answers.spawn(async move { request.send().await.expect("an answer").status() });
        }
        refused += answers.join_all().await.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
        if refused > 0 {
            break;
        }
    }
    assert!(refused > 0, "each within its own limit, and all of them too many");
    let elsewhere = app.request(Method::GET, "/v1/nothing").header("X-Forwarded-For", "198.51.100.1").bearer_auth(&tokens[0]);
    assert_eq!(elsewhere.send().await.expect("an answer").status(), StatusCode::NOT_FOUND);
}
