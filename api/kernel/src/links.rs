//! One-time links in mail.
//!
//! The secret in a link is derived from the row's id with a key, so that a job need not carry it and the
//! database alone cannot make one. What is stored is its digest, and one of the address that it is mailed to: a link has no power over an
//! account whose stored address is another.

use aws_lc_rs::hmac;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::Duration;
use entity::{email_token, kinds::EmailTokenPurpose};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    db::{Tx, history},
    email_address::key_of,
    keys::Keys,
    problem::Result,
};

/// What a mailed link carries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkSecret {
    /// The secret of the mailed link.
    #[schema(example = "Xw3Q0c")]
    pub token: String,
}

/// The secret that stands in the link of this row.
pub fn secret(keys: &Keys, id: Uuid) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &keys.mail_links);
    BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, id.as_bytes()).as_ref())
}

/// What is stored of a link's secret.
pub fn digest(secret: &str) -> String {
    history::digest(secret.as_bytes())
}

/// What is stored of the address that a link is mailed to. Keyed: addresses can be guessed.
pub fn address_digest(keys: &Keys, address: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &keys.mail_links);
    // No id has a space in it, so this is never the secret of a link.
    BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, format!("mailed to {address}").as_bytes()).as_ref())
}

/// Whether a link was mailed to just this address.
pub fn was_mailed_to(keys: &Keys, link: &email_token::Model, address: &str) -> bool {
    link.mailed_to == address_digest(keys, address)
}

/// Whether the link of this row was replaced or used since its mail was asked for.
pub async fn is_spent(db: &impl ConnectionTrait, id: Uuid) -> std::result::Result<bool, DbErr> {
    Ok(email_token::Entity::find_by_id(id).one(db).await?.is_some_and(|link| link.used_at.is_some()))
}

/// A fresh one-time link: its row's id goes into the mail job, its secret to nobody but the reader.
pub struct Issued {
    pub id: Uuid,
    pub secret: String,
}

/// The secret of a link that was made for this subject and address and is still good, so that asking again gives the same answer.
pub async fn standing(tx: &Tx, keys: &Keys, purpose: EmailTokenPurpose, (subject, address): (Uuid, &str)) -> Result<Option<String>> {
    let links = email_token::Entity::find()
        .filter(email_token::Column::Purpose.eq(purpose))
        .filter(email_token::Column::SubjectId.eq(subject))
        .filter(email_token::Column::MailedTo.eq(address_digest(keys, address)))
        .filter(email_token::Column::UsedAt.is_null())
        .filter(email_token::Column::ExpiresAt.gt(tx.now()));
    let newest = links.order_by_desc(email_token::Column::CreatedAt).one(&**tx).await?;
    Ok(newest.map(|link| secret(keys, link.id)))
}

/// Makes a link for a pledge or a user, to be mailed to this address.
pub async fn issue(
    tx: &Tx,
    keys: &Keys,
    purpose: EmailTokenPurpose,
    (subject, address): (Uuid, &str),
    lifetime: Duration,
) -> Result<Issued> {
    let id = tx.chance().id();
    let (secret, now) = (secret(keys, id), tx.now());
    let row = email_token::Model {
        id,
        purpose,
        subject_id: subject,
        hash: digest(&secret),
        mailed_to: address_digest(keys, address),
        mailbox: address_digest(keys, &key_of(address)),
        created_at: now,
        expires_at: now + lifetime,
        used_at: None,
        gathered_until: None,
    };
    email_token::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(Issued { id, secret })
}
