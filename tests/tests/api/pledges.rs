use chrono::Duration;
use entity::{
    history, idempotency_key,
    kinds::{Language, TeamRole},
};
use kernel::{db::Actor, email_address::EmailAddress};
use people::users::{self, rules::NewUser};
use reqwest::{Method, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::{Value, json};
use tests::{
    TestApp,
    people::{PASSWORD, tag},
    pledges::{body, confirmed, made, pledge, with},
    problem,
};

#[tokio::test]
async fn a_pledge_is_public_once_its_link_is_used() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    assert_eq!(app.get("/v1/territories/rosario").await.status(), StatusCode::NOT_FOUND);
    let mail = app.mails().await.pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.language.as_str()), ("derechos@rosario.example", "es"));
    assert!(mail.link("/pledge/confirm").contains("/es/pledge/confirm#"), "the secret stands behind the #, where no server sees it");

    let answer = body(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await, StatusCode::OK).await;
    assert_eq!(answer["territory"]["stage"], "pledged");
    assert!(answer["password_token"].is_string());

    let territory = app.json("/v1/territories/rosario").await;
    assert_eq!(territory["pledge"]["statement"]["value"], "Nos comprometemos.");
    assert_eq!(territory["population"], json!({"value": 948312, "year": null, "source": "self-declared"}));
    assert!(!territory.to_string().contains("rosario.example"), "the address of the contact is not public");
    let campaign = app.json("/v1/campaign").await;
    assert_eq!((&campaign["counts"]["pledges"], &campaign["counts"]["members"]), (&json!(1), &json!(41)));
    let history = app.json("/v1/territories/rosario/history").await;
    assert_eq!((&history["data"][0]["action"], &history["data"][0]["actor"]), (&json!("territory.pledged"), &json!("public")));
    assert!(app.mails().await.iter().any(|mail| mail.body.contains("/territories/rosario")), "the contact is told where it stands");
}

#[tokio::test]
async fn a_pledge_confirmed_twice_has_one_effect() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let path = format!("/v1/pledges/{id}/confirm");
    let token = json!({"token": token});
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let request = app.request(reqwest::Method::POST, &path).json(&token);
        tries.spawn(async move { request.send().await.expect("an answer").status() });
    }
    while let Some(status) = tries.join_next().await {
        assert_eq!(status.expect("joined"), StatusCode::OK);
    }
    assert_eq!(app.json("/v1/campaign").await["counts"]["pledges"], 1);
    assert_eq!(app.json("/v1/territories/rosario/history").await["page"]["total"], 1);
}

#[tokio::test]
async fn of_two_pledges_for_one_government_the_first_confirmed_counts() {
    let app = TestApp::start().await;
    let (first, first_token) = made(&app, &pledge()).await;
    let (second, second_token) = made(&app, &with(&json!({"email": "other@rosario.example", "name": "ROSARIO"}))).await;
    let confirm = |id: &str, token: &str| {
        let request = app.request(reqwest::Method::POST, &format!("/v1/pledges/{id}/confirm")).json(&json!({"token": token}));
        async move { request.send().await.expect("an answer") }
    };
    let (one, other) = tokio::join!(confirm(&first, &first_token), confirm(&second, &second_token));
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(app.json("/v1/campaign").await["counts"]["pledges"], 1);
}

#[tokio::test]
async fn a_government_that_is_already_there_is_led_to() {
    let app = TestApp::start().await;
    for known in [json!({"name": "lyon", "country": "FR"}), json!({"name": "Padoue", "country": "IT"})] {
        let answer = problem(app.post("/v1/pledges", &with(&known)).await, 409, "already_there").await;
        assert_eq!(answer["territory"]["stage"], "member", "{known}");
    }
    let province = with(&json!({"name": "Lyon", "country": "FR", "level": "intermediate"}));
    assert_eq!(app.post("/v1/pledges", &province).await.status(), StatusCode::ACCEPTED, "another level is another government");
}

/// What a stranger types as a name is mailed to whatever address the stranger types.
#[tokio::test]
async fn names_turn_no_text_around_and_hold_no_web_address() {
    let app = TestApp::start().await;
    for (field, value, code) in [
        ("name", "\u{202e}evil", "control_characters"),
        ("name", "Win at HTTPS://evil.example", "wrong_format"),
        ("signatory_name", "See www.evil.example", "wrong_format"),
        ("signatory_office", "http://evil.example", "wrong_format"),
        ("contact_name", "http://evil.example", "wrong_format"),
    ] {
        let refused = problem(app.post("/v1/pledges", &with(&json!({field: value}))).await, 422, "invalid_fields").await;
        assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!(format!("/{field}")), &json!(code)));
    }
    let trap = json!("www.evil.example");
    let account = json!({"email": "victim@mail.example", "password": "plenty of words here", "name": trap, "language": "en"});
    assert_eq!(problem(app.post("/v1/users", &account).await, 422, "invalid_fields").await["errors"][0]["code"], "wrong_format");
    let admin = app.admin().await;
    for (path, change) in [
        ("/v1/me", json!({"name": trap})),
        ("/v1/territories/lyon", json!({"name": trap})),
        ("/v1/territories/lyon", json!({"names": [{"lang": "en", "name": trap}]})),
    ] {
        let answer = admin.patch(path, &change, "*").await;
        assert_eq!(problem(answer, 422, "invalid_fields").await["errors"][0]["code"], "wrong_format", "{path}");
    }
}

#[tokio::test]
async fn every_wrong_field_is_named_and_all_at_once() {
    let app = TestApp::start().await;
    let long = "x".repeat(201);
    for (field, value, code) in [
        ("name", json!(" "), "required"),
        ("name", json!(long), "too_long"),
        ("name", json!("a\u{7}b"), "control_characters"),
        ("name", json!(3), "wrong_type"),
        ("country", json!("XX"), "unknown_value"),
        ("level", json!("galactic"), "unknown_value"),
        ("kind_local", json!(long), "too_long"),
        ("population", json!(-1), "too_small"),
        ("population", json!(900_000_000_000_i64), "too_large"),
        ("population", json!(1.5), "wrong_type"),
        ("geonames_id", json!(1), "unknown_value"),
        ("signatory_name", json!(""), "required"),
        ("signatory_office", json!(""), "required"),
        ("contact_name", json!(" "), "required"),
        ("contact_name", json!(long), "too_long"),
        ("sender_secret", json!("guess me"), "too_short"),
        ("sender_secret", json!(long), "too_long"),
        ("email", json!("nobody"), "not_an_email"),
        ("email", json!("a@b"), "not_an_email"),
        ("email", json!("a@b.example\nBcc: c@d.example"), "not_an_email"),
        ("statement", json!("x".repeat(5001)), "too_long"),
        ("statement_lang", json!(null), "required"),
        ("statement_lang", json!("!"), "not_a_language"),
        ("may_act", json!(false), "must_be_true"),
        ("publish", json!(false), "must_be_true"),
        ("language", json!("de"), "unknown_value"),
        ("surprise", json!(1), "unknown_field"),
    ] {
        let mut changes = json!({});
        changes[field] = value;
        // Not to be turned away for asking often.
        app.source.advance(Duration::minutes(1));
        let answer = problem(app.post("/v1/pledges", &with(&changes)).await, 422, "invalid_fields").await;
        let errors = answer["errors"].as_array().expect("errors");
        assert!(errors.iter().any(|e| e["pointer"] == format!("/{field}") && e["code"] == code), "{field}: {answer}");
    }
    let three = with(&json!({"name": "", "email": "x", "may_act": false}));
    assert_eq!(problem(app.post("/v1/pledges", &three).await, 422, "invalid_fields").await["errors"].as_array().map(Vec::len), Some(3));
    assert!(app.mails().await.is_empty(), "nobody was written to");
}

#[tokio::test]
async fn links_work_for_their_own_pledge_and_for_thirty_days() {
    let app = TestApp::start().await;
    let (id, token) = made(&app, &pledge()).await;
    let (other, _) = made(&app, &with(&json!({"name": "Santa Fe"}))).await;
    let confirm = async |id: &str, token: &str| app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await;
    problem(confirm(&id, "wrong").await, 404, "link_invalid").await;
    problem(confirm(&other, &token).await, 404, "link_invalid").await;
    problem(confirm("not-an-id", &token).await, 404, "link_invalid").await;
    app.source.advance(Duration::days(31));
    problem(confirm(&id, &token).await, 410, "link_expired").await;
    app.run_jobs().await;
    let admin = app.admin().await;
    assert_eq!(admin.json("/v1/pledges").await["page"]["total"], 0, "unconfirmed pledges vanish");
}

#[tokio::test]
async fn a_government_of_a_country_beside_iso_3166_pledges_too() {
    let app = TestApp::start().await;
    let kosovo = with(&json!({"name": "Pristina", "country": "XK", "email": "zyra@prishtina.example"}));
    confirmed(&app, &kosovo).await;
    let territory = app.json("/v1/territories/pristina").await;
    assert_eq!((&territory["country"]["code"], &territory["region"], &territory["section"]), (&json!("XK"), &Value::Null, &Value::Null));
    let countries = app.json("/v1/countries?limit=200").await;
    assert_eq!(countries["page"]["total"], 250);
    let next = countries["page"]["next"].as_str().expect("a second page").replace(&app.url, "");
    let rest = app.json(&next).await;
    let row = rest["data"].as_array().expect("a list").iter().find(|row| row["code"] == "XK").expect("it").clone();
    assert_eq!((&row["iso3"], &row["m49"], &row["names"]["ar"]), (&Value::Null, &Value::Null, &json!("كوسوفو")));
}

#[tokio::test]
async fn the_secretariat_reads_pledges_and_nobody_else() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &with(&json!({"email": "rosario@gmail.com"}))).await;
    let id = answer["pledge"]["id"].as_str().expect("an id").to_owned();
    let reviewer = app.reviewer().await;
    let list = reviewer.json("/v1/pledges?state=public").await;
    assert_eq!(list["data"][0]["email"], "rosario@gmail.com");
    assert_eq!(list["data"][0]["free_mail"], true);
    assert_eq!(reviewer.json("/v1/pledges?state=removed").await["page"]["total"], 0);
    problem(reviewer.get("/v1/pledges?state=lost").await, 400, "invalid_query").await;
    problem(app.get("/v1/pledges").await, 401, "not_signed_in").await;
    let stranger = app.user("stranger@example.org").await;
    problem(stranger.get("/v1/pledges").await, 403, "not_allowed").await;
    problem(stranger.get(&format!("/v1/pledges/{id}")).await, 403, "not_allowed").await;
}

#[tokio::test]
async fn a_removed_pledge_leaves_its_reason_and_nothing_personal() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &pledge()).await;
    let path = format!("/v1/pledges/{}", answer["pledge"]["id"].as_str().expect("an id"));
    let reviewer = app.reviewer().await;
    let version = reviewer.tag(&path).await;
    let remove = format!("{path}/remove");
    problem(reviewer.post(&remove, &json!({"reason": "x"})).await, 428, "if_match_required").await;
    problem(reviewer.act(&remove, &json!({"reason": "x"}), "\"1.en.json\"").await, 412, "stale").await;
    problem(reviewer.act(&remove, &json!({"reason": " "}), &version).await, 422, "invalid_fields").await;
    let stranger = app.user("stranger@example.org").await;
    problem(stranger.act(&remove, &json!({"reason": "x"}), &version).await, 403, "not_allowed").await;
    problem(reviewer.act(&remove, &json!({"reason": "x", "reason_lang": "?"}), &version).await, 422, "invalid_fields").await;

    let said = json!({"reason": "El concejo lo niega.", "reason_lang": "es"});
    let done = reviewer.act(&remove, &said, &version).await;
    let version = tag(&done);
    let done = body(done, StatusCode::OK).await;
    assert_eq!((&done["state"], &done["email"], &done["statement"]), (&json!("removed"), &json!(""), &Value::Null));
    assert_eq!((&done["removed_reason"]["value"], &done["removed_reason"]["lang"]), (&said["reason"], &said["reason_lang"]));
    problem(reviewer.act(&remove, &json!({"reason": "again"}), &version).await, 409, "wrong_state").await;

    let gone = problem(app.get("/v1/territories/rosario").await, 410, "pledge_removed").await;
    assert_eq!(gone["reason"], done["removed_reason"]);
    assert_eq!(app.json("/v1/campaign").await["counts"]["pledges"], 0);
    assert!(app.mails().await.iter().any(|mail| mail.body.contains("El concejo lo niega.")), "the contact is told why");
    let verdict = kernel::db::history::verify(&app.state.db).await.expect("the chain is read");
    assert!(matches!(verdict, kernel::db::history::Verdict::Whole { redacted: 1, .. }), "{verdict:?}");

    // The government may pledge again, under its old address.
    let again = confirmed(&app, &pledge()).await;
    assert_eq!((&again["territory"]["slug"], &again["territory"]["stage"]), (&json!("rosario"), &json!("pledged")));
}

#[tokio::test]
async fn an_account_somebody_else_prepared_keeps_no_password() {
    let app = TestApp::start().await;
    // Whoever signs up first with another's address waits in vain for its owner to make the account theirs.
    let prepared = NewUser {
        email: EmailAddress::parse("derechos@rosario.example").expect("an address"),
        name: "Somebody else".to_owned(),
        language: Language::En,
        password_hash: Some(app.hashed(PASSWORD).await),
        verified: false,
        role: None,
    };
    let mut tx = app.state.db.write(Actor::SYSTEM).await.expect("a transaction");
    users::rules::find_or_add(&mut tx, prepared).await.expect("added");
    tx.commit().await.expect("committed");
    let answer = confirmed(&app, &pledge()).await;
    assert!(answer["password_token"].is_string());
    let admin = app.admin().await;
    let people = admin.json("/v1/users").await["data"].clone();
    let contact = people.as_array().expect("a list").iter().find(|user| user["email"] == "derechos@rosario.example").expect("an account");
    assert_eq!((&contact["name"], &contact["language"]), (&json!("Olga Oficial"), &json!("es")), "nor what a stranger said of its owner");
    let credentials = json!({"email": "derechos@rosario.example", "password": PASSWORD});
    problem(app.post("/v1/sessions", &credentials).await, 401, "credentials_wrong").await;
}

/// Lyon, which was a member, after the secretariat withdrew it.
async fn lyon_left(app: &TestApp) {
    let reviewer = app.reviewer().await;
    let lyon = "/v1/territories/lyon";
    let left = reviewer.act(&format!("{lyon}/withdraw"), &json!({"reason": "It left."}), &reviewer.tag(lyon).await).await;
    assert_eq!(left.status(), StatusCode::OK);
}

fn for_lyon() -> Value {
    with(&json!({"name": "Lyon", "country": "FR", "email": "stranger@mail.example"}))
}

#[tokio::test]
async fn whoever_pledges_for_a_government_with_a_team_is_not_let_in_unasked() {
    let app = TestApp::start().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    lyon_left(&app).await;
    let answer = confirmed(&app, &for_lyon()).await;
    assert_eq!((&answer["territory"]["stage"], &answer["pledge"]["contact_in_team"]), (&json!("pledged"), &json!(false)));
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == "stranger@mail.example").expect("a mail");
    assert!(mail.body.contains("invitación"), "says what to wait for: {}", mail.body);

    // The account may be used, and leads nowhere.
    let password = json!({"token": answer["password_token"], "password": PASSWORD});
    assert_eq!(app.post("/v1/password-resets/redeem", &password).await.status(), StatusCode::NO_CONTENT);
    let stranger = app.sign_in("stranger@mail.example").await;
    let me = app.request(Method::GET, "/v1/me").bearer_auth(&stranger).send().await.expect("an answer");
    assert_eq!(me.json::<Value>().await.expect("JSON")["teams"], json!([]));
    let begin = app.request(Method::POST, "/v1/adhesions").bearer_auth(&stranger).json(&json!({"territory_id": answer["territory"]["id"]}));
    problem(begin.send().await.expect("an answer"), 403, "not_allowed").await;
    let draft = body(lead.post("/v1/adhesions", &json!({"territory_id": answer["territory"]["id"]})).await, StatusCode::CREATED).await;
    assert_eq!((&draft["fields"]["signatory_name"], &draft["fields"]["contacts"]), (&Value::Null, &json!([])), "nor speaks for the team");

    // The secretariat's queue says so, until somebody of the team lets the contact in.
    let id = answer["pledge"]["id"].as_str().expect("an id");
    let admin = app.admin().await;
    assert_eq!(admin.json(&format!("/v1/pledges/{id}")).await["contact_in_team"], false);
    let invitation =
        json!({"email": "stranger@mail.example", "language": "es", "territory_id": answer["territory"]["id"], "role": "editor"});
    assert_eq!(lead.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let accept = json!({"token": app.mails().await.pop().expect("a mail").token("/invitation"), "password": PASSWORD});
    assert_eq!(app.post("/v1/invitations/accept", &accept).await.status(), StatusCode::CREATED);
    assert_eq!(admin.json("/v1/pledges?state=public").await["data"][0]["contact_in_team"], true);
}

#[tokio::test]
async fn an_adhesion_of_before_is_not_for_whoever_pledges_next() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let lyon = app.json("/v1/territories/lyon").await["id"].clone();
    assert_eq!(admin.post("/v1/adhesions", &json!({"territory_id": lyon})).await.status(), StatusCode::CREATED);
    lyon_left(&app).await;
    assert_eq!(confirmed(&app, &for_lyon()).await["pledge"]["contact_in_team"], false);
}

#[tokio::test]
async fn a_government_that_was_a_member_admits_its_contact_by_invitation() {
    let app = TestApp::start().await;
    lyon_left(&app).await;
    assert_eq!(confirmed(&app, &for_lyon()).await["pledge"]["contact_in_team"], false);
}

#[tokio::test]
async fn a_government_without_a_past_is_led_by_its_contact() {
    let app = TestApp::start().await;
    assert_eq!(confirmed(&app, &pledge()).await["pledge"]["contact_in_team"], true);
}

#[tokio::test]
async fn a_place_has_one_government_whatever_level_is_chosen() {
    let app = TestApp::start().await;
    let place = app.json("/v1/territories/gwangju").await;
    let id = place["external_ids"]["geonames"].as_i64().expect("a place");
    let of = |level: &str| with(&json!({"name": "Gwangju", "country": "KR", "level": level, "geonames_id": id}));
    for level in ["regional", "municipal"] {
        let answer = problem(app.post("/v1/pledges", &of(level)).await, 409, "already_there").await;
        assert_eq!(answer["territory"]["slug"], "gwangju");
    }
    let province = with(&json!({"name": "Gwangju", "country": "KR", "level": "intermediate"}));
    assert_eq!(app.post("/v1/pledges", &province).await.status(), StatusCode::ACCEPTED, "a name is shared, a place is not");
}

#[tokio::test]
async fn what_is_said_of_a_pledge_is_never_what_it_was_before() {
    let app = TestApp::start().await;
    let answer = confirmed(&app, &pledge()).await;
    let path = format!("/v1/pledges/{}", answer["pledge"]["id"].as_str().expect("an id"));
    let reviewer = app.reviewer().await;
    let known = reviewer.tag(&path).await;
    let again = async || reviewer.request(Method::GET, &path).header("If-None-Match", &known).send().await.expect("an answer");
    let unchanged = again().await;
    assert_eq!(
        (unchanged.status(), &unchanged.headers()["cache-control"]),
        (StatusCode::NOT_MODIFIED, &"private, no-store".parse().expect("text"))
    );
    let rosario = "/v1/territories/rosario";
    let held = reviewer.act(&format!("{rosario}/hold"), &json!({"reason": "To be looked into."}), &reviewer.tag(rosario).await).await;
    assert_eq!(held.status(), StatusCode::OK);
    assert_eq!(body(again().await, StatusCode::OK).await["territory"]["stage"], "on_hold");
    // Changing it still asks for no more than the pledge's own version.
    let removed = reviewer.act(&format!("{path}/remove"), &json!({"reason": "The council denies it."}), &known).await;
    assert_eq!(removed.headers()["cache-control"], "private, no-store");
    assert_eq!(tag(&removed), reviewer.tag(&path).await);
    assert_eq!(removed.status(), StatusCode::OK);
}

#[tokio::test]
async fn homonyms_with_places_of_their_own_both_pledge() {
    let app = TestApp::start().await;
    let places = app.json("/v1/places?q=San%20Fernando&country=PH").await["data"].as_array().expect("a list").clone();
    assert!(places.len() > 1, "the data holds homonyms");
    let of = |n: usize| json!({"name": "San Fernando", "country": "PH", "geonames_id": places[n]["geonames_id"], "email": format!("office@{n}.example")});
    let first = confirmed(&app, &with(&of(0))).await;
    let second = confirmed(&app, &with(&of(1))).await;
    assert_ne!(first["territory"]["id"], second["territory"]["id"]);
    problem(app.post("/v1/pledges", &with(&of(1))).await, 409, "already_there").await;
    let unplaced = with(&json!({"name": "San Fernando", "country": "PH"}));
    problem(app.post("/v1/pledges", &unplaced).await, 409, "already_there").await;
}

#[tokio::test]
async fn the_history_knows_of_pledges_that_nobody_confirmed() {
    let app = TestApp::start().await;
    let (id, _) = made(&app, &pledge()).await;
    app.source.advance(Duration::days(31));
    app.run_jobs().await;
    let id: uuid::Uuid = id.parse().expect("an id");
    let entries = history::Entity::find().filter(history::Column::SubjectId.eq(id)).order_by_asc(history::Column::Seq);
    let entries = entries.all(app.state.db.reader()).await.expect("read");
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["pledge.begun", "pledge.expired"]);
}

#[tokio::test]
async fn after_a_crash_it_is_known_which_pledge_was_made() {
    let app = TestApp::start().await;
    let send = async || {
        let request = app.request(Method::POST, "/v1/pledges").header("Idempotency-Key", "k").json(&pledge());
        request.send().await.expect("an answer")
    };
    let first = body(send().await, StatusCode::ACCEPTED).await;
    let lost = idempotency_key::Entity::update_many()
        .col_expr(idempotency_key::Column::Status, Expr::value(Option::<i32>::None))
        .col_expr(idempotency_key::Column::Headers, Expr::value(Option::<Value>::None))
        .col_expr(idempotency_key::Column::Body, Expr::value(Option::<String>::None));
    lost.exec(app.state.db.reader()).await.expect("changed");
    app.source.advance(Duration::seconds(60));
    assert_eq!(problem(send().await, 409, "already_created").await["id"], first["id"]);
}

/// Confirms all of these at once; the answers' statuses.
async fn confirmed_at_once(app: &TestApp, pledges: Vec<Value>) -> Vec<StatusCode> {
    let mut requests = Vec::new();
    for pledge in &pledges {
        let (id, token) = made(app, pledge).await;
        requests.push(app.request(Method::POST, &format!("/v1/pledges/{id}/confirm")).json(&json!({"token": token})));
    }
    let mut answers = tokio::task::JoinSet::new();
    for request in requests {
        answers.spawn(async move { request.send().await.expect("an answer").status() });
    }
    answers.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn governments_of_one_name_in_several_countries_come_at_once() {
    let app = TestApp::start().await;
    let countries = ["AR", "ES", "MX", "CO", "UY", "CL", "PE", "BO"];
    let of = |country: &&str| with(&json!({"name": "Santa Clara", "country": country, "email": format!("office@{country}.example")}));
    let statuses = confirmed_at_once(&app, countries.iter().map(of).collect()).await;
    assert_eq!(statuses, [StatusCode::OK; 8]);
    let slugs = app.json("/v1/territories?q=Santa%20Clara&stage=pledged").await;
    let slugs: std::collections::HashSet<_> = slugs["data"].as_array().expect("a list").iter().map(|row| row["slug"].to_string()).collect();
    assert_eq!(slugs.len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_office_confirms_for_several_governments_at_once() {
    let app = TestApp::start().await;
    let of = |country: &str| with(&json!({"name": "Santa Clara", "country": country}));
    let statuses = confirmed_at_once(&app, vec![of("AR"), of("ES"), of("MX")]).await;
    assert_eq!(statuses, [StatusCode::OK; 3]);
    let users = app.admin().await.json("/v1/users").await;
    let office = users["data"].as_array().expect("a list").iter().find(|user| user["email"] == "derechos@rosario.example").expect("it");
    assert_eq!(office["teams"].as_array().map(Vec::len), Some(3));
}
