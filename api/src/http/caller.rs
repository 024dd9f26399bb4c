//! Who is calling, from `Authorization: Bearer`: a person with an access token, or a partner's API token.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use entity::{kinds::ActorKind, refresh_token, session, team_member, user};
use futures_util::future::LocalBoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::problem::{Code, Problem, Result};
use crate::{
    access_token, api_tokens,
    db::Actor,
    policy::{self, Permission, Scope},
    state::State,
};

/// Extractor of the caller. Wrong or expired credentials fail; none at all is [`Caller::Nobody`].
#[derive(Clone, Debug)]
pub enum Caller {
    Nobody,
    /// A signed-in person. Rights are read on every request, so that a change counts at once.
    Person {
        user: user::Model,
        session: Uuid,
        teams: Vec<team_member::Model>,
    },
    /// A partner.
    Token {
        id: Uuid,
        scopes: Vec<Scope>,
    },
}

impl Caller {
    /// Proof that the caller may, in the form that [`crate::db::Db::write`] asks for.
    pub fn must(&self, permission: Permission) -> Result<Actor> {
        match policy::refuse(self, permission) {
            Some(code) => Err(Problem::new(code)),
            None => Ok(self.actor_for(permission)),
        }
    }

    pub fn may(&self, permission: Permission) -> bool {
        policy::refuse(self, permission).is_none()
    }

    /// As [`Caller::must`], where the mere existence of the thing is nobody else's business: 404 instead of 403.
    pub fn must_or_hide(&self, permission: Permission) -> Result<Actor> {
        self.must(permission).map_err(|problem| match problem.code {
            Code::NotAllowed => Problem::new(Code::NotFound),
            _ => problem,
        })
    }

    /// The signed-in person; partners' tokens and strangers are refused.
    pub fn person(&self) -> Result<(&user::Model, Uuid, &[team_member::Model])> {
        match self {
            Self::Person { user, session, teams } => Ok((user, *session, teams)),
            Self::Token { .. } => Err(Problem::new(Code::NotAllowed)),
            Self::Nobody => Err(Problem::new(Code::NotSignedIn)),
        }
    }

    /// The person's own actor, for what concerns only their account.
    pub fn own_actor(&self) -> Result<Actor> {
        let (user, _, _) = self.person()?;
        let kind = if user.role.is_some() { ActorKind::Secretariat } else { ActorKind::Team };
        Ok(Actor { kind, id: Some(user.id) })
    }

    fn actor_for(&self, permission: Permission) -> Actor {
        match self {
            Self::Nobody => Actor::PUBLIC,
            Self::Token { id, .. } => Actor { kind: ActorKind::Token, id: Some(*id) },
            Self::Person { user, teams, .. } => {
                let territory = match permission {
                    Permission::EditTerritory(id)
                    | Permission::FileAdhesion(id)
                    | Permission::AgreeToPublish(id)
                    | Permission::ReadAdhesion(id)
                    | Permission::ReadTeam(id)
                    | Permission::ManageTeam(id) => Some(id),
                    _ => None,
                };
                let in_team = territory.is_some_and(|id| teams.iter().any(|member| member.territory_id == id));
                let kind = if in_team { ActorKind::Team } else { ActorKind::Secretariat };
                Actor { kind, id: Some(user.id) }
            }
        }
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::AUTHORIZATION).cloned();
        let state = request.app_data::<web::Data<State>>().cloned();
        Box::pin(async move {
            let Some(header) = header else { return Ok(Self::Nobody) };
            let state = state.ok_or_else(|| Problem::internal(anyhow::anyhow!("no state")))?;
            let text = header.to_str().map_err(|_| Problem::new(Code::TokenInvalid))?;
            let credential = match text.split_once(' ') {
                Some((scheme, credential)) if scheme.eq_ignore_ascii_case("bearer") => credential.trim(),
                _ => return Err(Problem::new(Code::TokenInvalid)),
            };
            if credential.starts_with(api_tokens::PREFIX) { partner(&state, credential).await } else { person(&state, credential).await }
        })
    }
}

/// Extractor of a caller who is not a stranger. Put it first, so that strangers learn nothing but 401.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Caller);

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload);
        Box::pin(async move {
            match caller.await? {
                Caller::Nobody => Err(Problem::new(Code::NotSignedIn)),
                caller => Ok(Self(caller)),
            }
        })
    }
}

async fn person(state: &State, credential: &str) -> Result<Caller> {
    let claims = access_token::read(&state.keys, credential, state.chance.now())?;
    let found = session::Entity::find_by_id(claims.session).one(state.db.reader()).await?;
    let live = found.filter(|row| row.user_id == claims.user && row.ended_at.is_none() && row.expires_at > state.chance.now());
    let user = user::Entity::find_by_id(claims.user).one(state.db.reader()).await?.filter(|user| user.disabled_at.is_none());
    let step = refresh_token::Entity::find_by_id(claims.step).one(state.db.reader()).await?;
    let (Some(session), Some(user), Some(step)) = (live, user, step) else { return Err(Problem::new(Code::SessionOver)) };
    if step.session_id != session.id || !access_token::mark_used(state, &step).await? {
        return Err(Problem::new(Code::SessionOver));
    }
    let teams = team_member::Entity::find().filter(team_member::Column::UserId.eq(user.id)).all(state.db.reader()).await?;
    Ok(Caller::Person { user, session: session.id, teams })
}

async fn partner(state: &State, credential: &str) -> Result<Caller> {
    let invalid = || Problem::new(Code::TokenInvalid);
    // A mistyped token is refused without asking the database.
    let hash = api_tokens::digest(credential).ok_or_else(invalid)?;
    let token = api_tokens::genuine(state, &hash).await?.ok_or_else(invalid)?;
    api_tokens::mark_used(state, &token).await;
    let scopes = serde_json::from_value(token.scopes).map_err(Problem::internal)?;
    Ok(Caller::Token { id: token.id, scopes })
}
