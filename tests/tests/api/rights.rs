//! Who may do what: every cell of `docs/rights.md`, and every operation with records that are there.

use std::path::Path;

use entity::{
    kinds::{ActorKind, Language, Notices, SecretariatRole, TeamRole},
    team_member, user,
};
use kernel::{
    caller::{self, Caller},
    policy::{self, Permission, Right, Scope},
    problem::Code,
};
use reqwest::{
    Method, Response,
    multipart::{Form, Part},
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use strum::VariantArray;
use tests::{TestApp, operations::operations};
use uuid::Uuid;

use crate::people::{Person, body, in_team_as, nobody_special, partner, partner_of, reviewer, territory_id};

const HERE: Uuid = Uuid::from_u128(1);
const ELSEWHERE: Uuid = Uuid::from_u128(2);

fn document() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rights.md")).expect("docs/rights.md")
}

/// The cells of one right, as people read them: stranger, account, editor, lead, reviewer, administrator, token.
fn row(right: Right) -> Vec<String> {
    let name: &str = right.into();
    let document = document();
    let line = document.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap_or_else(|| panic!("{name} has no row"));
    line.trim_matches('|').split(" | ").skip(2).map(|cell| cell.trim().to_owned()).collect()
}

fn permission(right: Right, territory: Uuid) -> Permission {
    match right {
        Right::OwnAccount => Permission::OwnAccount,
        Right::LeaveTeam => Permission::LeaveTeam(territory),
        Right::EditTerritory => Permission::EditTerritory(territory),
        Right::GovernTerritory => Permission::GovernTerritory(territory),
        Right::FileAdhesion => Permission::FileAdhesion(territory),
        Right::FileSomeAdhesion => Permission::FileSomeAdhesion,
        Right::AgreeToPublish => Permission::AgreeToPublish(territory),
        Right::ReadAdhesion => Permission::ReadAdhesion(territory),
        Right::ReadContacts => Permission::ReadContacts(territory),
        Right::ReadAdhesions => Permission::ReadAdhesions,
        Right::ReviewAdhesion => Permission::ReviewAdhesion(territory),
        Right::ReadPledge => Permission::ReadPledge(territory),
        Right::ReadPledges => Permission::ReadPledges,
        Right::RemovePledge => Permission::RemovePledge(Some(territory)),
        Right::ReadReports => Permission::ReadReports,
        Right::AnswerReports => Permission::AnswerReports,
        Right::ReadAccessRequests => Permission::ReadAccessRequests,
        Right::AnswerAccessRequests => Permission::AnswerAccessRequests,
        Right::ReadTeam => Permission::ReadTeam(territory),
        Right::ManageTeam => Permission::ManageTeam(territory),
        Right::ManageTeams => Permission::ManageTeams,
        Right::LeaveWithoutLead => Permission::LeaveWithoutLead(territory),
        Right::ManagePeople => Permission::ManagePeople,
        Right::ManageTokens => Permission::ManageTokens,
        Right::RedactHistory => Permission::RedactHistory,
        Right::HandlePersonalData => Permission::HandlePersonalData,
        Right::ReadJobs => Permission::ReadJobs,
        Right::RetryJobs => Permission::RetryJobs,
    }
}

fn person(role: Option<SecretariatRole>, team: Option<(Uuid, TeamRole)>) -> Caller {
    let now = chrono::DateTime::UNIX_EPOCH;
    let id = Uuid::from_u128(7);
    let user = user::Model {
        id,
        email: "a@example.org".to_owned(),
        email_key: "a@example.org".to_owned(),
        name: "A".to_owned(),
        language: Language::En,
        password_hash: None,
        password_is_initial: false,
        email_verified_at: Some(now),
        notices: Notices::AtOnce,
        role,
        disabled_at: None,
        revision: 0,
        created_at: now,
        updated_at: now,
    };
    let teams = team.map(|(territory_id, role)| team_member::Model { territory_id, user_id: id, role, created_at: now });
    Caller::Person { user, session: id, step: id, until: now, teams: teams.into_iter().collect() }
}

fn token(scopes: &[Scope], territories: Option<Vec<Uuid>>) -> Caller {
    Caller::Token { id: Uuid::from_u128(8), scopes: scopes.to_vec(), territories }
}

#[test]
fn c2_the_table_that_people_read_is_the_one_that_decides() {
    assert_eq!(document(), policy::table(), "run `make gen`");
    for right in Right::VARIANTS {
        let name: &str = right.into();
        let cells = row(*right);
        assert_eq!(cells.len(), 7, "{name}: {cells:?}");
        let wanted = permission(*right, HERE);
        let callers = [
            Caller::Nobody,
            person(None, None),
            person(None, Some((HERE, TeamRole::Editor))),
            person(None, Some((HERE, TeamRole::Lead))),
            person(Some(SecretariatRole::Reviewer), None),
            person(Some(SecretariatRole::Administrator), None),
        ];
        let kinds =
            [ActorKind::Public, ActorKind::Public, ActorKind::Team, ActorKind::Team, ActorKind::Secretariat, ActorKind::Secretariat];
        for ((cell, caller), kind) in cells.iter().zip(&callers).zip(kinds) {
            let granted = caller::grant(caller, wanted);
            assert_eq!(granted.is_ok(), cell == "yes", "{name}: {caller:?}");
            match granted {
                Ok(grant) => assert_eq!(grant.kind, kind, "{name}: who is it that acts?"),
                Err(problem) if matches!(caller, Caller::Nobody) => assert_eq!(problem.code, Code::NotSignedIn, "{name}"),
                Err(problem) => assert_eq!(problem.code, Code::NotAllowed, "{name}"),
            }
        }
        // Of another territory nobody's role in a team counts, unless no territory is in question.
        let stranger = person(None, Some((ELSEWHERE, TeamRole::Lead)));
        let anywhere = wanted.territory().is_none() && cells[3] == "yes";
        assert_eq!(caller::grant(&stranger, wanted).is_ok(), cells[1] == "yes" || anywhere, "{name}: a lead of another territory");
        for scope in Scope::VARIANTS {
            let may = caller::grant(&token(&[*scope], None), wanted).is_ok();
            let granted = Scope::VARIANTS.iter().find(|one| cells[6] == format!("`{}`", one.name()));
            assert_eq!(may, granted.is_some_and(|needed| scope.includes(*needed)), "{name}: a token with {}", scope.name());
            let bound_here = caller::grant(&token(&[*scope], Some(vec![HERE])), wanted);
            let here = wanted.territory().is_some() || *right == Right::FileSomeAdhesion;
            assert_eq!(bound_here.is_ok(), may && here, "{name}: a bound token with {}", scope.name());
            if let Ok(grant) = bound_here {
                assert_eq!(grant.kind, ActorKind::Token, "{name}: a token never acts as the secretariat");
            }
            let elsewhere = caller::grant(&token(&[*scope], Some(vec![ELSEWHERE])), wanted);
            assert_eq!(elsewhere.is_ok(), may && *right == Right::FileSomeAdhesion, "{name}: a token bound elsewhere");
        }
        let all = caller::grant(&token(Scope::VARIANTS, None), wanted);
        assert_eq!(all.is_ok(), cells[6] != "–", "{name}: a token with every scope");
    }
}

/// Records that are there, of one territory.
struct World {
    territory: Uuid,
    adhesion: String,
    comment: String,
    document: String,
    pledge: String,
    report: String,
    request: String,
    invitation: String,
    member: Uuid,
    user: Uuid,
    token: Uuid,
    job: Uuid,
}

/// A pledged territory with everything that an operation can be about.
async fn world(app: &TestApp) -> World {
    let id = |value: &Value| value["id"].as_str().expect("an id").to_owned();
    let wish = json!({
        "name": "Rosario", "country": "AR", "level": "municipal", "signatory_name": "Nora Prueba", "signatory_office": "Intendenta",
        "contact_name": "Olga Oficial", "email": "derechos@rosario.example", "may_act": true, "publish": true,
    });
    let pledge = id(&body(app.post("/v1/pledges", &wish).await, 202).await);
    let link = app.mails().await.pop().expect("a mail").token("/pledge/confirm");
    body(app.post(&format!("/v1/pledges/{pledge}/confirm"), &json!({ "token": link })).await, 200).await;
    let (territory, lead) = (territory_id(app, "rosario").await, in_team_as(app, "rosario", TeamRole::Lead).await);
    let adhesion = id(&body(lead.post("/v1/adhesions", &json!({ "territory_id": territory })).await, 201).await);
    let comments = format!("/v1/adhesions/{adhesion}/comments");
    let comment = id(&body(lead.post(&comments, &json!({ "body": "Is this right?" })).await, 201).await);
    let document = id(&body(upload(&lead, territory).await, 201).await);
    let invite = json!({ "email": "colleague@rosario.example", "role": "editor", "territory_id": territory, "language": "en" });
    let invitation = id(&body(lead.post("/v1/invitations", &invite).await, 201).await);
    let wrong = json!({ "territory": "rosario", "reason": "wrong_information", "text": "This is a hoax." });
    let report = id(&body(app.post("/v1/reports", &wrong).await, 202).await);
    let ask = json!({ "territory_id": territory, "name": "Ada Example", "office": "Officer", "email": "ada@rosario.example" });
    body(app.post("/v1/access-requests", &ask).await, 202).await;
    let requests = reviewer(app).await.json("/v1/access-requests").await;
    let request = id(&requests["data"][0]);
    let job = entity::job::Entity::find().order_by_asc(entity::job::Column::Id).one(app.state.db.reader()).await;
    World {
        territory,
        adhesion,
        comment,
        document,
        pledge,
        report,
        request,
        invitation,
        member: in_team_as(app, "rosario", TeamRole::Editor).await.id,
        user: nobody_special(app).await.id,
        token: partner(app, &["jobs:read"]).await.id,
        job: job.expect("an answer").expect("a job").id,
    }
}

fn form(territory: Uuid) -> Form {
    let pdf = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n".to_vec();
    Form::new().text("territory_id", territory.to_string()).part("file", Part::bytes(pdf).file_name("act.pdf"))
}

async fn upload(person: &Person<'_>, territory: Uuid) -> Response {
    person.request(Method::POST, "/v1/documents").multipart(form(territory)).send().await.expect("an answer")
}

/// What an operation needs, and a body with which it would have its effect.
fn needs(operation: &str, world: &World) -> (Right, Value) {
    let nothing = json!({});
    let reason = json!({ "reason": "So that it is known." });
    match operation {
        "list_adhesions" => (Right::ReadAdhesions, nothing),
        "create_adhesion" => (Right::FileAdhesion, json!({ "territory_id": world.territory })),
        "get_adhesion" | "list_adhesion_comments" => (Right::ReadAdhesion, nothing),
        "update_adhesion" => (Right::FileAdhesion, json!({ "fields": { "name": "Rosario" } })),
        "create_adhesion_comment" => (Right::FileAdhesion, json!({ "body": "And this?" })),
        "resolve_adhesion_comment" | "submit_adhesion" | "withdraw_adhesion" => (Right::FileAdhesion, nothing),
        "create_document" => (Right::FileAdhesion, nothing),
        "accept_adhesion" => (Right::ReviewAdhesion, json!({ "publish": [], "pledge": "keep_text" })),
        "confirm_adhesion_authority" => {
            (Right::ReviewAdhesion, json!({ "confirmed_by": "Ada Example", "how": "By telephone.", "on": "2026-11-30" }))
        }
        "decline_adhesion" => (Right::ReviewAdhesion, json!({ "reason": "No.", "pledge": "keep" })),
        "request_adhesion_changes" => (Right::ReviewAdhesion, json!({ "message": "Say more." })),
        "get_document" | "get_document_content" => (Right::ReadAdhesion, nothing),
        "list_invitations" => (Right::ManageTeams, nothing),
        "create_invitation" => {
            let body = json!({ "email": "new@rosario.example", "role": "editor", "territory_id": world.territory, "language": "en" });
            (Right::ManageTeam, body)
        }
        "revoke_invitation" => (Right::ManageTeam, nothing),
        "list_jobs" => (Right::ReadJobs, nothing),
        "retry_job" => (Right::RetryJobs, nothing),
        "get_me" | "update_me" => (Right::OwnAccount, nothing),
        "change_password" => (Right::OwnAccount, json!({ "current_password": "wrong", "new_password": "violet harbour ladder cumin" })),
        "list_pledges" => (Right::ReadPledges, nothing),
        "get_pledge" => (Right::ReadPledge, nothing),
        "remove_pledge" => (Right::RemovePledge, reason),
        "update_territory" => (Right::EditTerritory, json!({ "website": "https://www.rosario.example" })),
        "hold_territory" | "withdraw_territory" => (Right::GovernTerritory, reason),
        "reinstate_territory" => (Right::GovernTerritory, nothing),
        "list_reports" | "get_report" => (Right::ReadReports, nothing),
        "answer_report" => (Right::AnswerReports, json!({ "outcome": "corrected", "answer": "Thank you." })),
        "list_access_requests" | "get_access_request" => (Right::ReadAccessRequests, nothing),
        "invite_access_request" => (Right::AnswerAccessRequests, json!({ "role": "lead" })),
        "decline_access_request" => (Right::AnswerAccessRequests, json!({ "reason": "address_not_official" })),
        "get_publication" => (Right::ReadAdhesion, nothing),
        "update_publication" => (Right::AgreeToPublish, json!({ "signatory": { "agreed": false } })),
        "redact_change" => (Right::RedactHistory, json!({ "texts": ["/reason"], "reason": "personal_data" })),
        "export_person" | "erase_person" => (Right::HandlePersonalData, json!({ "email": "derechos@rosario.example" })),
        "list_team_members" => (Right::ReadTeam, nothing),
        "remove_team_member" => (Right::ManageTeam, nothing),
        "update_team_member" => (Right::ManageTeam, json!({ "role": "lead" })),
        "list_tokens" | "get_token" | "revoke_token" => (Right::ManageTokens, nothing),
        "create_token" => {
            let body = json!({
                "name": "Observatory", "public_name": "Observatory", "purpose": "Reads.", "scopes": ["jobs:read"], "all_territories": true,
                "expires_at": "2027-06-30T00:00:00Z",
            });
            (Right::ManageTokens, body)
        }
        "list_users" | "get_user" => (Right::ManagePeople, nothing),
        "update_user" => (Right::ManagePeople, json!({ "role": "administrator" })),
        unknown => panic!("{unknown} needs a line here: what right does it ask for?"),
    }
}

fn address(path: &str, world: &World) -> String {
    let id = match path.trim_start_matches("/v1/").split('/').next().unwrap_or_default() {
        "adhesions" => world.adhesion.clone(),
        "documents" => world.document.clone(),
        "pledges" => world.pledge.clone(),
        "reports" => world.report.clone(),
        "access-requests" => world.request.clone(),
        "invitations" => world.invitation.clone(),
        "territories" => world.territory.to_string(),
        "users" => world.user.to_string(),
        "tokens" => world.token.to_string(),
        "jobs" => world.job.to_string(),
        _ => String::new(),
    };
    path.replace("{seq}", "1").replace("{id}", &id).replace("{comment_id}", &world.comment).replace("{user_id}", &world.member.to_string())
}

/// Whose answer depends on who asks: whoever is in a team, and a token that is bound, see what is theirs.
const FILTERED: [&str; 3] = ["list_adhesions", "list_invitations", "list_pledges"];

#[tokio::test]
async fn c2_each_operation_refuses_whom_the_table_refuses_for_records_that_are_there() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let elsewhere = territory_id(&app, "barcelona").await;
    let (account, stranger) = (nobody_special(&app).await, in_team_as(&app, "barcelona", TeamRole::Lead).await);
    let (editor, lead) = (in_team_as(&app, "rosario", TeamRole::Editor).await, in_team_as(&app, "rosario", TeamRole::Lead).await);
    let (reviewer, administrator) = (reviewer(&app).await, crate::people::administrator(&app).await);
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    // With a way in for people or tokens; a token asking who it is has no right to need.
    let secured = |value: &Value| value["security"].as_array().is_some_and(|all| !all.is_empty());
    for operation in operations(&document).into_iter().filter(|one| secured(one.value) && one.id() != "get_own_token") {
        let (right, body) = needs(operation.id(), &world);
        let cells = row(right);
        let wanted = permission(right, world.territory);
        let scope = cells[6].trim_matches('`').to_owned();
        let others: Vec<String> = Scope::VARIANTS
            .iter()
            .filter(|held| !Scope::VARIANTS.iter().any(|needed| needed.name() == scope && held.includes(*needed)))
            .map(|held| held.name())
            .collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let held: Vec<&str> = (cells[6] != "–").then_some(scope.as_str()).into_iter().collect();
        let (without, bound) = (partner(&app, &others).await, partner_of(&app, &held, Some(&[elsewhere])).await);
        let refused = [
            ("an account", cells[1] == "yes", &account),
            ("an editor", cells[2] == "yes", &editor),
            ("a lead", cells[3] == "yes", &lead),
            ("a lead of another territory", cells[1] == "yes", &stranger),
            ("a reviewer", cells[4] == "yes", &reviewer),
            ("an administrator", cells[5] == "yes", &administrator),
            ("a token with every other scope", false, &without),
            ("a token bound elsewhere", false, &bound),
        ];
        let path = address(operation.path, &world);
        for (who, may, person) in refused {
            let own = FILTERED.contains(&operation.id()) && (who == "a token bound elsewhere" || operation.id() != "list_pledges");
            if may || (own && who != "a token with every other scope") {
                continue;
            }
            // As it would have its effect, were it not for the right.
            let mut request = person.request(operation.method.clone(), &path).header("If-Match", "*");
            request = match operation.id() {
                "create_document" => request.multipart(form(world.territory)),
                _ if operation.method == Method::GET => request,
                _ => request.json(&body),
            };
            let answer = request.send().await.expect("an answer");
            let status = answer.status().as_u16();
            let text = answer.text().await.expect("a body");
            assert!([403, 404].contains(&status), "{operation} for {who} ({wanted:?}): {status} {text}");
        }
    }
    // Leaving is of those who are there: everybody asks to take themselves out.
    let cells = row(Right::LeaveTeam);
    for (cell, person) in [(1, &account), (1, &stranger), (4, &reviewer), (5, &administrator)] {
        assert_eq!(cells[cell], "–");
        let own = format!("/v1/territories/rosario/team/{}", person.id);
        let status = person.request(Method::DELETE, &own).send().await.expect("an answer").status().as_u16();
        assert!([403, 404].contains(&status), "leaving: {status}");
    }
    let after = app.json("/v1/territories/rosario").await;
    assert_eq!((&after["stage"], &after["website"]), (&json!("pledged"), &Value::Null), "nobody of them has had an effect");
}

/// The same operations let in whom the table lets in: what then fails is the version or the state.
#[tokio::test]
async fn c2_each_operation_admits_whom_the_table_admits() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let document = serde_json::to_value(thousand::app::document()).expect("JSON");
    let (editor, lead) = (in_team_as(&app, "rosario", TeamRole::Editor).await, in_team_as(&app, "rosario", TeamRole::Lead).await);
    let (reviewer, administrator) = (reviewer(&app).await, crate::people::administrator(&app).await);
    let secured = |value: &Value| value["security"].as_array().is_some_and(|all| !all.is_empty());
    for operation in operations(&document).into_iter().filter(|one| secured(one.value) && one.id() != "get_own_token") {
        let (right, body) = needs(operation.id(), &world);
        let cells = row(right);
        let has_scope = cells[6] != "–";
        let held: Vec<&str> = has_scope.then_some(cells[6].trim_matches('`')).into_iter().collect();
        let needs_territory = permission(right, world.territory).territory().is_some();
        let callers = [
            (cells[2] == "yes", &editor),
            (cells[3] == "yes", &lead),
            (cells[4] == "yes", &reviewer),
            (cells[5] == "yes", &administrator),
            (has_scope, &partner(&app, &held).await),
            (has_scope && needs_territory, &partner_of(&app, &held, Some(&[world.territory])).await),
        ];
        for (_, person) in callers.into_iter().filter(|(may, _)| *may) {
            // Changes name a version that nobody has; what would have an effect all the same says something that cannot be.
            let path = match operation.method {
                Method::DELETE => address(operation.path, &World { member: world.user, ..id_of_none(&world) }),
                _ => address(operation.path, &world),
            };
            let mut request = person.request(operation.method.clone(), &path);
            if operation.needs_header("If-Match") {
                request = request.header("If-Match", "\"0.en.json.0\"");
            }
            request = match operation.id() {
                "create_document" => request.multipart(Form::new().text("territory_id", world.territory.to_string())),
                "create_adhesion_comment" => request.json(&json!({ "body": " " })),
                "update_team_member" => request.json(&json!({ "role": "editor" })),
                "create_invitation" | "create_token" | "erase_person" | "export_person" => request.json(&json!({ "email": 1 })),
                _ if operation.method == Method::GET => request,
                _ => request.json(&body),
            };
            let answer = request.send().await.expect("an answer");
            let status = answer.status().as_u16();
            let text = answer.text().await.expect("a body");
            let wrong_password = operation.id() == "change_password" && text.contains("credentials_wrong");
            let gone = operation.method == Method::DELETE && status == 404;
            let let_in = status < 500 && ![401, 403, 404].contains(&status);
            assert!(let_in || wrong_password || gone, "{operation} by {right:?}: {status} {text}");
        }
    }
}

/// The same world, where deleting finds nothing to delete.
fn id_of_none(world: &World) -> World {
    let none = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000);
    World {
        territory: world.territory,
        adhesion: world.adhesion.clone(),
        comment: world.comment.clone(),
        document: world.document.clone(),
        pledge: world.pledge.clone(),
        report: world.report.clone(),
        request: world.request.clone(),
        invitation: none.to_string(),
        member: none,
        user: world.user,
        token: none,
        job: world.job,
    }
}
