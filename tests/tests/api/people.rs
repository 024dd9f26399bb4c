//! People and partners with the rights that a test needs, signed in.

use entity::{
    api_token,
    kinds::{Language, SecretariatRole, TeamRole},
    team_member, territory,
};
use kernel::{api_tokens, db::Actor, email_address::EmailAddress};
use people::users::rules::{self, NewUser};
use reqwest::{Method, RequestBuilder, Response};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use tests::TestApp;
use uuid::Uuid;

/// Somebody who sends their credential with every request.
pub struct Person<'a> {
    app: &'a TestApp,
    pub id: Uuid,
    bearer: String,
}

pub async fn reviewer(app: &TestApp) -> Person<'_> {
    signed_in(app, Some(SecretariatRole::Reviewer)).await
}

pub async fn administrator(app: &TestApp) -> Person<'_> {
    signed_in(app, Some(SecretariatRole::Administrator)).await
}

/// Somebody with an account and nothing else.
pub async fn nobody_special(app: &TestApp) -> Person<'_> {
    signed_in(app, None).await
}

/// A lead of a territory's team.
pub async fn in_team<'a>(app: &'a TestApp, slug: &str) -> Person<'a> {
    in_team_as(app, slug, TeamRole::Lead).await
}

/// Somebody of a territory's team.
pub async fn in_team_as<'a>(app: &'a TestApp, slug: &str, role: TeamRole) -> Person<'a> {
    let person = signed_in(app, None).await;
    let row =
        team_member::Model { territory_id: territory_id(app, slug).await, user_id: person.id, role, created_at: app.state.chance.now() };
    row.into_active_model().insert(app.state.db.reader()).await.expect("a team member");
    person
}

pub async fn territory_id(app: &TestApp, slug: &str) -> Uuid {
    let found = territory::Entity::find().filter(territory::Column::Slug.eq(slug)).one(app.state.db.reader()).await;
    found.expect("an answer").expect("a territory").id
}

async fn signed_in(app: &TestApp, role: Option<SecretariatRole>) -> Person<'_> {
    let email = format!("{}@example.org", app.state.chance.id());
    let person = app.person(role, &email).await;
    Person { app, id: person.id, bearer: person.token }
}

/// A partner whose token carries these scopes, everywhere.
pub async fn partner<'a>(app: &'a TestApp, scopes: &[&str]) -> Person<'a> {
    partner_of(app, scopes, None).await
}

/// A partner whose token carries these scopes, and may be bound to territories. An administrator of its own answers for it.
pub async fn partner_of<'a>(app: &'a TestApp, scopes: &[&str], territories: Option<&[Uuid]>) -> Person<'a> {
    let (state, now) = (&app.state, app.state.chance.now());
    let email = EmailAddress::parse(&format!("{}@example.org", state.chance.id())).expect("an address");
    let mut tx = state.db.write(Actor::SYSTEM).await.expect("a transaction");
    let new = NewUser {
        email,
        name: "Ada Answers".to_owned(),
        language: Language::En,
        password_hash: None,
        verified: true,
        role: Some(SecretariatRole::Administrator),
    };
    let answers = rules::find_or_add(&mut tx, new).await.expect("added").0.id;
    tx.commit().await.expect("committed");
    let bearer = api_tokens::make(&state.chance);
    let row = api_token::Model {
        id: state.chance.id(),
        name: "Partner".to_owned(),
        public_name: "Observatory".to_owned(),
        purpose: "Tests".to_owned(),
        scopes: json!(scopes),
        territories: territories.map(|ids| json!(ids)),
        hash: api_tokens::digest(&bearer).expect("a token"),
        last_four: bearer[bearer.len() - 4..].to_owned(),
        created_by: answers,
        created_at: now,
        expires_at: now + chrono::Duration::days(30),
        last_used_at: None,
        revoked_at: None,
        revision: 0,
    };
    let id = row.id;
    row.into_active_model().insert(state.db.reader()).await.expect("a token");
    Person { app, id, bearer }
}

impl Person<'_> {
    /// The credential itself, for a client of another process.
    pub fn bearer(&self) -> &str {
        &self.bearer
    }

    /// A request with this person's credential.
    pub fn send_as(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.bearer)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.app.request(method, path).bearer_auth(&self.bearer)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.expect("an answer")
    }

    pub async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status().as_u16(), 200, "{path}");
        response.json().await.expect("JSON")
    }

    /// A POST that needs no ETag.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.expect("an answer")
    }

    /// The record's ETag, as this person sees it.
    pub async fn tag(&self, record: &str) -> String {
        let response = self.get(record).await;
        response.headers()["etag"].to_str().expect("text").to_owned()
    }

    /// Reads a record, then changes it as it was read.
    pub async fn change(&self, method: Method, record: &str, action: &str, body: &Value) -> Response {
        let tag = self.tag(record).await;
        self.request(method, &format!("{record}{action}")).header("If-Match", tag).json(body).send().await.expect("an answer")
    }

    pub async fn patch(&self, record: &str, body: &Value) -> Response {
        self.change(Method::PATCH, record, "", body).await
    }

    /// As [`Person::change`] by POST.
    pub async fn act(&self, record: &str, action: &str, body: &Value) -> Response {
        self.change(Method::POST, record, action, body).await
    }
}

/// The JSON of an answer with this status.
pub async fn body(response: Response, status: u16) -> Value {
    let actual = response.status().as_u16();
    let text = response.text().await.expect("a body");
    assert_eq!(actual, status, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

/// The pointers and codes of a 422.
pub fn errors(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().expect("errors");
    errors.iter().map(|error| (error["pointer"].as_str().expect("a pointer"), error["code"].as_str().expect("a code"))).collect()
}
