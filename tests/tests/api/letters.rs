//! What a letter says, and to whom.

use chrono::Duration;
use entity::kinds::TeamRole;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{TestApp, mail::ReceivedMail, people::PASSWORD};

use crate::people::{body, in_team, reviewer};

/// Words of a stranger, each to be known again.
const WORDS: [&str; 6] =
    ["Parcel-in-name", "Parcel-in-signatory", "Parcel-in-office", "Parcel-in-kind", "Parcel-in-statement", "Parcel-in-account"];

fn pledge(email: &str, place: Option<i64>) -> Value {
    json!({
        "name": WORDS[0], "country": "AR", "level": "municipal", "kind_local": WORDS[3], "geonames_id": place, "signatory_name": WORDS[1],
        "signatory_office": WORDS[2], "contact_name": WORDS[1], "email": email, "statement": WORDS[4], "statement_lang": "en", "may_act": true, "publish": true, "language": "en",
    })
}

/// The letters with a stranger's words anywhere in them, whatever header it is.
fn with_words(app: &TestApp, to: &str) -> Vec<String> {
    let folder = std::fs::read_dir(app.data_dir.path().join("mail")).expect("mails");
    let parse = |path: &std::path::Path| {
        let bytes = std::fs::read(path).expect("a mail");
        let mail = mail_parser::MessageParser::default().parse(&bytes).expect("a mail");
        let whole: Vec<String> = mail.headers_raw().map(|(name, value)| format!("{name}: {value}")).collect();
        let decoded =
            [mail.subject().unwrap_or_default().to_owned(), mail.body_text(0).unwrap_or_default().into_owned(), format!("{:?}", mail.to())];
        (mail.to().and_then(|to| to.first()?.address()).unwrap_or_default().to_owned(), whole.join("\n") + &decoded.join("\n"))
    };
    let letters = folder.map(|file| parse(&file.expect("a file").path()));
    letters.filter(|(reader, text)| reader == to && WORDS.iter().any(|word| text.contains(word))).map(|(_, text)| text).collect()
}

fn last_to<'a>(mails: &'a [ReceivedMail], to: &str) -> &'a ReceivedMail {
    mails.iter().rfind(|mail| mail.to == to).expect("a mail")
}

#[tokio::test]
async fn f5_a_letter_to_who_has_not_confirmed_has_no_words_of_a_stranger() {
    let app = TestApp::start().await;
    const VICTIM: &str = "victim@mail.example";
    // A pledge, with a place of GeoNames and without.
    let rosario = 3_838_583;
    assert_eq!(app.post("/v1/pledges", &pledge(VICTIM, Some(rosario))).await.status(), StatusCode::ACCEPTED);
    let mails = app.mails().await;
    assert!(last_to(&mails, VICTIM).body.contains("\nRosario, Argentina – municipality\nhttp"), "{}", last_to(&mails, VICTIM).body);
    assert_eq!(app.post("/v1/pledges", &pledge(VICTIM, None)).await.status(), StatusCode::ACCEPTED);
    let mails = app.mails().await;
    assert!(last_to(&mails, VICTIM).body.contains("\nArgentina – municipality\nhttp"), "{}", last_to(&mails, VICTIM).body);
    // An account opened twice, and a password asked for.
    for _ in 0..2 {
        let account = json!({"email": VICTIM, "password": PASSWORD, "name": WORDS[5]});
        assert_eq!(app.post("/v1/users", &account).await.status(), StatusCode::ACCEPTED);
    }
    app.post("/v1/password-resets", &json!({"email": VICTIM})).await;
    // An invitation to the team of a government that has such a name by now.
    let lead = app.member_of("lyon", TeamRole::Lead, "lead@lyon.example").await;
    let renamed = lead.patch("/v1/territories/lyon", &json!({"name": WORDS[0]}), &lead.tag("/v1/territories/lyon").await).await;
    assert_eq!(renamed.status(), StatusCode::OK);
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let invitation = json!({"email": VICTIM, "language": "fr", "territory_id": territory, "role": "editor"});
    assert_eq!(lead.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    let mails = app.mails().await;
    let invited = mails.iter().find(|mail| mail.to == VICTIM && mail.body.contains("/invitation")).expect("a mail");
    assert!(invited.body.contains("France – commune"), "{}", invited.body);
    assert_eq!(mails.iter().filter(|mail| mail.to == VICTIM).count(), 6);
    assert_eq!(with_words(&app, VICTIM), Vec::<String>::new());
}

#[tokio::test]
async fn f5_who_has_confirmed_is_told_in_full() {
    let app = TestApp::start().await;
    let receipt = body(app.post("/v1/pledges", &pledge("office@city.example", None)).await, 202).await;
    let token = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    let confirm = format!("/v1/pledges/{}/confirm", receipt["id"].as_str().expect("an id"));
    body(app.post(&confirm, &json!({"token": token})).await, 200).await;
    let mail = app.mails().await.pop().expect("a mail");
    assert!(mail.subject.contains(WORDS[0]) && mail.body.contains(WORDS[1]), "{} {}", mail.subject, mail.body);
    assert_eq!(with_words(&app, "office@city.example").len(), 1);
}

#[tokio::test]
async fn f5_the_secretariat_is_told_once_in_a_few_minutes_of_one_government() {
    let app = TestApp::start().await;
    let (team, reviewer) = (in_team(&app, "lyon").await, reviewer(&app).await);
    let address = reviewer.json("/v1/me").await["email"].clone();
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let answers = json!({
        "name": "Lyon", "level": "municipal", "kind_local": "commune", "population": 520_000, "population_year": 2025, "population_source": "INSEE",
        "website": "https://www.lyon.fr", "leader_name": "Ada", "leader_office": "Maire", "leader_term_from": "2026", "text_lang": "fr",
        "why_local_governments": "Proches.", "why_human_rights": "À tous.", "motivations": "Apprendre.", "policies": ["Plan"],
        "contacts": [{"name": "Rui", "email": "rui@lyon.example"}], "act_kind": "plenary_vote", "act_body": "Conseil", "act_on": "2026-11-20",
        "signatory_name": "Ada", "signatory_office": "Maire",
        "publish_why_local_governments": true, "publish_why_human_rights": true, "publish_motivations": true, "publish_policies": true,
        "publish_political_act": true, "publish_act_document": true, "publish_signatory": true, "publish_leader": true,
    });
    let turn = async |withdraw: bool| {
        let begun = body(team.post("/v1/adhesions", &json!({"territory_id": territory})).await, 201).await;
        let record = format!("/v1/adhesions/{}", begun["id"].as_str().expect("an id"));
        body(team.patch(&record, &json!({"fields": answers})).await, 200).await;
        body(team.act(&record, "/submit", &json!({})).await, 200).await;
        if withdraw {
            body(team.act(&record, "/withdraw", &json!({})).await, 200).await;
        }
        record
    };
    for _ in 0..5 {
        turn(true).await;
    }
    let record = turn(false).await;
    let told = async || {
        let mails = app.mails().await;
        mails.into_iter().filter(|mail| json!(mail.to) == address).collect::<Vec<_>>()
    };
    assert_eq!(told().await.len(), 0, "not while it goes on");
    app.source.advance(Duration::minutes(5));
    let mails = told().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].body.contains(&format!("/secretariat{}", record.replace("/v1", ""))), "of what waits now: {}", mails[0].body);
    assert!(mails[0].subject.contains("to review"), "{}", mails[0].subject);
    // And one for the team, which is told that it was received.
    let of_team = team.json("/v1/me").await["email"].clone();
    assert_eq!(app.mails().await.iter().filter(|mail| json!(mail.to) == of_team).count(), 1);
    body(team.act(&record, "/withdraw", &json!({})).await, 200).await;
    app.source.advance(Duration::minutes(5));
    let mails = told().await;
    assert_eq!(mails.len(), 2);
    assert!(mails[1].subject.contains("withdrawn"), "{}", mails[1].subject);
}
