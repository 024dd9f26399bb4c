//! Who is told of what: the secretariat of new pledges, a team of what becomes of its government.

use chrono::Duration;
use entity::{
    job,
    kinds::{SecretariatRole, TeamRole},
};
use reqwest::StatusCode;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tests::{TestApp, mail::ReceivedMail, people::Person, problem};

use crate::people::errors;

/// A confirmed pledge of this Argentine municipality; its id.
async fn pledged(app: &TestApp, name: &str) -> String {
    let email = format!("{}@mail.example", app.state.chance.id());
    let pledge = json!({
        "name": name, "country": "AR", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta", "contact_name": "Olga Oficial", "email": email,
        "may_act": true, "publish": true, "language": "en",
    });
    let receipt: Value = app.post("/v1/pledges", &pledge).await.json().await.expect("JSON");
    let id = receipt["id"].as_str().expect("an id").to_owned();
    let mails = app.mails().await;
    let token = mails.iter().rfind(|mail| mail.to == email).expect("a mail").token("/pledge/confirm");
    assert_eq!(app.post(&format!("/v1/pledges/{id}/confirm"), &json!({"token": token})).await.status(), StatusCode::OK);
    id
}

async fn told(app: &TestApp, person: &Person) -> Vec<ReceivedMail> {
    app.mails().await.into_iter().filter(|mail| mail.to == person.email).collect()
}

async fn choose(person: &Person, choice: Value) {
    assert_eq!(person.patch("/v1/me", &choice, "*").await.status(), StatusCode::OK, "{choice}");
}

#[tokio::test]
async fn d2_the_secretariat_is_told_of_each_new_pledge_at_once_unless_it_chose_otherwise() {
    let app = TestApp::start().await;
    let (admin, reviewer) = (app.admin().await, app.reviewer().await);
    let other = app.user("other@mail.example").await;
    assert_eq!(admin.json("/v1/me").await["notices"], "at_once");
    choose(&reviewer, json!({"language": "ar"})).await;
    let id = pledged(&app, "Rosario").await;
    let mail = told(&app, &admin).await.pop().expect("a mail");
    assert_eq!((mail.subject.as_str(), mail.language.as_str()), ("New pledge: Rosario", "en"));
    assert!(mail.body.contains("Argentina"));
    mail.link("/en/territories/rosario");
    assert!(mail.link("/en/secretariat/pledges").ends_with("?territory=rosario"));
    assert!(!mail.body.contains("Nora Prueba") && !mail.body.contains("@"), "no more than it takes");
    assert!(told(&app, &reviewer).await.pop().expect("a mail").link("/secretariat/pledges").contains("/ar/"));
    assert!(told(&app, &other).await.is_empty());
    // One that is gone by the time that the mail is sent is no news, and who left the secretariat is not told.
    let jobs = job::Entity::find().all(app.state.db.reader()).await.expect("jobs");
    assert!(jobs.iter().all(|job| !job.payload.to_string().contains("Rosario") && !job.payload.to_string().contains('@')), "ids only");
    assert!(jobs.iter().any(|job| job.payload["template"] == "pledge_public" && job.payload["about"]["id"] == json!(id)));
    assert_eq!(admin.patch(&format!("/v1/users/{}", reviewer.id), &json!({"role": null}), "*").await.status(), StatusCode::OK);
    let count = told(&app, &reviewer).await.len();
    pledged(&app, "Santa Fe").await;
    assert_eq!(told(&app, &reviewer).await.len(), count);
    assert_eq!(told(&app, &admin).await.len(), 2);
}

#[tokio::test]
async fn d2_who_chose_so_gets_the_pledges_of_a_day_in_one_mail() {
    let app = TestApp::start().await;
    let (admin, reviewer) = (app.admin().await, app.person(Some(SecretariatRole::Reviewer), "daily@campaign.example").await);
    choose(&reviewer, json!({"notices": "daily", "language": "fr"})).await;
    pledged(&app, "Rosario").await;
    let false_one = pledged(&app, "Santa Fe").await;
    assert!(told(&app, &reviewer).await.is_empty());
    // Those of before the choice come as they were promised, and none comes twice.
    choose(&reviewer, json!({"notices": "at_once"})).await;
    pledged(&app, "Rafaela").await;
    assert_eq!(told(&app, &reviewer).await.len(), 1);
    choose(&reviewer, json!({"notices": "daily"})).await;
    pledged(&app, "Ushuaia").await;
    let remove = format!("/v1/pledges/{false_one}/remove");
    assert_eq!(admin.act(&remove, &json!({"reason": "The council denies it."}), "*").await.status(), StatusCode::OK);
    // The day is UTC's: the clock of the tests began at noon.
    app.source.advance(Duration::minutes(11 * 60 + 50));
    assert_eq!(told(&app, &reviewer).await.len(), 1, "not before the day is over");
    app.source.advance(Duration::minutes(15));
    let mails = told(&app, &reviewer).await;
    assert_eq!(mails.len(), 2);
    let mail = mails.iter().find(|mail| mail.subject == "Du nouveau dans la campagne").expect("a mail");
    assert_eq!(mail.language, "fr");
    for there in ["Rosario, Argentine", "Ushuaia, Argentine", "2 engagements", "/fr/territories/rosario", "/fr/secretariat/pledges"] {
        assert!(mail.body.contains(there), "{there}: {}", mail.body);
    }
    for absent in ["Rafaela", "Santa Fe"] {
        assert!(!mail.body.contains(absent), "{absent}: {}", mail.body);
    }
    app.source.advance(Duration::days(3));
    assert_eq!(told(&app, &reviewer).await.len(), 2, "a day without news is no mail");
    // Each day has its own.
    pledged(&app, "Posadas").await;
    app.source.advance(Duration::days(1));
    let next = told(&app, &reviewer).await.into_iter().find(|mail| mail.body.contains("Posadas")).expect("a mail");
    assert!(!next.body.contains("Rosario") && !next.body.contains("Ushuaia"), "{}", next.body);
}

#[tokio::test]
async fn d2_pledges_confirmed_at_once_are_all_in_the_mail_of_the_day() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    choose(&reviewer, json!({"notices": "daily"})).await;
    let names = ["AR", "FR", "IT", "ES", "PT", "UY"];
    let mut ready = Vec::new();
    for country in names {
        let pledge = json!({
            "name": format!("Testville {country}"), "country": country, "level": "municipal", "signatory_name": "Nora Prueba",
            "signatory_office": "Mayor", "contact_name": "Olga Oficial", "email": format!("{country}@mail.example"), "may_act": true, "publish": true, "language": "en",
        });
        let receipt: Value = app.post("/v1/pledges", &pledge).await.json().await.expect("JSON");
        let id = receipt["id"].as_str().expect("an id").to_owned();
        let token = app.mails().await.iter().find(|mail| mail.body.contains(&id)).expect("a mail").token("/pledge/confirm");
        let path = format!("/v1/pledges/{id}/confirm");
        let request = app.request(reqwest::Method::POST, &path).json(&json!({"token": token}));
        ready.push(request);
    }
    let mut confirmations = tokio::task::JoinSet::new();
    for request in ready {
        confirmations.spawn(async move { request.send().await.expect("an answer").status() });
    }
    while let Some(status) = confirmations.join_next().await {
        assert_eq!(status.expect("joined"), StatusCode::OK);
    }
    app.source.advance(Duration::days(1));
    let mails = told(&app, &reviewer).await;
    assert_eq!(mails.len(), 1);
    assert!(names.iter().all(|country| mails[0].body.contains(&format!("Testville {country}"))), "{}", mails[0].body);
}

#[tokio::test]
async fn d2_only_the_secretariat_chooses_when_it_is_told() {
    let app = TestApp::start().await;
    let other = app.user("other@mail.example").await;
    assert_eq!(other.json("/v1/me").await["notices"], Value::Null);
    let refused = problem(other.patch("/v1/me", &json!({"notices": "daily"}), "*").await, 422, "invalid_fields").await;
    assert_eq!(errors(&refused), [("/notices", "must_be_empty")]);
    let wrong = problem(app.admin().await.patch("/v1/me", &json!({"notices": "never"}), "*").await, 422, "invalid_fields").await;
    assert_eq!(errors(&wrong), [("/notices", "unknown_value")]);
}

#[tokio::test]
async fn d3_the_team_is_told_in_its_language_what_becomes_of_its_government_and_why() {
    let app = TestApp::start().await;
    let reviewer = app.reviewer().await;
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let editor = app.member_of("lyon", TeamRole::Editor, "editor@lyon.example").await;
    let stranger = app.member_of("barcelona", TeamRole::Lead, "lead@barcelona.example").await;
    choose(&lead, json!({"language": "fr"})).await;
    choose(&editor, json!({"language": "es"})).await;
    let act = async |action: &str, said: Value| {
        let tag = reviewer.tag("/v1/territories/lyon").await;
        let done = reviewer.act(&format!("/v1/territories/lyon/{action}"), &said, &tag).await;
        assert_eq!(done.status(), StatusCode::OK, "{action}");
    };
    let mine = async || lead.json("/v1/me").await["teams"][0]["territory"].clone();

    act("hold", json!({"reason": "Le bureau est fermé.", "reason_lang": "fr", "effective_on": "2026-11"})).await;
    for (person, subject, language) in [(&lead, "En suspens\u{a0}: Lyon", "fr"), (&editor, "En suspenso: Lyon", "es")] {
        let mail = told(&app, person).await.pop().expect("a mail");
        assert_eq!((mail.subject.as_str(), mail.language.as_str()), (subject, language));
        assert!(mail.body.contains("Le bureau est fermé."), "{}", mail.body);
        mail.link("/territories/lyon");
    }
    let held = mine().await;
    assert_eq!((&held["stage"], &held["stage_since"]["date"]), (&json!("on_hold"), &json!("2026-11")));
    assert_eq!((&held["stage_reason"]["value"], &held["stage_reason"]["lang"]), (&json!("Le bureau est fermé."), &json!("fr")));

    act("reinstate", json!({})).await;
    let plain = told(&app, &lead).await.pop().expect("a mail");
    assert!(plain.subject.contains("Lyon") && !plain.body.contains("Le bureau est fermé."), "{}", plain.body);
    assert_eq!(mine().await["stage_reason"], Value::Null);
    act("withdraw", json!({"reason": "Le conseil a voté."})).await;
    assert!(told(&app, &lead).await.pop().expect("a mail").body.contains("Le conseil a voté."));
    assert_eq!(mine().await["stage_reason"]["value"], "Le conseil a voté.");
    act("reinstate", json!({"reason": "Le conseil est revenu sur son vote."})).await;
    assert!(told(&app, &lead).await.pop().expect("a mail").body.contains("Le conseil est revenu sur son vote."));

    assert_eq!((told(&app, &lead).await.len(), told(&app, &editor).await.len()), (4, 4));
    assert!(told(&app, &stranger).await.is_empty() && told(&app, &reviewer).await.is_empty());
    // A step that was refused tells nobody.
    problem(reviewer.act("/v1/territories/lyon/reinstate", &json!({}), "*").await, 409, "wrong_state").await;
    assert_eq!(told(&app, &lead).await.len(), 4);
}

#[tokio::test]
async fn d2_a_pledge_after_a_false_one_is_said_to_be_such() {
    const AGAIN: &str = "was removed before as not genuine";
    let app = TestApp::start().await;
    let (admin, daily) = (app.admin().await, app.person(Some(SecretariatRole::Reviewer), "daily@campaign.example").await);
    choose(&daily, json!({"notices": "daily"})).await;
    let false_one = pledged(&app, "Rosario").await;
    assert!(!told(&app, &admin).await.pop().expect("a mail").body.contains(AGAIN));
    let remove = format!("/v1/pledges/{false_one}/remove");
    assert_eq!(admin.act(&remove, &json!({"reason": "The council denies it."}), "*").await.status(), StatusCode::OK);
    let (second, other) = (pledged(&app, "Rosario").await, pledged(&app, "Rafaela").await);
    let mails = told(&app, &admin).await;
    let about = |name: &str| mails.iter().rfind(|mail| mail.subject.contains(name)).expect("a mail");
    assert!(about("Rosario").body.contains(AGAIN) && !about("Rafaela").body.contains(AGAIN));
    assert!(!about("Rafaela").body.contains("\n\n\n"), "what there is nothing to say of takes no room");
    for (id, twice) in [(&second, true), (&other, false)] {
        let shown = admin.json(&format!("/v1/pledges/{id}")).await["removed_before"].clone();
        assert_eq!(shown.is_string(), twice, "{shown}");
    }
    app.source.advance(Duration::days(2));
    let day = told(&app, &daily).await.pop().expect("a mail");
    assert_eq!(day.body.matches(AGAIN).count(), 1, "{}", day.body);
}

#[tokio::test]
async fn d2_mails_that_ask_to_write_to_the_secretariat_say_where_to() {
    for contact in [None, Some("office@campaign.example")] {
        let settings: Vec<&str> = contact.map(|contact| vec!["--contact", contact]).unwrap_or_default();
        let app = TestApp::start_with(&settings).await;
        let reviewer = app.reviewer().await;
        let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
        let done = reviewer.act("/v1/territories/lyon/hold", &json!({"reason": "To be looked into."}), "*").await;
        assert_eq!(done.status(), StatusCode::OK);
        let body = told(&app, &lead).await.pop().expect("a mail").body;
        let words = contact.map_or("write to the secretariat.".to_owned(), |contact| format!("write to the secretariat ({contact})."));
        assert!(body.contains(&words), "{body}");
    }
}
