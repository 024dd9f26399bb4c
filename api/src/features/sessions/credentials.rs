//! Whether a password is an account's: asked where somebody signs in, and where a mailed link alone is not enough.

use actix_web::HttpRequest;
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use secrecy::SecretString;

use super::{cookie, rules};
use crate::{
    db::Tx,
    features::users::rules::email_key,
    http::{
        client_ip::ClientIp,
        fields::Fields,
        problem::{Code, FieldCode, Problem, Result},
    },
    state::State,
};

/// That somebody knew the password of an account. Found out before the transaction, which must not wait for it.
pub struct Proof {
    pub user: user::Model,
    /// The same password, hashed the way it is done today.
    better: Option<String>,
}

/// What the password of an existing account must be like to be looked at.
pub fn check_field(pointer: &str, password: &str, fields: &mut Fields) {
    fields.optional_line(pointer, Some(password), 256);
    fields.require(pointer, !password.is_empty(), FieldCode::Required);
}

/// 401 `credentials_wrong` unless this is the password of an account that is not disabled. Attempts are limited by address and
/// account, always.
pub async fn prove(state: &State, request: &HttpRequest, from: ClientIp, email: &str, password: SecretString) -> Result<Proof> {
    let key = email_key(email);
    state.throttles.attempt(from, &key)?;
    let found = user::Entity::find().filter(user::Column::EmailKey.eq(&key)).one(state.db.reader()).await?;
    if let Err(refused) = state.throttles.besieged(&key) {
        spare_known_browsers(request, state, found.as_ref()).await?.ok_or(refused)?;
    }
    compare(state, found.filter(|user| user.disabled_at.is_none()), password).await
}

/// As [`prove`], for who is signed in to the account: guesses from elsewhere do not keep them out.
pub async fn prove_again(state: &State, from: ClientIp, user: user::Model, password: SecretString) -> Result<Proof> {
    state.throttles.attempt(from, &user.email_key)?;
    state.throttles.attempt_again(user.id)?;
    compare(state, Some(user), password).await
}

async fn compare(state: &State, may: Option<user::Model>, password: SecretString) -> Result<Proof> {
    let stored = may.as_ref().and_then(|user| user.password_hash.clone());
    let verdict = state.passwords.verify(password.clone(), stored).await?;
    let user = may.filter(|_| verdict.right).ok_or_else(|| Problem::new(Code::CredentialsWrong))?;
    let better = if verdict.outdated { Some(state.passwords.hash(password).await?) } else { None };
    Ok(Proof { user, better })
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

/// Guesses from everywhere must not keep the account's own people out: a browser that was signed in to it
/// before goes on.
async fn spare_known_browsers(request: &HttpRequest, state: &State, account: Option<&user::Model>) -> Result<Option<()>> {
    let (Some(account), Some(token)) = (account, cookie::read(request)) else { return Ok(None) };
    Ok(rules::knows(state.db.reader(), account.id, &token).await?.then_some(()))
}
