//! How a session begins, goes on and ends.
//!
//! A refresh token is used once. One that was used already is accepted again only if nobody has used what was
//! issued in its place, neither the refresh token nor the access token: then the first answer was lost, or two tabs asked
//! at once; the unused pair is revoked and a new one issued. Otherwise somebody has a copy, and the session ends.
//! So there is never more than one live branch, and no clock decides.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::Duration;
use entity::{refresh_token, session, user};
use kernel::{
    db::{Tx, history::digest},
    problem::Result,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

/// How long a session lasts after its last refresh.
pub const LIFETIME: Duration = Duration::days(30);

/// One step of a session.
pub struct Step {
    pub id: Uuid,
    pub session: Uuid,
    pub user: Uuid,
    /// Shown to the browser once; only its digest is kept.
    pub refresh_token: String,
}

/// Begins a session.
pub async fn begin(tx: &Tx, user: Uuid) -> Result<Step> {
    let (id, now) = (tx.chance().id(), tx.now());
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        created_at: Set(now),
        expires_at: Set(now + LIFETIME),
        ended_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(&**tx).await?;
    add_step(tx, id, user).await
}

/// The next step after this token, or nothing where the session is over. The caller commits either way.
pub async fn go_on(tx: &Tx, refresh_token: &str) -> Result<Option<Step>> {
    let Some(found) = find(&**tx, refresh_token).await? else { return Ok(None) };
    // One refresh of a session at a time; what the row says is read behind the lock.
    let session = session::Entity::find_by_id(found.session_id).lock_exclusive().one(&**tx).await?;
    let token = refresh_token::Entity::find_by_id(found.id).one(&**tx).await?;
    let (Some(session), Some(token)) = (session, token) else { return Ok(None) };
    let user = user::Entity::find_by_id(session.user_id).one(&**tx).await?;
    let allowed = user.is_some_and(|user| user.disabled_at.is_none());
    if !allowed || session.ended_at.is_some() || session.expires_at <= tx.now() {
        return Ok(None);
    }
    let step = add_step(tx, session.id, session.user_id).await?;
    if !(spend(tx, &token, step.id).await? || take_over(tx, &token, step.id).await?) {
        tracing::warn!(session = %session.id, "a refresh token was used twice: the session ends");
        end(tx, session.id).await?;
        return Ok(None);
    }
    let longer = session::Entity::update_many().col_expr(session::Column::ExpiresAt, Expr::value(tx.now() + LIFETIME));
    longer.filter(session::Column::Id.eq(session.id)).exec(&**tx).await?;
    Ok(Some(step))
}

/// Uses the token, if nobody has: one conditional update.
async fn spend(tx: &Tx, token: &refresh_token::Model, next: Uuid) -> Result<bool> {
    let done = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::SpentAt, Expr::value(tx.now()))
        .col_expr(refresh_token::Column::ReplacedBy, Expr::value(next))
        .filter(refresh_token::Column::Id.eq(token.id))
        .filter(refresh_token::Column::SpentAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Revokes the pair that was issued in this token's place, if neither half was used, and puts `next` there instead.
async fn take_over(tx: &Tx, token: &refresh_token::Model, next: Uuid) -> Result<bool> {
    let Some(replacement) = token.replaced_by else { return Ok(false) };
    let revoked = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::SpentAt, Expr::value(tx.now()))
        .col_expr(refresh_token::Column::RevokedAt, Expr::value(tx.now()))
        .col_expr(refresh_token::Column::ReplacedBy, Expr::value(next))
        .filter(refresh_token::Column::Id.eq(replacement))
        .filter(refresh_token::Column::SpentAt.is_null())
        .filter(refresh_token::Column::AccessUsedAt.is_null())
        .exec(&**tx)
        .await?;
    if revoked.rows_affected != 1 {
        return Ok(false);
    }
    // Whatever led to the revoked pair leads to the new one: tabs may hold any of them.
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::ReplacedBy, Expr::value(next))
        .filter(refresh_token::Column::SessionId.eq(token.session_id))
        .filter(refresh_token::Column::ReplacedBy.eq(replacement))
        .exec(&**tx)
        .await?;
    Ok(true)
}

async fn add_step(tx: &Tx, session: Uuid, user: Uuid) -> Result<Step> {
    let refresh_token = BASE64_URL_SAFE_NO_PAD.encode(tx.chance().bytes::<32>());
    let id = tx.chance().id();
    let row = refresh_token::ActiveModel {
        id: Set(id),
        session_id: Set(session),
        hash: Set(digest(refresh_token.as_bytes())),
        created_at: Set(tx.now()),
        spent_at: Set(None),
        revoked_at: Set(None),
        replaced_by: Set(None),
        access_used_at: Set(None),
    };
    refresh_token::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(Step { id, session, user, refresh_token })
}

/// The stored row of a refresh token.
pub async fn find(db: &impl ConnectionTrait, refresh_token: &str) -> Result<Option<refresh_token::Model>> {
    Ok(refresh_token::Entity::find().filter(refresh_token::Column::Hash.eq(digest(refresh_token.as_bytes()))).one(db).await?)
}

/// The session of this account in which a browser was once given this token, whether it was used or not.
pub async fn session_of(db: &impl ConnectionTrait, user: Uuid, refresh_token: &str) -> Result<Option<Uuid>> {
    let Some(token) = find(db, refresh_token).await? else { return Ok(None) };
    let session = session::Entity::find_by_id(token.session_id).one(db).await?;
    Ok(session.filter(|session| session.user_id == user).map(|session| session.id))
}

/// Ends one session.
pub async fn end(tx: &Tx, session: Uuid) -> Result<()> {
    end_where(tx, session::Column::Id.eq(session)).await
}

/// Ends every session of an account.
pub async fn end_all(tx: &Tx, user: Uuid) -> Result<()> {
    end_where(tx, session::Column::UserId.eq(user)).await
}

async fn end_where(tx: &Tx, which: sea_orm::sea_query::SimpleExpr) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(tx.now()))
        .filter(which.and(session::Column::EndedAt.is_null()))
        .exec(&**tx)
        .await?;
    Ok(())
}
