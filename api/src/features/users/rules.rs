//! Rules about accounts.

use entity::{
    facts,
    kinds::{Language, SecretariatRole, SubjectKind},
    user,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::{
    db::{Entry, Tx},
    http::problem::{Problem, Result},
};

/// How long the link for verifying an address can be used.
pub const VERIFYING: chrono::Duration = chrono::Duration::days(3);

/// An address as it is compared: whoever types it in capitals means the same mailbox.
pub fn email_key(email: &str) -> String {
    email.trim().nfkc().collect::<String>().to_lowercase()
}

/// Whether the person chose the account's password. One that was set before the address was verified may be anybody's.
pub fn has_own_password(user: &user::Model) -> bool {
    user.password_hash.is_some() && user.email_verified_at.is_some()
}

/// An account to be added.
pub struct NewUser {
    pub email: String,
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
        email_key: email_key(&new.email),
        email: new.email.trim().to_owned(),
        name: new.name,
        language: new.language,
        password_hash: new.password_hash,
        password_is_initial: false,
        email_verified_at: new.verified.then_some(now),
        role: new.role,
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

/// What a stranger may have said when opening an account with another's address gives way to what its owner is known by. Nothing changes
/// once the address is verified.
pub async fn introduce(tx: &mut Tx, row: user::Model, name: &str, language: Language) -> Result<user::Model> {
    if row.email_verified_at.is_some() {
        return Ok(row);
    }
    let mut change = row.into_active_model();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_compare_as_people_mean_them() {
        assert_eq!(email_key(" Nora@Example.ORG "), "nora@example.org");
        assert_eq!(email_key("ｎora@example.org"), "nora@example.org");
    }
}
