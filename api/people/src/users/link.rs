//! Reading the one-time links that accounts are mailed.

use chrono::{DateTime, Utc};
use entity::{email_token, kinds::EmailTokenPurpose, user};
use kernel::{
    db::Tx,
    keys::Keys,
    links,
    problem::{Code, Problem, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Select,
    sea_query::Expr,
};
use uuid::Uuid;

/// The account that a link is for; the link stays as it is. Problems as in [`redeem`].
pub async fn owner(
    db: &impl ConnectionTrait,
    keys: &Keys,
    purpose: EmailTokenPurpose,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<user::Model> {
    let link = usable(of_secret(purpose, secret).one(db).await?, now)?;
    obeying(keys, user::Entity::find_by_id(link.subject_id).one(db).await?, &link)
}

/// Uses a link up and gives the account it was for, locked. A used or unknown link is 404 `link_invalid`, a late one 410 `link_expired`.
pub async fn redeem(tx: &Tx, keys: &Keys, purpose: EmailTokenPurpose, secret: &str) -> Result<user::Model> {
    let subject = usable(of_secret(purpose, secret).one(&**tx).await?, tx.now())?.subject_id;
    // The account before its links, as whoever uses up all of them does.
    let user = user::Entity::find_by_id(subject).lock_exclusive().one(&**tx).await?;
    let link = usable(of_secret(purpose, secret).lock_exclusive().one(&**tx).await?, tx.now())?;
    let user = obeying(keys, user, &link)?;
    let mut used = link.into_active_model();
    used.used_at = Set(Some(tx.now()));
    used.update(&**tx).await?;
    Ok(user)
}

/// Uses up every open link of this purpose that was mailed to a locked account.
pub async fn use_up(tx: &Tx, purpose: EmailTokenPurpose, user: Uuid) -> Result<()> {
    email_token::Entity::update_many()
        .col_expr(email_token::Column::UsedAt, Expr::value(tx.now()))
        .filter(email_token::Column::Purpose.eq(purpose))
        .filter(email_token::Column::SubjectId.eq(user))
        .filter(email_token::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

fn of_secret(purpose: EmailTokenPurpose, secret: &str) -> Select<email_token::Entity> {
    let of_digest = email_token::Entity::find().filter(email_token::Column::Hash.eq(links::digest(secret)));
    of_digest.filter(email_token::Column::Purpose.eq(purpose))
}

fn usable(link: Option<email_token::Model>, now: DateTime<Utc>) -> Result<email_token::Model> {
    let link = link.ok_or_else(|| Problem::new(Code::LinkInvalid))?;
    match link.used_at {
        Some(_) => Err(Problem::new(Code::LinkUsed)),
        None if link.expires_at <= now => Err(Problem::new(Code::LinkExpired)),
        None => Ok(link),
    }
}

/// An account that can be used, and whose very address the link was mailed to.
fn obeying(keys: &Keys, user: Option<user::Model>, link: &email_token::Model) -> Result<user::Model> {
    let obeys = |user: &user::Model| user.disabled_at.is_none() && links::was_mailed_to(keys, link, &user.email);
    user.filter(obeys).ok_or_else(|| Problem::new(Code::LinkInvalid))
}
