//! Rules about accounts.

use entity::{
    kinds::{Language, SecretariatRole, SubjectKind},
    user,
};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::{
    db::{Entry, Tx},
    http::problem::Result,
};

/// An address as it is compared: whoever types it in capitals means the same mailbox.
pub fn email_key(email: &str) -> String {
    email.trim().nfkc().collect::<String>().to_lowercase()
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

/// Adds an account, with its history. That the address has none yet is checked by the caller in the same transaction.
pub async fn add(tx: &mut Tx, new: NewUser) -> Result<user::Model> {
    let now = tx.now();
    let row = user::Model {
        id: tx.chance().id(),
        email_key: email_key(&new.email),
        email: new.email.trim().to_owned(),
        name: new.name,
        language: new.language,
        password_hash: new.password_hash,
        email_verified_at: new.verified.then_some(now),
        role: new.role,
        disabled_at: None,
        revision: 0,
        created_at: now,
        updated_at: now,
    };
    user::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**tx).await?;
    let entry = Entry::internal("user.created", SubjectKind::User, row.id);
    let facts = json!({"role": row.role, "language": row.language});
    tx.record(entry.facts(facts).personal(json!({"email": row.email, "name": row.name})));
    Ok(row)
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
