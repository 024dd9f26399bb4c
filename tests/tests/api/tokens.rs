use chrono::Duration;
use entity::kinds::{SecretariatRole, TeamRole};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tests::{
    TestApp,
    operations::operations,
    people::{Person, tag},
    problem,
};

fn wish() -> Value {
    json!({
        "name": "Observatory", "public_name": "Observatory of local rights", "purpose": "Reads adhesions.",
        "scopes": ["territories:write", "adhesions:read"], "all_territories": true, "expires_at": "2027-06-30T00:00:00Z",
    })
}

async fn issue(admin: &Person) -> Value {
    let answer = admin.post("/v1/tokens", &wish()).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json().await.expect("JSON")
}

async fn with(app: &TestApp, secret: &Value, path: &str) -> Response {
    app.request(Method::GET, path).bearer_auth(secret.as_str().expect("a secret")).send().await.expect("an answer")
}

#[tokio::test]
async fn the_secret_is_shown_once_and_opens_what_its_scopes_say() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let answer = admin.post("/v1/tokens", &wish()).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let (location, seen) = (answer.headers()["location"].to_str().expect("text").to_owned(), tag(&answer));
    let token: Value = answer.json().await.expect("JSON");
    let path = format!("/v1/tokens/{}", token["id"].as_str().expect("an id"));
    assert_eq!(location, format!("{}{path}", app.url));
    assert_eq!(admin.tag(&path).await, seen);
    let secret = token["token"].as_str().expect("a secret");
    assert!(secret.starts_with("thou_live_") && secret.ends_with(token["last_four"].as_str().expect("four")));
    for shown in [admin.json(&path).await, admin.json("/v1/tokens").await["data"][0].clone()] {
        assert_eq!((&shown["name"], &shown["token"], &shown["last_used_at"]), (&json!("Observatory"), &Value::Null, &Value::Null));
        assert_eq!(shown["scopes"], json!(["territories:write", "adhesions:read"]));
    }
    problem(with(&app, &token["token"], "/v1/tokens").await, 403, "not_allowed").await;
    problem(with(&app, &token["token"], "/v1/me").await, 403, "not_allowed").await;
    assert_eq!(with(&app, &token["token"], "/v1/campaign").await.status(), StatusCode::OK);
    assert_eq!(admin.json(&path).await["last_used_at"].as_str().map(|at| &at[..10]), Some("2026-12-01"));
}

#[tokio::test]
async fn revoking_counts_at_once_and_twice_is_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let token = issue(&admin).await;
    let path = format!("/v1/tokens/{}", token["id"].as_str().expect("an id"));
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    problem(with(&app, &token["token"], "/v1/me").await, 401, "token_invalid").await;
    let revoked = admin.json(&path).await["revoked_at"].clone();
    assert!(revoked.is_string());
    let head = app.state.db.refresh_head().await.expect("a head");
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    assert_eq!((admin.json(&path).await["revoked_at"].clone(), app.state.db.refresh_head().await.expect("a head")), (revoked, head));
    problem(admin.delete("/v1/tokens/nonsense").await, 404, "not_found").await;
    problem(admin.delete("/v1/tokens/01990000-0000-7000-8000-000000000000").await, 404, "not_found").await;
}

#[tokio::test]
async fn a_token_ends_by_itself_and_a_mistyped_one_never_was() {
    let app = TestApp::start().await;
    let token = issue(&app.admin().await).await;
    let secret = token["token"].as_str().expect("a secret");
    let mut other = secret.to_owned();
    other.replace_range(12..13, if &secret[12..13] == "x" { "y" } else { "x" });
    problem(with(&app, &json!(other), "/v1/me").await, 401, "token_invalid").await;
    app.source.advance(Duration::days(365));
    problem(with(&app, &token["token"], "/v1/me").await, 401, "token_invalid").await;
}

#[tokio::test]
async fn only_administrators_have_to_do_with_tokens() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/v1/tokens/{}", issue(&admin).await["id"].as_str().expect("an id"));
    problem(app.get("/v1/tokens").await, 401, "not_signed_in").await;
    problem(app.post("/v1/tokens", &wish()).await, 401, "not_signed_in").await;
    for other in [app.reviewer().await, app.member_of("barcelona", TeamRole::Lead, "lead@example.org").await] {
        problem(other.get("/v1/tokens").await, 403, "not_allowed").await;
        problem(other.get(&path).await, 403, "not_allowed").await;
        problem(other.post("/v1/tokens", &wish()).await, 403, "not_allowed").await;
        problem(other.delete(&path).await, 403, "not_allowed").await;
    }
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let wrong = async |field: &str, value: Value, code: &str| {
        let mut body = wish();
        body[field] = value;
        let said = problem(admin.post("/v1/tokens", &body).await, 422, "invalid_fields").await;
        assert!(said["errors"].as_array().expect("errors").iter().any(|error| error["code"] == code), "{field}: {said}");
    };
    wrong("name", json!(""), "required").await;
    wrong("name", json!("x".repeat(201)), "too_long").await;
    wrong("purpose", json!(" "), "required").await;
    wrong("scopes", json!([]), "required").await;
    wrong("scopes", json!(["everything"]), "unknown_value").await;
    wrong("expires_at", json!("2026-11-01T00:00:00Z"), "in_the_past").await;
    wrong("expires_at", json!("2027-12-01T12:10:00Z"), "too_late").await;
    wrong("expires_at", json!("2028-01-01T00:00:00Z"), "too_late").await;
    wrong("expires_at", json!("tomorrow"), "wrong_type").await;
    wrong("hash", json!("0"), "unknown_field").await;
}

/// What the document says of scopes is what happens.
#[tokio::test]
async fn each_operation_names_the_scope_that_it_asks_for() {
    let app = TestApp::start().await;
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    let every: Vec<String> = document["components"]["schemas"]["Scope"]["enum"]
        .as_array()
        .expect("the scopes")
        .iter()
        .filter_map(|scope| scope.as_str().map(str::to_owned))
        .collect();
    let every: Vec<&str> = every.iter().map(String::as_str).collect();
    let almighty = crate::people::partner(&app, &every).await;
    for operation in operations(&document) {
        let Some(named) = operation.value["security"].as_array().and_then(|all| all.iter().find_map(|one| one["bearer"].as_array())) else {
            continue;
        };
        let named: Vec<&str> = named.iter().filter_map(Value::as_str).collect();
        let by = if named.is_empty() { &almighty } else { &crate::people::partner(&app, &named).await };
        let mut request = by.send_as(operation.request(&app));
        if let Some(example) = operation.example() {
            request = request.json(example);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let code = answer.json::<Value>().await.unwrap_or_default()["code"].clone();
        if operation.id() == "get_own_token" {
            assert!(status.is_success(), "a token may ask who it is");
        } else if named.is_empty() {
            assert!(!status.is_success(), "{operation} lets tokens in and names no scope");
        } else {
            assert!(named.iter().all(|scope| every.contains(scope)), "{operation} names {named:?}");
            assert!(code != "scope_missing" && code != "not_allowed", "{operation} names {named:?} and answers {code}");
        }
    }
}

#[tokio::test]
async fn a_scope_for_writing_includes_reading_the_same() {
    let app = TestApp::start().await;
    let answers = async |scope: &str, method: Method, path: &str, body: &Value| {
        let request = crate::people::partner(&app, &[scope]).await.request(method, path).header("If-Match", "*");
        let answer = request.json(body).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default()["code"].clone())
    };
    let (remove, missing) = (format!("/v1/pledges/{}/remove", app.state.chance.id()), (403, json!("scope_missing")));
    for (noun, verb, write, wrong, answered) in [
        ("adhesions", "write", "/v1/adhesions", json!({"territory_id": app.state.chance.id()}), 422),
        ("pledges", "decide", remove.as_str(), json!({"reason": " "}), 404),
    ] {
        let (list, reading, writing) = (format!("/v1/{noun}"), format!("{noun}:read"), format!("{noun}:{verb}"));
        for scope in [&reading, &writing] {
            assert_eq!(answers(scope, Method::GET, &list, &json!({})).await.0, 200, "{scope} reads");
        }
        assert_eq!(answers(&reading, Method::POST, write, &wrong).await, missing, "reading includes no writing");
        assert_eq!(answers(&writing, Method::POST, write, &wrong).await.0, answered, "{writing} writes");
    }
    assert_eq!(answers("adhesions:write", Method::GET, "/v1/pledges", &json!({})).await, missing, "each of its own");
    assert_eq!(answers("pledges:decide", Method::GET, "/v1/adhesions", &json!({})).await, missing);
}

#[tokio::test]
async fn c1_filing_is_not_deciding_and_editing_is_not_governing() {
    let app = TestApp::start().await;
    let territory = app.json("/v1/territories/barcelona").await["id"].clone();
    let filing = crate::people::partner(&app, &["adhesions:write", "territories:write"]).await;
    let adhesion: Value = crate::people::body(filing.post("/v1/adhesions", &json!({"territory_id": territory})).await, 201).await;
    let record = format!("/v1/adhesions/{}", adhesion["id"].as_str().expect("an id"));
    for (action, body) in [
        ("/confirm-authority", json!({"confirmed_by": "Ada Example", "how": "By telephone.", "on": "2026-11-30"})),
        ("/accept", json!({"publish": []})),
        ("/decline", json!({"reason": "No."})),
        ("/request-changes", json!({"message": "Say more."})),
    ] {
        let answer = filing.request(Method::POST, &format!("{record}{action}")).header("If-Match", "*").json(&body).send().await;
        let said = problem(answer.expect("an answer"), 403, "scope_missing").await;
        assert_eq!(said["scope"], "adhesions:decide", "{action}");
        assert!(said["detail"].as_str().is_some_and(|text| text.contains("adhesions:decide")), "{said}");
    }
    for action in ["/hold", "/withdraw", "/reinstate"] {
        let request = filing.request(Method::POST, &format!("/v1/territories/barcelona{action}")).header("If-Match", "*");
        let said = problem(request.json(&json!({"reason": "So."})).send().await.expect("an answer"), 403, "scope_missing").await;
        assert_eq!(said["scope"], "territories:govern", "{action}");
    }
    let wave = filing.request(Method::PATCH, "/v1/territories/barcelona").header("If-Match", "*").json(&json!({"wave": 2}));
    problem(wave.send().await.expect("an answer"), 403, "scope_missing").await;
    assert_eq!(app.json("/v1/territories/barcelona").await["stage"], "member");
}

#[tokio::test]
async fn a_list_of_tokens_says_of_each_what_it_is_bound_to_and_who_answers_for_it() {
    let app = TestApp::start().await;
    let (admin, second) = (app.admin().await, app.person(Some(SecretariatRole::Administrator), "second@campaign.example").await);
    let id = async |slug: &str| app.json(&format!("/v1/territories/{slug}")).await["id"].clone();
    let (barcelona, lyon) = (id("barcelona").await, id("lyon").await);
    let mut wanted = Vec::new();
    for (by, territories) in [(&admin, Some(vec![&lyon, &barcelona])), (&second, Some(vec![&lyon])), (&second, None)] {
        let mut wish = wish();
        wish["all_territories"] = json!(territories.is_none());
        wish["territories"] = json!(territories.unwrap_or_default());
        let mut made: Value = crate::people::body(by.post("/v1/tokens", &wish).await, 201).await;
        made.as_object_mut().expect("an object").remove("token");
        assert_eq!(made["answered_for_by"]["id"], json!(by.id));
        wanted.insert(0, made);
    }
    let list = admin.json("/v1/tokens").await;
    assert_eq!(list["data"], json!(wanted));
    let slugs = |token: usize| list["data"][token]["territories"].as_array().map(|all| all.iter().map(|one| one["slug"].clone()).collect());
    assert_eq!((slugs(0), slugs(1), slugs(2)), (None, Some(vec![json!("lyon")]), Some(vec![json!("barcelona"), json!("lyon")])));
}

#[tokio::test]
async fn c1_no_token_is_bound_to_a_record_that_is_gone() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let made = tests::pledges::confirmed(&app, &tests::pledges::pledge()).await;
    let pledge = format!("/v1/pledges/{}", made["pledge"]["id"].as_str().expect("an id"));
    let bound = async || {
        let mut wish = wish();
        wish["all_territories"] = json!(false);
        wish["territories"] = json!([made["territory"]["id"]]);
        admin.post("/v1/tokens", &wish).await
    };
    assert_eq!(bound().await.status(), StatusCode::CREATED);
    assert_eq!(admin.act(&format!("{pledge}/remove"), &json!({"reason": "Denied."}), "*").await.status(), StatusCode::OK);
    let refused = problem(bound().await, 422, "invalid_fields").await;
    assert_eq!(crate::people::errors(&refused), [("/territories", "unknown_value")]);
}

/// Of operations whose fields ask for different rights the document names every scope, and each field asks for its own.
#[tokio::test]
async fn c1_each_field_asks_for_its_own_scope() {
    let app = TestApp::start().await;
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    let (territory, publication) = ("/v1/territories/barcelona", "/v1/territories/barcelona/publication");
    let (write, govern, decide) = ("territories:write", "territories:govern", "adhesions:decide");
    let named = |operation: &str| -> Vec<Value> {
        let found = operations(&document).into_iter().find(|one| one.id() == operation).expect("an operation");
        let all = found.value["security"].as_array().expect("requirements").clone();
        all.iter().flat_map(|one| one["bearer"].as_array().expect("scopes").clone()).collect()
    };
    assert_eq!((named("update_territory"), named("update_publication")), (vec![json!(write), json!(govern)], vec![json!(decide)]));
    let (page, campaign) = (json!({"website": "https://www.example.org/"}), json!({"wave": 2, "section": "Europe"}));
    let both = json!({"website": "https://www.example.com", "wave": 3});
    let (agreed, released) = (json!({"motivations": {"agreed": false}}), json!({"motivations": {"released": false}}));
    for (scopes, path, body, code) in [
        (&[write][..], territory, &page, None),
        (&[write], territory, &campaign, Some("scope_missing")),
        (&[govern], territory, &campaign, None),
        (&[govern], territory, &page, Some("scope_missing")),
        (&[write], territory, &both, Some("scope_missing")),
        (&[govern], territory, &both, Some("scope_missing")),
        (&[write, govern], territory, &both, None),
        (&[decide], publication, &released, None),
        (&[decide], publication, &agreed, Some("not_allowed")),
        (&["adhesions:write"], publication, &released, Some("scope_missing")),
    ] {
        let request = crate::people::partner(&app, scopes).await.request(Method::PATCH, path).header("If-Match", "*");
        let answer = request.json(body).send().await.expect("an answer");
        match code {
            Some(code) => drop(problem(answer, 403, code).await),
            None => assert_eq!(answer.status(), StatusCode::OK, "{scopes:?}: {body}"),
        }
    }
    let after = app.json(territory).await;
    assert_eq!((&after["website"], &after["wave"]), (&both["website"], &both["wave"]));
}

#[tokio::test]
async fn c1_a_bound_token_reaches_its_territories_only_and_unbound_must_be_said() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let id = async |slug: &str| app.json(&format!("/v1/territories/{slug}")).await["id"].clone();
    let (barcelona, lyon) = (id("barcelona").await, id("lyon").await);
    let with = |changes: Value| {
        let mut body = wish();
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    };
    let unsaid = problem(admin.post("/v1/tokens", &with(json!({"all_territories": false}))).await, 422, "invalid_fields").await;
    assert_eq!((&unsaid["errors"][0]["pointer"], &unsaid["errors"][0]["code"]), (&json!("/territories"), &json!("required")));
    problem(admin.post("/v1/tokens", &with(json!({"territories": [barcelona]}))).await, 422, "invalid_fields").await;
    let nowhere = with(json!({"all_territories": false, "territories": [app.state.chance.id()]}));
    problem(admin.post("/v1/tokens", &nowhere).await, 422, "invalid_fields").await;
    let bound = with(json!({"all_territories": false, "territories": [barcelona, barcelona]}));
    let token: Value = crate::people::body(admin.post("/v1/tokens", &bound).await, 201).await;
    assert_eq!(token["territories"], json!([{"id": barcelona, "slug": "barcelona", "name": "Barcelona"}]));
    let secret = token["token"].as_str().expect("a secret");
    let patch = async |slug: &str| {
        let request = app.request(Method::PATCH, &format!("/v1/territories/{slug}")).bearer_auth(secret).header("If-Match", "*");
        request.json(&json!({"website": "https://www.example.org/"})).send().await.expect("an answer")
    };
    assert_eq!(patch("barcelona").await.status(), StatusCode::OK);
    problem(patch("lyon").await, 403, "token_bound").await;
    assert_ne!(app.json("/v1/territories/lyon").await["website"], "https://www.example.org/");

    // Lists hold what is its own.
    for territory in [&barcelona, &lyon] {
        let filed =
            crate::people::partner(&app, &["adhesions:write"]).await.post("/v1/adhesions", &json!({"territory_id": territory})).await;
        assert_eq!(filed.status(), StatusCode::CREATED);
    }
    let list: Value = with_json(&app, secret, "/v1/adhesions").await;
    let slugs: Vec<&Value> = list["data"].as_array().expect("a list").iter().map(|one| &one["territory"]["slug"]).collect();
    assert_eq!(slugs, [&json!("barcelona")]);
}

async fn with_json(app: &TestApp, secret: &str, path: &str) -> Value {
    let answer = app.request(Method::GET, path).bearer_auth(secret).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.expect("JSON")
}

#[tokio::test]
async fn c1_the_public_is_told_which_integration_acted() {
    let app = TestApp::start().await;
    let token = issue(&app.admin().await).await;
    let request = app.request(Method::PATCH, "/v1/territories/barcelona").bearer_auth(token["token"].as_str().expect("a secret"));
    let answer = request.header("If-Match", "*").json(&json!({"website": "https://www.example.org/"})).send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
    for path in ["/v1/territories/barcelona/history", "/v1/changes?after=0&limit=200"] {
        let page = app.json(path).await;
        let acted = page["data"].as_array().expect("a list").iter().find(|one| one["action"] == "territory.updated").expect("the change");
        assert_eq!((&acted["actor"], &acted["integration"]), (&json!("integration"), &json!("Observatory of local rights")), "{path}");
        assert!(!page.to_string().contains("Reads adhesions."), "what it is for is nobody's business");
    }
}

#[tokio::test]
async fn c3_a_token_is_told_who_it_is() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let token = issue(&admin).await;
    let own = with_json(&app, token["token"].as_str().expect("a secret"), "/v1/token").await;
    assert_eq!((&own["id"], &own["public_name"]), (&token["id"], &json!("Observatory of local rights")));
    assert_eq!(own["scopes"], json!(["territories:write", "adhesions:read"]));
    assert_eq!((&own["territories"], &own["expires_at"]), (&Value::Null, &json!("2027-06-30T00:00:00Z")));
    assert_eq!(own["limits"], json!({"requests": 1200, "seconds": 60}));
    problem(app.get("/v1/token").await, 401, "not_signed_in").await;
    problem(admin.get("/v1/token").await, 403, "not_allowed").await;
}

#[tokio::test]
async fn c3_a_credential_that_is_no_good_is_refused_by_public_reads_too() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let token = issue(&admin).await;
    let asked = async |credential: &str| {
        let request = app.request(Method::GET, "/v1/campaign").header("Authorization", credential);
        request.send().await.expect("an answer")
    };
    let secret = token["token"].as_str().expect("a secret");
    // Kept for strangers, and not for who shows something that is no good.
    for _ in 0..3 {
        assert_eq!(app.get("/v1/campaign").await.status(), StatusCode::OK);
    }
    assert_eq!(asked(&format!("Bearer {secret}")).await.status(), StatusCode::OK);
    problem(asked(secret).await, 401, "bearer_missing").await;
    problem(asked("Bearer nonsense").await, 401, "token_invalid").await;
    let path = format!("/v1/tokens/{}", token["id"].as_str().expect("an id"));
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    problem(asked(&format!("Bearer {secret}")).await, 401, "token_invalid").await;
    app.source.advance(Duration::minutes(20));
    problem(asked(&format!("Bearer {}", admin.token)).await, 401, "session_over").await;
}

#[tokio::test]
async fn c3_a_one_time_password_changes_nothing_but_itself() {
    let app = TestApp::start().await;
    let (address, nora) = ("first@campaign.example", app.user("nora@city.example").await);
    let lead = app.member_of("lyon", entity::kinds::TeamRole::Lead, "lead@lyon.example").await;
    let changed =
        lead.patch("/v1/territories/lyon", &json!({"website": "https://lyon.example"}), &lead.tag("/v1/territories/lyon").await).await;
    assert_eq!(changed.status(), StatusCode::OK);
    let seq = app.json("/v1/territories/lyon/history").await["data"][0]["seq"].clone();
    let email = kernel::email_address::EmailAddress::parse(address).expect("an address");
    let password = thousand::admin::create(&app.state, &email, entity::kinds::SecretariatRole::Administrator).await.expect("a password");
    let session: Value = crate::people::body(app.post("/v1/sessions", &json!({"email": address, "password": password})).await, 201).await;
    let bearer = session["access_token"].as_str().expect("a token").to_owned();
    let person = format!("/v1/users/{}", nora.id);
    let lyon = app.json("/v1/territories/lyon").await["id"].clone();
    let asks = json!({"territory_id": lyon, "name": "Ada Example", "office": "Officer", "email": "ada@lyon.example"});
    assert_eq!(app.post("/v1/access-requests", &asks).await.status(), StatusCode::ACCEPTED);
    let asking = app.admin().await.json("/v1/access-requests").await["data"][0]["id"].as_str().expect("an id").to_owned();
    let asked = async |bearer: &str, method: &Method, path: &str, body: &Value| {
        let request = app.request(method.clone(), path).bearer_auth(bearer).header("If-Match", "*");
        request.json(body).send().await.expect("an answer")
    };
    let all = [
        (Method::POST, "/v1/tokens", wish()),
        (Method::POST, "/v1/invitations", json!({"email": "me@elsewhere.example", "language": "en", "role": "administrator"})),
        (Method::PATCH, &person, json!({"role": "administrator"})),
        (Method::POST, "/v1/people/export", json!({"email": "nora@city.example"})),
        (Method::POST, &format!("/v1/changes/{seq}/redact"), json!({"texts": ["/changes/0/new"], "reason": "offensive"})),
        (Method::POST, "/v1/invitations", json!({"email": "guest@lyon.example", "language": "en", "role": "lead", "territory_id": lyon})),
        (Method::POST, &format!("/v1/access-requests/{asking}/invite"), json!({"role": "lead"})),
        (Method::POST, "/v1/territories/lyon/hold", json!({"reason": "To be looked into."})),
        (Method::PATCH, "/v1/territories/lyon", json!({"website": "https://elsewhere.example"})),
        (Method::POST, "/v1/people/erase", json!({"email": "nora@city.example"})),
    ];
    for (method, path, body) in &all {
        problem(asked(&bearer, method, path, body).await, 409, "password_is_one_time").await;
    }
    // Reading goes on, and so does one's own account; all of it once a password is chosen.
    assert_eq!(asked(&bearer, &Method::PATCH, "/v1/me", &json!({"name": "First"})).await.status(), StatusCode::OK);
    assert_eq!(asked(&bearer, &Method::GET, "/v1/users", &Value::Null).await.status(), StatusCode::OK);
    let choice = json!({"current_password": password, "new_password": tests::people::PASSWORD});
    let session = asked(&bearer, &Method::POST, "/v1/me/change-password", &choice).await;
    let session: Value = crate::people::body(session, 200).await;
    let bearer = session["access_token"].as_str().expect("a token").to_owned();
    let website = lead.patch("/v1/territories/lyon", &json!({"website": null}), &lead.tag("/v1/territories/lyon").await).await;
    assert_eq!(website.status(), StatusCode::OK);
    for (method, path, body) in &all {
        let answer = asked(&bearer, method, path, body).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }
}
