//! The letter that asks to confirm a pledge: what its link shows, where else it can be sent, and what becomes of it.

use chrono::Duration;
use entity::{history, job};
use reqwest::{Response, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::PASSWORD,
    pledges::{SENDER_SECRET, body, confirmed, made, pledge, with},
    problem,
};

const OFFICE: &str = "derechos@rosario.example";

async fn preview(app: &TestApp, id: &str, token: &str) -> Response {
    app.post(&format!("/v1/pledges/{id}/preview"), &json!({"token": token})).await
}

async fn confirm(app: &TestApp, id: &str, token: &str) -> Response {
    app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await
}

async fn resend(app: &TestApp, id: &str, email: Option<&str>) -> Response {
    let mut request = json!({"sender_secret": SENDER_SECRET});
    if let Some(email) = email {
        request["email"] = json!(email);
    }
    app.post(&format!("/v1/pledges/{id}/resend"), &request).await
}

/// A time without what the clock of the tests adds to tell ids apart.
fn second_of(time: &Value) -> String {
    time.as_str().expect("a time").chars().take(19).collect()
}

async fn removed(app: &TestApp, id: &str) {
    let (reviewer, path) = (app.reviewer().await, format!("/v1/pledges/{id}"));
    let said = json!({"reason": "El concejo lo niega.", "reason_lang": "es"});
    let removed = reviewer.act(&format!("{path}/remove"), &said, &reviewer.tag(&path).await).await;
    assert_eq!(removed.status(), StatusCode::OK);
}

/// Addresses that letters with a link to confirm went to, oldest first.
async fn asked(app: &TestApp) -> Vec<String> {
    app.mails().await.into_iter().filter(|mail| mail.body.contains("/pledge/confirm")).map(|mail| mail.to).collect()
}

#[tokio::test]
async fn d4_the_link_shows_what_it_would_make_public() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let before = history::Entity::find().count(app.state.db.reader()).await.expect("counted");
    let answer = preview(&app, &id, &token).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let shown = body(answer, StatusCode::OK).await;
    let pledge = &shown["pledge"];
    for (field, value) in [
        ("state", json!("unconfirmed")),
        ("name", json!("Rosario")),
        ("level", json!("municipal")),
        ("kind_local", json!("municipio")),
        ("population", json!(948_312)),
        ("signatory_name", json!("Nora Prueba")),
        ("signatory_office", json!("Intendenta")),
        ("contact_name", json!("Olga Oficial")),
        ("email", json!(OFFICE)),
        ("territory", Value::Null),
    ] {
        assert_eq!(pledge[field], value, "{field}");
    }
    assert_eq!((&pledge["country"]["code"], &pledge["statement"]["value"]), (&json!("AR"), &json!("Nos comprometemos.")));
    assert_eq!((&pledge["statement"]["lang"], &shown["needs_password"]), (&json!("es"), &json!(false)));
    let french = body(app.post(&format!("/v1/pledges/{id}/preview?lang=fr"), &json!({"token": token})).await, StatusCode::OK).await;
    assert_eq!(french["pledge"]["country"]["name"], "Argentine");

    // Looking changes nothing, for whoever looks.
    assert_eq!(history::Entity::find().count(app.state.db.reader()).await.expect("counted"), before);
    assert_eq!(app.get("/v1/territories/rosario").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(confirm(&app, &id, &token).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn d4_only_the_links_own_secret_shows_it() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let (other, _) = made(&app, &with(&json!({"name": "Santa Fe"}))).await;
    for (id, token) in [(id.as_str(), "wrong"), (&other, token.as_str()), ("not-an-id", &token), (&id, "")] {
        problem(preview(&app, id, token).await, 404, "link_invalid").await;
    }
    problem(app.post(&format!("/v1/pledges/{id}/preview"), &json!({})).await, 422, "invalid_fields").await;
}

#[tokio::test]
async fn d4_a_wrong_address_is_corrected_without_typing_anything_again() {
    let app = TestApp::start().await;
    let (id, old) = made(&app, &with(&json!({"email": "derechos@rosaro.example"}))).await;
    let app = app.restart(&[]).await;
    let receipt = body(resend(&app, &id, Some(OFFICE)).await, StatusCode::ACCEPTED).await;
    assert_eq!((&receipt["id"], &receipt["state"]), (&json!(id), &json!("unconfirmed")));
    assert_eq!(asked(&app).await, ["derechos@rosaro.example", OFFICE]);

    // Whoever reads at the wrong address can neither look nor confirm.
    problem(preview(&app, &id, &old).await, 404, "link_invalid").await;
    problem(confirm(&app, &id, &old).await, 404, "link_invalid").await;

    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    let shown = body(preview(&app, &id, &token).await, StatusCode::OK).await;
    assert_eq!((&shown["pledge"]["email"], &shown["pledge"]["free_mail"]), (&json!(OFFICE), &json!(false)));
    let answer = body(confirm(&app, &id, &token).await, StatusCode::OK).await;
    assert_eq!((&answer["email"], &answer["pledge"]["statement"]["value"]), (&json!(OFFICE), &json!("Nos comprometemos.")));
    let people = app.admin().await.json("/v1/users").await.to_string();
    assert!(people.contains(OFFICE) && !people.contains("rosaro.example"), "one account, at the right address");
}

#[tokio::test]
async fn d4_the_letter_comes_again_with_a_link_beside_the_first() {
    let app = TestApp::start().await;
    let (id, first) = made(&app, &pledge()).await;
    app.source.advance(Duration::days(20));
    let receipt = body(resend(&app, &id, None).await, StatusCode::ACCEPTED).await;
    assert_eq!(second_of(&receipt["mailed_at"]), "2026-12-21T12:00:00", "at once");
    assert_eq!(asked(&app).await, [OFFICE, OFFICE]);
    let second = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    assert_eq!(preview(&app, &id, &first).await.status(), StatusCode::OK);
    // It says how long it lasts, and the pledge waits as long.
    app.source.advance(Duration::days(29));
    app.run_jobs().await;
    problem(confirm(&app, &id, &first).await, 410, "link_expired").await;
    assert_eq!(confirm(&app, &id, &second).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn d4_nobody_but_the_sender_has_it_sent_and_only_while_it_waits() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let path = format!("/v1/pledges/{id}/resend");
    for secret in ["another secret of somebody else", "", token.as_str()] {
        problem(app.post(&path, &json!({"sender_secret": secret, "email": "thief@mail.example"})).await, 404, "not_found").await;
    }
    problem(app.post(&path, &json!({"email": "thief@mail.example"})).await, 422, "invalid_fields").await;
    problem(resend(&app, "01990000-0000-7000-8000-000000000000", None).await, 404, "not_found").await;
    let wrong = problem(resend(&app, &id, Some("nobody")).await, 422, "invalid_fields").await;
    assert_eq!((&wrong["errors"][0]["pointer"], &wrong["errors"][0]["code"]), (&json!("/email"), &json!("not_an_email")));
    // Who kept no secret has none.
    let (silent, _) = made(&app, &with(&json!({"name": "Santa Fe", "sender_secret": null}))).await;
    problem(resend(&app, &silent, Some("thief@mail.example")).await, 404, "not_found").await;
    assert_eq!(asked(&app).await, [OFFICE, OFFICE]);

    assert_eq!(confirm(&app, &id, &token).await.status(), StatusCode::OK);
    problem(resend(&app, &id, Some("thief@mail.example")).await, 409, "wrong_state").await;
    removed(&app, &id).await;
    problem(resend(&app, &id, None).await, 409, "wrong_state").await;
    let (late, _) = made(&app, &with(&json!({"name": "Córdoba"}))).await;
    app.source.advance(Duration::days(31));
    problem(resend(&app, &late, None).await, 410, "link_expired").await;
    assert!(asked(&app).await.iter().all(|to| to == OFFICE));
}

#[tokio::test]
async fn d4_a_letter_that_still_waits_does_not_go_out_with_a_dead_link() {
    let app = TestApp::start().await;
    let receipt = body(app.post("/v1/pledges", &with(&json!({"email": "x@rosaro.example"}))).await, StatusCode::ACCEPTED).await;
    let id = receipt["id"].as_str().expect("an id");
    body(resend(&app, id, Some(OFFICE)).await, StatusCode::ACCEPTED).await;
    assert_eq!(asked(&app).await, [OFFICE], "one letter, and to nobody else");
    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    assert_eq!(confirm(&app, id, &token).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn d4_sending_again_is_bounded_by_pledge_and_day() {
    let app = TestApp::start().await;
    let (id, _) = made(&app, &pledge()).await;
    let addresses = [None, Some("a@rosario.example"), Some("b@rosario.example")];
    for email in addresses {
        body(resend(&app, &id, email).await, StatusCode::ACCEPTED).await;
        app.run_jobs().await;
        app.source.advance(Duration::hours(1));
    }
    let refused = resend(&app, &id, Some("c@rosario.example")).await;
    assert_eq!(refused.headers()["retry-after"], (21 * 3600).to_string());
    problem(refused, 429, "too_many_requests").await;
    assert_eq!(asked(&app).await.len(), 4);
    app.source.advance(Duration::hours(21));
    body(resend(&app, &id, Some("c@rosario.example")).await, StatusCode::ACCEPTED).await;
}

/// Pledges that are addressed to somebody and then elsewhere count there all the same.
#[tokio::test]
async fn d4_correcting_addresses_floods_nobodys_mailbox() {
    let app = TestApp::start().await;
    let victim = "victim@mail.example";
    let mut refused = 0;
    for n in 0..8 {
        let pledge = with(&json!({"name": format!("Place {n}"), "email": victim}));
        app.mails().await;
        let id = body(app.post("/v1/pledges", &pledge).await, StatusCode::ACCEPTED).await["id"].as_str().expect("an id").to_owned();
        body(resend(&app, &id, Some(&format!("own{n}@mail.example"))).await, StatusCode::ACCEPTED).await;
        // Back again counts as well.
        match resend(&app, &id, Some(victim)).await.status() {
            StatusCode::ACCEPTED => {}
            StatusCode::TOO_MANY_REQUESTS => refused += 1,
            other => panic!("{other}"),
        }
        app.source.advance(Duration::minutes(5));
    }
    assert!(refused > 0);
    let mut letters = 0;
    for _ in 0..4 {
        letters = asked(&app).await.iter().filter(|to| *to == victim).count();
        app.source.advance(Duration::hours(6));
    }
    // Three at once, then one every ten minutes, however often it was typed.
    assert!(letters <= 8, "{letters} letters in a day");
}

#[tokio::test]
async fn d5_confirming_again_gives_the_same_answer_and_leaves_nothing_more() {
    let app = TestApp::start().await;
    let (id, token) = tests::pledges::made(&app, &tests::pledges::pledge()).await;
    let confirm = async || body(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await, StatusCode::OK).await;
    let first = confirm().await;
    assert!(first["password_token"].is_string());
    let links = async || entity::email_token::Entity::find().all(app.state.db.reader()).await.expect("read").len();
    let there = links().await;
    for _ in 0..3 {
        assert_eq!(confirm().await, first);
    }
    assert_eq!(links().await, there);
}

#[tokio::test]
async fn d4_what_one_place_makes_us_mail_is_counted_together() {
    let app = TestApp::start().await;
    for n in 0..20 {
        let pledge = with(&json!({"name": format!("Place {n}"), "email": format!("office@{n}.example")}));
        let id = body(app.post("/v1/pledges", &pledge).await, StatusCode::ACCEPTED).await["id"].as_str().expect("an id").to_owned();
        body(resend(&app, &id, None).await, StatusCode::ACCEPTED).await;
    }
    let one_more = with(&json!({"name": "Place 21", "email": "office@21.example"}));
    problem(app.post("/v1/pledges", &one_more).await, 429, "too_many_requests").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d4_of_confirming_and_correcting_at_once_one_wins() {
    let app = TestApp::start().await;
    for n in 0..5 {
        let (id, token) = made(&app, &with(&json!({"name": format!("Place {n}"), "email": format!("office@{n}.example")}))).await;
        let new = format!("right@{n}.example");
        let (confirmed, corrected) = tokio::join!(confirm(&app, &id, &token), resend(&app, &id, Some(&new)));
        match (confirmed.status().as_u16(), corrected.status().as_u16()) {
            (200, 409) | (404, 202) => {}
            other => panic!("{other:?}"),
        }
        app.source.advance(Duration::minutes(5));
    }
}

#[tokio::test]
async fn d4_a_repeated_resend_mails_once() {
    let app = TestApp::start().await;
    let (id, _) = made(&app, &pledge()).await;
    for _ in 0..3 {
        let request = app.request(reqwest::Method::POST, &format!("/v1/pledges/{id}/resend")).header("Idempotency-Key", "k");
        let answer = request.json(&json!({"sender_secret": SENDER_SECRET})).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::ACCEPTED);
    }
    assert_eq!(asked(&app).await.len(), 2);
}

#[tokio::test]
async fn d4_the_receipt_says_when_the_letter_goes() {
    let app = TestApp::start().await;
    let mut times = Vec::new();
    for n in 0..4 {
        let receipt = body(app.post("/v1/pledges", &with(&json!({"name": format!("Place {n}")}))).await, StatusCode::ACCEPTED).await;
        times.push(second_of(&receipt["mailed_at"]));
    }
    assert_eq!(times[..3], ["2026-12-01T12:00:00"; 3]);
    assert_eq!(times[3], "2026-12-01T12:10:00", "many pledges name the address: it goes later, and nobody is told otherwise");
}

/// Three pledges whose letters to the office go at once, and then some whose letters are gathered; the ids of these.
async fn gathered(app: &TestApp, names: &[&str]) -> Vec<String> {
    for n in 0..3 {
        body(app.post("/v1/pledges", &with(&json!({"name": format!("Place {n}")}))).await, StatusCode::ACCEPTED).await;
    }
    app.source.advance(Duration::minutes(57));
    let mut ids = Vec::new();
    for name in names {
        let receipt = body(app.post("/v1/pledges", &with(&json!({"name": name}))).await, StatusCode::ACCEPTED).await;
        assert_eq!(second_of(&receipt["mailed_at"]), "2026-12-01T13:10:00");
        ids.push(receipt["id"].as_str().expect("an id").to_owned());
    }
    ids
}

/// Whether a letter to this address asks about this pledge.
async fn asks(app: &TestApp, to: &str, id: &str) -> bool {
    app.mails().await.iter().any(|mail| mail.to == to && mail.body.contains(&format!("/pledge/confirm#id={id}")))
}

#[tokio::test]
async fn f5_a_gathered_letter_goes_whatever_comes_after_it() {
    let app = TestApp::start().await;
    app.source.advance(Duration::minutes(5));
    let ids = gathered(&app, &["Early", "Second"]).await;
    app.source.advance(Duration::minutes(4));
    let receipt = body(app.post("/v1/pledges", &with(&json!({"name": "Late"}))).await, StatusCode::ACCEPTED).await;
    assert_eq!(second_of(&receipt["mailed_at"]), "2026-12-01T13:06:00", "the hour has few letters again");
    assert!(!asks(&app, OFFICE, &ids[0]).await);
    app.source.advance(Duration::minutes(5));
    for id in &ids {
        assert!(asks(&app, OFFICE, id).await, "{id}");
    }
    assert_eq!(asked(&app).await.len(), 5, "in one letter");
}

#[tokio::test]
async fn f5_a_gathered_letter_goes_though_the_last_pledge_is_readdressed_meanwhile() {
    let app = TestApp::start().await;
    app.source.advance(Duration::minutes(5));
    let ids = gathered(&app, &["Early", "Second", "Last"]).await;
    app.run_jobs().await;
    app.source.advance(Duration::minutes(9));
    // The letters of the others are looked at first, and leave it to the last.
    let db = app.state.db.reader();
    let waiting = job::Entity::find().filter(job::Column::State.eq("waiting")).filter(job::Column::Kind.eq("send_mail"));
    let waiting = waiting.order_by_asc(job::Column::Id).all(db).await.expect("jobs");
    let others: Vec<_> = waiting.into_iter().filter(|job| ids[..2].iter().any(|id| job.payload.to_string().contains(id))).collect();
    assert_eq!(others.len(), 2);
    for job in others {
        register::letters::send(&app.state, &job).await.expect("done");
        job::Entity::delete_by_id(job.id).exec(db).await.expect("done");
    }
    body(resend(&app, &ids[2], Some("own@mail.example")).await, StatusCode::ACCEPTED).await;
    assert!(asks(&app, "own@mail.example", &ids[2]).await);
    for id in &ids[..2] {
        assert!(asks(&app, OFFICE, id).await && !asks(&app, "own@mail.example", id).await, "{id}");
    }
    assert!(!asks(&app, OFFICE, &ids[2]).await);
}

#[tokio::test]
async fn f4_a_disabled_account_confirms_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let contact = app.user(OFFICE).await;
    let (id, token) = made(&app, &pledge()).await;
    let account = format!("/v1/users/{}", contact.id);
    let disable = async |disabled: bool| {
        let done = admin.patch(&account, &json!({"disabled": disabled}), &admin.tag(&account).await).await;
        assert_eq!(done.status(), StatusCode::OK);
    };
    disable(true).await;
    problem(confirm(&app, &id, &token).await, 404, "link_invalid").await;
    problem(preview(&app, &id, &token).await, 404, "link_invalid").await;
    let kept = admin.json(&format!("/v1/pledges/{id}")).await;
    assert_eq!((&kept["state"], &kept["territory"]), (&json!("unconfirmed"), &Value::Null));
    assert_eq!(app.json("/v1/territories?q=Rosario").await["page"]["total"], 0, "nothing is public");
    assert_eq!(admin.json(&account).await["teams"], json!([]));
    // The link is good again once the account is.
    disable(false).await;
    body(confirm(&app, &id, &token).await, StatusCode::OK).await;
}

#[tokio::test]
async fn f4_a_confirmed_pledge_yields_no_password_while_its_account_is_disabled() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (id, token) = made(&app, &pledge()).await;
    let confirmed = body(confirm(&app, &id, &token).await, StatusCode::OK).await;
    assert!(confirmed["password_token"].is_string());
    let people = admin.json("/v1/users").await["data"].as_array().expect("rows").clone();
    let contact = people.iter().find(|person| person["email"] == OFFICE).expect("the contact")["id"].clone();
    let account = format!("/v1/users/{}", contact.as_str().expect("an id"));
    for (disabled, yields) in [(true, false), (false, true)] {
        let done = admin.patch(&account, &json!({"disabled": disabled}), &admin.tag(&account).await).await;
        assert_eq!(done.status(), StatusCode::OK);
        let again = body(confirm(&app, &id, &token).await, StatusCode::OK).await;
        assert_eq!(again["password_token"].is_string(), yields, "disabled: {disabled}");
        let shown = body(preview(&app, &id, &token).await, StatusCode::OK).await;
        assert_eq!(shown["needs_password"], yields, "disabled: {disabled}");
    }
}

#[tokio::test]
async fn d5_a_second_opening_shows_what_became_of_it() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let answer = body(confirm(&app, &id, &token).await, StatusCode::OK).await;
    let shown = body(preview(&app, &id, &token).await, StatusCode::OK).await;
    assert_eq!((&shown["pledge"]["state"], &shown["pledge"]["territory"]["slug"]), (&json!("public"), &json!("rosario")));
    assert_eq!(shown["needs_password"], true);
    let password = json!({"token": answer["password_token"], "password": PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &password).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(body(preview(&app, &id, &token).await, StatusCode::OK).await["needs_password"], false);

    // The link itself is over; what became of it is not.
    app.source.advance(Duration::days(400));
    app.run_jobs().await;
    let shown = body(preview(&app, &id, &token).await, StatusCode::OK).await;
    assert_eq!(shown["pledge"]["state"], "public");

    removed(&app, &id).await;
    let shown = body(preview(&app, &id, &token).await, StatusCode::OK).await;
    let pledge = &shown["pledge"];
    assert_eq!((&pledge["state"], &pledge["removed_reason"]["value"]), (&json!("removed"), &json!("El concejo lo niega.")));
    assert!(pledge["removed_at"].is_string());
    for gone in ["statement", "contact_name"] {
        assert_eq!(pledge[gone], Value::Null, "{gone}");
    }
    assert!(!shown.to_string().contains("Nora") && !shown.to_string().contains("Olga"));
}

#[tokio::test]
async fn d5_who_comes_too_late_is_told_so() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    app.source.advance(Duration::days(30));
    problem(preview(&app, &id, &token).await, 410, "link_expired").await;
    app.run_jobs().await;
    problem(preview(&app, &id, &token).await, 410, "link_expired").await;
}

#[tokio::test]
async fn d5_a_confirmed_pledge_without_a_password_yields_one_once_more_while_its_link_lasts() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    confirm(&app, &id, &token).await;
    assert_eq!(body(preview(&app, &id, &token).await, StatusCode::OK).await["needs_password"], true);
    app.source.advance(Duration::days(30));
    assert_eq!(body(preview(&app, &id, &token).await, StatusCode::OK).await["needs_password"], false);
    problem(confirm(&app, &id, &token).await, 410, "link_expired").await;
}

#[tokio::test]
async fn d5_links_of_accounts_say_that_they_were_used() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let token_of = async |page: &str| app.mails().await.pop().expect("a mail").token(page);
    let look = async |noun: &str, token: &str| app.post(&format!("/v1/{noun}/preview"), &json!({"token": token})).await;

    let newcomer = json!({"email": "nora@city.example", "password": PASSWORD, "name": "Nora Ferrer", "language": "fr"});
    assert_eq!(app.post("/v1/users", &newcomer).await.status(), StatusCode::ACCEPTED);
    let verify = token_of("/verify-email").await;
    let answer = look("email-verifications", &verify).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    problem(look("password-resets", &verify).await, 404, "link_invalid").await;
    assert_eq!(app.post("/v1/email-verifications", &json!({"token": verify, "password": PASSWORD})).await.status(), StatusCode::NO_CONTENT);
    problem(look("email-verifications", &verify).await, 410, "link_used").await;

    app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await;
    let reset = token_of("/reset-password").await;
    assert_eq!(look("password-resets", &reset).await.status(), StatusCode::NO_CONTENT);
    let redeem = json!({"token": reset, "password": "violet harbour ladder cumin"});
    assert_eq!(app.post("/v1/password-resets/redeem", &redeem).await.status(), StatusCode::NO_CONTENT);
    problem(look("password-resets", &reset).await, 410, "link_used").await;

    let lyon = app.json("/v1/territories/lyon").await["id"].clone();
    let invitation = json!({"email": "colleague@lyon.example", "language": "fr", "territory_id": lyon, "role": "editor"});
    let made: Value = admin.post("/v1/invitations", &invitation).await.json().await.expect("JSON");
    let accepted = token_of("/invitation").await;
    let accept = json!({"token": accepted, "name": "Colleague", "password": PASSWORD});
    assert_eq!(app.post("/v1/invitations/accept", &accept).await.status(), StatusCode::CREATED);
    problem(look("invitations", &accepted).await, 410, "link_used").await;
    assert_eq!(made["state"], "open");

    app.post("/v1/password-resets", &json!({"email": "nora@city.example"})).await;
    let late = token_of("/reset-password").await;
    app.source.advance(Duration::hours(3));
    problem(look("password-resets", &late).await, 410, "link_expired").await;
}

/// Browsers and password managers fill in what people do not see.
#[tokio::test]
async fn d6_a_filled_honeypot_asks_again_and_claims_nothing() {
    let app = TestApp::start().await;
    let filled = with(&json!({"website2": "https://www.rosario.example"}));
    for (lang, words) in [("en", "Leave this empty."), ("fr", "Laissez"), ("es", "Deje"), ("ar", "اتركوا")] {
        let refused = problem(app.post(&format!("/v1/pledges?lang={lang}"), &filled).await, 422, "invalid_fields").await;
        let error = &refused["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!("/website2"), &json!("must_be_empty")));
        assert!(error["detail"].as_str().is_some_and(|detail| detail.contains(words)), "{error}");
    }
    assert!(app.mails().await.is_empty());
    assert_eq!(app.admin().await.json("/v1/pledges").await["page"]["total"], 0);
    // Emptied, it is a pledge like any other.
    confirmed(&app, &pledge()).await;
}
