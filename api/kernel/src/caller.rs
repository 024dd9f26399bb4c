//! Who is calling: a person with an access token, a partner with an API token, or nobody known.

use chrono::{DateTime, Utc};
use entity::{api_token, kinds::ActorKind, refresh_token, session, team_member, user};
use futures_util::future::BoxFuture;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    access_token, api_tokens,
    db::{Actor, Db, Standing, Tx},
    policy::{Grant, Permission, Right, Scope, rank, standing},
    problem::{Code, Problem, Result},
    state::State,
};

/// The caller. Wrong or expired credentials are none; nobody's at all are [`Caller::Nobody`].
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
        grant(self, permission)
    }

    pub fn may(&self, permission: Permission) -> bool {
        grant(self, permission).is_ok()
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
        let grant = grant(&now, permission)?;
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

/// Who names themselves by this text of `Authorization`.
pub async fn of_header(state: &State, text: &str) -> Result<Caller> {
    let credential = match text.split_once(' ') {
        Some((scheme, credential)) if scheme.eq_ignore_ascii_case("bearer") => credential.trim(),
        _ => return Err(Problem::new(Code::BearerMissing)),
    };
    let now = state.chance.now();
    if credential.starts_with(api_tokens::PREFIX) {
        let invalid = || Problem::new(Code::TokenInvalid);
        // A mistyped token is refused without asking the database.
        let hash = api_tokens::digest(credential).ok_or_else(invalid)?;
        let token = api_tokens::genuine(&state.db, &hash).await?.ok_or_else(invalid)?;
        api_tokens::mark_used(&state.db, &token).await;
        return partner(token);
    }
    let bearer = access_token::read(&state.keys, credential, now)?;
    let (caller, step) = person(state.db.reader(), bearer, now).await?;
    if access_token::mark_used(&state.db, &step).await? { Ok(caller) } else { Err(Problem::new(Code::SessionOver)) }
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

/// The grant by which a caller may, or why they may not. Who is in the territory's team acts for the team, also where they are of the
/// secretariat too.
pub fn grant(caller: &Caller, permission: Permission) -> Result<Grant> {
    let rule = Right::from(permission).rule();
    match caller {
        Caller::Nobody => Err(Problem::new(Code::NotSignedIn)),
        Caller::Person { user, teams, .. } => {
            let as_a = |kind| Grant { kind, id: user.id };
            let wanted = permission.territory();
            let mut here = teams.iter().filter(|member| wanted.is_none_or(|id| id == member.territory_id));
            if rule.team.is_some_and(|least| here.any(|member| rank(member.role) >= rank(least))) {
                return Ok(as_a(ActorKind::Team));
            }
            if rule.secretariat.is_some_and(|least| user.role.is_some_and(|role| standing(role) >= standing(least))) {
                return Ok(as_a(ActorKind::Secretariat));
            }
            if rule.account {
                let kind = match (user.role, teams.is_empty()) {
                    (Some(_), _) => ActorKind::Secretariat,
                    (None, false) => ActorKind::Team,
                    (None, true) => ActorKind::Public,
                };
                return Ok(as_a(kind));
            }
            Err(Problem::new(Code::NotAllowed))
        }
        Caller::Token { id, scopes, territories, .. } => {
            let Some(needed) = rule.scope else { return Err(Problem::new(Code::NotAllowed)) };
            if !scopes.iter().any(|held| held.includes(needed)) {
                return Err(Problem::new(Code::ScopeMissing).with("scope", needed));
            }
            match (territories, permission.territory()) {
                (None, _) => {}
                (Some(bound), Some(wanted)) if bound.contains(&wanted) => {}
                // Which territory is decided where the body names it.
                (Some(_), None) if permission == Permission::FileSomeAdhesion => {}
                (Some(_), _) => return Err(Problem::new(Code::TokenBound)),
            }
            Ok(Grant { kind: ActorKind::Token, id: *id })
        }
    }
}
