//! Rules about accounts.

use entity::{
    facts,
    kinds::{EmailTokenPurpose, Language, Notices, SecretariatRole, SubjectKind},
    user,
};
use kernel::{
    db::{Entry, Tx},
    email_address::EmailAddress,
    problem::{Problem, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use serde_json::json;

use super::link;

/// How long the link for verifying an address can be used.
pub const VERIFYING: chrono::Duration = chrono::Duration::days(3);

/// Whether the person chose the account's password. One that was set before the address was verified may be anybody's.
pub fn has_own_password(user: &user::Model) -> bool {
    user.password_hash.is_some() && user.email_verified_at.is_some()
}

/// Whether who reads mail at this address may give the account a password, having been sent a link there: it has none of its own, and nobody
/// reads its mail at another address. Two spellings of an address lead to one account, and perhaps to two mailboxes.
pub fn obeys(user: &user::Model, address: &EmailAddress) -> bool {
    !has_own_password(user) && (user.email_verified_at.is_none() || user.email == address.as_str())
}

/// An account to be added.
pub struct NewUser {
    pub email: EmailAddress,
    pub name: String,
    pub language: Language,
    /// Absent until the person has chosen a password.
    pub password_hash: Option<String>,
    /// Whether it is known that the person reads mail at this address.
    pub verified: bool,
    pub role: Option<SecretariatRole>,
}

/// The account of an address, locked, and whether it was added just now, with its history. Of two who add it at once one finds the
/// other's.
pub async fn find_or_add(tx: &mut Tx, new: NewUser) -> Result<(user::Model, bool)> {
    let now = tx.now();
    let row = user::Model {
        id: tx.chance().id(),
        email_key: new.email.key().to_owned(),
        email: new.email.as_str().to_owned(),
        name: new.name,
        language: new.language,
        password_hash: new.password_hash,
        password_is_initial: false,
        email_verified_at: new.verified.then_some(now),
        role: new.role,
        notices: Notices::AtOnce,
        disabled_at: None,
        revision: 0,
        created_at: now,
        updated_at: now,
    };
    let known = OnConflict::column(user::Column::EmailKey).do_nothing().to_owned();
    let added = user::Entity::insert(row.clone().into_active_model()).on_conflict(known).exec_without_returning(&**tx).await?;
    if added == 0 {
        let known = user::Entity::find().filter(user::Column::EmailKey.eq(row.email_key)).lock_exclusive().one(&**tx).await?;
        return known.map(|known| (known, false)).ok_or_else(|| Problem::internal(anyhow::anyhow!("an account vanished")));
    }
    let entry = Entry::internal("user.created", SubjectKind::User, row.id);
    let facts = facts!({ "role": row.role, "language": row.language });
    tx.record(entry.facts(facts).personal(json!({"email": row.email, "name": row.name})));
    Ok((row, true))
}

/// What a stranger may have said when opening an account with another's address gives way to what its owner is known by, the spelling of the
/// address too: no link that was mailed to another one works any more. Nothing changes once the address is verified.
pub async fn introduce(tx: &mut Tx, row: user::Model, email: &EmailAddress, name: &str, language: Language) -> Result<user::Model> {
    if row.email_verified_at.is_some() {
        return Ok(row);
    }
    for purpose in [EmailTokenPurpose::VerifyEmail, EmailTokenPurpose::ResetPassword] {
        link::use_up(tx, purpose, row.id).await?;
    }
    let mut change = row.into_active_model();
    change.email = Set(email.as_str().to_owned());
    change.name = Set(name.to_owned());
    change.language = Set(language);
    change.updated_at = Set(tx.now());
    let row = change.update(&**tx).await?;
    let entry = Entry::internal("user.updated", SubjectKind::User, row.id);
    tx.record(entry.facts(facts!({ "language": language })).personal(json!({"name": name})));
    Ok(row)
}

/// Administrators whose account can be used, locked in one order, so that two of them cannot remove each other.
pub async fn lock_administrators(tx: &Tx) -> Result<Vec<uuid::Uuid>> {
    let rows = user::Entity::find()
        .filter(user::Column::Role.eq(SecretariatRole::Administrator))
        .filter(user::Column::DisabledAt.is_null())
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
