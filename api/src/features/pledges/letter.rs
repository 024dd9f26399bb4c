//! The letter that asks a pledge's contact to confirm it.

use chrono::{DateTime, Utc};
use entity::{email_token, kinds::EmailTokenPurpose, pledge};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::rules;
use crate::{
    db::Tx,
    http::problem::{Code, Problem, Result},
    keys::Keys,
    links,
    mail::{About, Mail, Recipient, Template},
};

/// Mails a fresh link to the contact, at once or later; the time. 429 where its mailbox has had enough.
pub async fn send(tx: &Tx, keys: &Keys, row: &pledge::Model) -> Result<DateTime<Utc>> {
    let recipient = links::recipient(keys, &row.email_key);
    let at = rules::mailed_at(tx, &recipient).await?;
    let link = links::issue_to(tx, keys, EmailTokenPurpose::ConfirmPledge, row.id, rules::LIFETIME, Some(recipient)).await?;
    let mail = Mail::new(Template::ConfirmPledge, Recipient::Pledge(row.id)).about(About::Pledge(row.id));
    mail.link(link.id).at(at).enqueue(tx).await?;
    Ok(at)
}

/// The link of a pledge by its secret, expired or not. 404 `link_invalid` where there is none, or another took its place.
pub async fn link(db: &impl ConnectionTrait, pledge: Uuid, secret: &str) -> Result<email_token::Model> {
    let found = email_token::Entity::find()
        .filter(email_token::Column::Hash.eq(links::digest(secret)))
        .filter(email_token::Column::Purpose.eq(EmailTokenPurpose::ConfirmPledge))
        .filter(email_token::Column::SubjectId.eq(pledge))
        .filter(email_token::Column::UsedAt.is_null());
    found.one(db).await?.ok_or_else(|| Problem::new(Code::LinkInvalid))
}

/// Makes every link of a locked pledge that was mailed before stop working.
pub async fn void(tx: &Tx, pledge: Uuid) -> Result<()> {
    email_token::Entity::update_many()
        .col_expr(email_token::Column::UsedAt, Expr::value(tx.now()))
        .filter(email_token::Column::Purpose.eq(EmailTokenPurpose::ConfirmPledge))
        .filter(email_token::Column::SubjectId.eq(pledge))
        .filter(email_token::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}
