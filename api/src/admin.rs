//! `thousand admin create`: the first account of an installation, and the way back in.

use entity::{
    facts,
    kinds::{Language, SecretariatRole, SubjectKind},
    user,
};
use kernel::{
    api_tokens,
    db::{Actor, Entry, Tx},
    email_address::EmailAddress,
    passwords::Password,
};
use people::{sessions, users::rules};
use register::state::State;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Gives the account of this address a new password and this role, making it where there is none. Returns the password.
pub async fn create(state: &State, email: &EmailAddress, role: SecretariatRole) -> anyhow::Result<String> {
    let name = email.as_str().split('@').next().unwrap_or_default().to_owned();
    let password = api_tokens::random_text(&state.chance, 20);
    let printed = Password::read(&password).map_err(|code| anyhow::anyhow!("the password made is no password: {}", code.as_str()))?;
    let hash = state.passwords.hash(printed).await?;
    let mut tx = state.db.write(Actor::SYSTEM).await?;
    let new = rules::NewUser {
        email: email.clone(),
        name: name.clone(),
        language: Language::En,
        password_hash: None,
        verified: true,
        role: None,
    };
    let (account, _) = rules::find_or_add(&mut tx, new).await?;
    let account = rules::introduce(&mut tx, account, email, &name, Language::En).await?;
    let_in(&mut tx, account, hash, role).await?;
    tx.commit().await?;
    Ok(password)
}

async fn let_in(tx: &mut Tx, account: user::Model, hash: String, role: SecretariatRole) -> anyhow::Result<()> {
    let mut change = account.into_active_model();
    let now = tx.now();
    if change.email_verified_at.as_ref().is_none() {
        change.email_verified_at = Set(Some(now));
    }
    change.password_hash = Set(Some(hash));
    change.password_is_initial = Set(true);
    change.role = Set(Some(role));
    change.disabled_at = Set(None);
    change.updated_at = Set(now);
    let row = change.update(&**tx).await?;
    sessions::rules::end_all(tx, row.id).await?;
    let facts = facts!({ "role": role, "disabled": false, "password": "reset" });
    tx.record(Entry::internal("user.updated", SubjectKind::User, row.id).facts(facts));
    Ok(())
}
