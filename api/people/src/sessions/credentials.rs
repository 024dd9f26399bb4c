//! Whether a password is an account's: asked where somebody signs in, and where a mailed link alone is not enough.

use actix_web::HttpRequest;
use entity::user;
use kernel::{
    db::Tx,
    network::ClientIp,
    passwords::Password,
    problem::{Code, Problem, Result},
    state::State,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::{cookie, rules};
use crate::users::find;

/// That somebody knew the password of an account. Found out before the transaction, which must not wait for it.
pub struct Proof {
    pub user: user::Model,
    /// The same password, hashed the way it is done today.
    better: Option<String>,
}

/// 401 `credentials_wrong` unless this is the password of an account that is not disabled, named by the key of its address. What is wrong is
/// counted, always.
pub async fn prove(state: &State, request: &HttpRequest, from: ClientIp, key: &str, password: Password) -> Result<Proof> {
    let counted = state.throttles.attempt(from, key);
    let found = find::by_key(state.db.reader(), key).await?;
    let attempt = match counted {
        Ok(attempt) => attempt,
        // Guesses of others do not keep out a browser that was signed in to the account before: its own guesses count.
        Err(refused) => match known_browser(request, state, found.as_ref()).await? {
            Some(session) => state.throttles.attempt_in(session)?,
            None => return Err(refused),
        },
    };
    let proof = compare(state, found.filter(|user| user.disabled_at.is_none()), password).await?;
    attempt.was_right();
    Ok(proof)
}

/// As [`prove`], for who is signed in to the account: guesses from elsewhere do not keep them out.
pub async fn prove_again(state: &State, user: user::Model, password: Password) -> Result<Proof> {
    let attempt = state.throttles.attempt_in(user.id)?;
    let proof = compare(state, Some(user), password).await?;
    attempt.was_right();
    Ok(proof)
}

async fn compare(state: &State, may: Option<user::Model>, password: Password) -> Result<Proof> {
    let stored = may.as_ref().and_then(|user| user.password_hash.clone());
    let verdict = state.passwords.verify(password, stored).await?;
    let user = may.filter(|_| verdict.right).ok_or_else(|| Problem::new(Code::CredentialsWrong))?;
    Ok(Proof { user, better: verdict.better })
}

impl Proof {
    /// The account, locked. 401 where what was found out no longer holds: a reset or a lockout may have come between.
    pub async fn hold(self, tx: &Tx) -> Result<user::Model> {
        let now = user::Entity::find_by_id(self.user.id).lock_exclusive().one(&**tx).await?;
        let same = |now: &user::Model| now.disabled_at.is_none() && now.password_hash == self.user.password_hash;
        let mut user = now.filter(same).ok_or_else(|| Problem::new(Code::CredentialsWrong))?;
        if let Some(hash) = self.better {
            let rehash = user::Entity::update_many().col_expr(user::Column::PasswordHash, Expr::value(hash.clone()));
            rehash.filter(user::Column::Id.eq(user.id)).exec(&**tx).await?;
            user.password_hash = Some(hash);
        }
        Ok(user)
    }
}

/// The session of this account that the browser has, or had.
async fn known_browser(request: &HttpRequest, state: &State, account: Option<&user::Model>) -> Result<Option<Uuid>> {
    let (Some(account), Some(token)) = (account, cookie::read(request, &state.settings)) else { return Ok(None) };
    rules::session_of(state.db.reader(), account.id, &token).await
}
