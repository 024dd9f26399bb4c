//! The form of a partner's token: `thou_live_<40 base62><6 base62 of CRC32>`.
//!
//! The prefix lets scanners find leaked tokens, the checksum lets them (and us) discard mistyped ones
//! without a database.

use chrono::{DateTime, Utc};
use entity::{api_token, kinds::SecretariatRole, user};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    chance::Chance,
    db::{Db, history},
    problem::Result,
};

pub const PREFIX: &str = "thou_live_";
const RANDOM: usize = 40;
const CHECKSUM: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A new token.
pub fn make(chance: &Chance) -> String {
    let body = random_text(chance, RANDOM);
    format!("{PREFIX}{body}{}", checksum(&body))
}

/// Unpredictable base62 text.
pub fn random_text(chance: &Chance, length: usize) -> String {
    let mut text = String::with_capacity(length);
    while text.len() < length {
        for byte in chance.bytes::<64>() {
            // 248 is the largest multiple of 62 that a byte can reach: taking more would favour some letters.
            if byte < 248 && text.len() < length {
                text.push(ALPHABET[usize::from(byte % 62)] as char);
            }
        }
    }
    text
}

/// What is stored of a token, or nothing where its checksum says that it never was one.
pub fn digest(token: &str) -> Option<String> {
    let rest = token.strip_prefix(PREFIX)?;
    if rest.len() != RANDOM + CHECKSUM || !rest.is_ascii() {
        return None;
    }
    let (body, sum) = rest.split_at(RANDOM);
    (checksum(body) == sum).then(|| history::digest(token.as_bytes()))
}

fn checksum(body: &str) -> String {
    let mut rest = crc32fast::hash(body.as_bytes()) as usize;
    let mut text = [b'0'; CHECKSUM];
    for slot in text.iter_mut().rev() {
        *slot = ALPHABET[rest % 62];
        rest /= 62;
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// The token with this digest, if it is [`usable`].
pub async fn genuine(db: &Db, digest: &str) -> Result<Option<api_token::Model>> {
    let found = api_token::Entity::find().filter(api_token::Column::Hash.eq(digest)).one(db.reader()).await?;
    Ok(usable(db.reader(), found, db.now()).await?)
}

/// The token, unless it was revoked or has expired, or nobody answers for it any more: it works only as long as whoever answers for it is an
/// administrator.
pub async fn usable(
    db: &impl ConnectionTrait,
    found: Option<api_token::Model>,
    now: DateTime<Utc>,
) -> std::result::Result<Option<api_token::Model>, DbErr> {
    let Some(token) = found.filter(|token| token.revoked_at.is_none() && token.expires_at > now) else { return Ok(None) };
    let answers = user::Entity::find_by_id(token.created_by).one(db).await?;
    let able = answers.is_some_and(|user| user.disabled_at.is_none() && user.role == Some(SecretariatRole::Administrator));
    Ok(able.then_some(token))
}

/// Notes the day of last use; at most one write a day and token, and no part of the history.
pub async fn mark_used(db: &Db, token: &api_token::Model) {
    let now = db.now();
    if token.last_used_at.is_none_or(|last| last.date_naive() != now.date_naive()) {
        let used = api_token::Entity::update_many().col_expr(api_token::Column::LastUsedAt, Expr::value(now));
        db.note(used.filter(api_token::Column::Id.eq(token.id))).await;
    }
}
