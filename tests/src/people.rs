//! Signed-in people.

use entity::{
    kinds::{Language, SecretariatRole, TeamRole},
    team_member,
};
use kernel::{db::Actor, email_address::EmailAddress, passwords::Password};
use people::users::rules::{self, NewUser};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::TestApp;

/// The password of everybody in the tests.
pub const PASSWORD: &str = "plenty lantern orbit mosaic";

/// Somebody with a valid access token.
pub struct Person {
    pub id: Uuid,
    pub email: String,
    pub token: String,
    pub client: reqwest::Client,
    pub url: String,
}

impl TestApp {
    /// A new administrator, signed in.
    pub async fn admin(&self) -> Person {
        self.person(Some(SecretariatRole::Administrator), "admin@campaign.example").await
    }

    /// A new reviewer, signed in.
    pub async fn reviewer(&self) -> Person {
        self.person(Some(SecretariatRole::Reviewer), "reviewer@campaign.example").await
    }

    /// A new person without any role, signed in.
    pub async fn user(&self, email: &str) -> Person {
        self.person(None, email).await
    }

    /// A new person in the team of a territory, by its slug; signed in.
    pub async fn member_of(&self, slug: &str, role: TeamRole, email: &str) -> Person {
        let person = self.user(email).await;
        let territory = self.json(&format!("/v1/territories/{slug}")).await;
        self.join_team(&person, territory["id"].as_str().expect("an id").parse().expect("an id"), role).await;
        person
    }

    pub async fn join_team(&self, person: &Person, territory: Uuid, role: TeamRole) {
        let row = team_member::ActiveModel {
            territory_id: Set(territory),
            user_id: Set(person.id),
            role: Set(role),
            created_at: Set(self.state.chance.now()),
        };
        team_member::Entity::insert(row).exec_without_returning(self.state.db.reader()).await.expect("joined");
    }

    /// The hash of a password.
    pub async fn hashed(&self, password: &str) -> String {
        self.state.passwords.hash(Password::read(password).expect("a password")).await.expect("hashed")
    }

    /// A new person with this role, signed in.
    pub async fn person(&self, role: Option<SecretariatRole>, email: &str) -> Person {
        let hash = self.hashed(PASSWORD).await;
        let name = email.split('@').next().unwrap_or_default().to_owned();
        let mut tx = self.state.db.write(Actor::SYSTEM).await.expect("a transaction");
        let new = NewUser {
            email: EmailAddress::parse(email).expect("an address"),
            name,
            language: Language::En,
            password_hash: Some(hash),
            verified: true,
            role,
        };
        let id = rules::find_or_add(&mut tx, new).await.expect("added").0.id;
        tx.commit().await.expect("committed");
        let token = self.sign_in(email).await;
        Person { id, email: email.to_owned(), token, client: self.client.clone(), url: self.url.clone() }
    }

    /// A fresh access token, for a person whose last has expired.
    pub async fn sign_in(&self, email: &str) -> String {
        let answer = self.post("/v1/sessions", &json!({"email": email, "password": PASSWORD})).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let body: Value = answer.json().await.expect("JSON");
        body["access_token"].as_str().expect("a token").to_owned()
    }
}

impl Person {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.expect("an answer")
    }

    /// The JSON of a successful read.
    pub async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.expect("JSON")
    }

    /// The ETag of a record.
    pub async fn tag(&self, path: &str) -> String {
        tag(&self.get(path).await)
    }

    /// For what creates.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.expect("an answer")
    }

    /// For what changes an existing record by POST.
    pub async fn act(&self, path: &str, body: &Value, if_match: &str) -> Response {
        self.request(Method::POST, path).header("If-Match", if_match).json(body).send().await.expect("an answer")
    }

    pub async fn patch(&self, path: &str, body: &Value, if_match: &str) -> Response {
        self.request(Method::PATCH, path).header("If-Match", if_match).json(body).send().await.expect("an answer")
    }

    pub async fn delete(&self, path: &str) -> Response {
        self.request(Method::DELETE, path).send().await.expect("an answer")
    }
}

/// The ETag of an answer.
pub fn tag(response: &Response) -> String {
    response.headers().get("etag").expect("an ETag").to_str().expect("text").to_owned()
}
