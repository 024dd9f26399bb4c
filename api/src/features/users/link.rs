//! Reading the one-time links that accounts are mailed.

use entity::{email_token, kinds::EmailTokenPurpose, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::{
    db::Tx,
    http::problem::{Code, Problem, Result},
    links,
};

/// Uses a link up and gives the account it was for, locked. A used or unknown link is 404 `link_invalid`, a late one 410 `link_expired`.
pub async fn redeem(tx: &Tx, purpose: EmailTokenPurpose, secret: &str) -> Result<user::Model> {
    let invalid = || Problem::new(Code::LinkInvalid);
    let link = email_token::Entity::find()
        .filter(email_token::Column::Hash.eq(links::digest(secret)))
        .filter(email_token::Column::Purpose.eq(purpose))
        .lock_exclusive()
        .one(&**tx)
        .await?
        .filter(|link| link.used_at.is_none())
        .ok_or_else(invalid)?;
    if link.expires_at <= tx.now() {
        return Err(Problem::new(Code::LinkExpired));
    }
    let subject = link.subject_id;
    let mut used = link.into_active_model();
    used.used_at = Set(Some(tx.now()));
    used.update(&**tx).await?;
    let user = user::Entity::find_by_id(subject).lock_exclusive().one(&**tx).await?;
    user.filter(|user| user.disabled_at.is_none()).ok_or_else(invalid)
}
