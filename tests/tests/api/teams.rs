//! Who works on a territory.

use entity::{
    history,
    kinds::{Audience, TeamRole},
    team_member,
};
use reqwest::{Method, Response, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, people::Person, problem};

use crate::people::partner;

const TEAM: &str = "/v1/territories/lyon/team";

async fn lead(app: &TestApp, email: &str) -> Person {
    app.member_of("lyon", TeamRole::Lead, email).await
}

async fn editor(app: &TestApp, email: &str) -> Person {
    app.member_of("lyon", TeamRole::Editor, email).await
}

/// Somebody's place in the team.
fn place(person: &Person) -> String {
    format!("{TEAM}/{}", person.id)
}

async fn appoint(by: &Person, person: &Person, role: &str) -> Response {
    by.request(Method::PATCH, &place(person)).json(&json!({"role": role})).send().await.expect("an answer")
}

/// The roles of a team, by address.
async fn roles(by: &Person) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let team = by.json(TEAM).await;
    team["data"].as_array().expect("a list").iter().map(|member| (text(&member["email"]), text(&member["role"]))).collect()
}

#[tokio::test]
async fn a_team_and_the_secretariat_see_who_is_in_it() {
    let app = TestApp::start().await;
    let (lead, editor) = (lead(&app, "lead@lyon.example").await, editor(&app, "editor@lyon.example").await);
    let team = editor.json(TEAM).await;
    assert_eq!(team["page"]["total"], 2);
    let first = &team["data"][0];
    assert_eq!((&first["user_id"], &first["name"], &first["email"]), (&json!(lead.id), &json!("lead"), &json!("lead@lyon.example")));
    assert_eq!((&first["role"], first["since"].is_string()), (&json!("lead"), true));
    let by_id = format!("/v1/territories/{}/team?limit=1", app.json("/v1/territories/lyon").await["id"].as_str().expect("an id"));
    let next = app.reviewer().await.json(&by_id).await["page"]["next"].as_str().expect("a second page").to_owned();
    let second = lead.json(&next[app.url.len()..]).await;
    assert_eq!((&second["data"][0]["email"], second["data"].as_array().map(Vec::len)), (&json!("editor@lyon.example"), Some(1)));
    assert_eq!(partner(&app, &["people:write"]).await.json(TEAM).await["page"]["total"], 2);

    let stranger = app.member_of("vienna", TeamRole::Lead, "lead@wien.example").await;
    problem(app.get(TEAM).await, 401, "not_signed_in").await;
    problem(stranger.get(TEAM).await, 403, "not_allowed").await;
    problem(stranger.delete(&place(&editor)).await, 403, "not_allowed").await;
    problem(appoint(&stranger, &editor, "lead").await, 403, "not_allowed").await;
    problem(partner(&app, &["territories:write"]).await.get(TEAM).await, 403, "scope_missing").await;
    problem(lead.get("/v1/territories/nowhere/team").await, 404, "not_found").await;
}

#[tokio::test]
async fn who_is_taken_out_may_do_nothing_more_and_is_told_in_their_language() {
    let app = TestApp::start().await;
    let (lead, editor) = (lead(&app, "lead@lyon.example").await, editor(&app, "editor@lyon.example").await);
    let mine = editor.tag("/v1/me").await;
    assert_eq!(editor.patch("/v1/me", &json!({"language": "fr"}), &mine).await.status(), StatusCode::OK);
    problem(editor.delete(&place(&lead)).await, 403, "not_allowed").await;
    assert_eq!(lead.delete(&place(&editor)).await.status(), StatusCode::NO_CONTENT);
    problem(editor.get(TEAM).await, 403, "not_allowed").await;
    let tag = editor.tag("/v1/territories/lyon").await;
    problem(editor.patch("/v1/territories/lyon", &json!({"website": "https://lyon.example"}), &tag).await, 403, "not_allowed").await;
    problem(lead.delete(&place(&editor)).await, 404, "not_found").await;

    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].to.as_str(), mails[0].language.as_str()), ("editor@lyon.example", "fr"));
    mails[0].link("/fr/territories/lyon");

    let of_editor = history::Entity::find().filter(history::Column::SubjectId.eq(editor.id));
    let left = of_editor.filter(history::Column::Action.eq("user.left_team")).one(app.state.db.reader()).await;
    let left = left.expect("an answer").expect("an entry");
    assert_eq!((left.audience, left.actor_id), (Audience::Internal, Some(lead.id)));
    let facts: Value = serde_json::from_str(&left.facts).expect("JSON");
    assert_eq!(facts.as_object().map(|facts| facts.keys().cloned().collect()), Some(vec!["territory".to_owned()]));
}

/// Neither by an invitation to them, nor by one that they sent.
#[tokio::test]
async fn who_is_taken_out_does_not_come_back_by_an_invitation_of_before() {
    let app = TestApp::start().await;
    let (lead, other) = (lead(&app, "lead@lyon.example").await, lead(&app, "Other@lyon.example").await);
    let territory = app.json("/v1/territories/lyon").await["id"].clone();
    let invite = async |by: &Person, email: &str| {
        let invitation = json!({"email": email, "language": "en", "territory_id": territory, "role": "editor"});
        assert_eq!(by.post("/v1/invitations", &invitation).await.status(), StatusCode::CREATED);
    };
    invite(&lead, "other@lyon.example").await;
    invite(&other, "friend@lyon.example").await;
    invite(&lead, "colleague@lyon.example").await;
    assert_eq!(lead.delete(&place(&other)).await.status(), StatusCode::NO_CONTENT);
    let open = async || {
        let open = lead.json("/v1/invitations?state=open").await;
        open["data"].as_array().expect("a list").iter().map(|one| one["email"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(open().await, ["colleague@lyon.example"]);
    // Who leaves by themselves, or no longer leads, has no way back either.
    let (leaving, demoted) = (self::lead(&app, "leaving@lyon.example").await, self::lead(&app, "demoted@lyon.example").await);
    for person in [&leaving, &demoted] {
        invite(person, &format!("again-{}", person.email)).await;
    }
    assert_eq!(open().await.len(), 3);
    assert_eq!(leaving.delete(&place(&leaving)).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(appoint(&lead, &demoted, "editor").await.status(), StatusCode::OK);
    assert_eq!(open().await, ["colleague@lyon.example"]);
}

#[tokio::test]
async fn everybody_may_leave_and_gets_no_mail_about_it() {
    let app = TestApp::start().await;
    let (lead, editor) = (lead(&app, "lead@lyon.example").await, editor(&app, "editor@lyon.example").await);
    assert_eq!(editor.delete(&place(&editor)).await.status(), StatusCode::NO_CONTENT);
    problem(editor.delete(&place(&editor)).await, 404, "not_found").await;
    assert_eq!(roles(&lead).await, [("lead@lyon.example".into(), "lead".into())]);
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn roles_change_and_count_at_once() {
    let app = TestApp::start().await;
    let (lead, editor) = (lead(&app, "lead@lyon.example").await, editor(&app, "editor@lyon.example").await);
    problem(appoint(&editor, &editor, "lead").await, 403, "not_allowed").await;
    let after: Value = appoint(&lead, &editor, "lead").await.json().await.expect("JSON");
    assert_eq!((&after["user_id"], &after["role"]), (&json!(editor.id), &json!("lead")));
    assert_eq!(appoint(&editor, &lead, "editor").await.status(), StatusCode::OK);
    problem(appoint(&lead, &editor, "editor").await, 403, "not_allowed").await;
    assert_eq!(editor.json("/v1/me").await["teams"][0]["role"], "lead");
    problem(appoint(&editor, &lead, "administrator").await, 422, "invalid_fields").await;
}

#[tokio::test]
async fn a_team_keeps_a_lead_unless_the_secretariat_decides_otherwise() {
    let app = TestApp::start().await;
    let (admin, lead, other) = (app.admin().await, lead(&app, "lead@lyon.example").await, lead(&app, "other@lyon.example").await);
    // Whoever cannot sign in leads nobody.
    let record = format!("/v1/users/{}", other.id);
    assert_eq!(admin.patch(&record, &json!({"disabled": true}), &admin.tag(&record).await).await.status(), StatusCode::OK);
    problem(lead.delete(&place(&lead)).await, 409, "last_lead").await;
    problem(appoint(&lead, &lead, "editor").await, 409, "last_lead").await;
    assert_eq!(lead.delete(&place(&other)).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(appoint(&admin, &lead, "editor").await.status(), StatusCode::OK);
    assert_eq!(appoint(&admin, &lead, "lead").await.status(), StatusCode::OK);
    let token = partner(&app, &["people:write"]).await;
    assert_eq!(token.request(Method::DELETE, &place(&lead)).send().await.expect("an answer").status(), StatusCode::NO_CONTENT);
    assert!(roles(&admin).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_leads_who_remove_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    for round in 0..5 {
        let (one, two) = (lead(&app, &format!("one{round}@lyon.example")).await, lead(&app, &format!("two{round}@lyon.example")).await);
        let (place_of_one, place_of_two) = (place(&one), place(&two));
        let (first, second) = tokio::join!(one.delete(&place_of_two), two.delete(&place_of_one));
        let mut statuses = [first.status().as_u16(), second.status().as_u16()];
        statuses.sort_unstable();
        // Who is slower has lost the right already, or is told that they would leave nobody.
        assert!(statuses == [204, 403] || statuses == [204, 409], "{statuses:?}");
        let left = team_member::Entity::find().all(app.state.db.reader()).await.expect("read");
        assert_eq!(left.len(), 1);
        team_member::Entity::delete_many().exec(app.state.db.reader()).await.expect("emptied");
    }
}
