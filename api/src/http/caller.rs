//! Who is calling, from `Authorization: Bearer`: a person with an access token, or a partner's API token.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use chrono::{DateTime, Utc};
use entity::{api_token, refresh_token, session, team_member, user};
use futures_util::future::{BoxFuture, LocalBoxFuture};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::problem::{Code, Problem, Result};
use crate::{
    access_token, api_tokens,
    db::{Actor, Db, Standing, Tx},
    policy::{self, Grant, Permission, Scope},
    state::State,
};

/// Extractor of the caller. Wrong or expired credentials fail; none at all is [`Caller::Nobody`].
///
/// It says who called when the request began. That is enough to refuse somebody early, and to read. What is written needs
/// [`Caller::write`], which reads everything again.
#[derive(Clone, Debug)]
pub enum Caller {
    Nobody,
    /// A signed-in person. Rights are read on every request, so that a change counts at once.
    Person {
        user: user::Model,
        session: Uuid,
        /// The step of the session that the access token was issued with.
        step: Uuid,
        /// When the access token ends.
        until: DateTime<Utc>,
        teams: Vec<team_member::Model>,
    },
    /// A partner.
    Token {
        id: Uuid,
        scopes: Vec<Scope>,
        /// The territories it is bound to; nothing where it is bound to none.
        territories: Option<Vec<Uuid>>,
    },
}

impl Caller {
    /// By which grant the caller may, as far as is known now; refuses early. Not enough to write.
    pub fn must(&self, permission: Permission) -> Result<Grant> {
        policy::grant(self, permission)
    }

    pub fn may(&self, permission: Permission) -> bool {
        policy::grant(self, permission).is_ok()
    }

    /// As [`Caller::must`], where the mere existence of the thing is nobody else's business: 404 instead of 403.
    pub fn must_or_hide(&self, permission: Permission) -> Result<Grant> {
        self.must(permission).map_err(|problem| match problem.code {
            Code::NotAllowed | Code::TokenBound => Problem::new(Code::NotFound),
            _ => problem,
        })
    }

    /// The signed-in person; partners' tokens and strangers are refused.
    pub fn person(&self) -> Result<(&user::Model, Uuid, &[team_member::Model])> {
        match self {
            Self::Person { user, session, teams, .. } => Ok((user, *session, teams)),
            Self::Token { .. } => Err(Problem::new(Code::NotAllowed)),
            Self::Nobody => Err(Problem::new(Code::NotSignedIn)),
        }
    }

    /// Whether it is somebody with the one-time password that was printed, perhaps into a log.
    fn has_one_time_password(&self) -> bool {
        matches!(self, Self::Person { user, .. } if user.password_is_initial)
    }

    /// The user or token.
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::Nobody => None,
            Self::Person { user, .. } => Some(user.id),
            Self::Token { id, .. } => Some(*id),
        }
    }

    /// Opens the transaction in which the caller does what needs this permission, and gives the caller as they are in it. Session, account,
    /// role, teams and token are read again there, since reading the request may have taken long: whoever lost them meanwhile is refused.
    /// So is who has not chosen a password yet: 409 `password_is_one_time`, but for their own account.
    pub async fn write(&self, state: &State, permission: Permission) -> Result<(Tx, Self)> {
        let mut tx = state.db.write(Actor::PUBLIC).await?;
        let now = self.again(&*tx, tx.now()).await?;
        let grant = policy::grant(&now, permission)?;
        if now.has_one_time_password() && permission != Permission::OwnAccount {
            return Err(Problem::new(Code::PasswordIsOneTime));
        }
        let right = serde_json::to_value(permission).map_err(Problem::internal)?;
        tx.act_for(grant.kind, grant.id, right, Box::new(Before { caller: now.clone(), permission }));
        Ok((tx, now))
    }

    /// The same caller, read anew.
    async fn again(&self, db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Self> {
        match self {
            Self::Nobody => Ok(Self::Nobody),
            Self::Person { user, session, step, until, .. } => {
                let bearer = access_token::Bearer { user: user.id, session: *session, step: *step, until: *until };
                Ok(person(db, bearer, now).await?.0)
            }
            Self::Token { id, .. } => {
                let row = api_token::Entity::find_by_id(*id).one(db).await?;
                let row = api_tokens::usable(db, row, now).await?.ok_or_else(|| Problem::new(Code::TokenInvalid))?;
                partner(row)
            }
        }
    }
}

/// What a transaction's caller was allowed when it began.
struct Before {
    caller: Caller,
    permission: Permission,
}

impl Standing for Before {
    fn holds<'a>(&'a self, db: &'a Db) -> BoxFuture<'a, std::result::Result<bool, DbErr>> {
        Box::pin(async move {
            let now = db.now();
            match self.caller.again(db.reader(), now).await {
                Ok(caller) => Ok(caller.may(self.permission)),
                Err(problem) if problem.code == Code::Internal || problem.code == Code::Unavailable => {
                    Err(DbErr::Custom("the caller cannot be read again".to_owned()))
                }
                Err(_) => Ok(false),
            }
        })
    }
}

/// The caller, as an outer layer found it. Taken off where a layer waited for the body meanwhile.
#[derive(Clone)]
struct Known(Caller);

/// Reads the caller for the layers and the operation within.
pub async fn identify(request: &HttpRequest) -> Result<Caller> {
    if let Some(Known(caller)) = request.extensions().get::<Known>() {
        return Ok(caller.clone());
    }
    let Some(header) = request.headers().get(header::AUTHORIZATION) else { return Ok(Caller::Nobody) };
    let state = request.app_data::<web::Data<State>>().cloned().ok_or_else(|| Problem::internal(anyhow::anyhow!("no state")))?;
    let text = header.to_str().map_err(|_| Problem::new(Code::TokenInvalid))?.to_owned();
    let caller = of_header(&state, &text).await?;
    request.extensions_mut().insert(Known(caller.clone()));
    Ok(caller)
}

/// Whoever asks next is read anew.
pub fn forget(request: &HttpRequest) {
    request.extensions_mut().remove::<Known>();
}

async fn of_header(state: &State, text: &str) -> Result<Caller> {
    let credential = match text.split_once(' ') {
        Some((scheme, credential)) if scheme.eq_ignore_ascii_case("bearer") => credential.trim(),
        _ => return Err(Problem::new(Code::BearerMissing)),
    };
    let now = state.chance.now();
    if credential.starts_with(api_tokens::PREFIX) {
        let invalid = || Problem::new(Code::TokenInvalid);
        // A mistyped token is refused without asking the database.
        let hash = api_tokens::digest(credential).ok_or_else(invalid)?;
        let token = api_tokens::genuine(state, &hash).await?.ok_or_else(invalid)?;
        api_tokens::mark_used(state, &token).await;
        return partner(token);
    }
    let bearer = access_token::read(&state.keys, credential, now)?;
    let (caller, step) = person(state.db.reader(), bearer, now).await?;
    if access_token::mark_used(state, &step).await? { Ok(caller) } else { Err(Problem::new(Code::SessionOver)) }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { identify(&request).await })
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

/// Who a valid access token names, with the step it was issued with, unless the session is over or the account disabled.
async fn person(db: &impl ConnectionTrait, bearer: access_token::Bearer, now: DateTime<Utc>) -> Result<(Caller, refresh_token::Model)> {
    let over = || Problem::new(Code::SessionOver);
    let session = session::Entity::find_by_id(bearer.session).one(db).await?;
    let session = session.filter(|row| row.user_id == bearer.user && row.ended_at.is_none() && row.expires_at > now).ok_or_else(over)?;
    let user = user::Entity::find_by_id(bearer.user).one(db).await?.filter(|user| user.disabled_at.is_none()).ok_or_else(over)?;
    let step = refresh_token::Entity::find_by_id(bearer.step).one(db).await?;
    let step = step.filter(|step| step.session_id == session.id && step.revoked_at.is_none()).ok_or_else(over)?;
    if bearer.until <= now {
        return Err(over());
    }
    let teams = team_member::Entity::find().filter(team_member::Column::UserId.eq(user.id)).all(db).await?;
    Ok((Caller::Person { user, session: session.id, step: step.id, until: bearer.until, teams }, step))
}

fn partner(token: api_token::Model) -> Result<Caller> {
    let scopes = serde_json::from_value(token.scopes).map_err(Problem::internal)?;
    let territories = token.territories.map(serde_json::from_value).transpose().map_err(Problem::internal)?;
    Ok(Caller::Token { id: token.id, scopes, territories })
}
