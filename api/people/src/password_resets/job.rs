//! What asking for a new password comes to: done apart from the request, whose time would tell who has an account.

use anyhow::Context;
use entity::{job, kinds::EmailTokenPurpose, user};
use kernel::{
    db::{Actor, Tx},
    links,
    mail::{Mail, Recipient, Template},
    state::State,
};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub const RESET_PASSWORD: &str = "reset_password";

#[derive(Serialize, Deserialize)]
struct Asked {
    /// Nobody's where the address has no account.
    account: Uuid,
}

/// Asks for a link to be mailed to an account, if it is one.
pub async fn enqueue(tx: &Tx, account: Uuid) -> Result<(), DbErr> {
    tx.enqueue(RESET_PASSWORD, json!(Asked { account }), None, None).await.map(drop)
}

pub async fn run(state: &State, job: &job::Model) -> anyhow::Result<()> {
    let Asked { account } = serde_json::from_value(job.payload.clone()).context("payload of another version")?;
    let tx = state.db.write(Actor::SYSTEM).await?;
    let found = user::Entity::find_by_id(account).one(&*tx).await?;
    let Some(user) = found.filter(|user| user.disabled_at.is_none()) else { return Ok(()) };
    let link = links::issue(&tx, &state.keys, EmailTokenPurpose::ResetPassword, (user.id, &user.email), super::LIFETIME).await?;
    Mail::new(Template::ResetPassword, Recipient::User(user.id)).link(link.id).enqueue(&tx).await?;
    tx.commit().await?;
    Ok(())
}
