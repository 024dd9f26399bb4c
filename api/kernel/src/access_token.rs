//! The short-lived access token: an Ed25519-signed JWT that names a user, a session and the step of
//! it, and nothing else: rights are read on every request.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, Duration, Utc};
use entity::refresh_token;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    db::Db,
    keys::Keys,
    problem::{Code, Problem, Result},
};

/// How long an access token lasts.
pub const LIFETIME: Duration = Duration::minutes(15);

const ISSUER: &str = "thousand";

/// RFC 8410: what stands before the 32 bytes of an Ed25519 seed in PKCS #8.
const PKCS8_ED25519: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: Uuid,
    sid: Uuid,
    /// The step of the session that it was issued with.
    jti: Uuid,
    iat: i64,
    exp: i64,
}

/// Whom a valid token names.
pub struct Bearer {
    pub user: Uuid,
    pub session: Uuid,
    pub step: Uuid,
    /// When it ends.
    pub until: DateTime<Utc>,
}

/// Signs a token that expires after [`LIFETIME`].
pub fn issue(keys: &Keys, user: Uuid, session: Uuid, step: Uuid, now: DateTime<Utc>) -> Result<(String, DateTime<Utc>)> {
    let expires_at = now + LIFETIME;
    let (iat, exp) = (now.timestamp(), expires_at.timestamp());
    let claims = Claims { iss: ISSUER.to_owned(), sub: user, sid: session, jti: step, iat, exp };
    let der = [&PKCS8_ED25519[..], &keys.access_token_seed[..]].concat();
    let token =
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &EncodingKey::from_ed_der(&der)).map_err(Problem::internal)?;
    Ok((token, expires_at))
}

/// Checks signature, issuer and time.
pub fn read(keys: &Keys, token: &str, now: DateTime<Utc>) -> Result<Bearer> {
    let pair =
        Ed25519KeyPair::from_seed_unchecked(&keys.access_token_seed).map_err(|_| Problem::internal(anyhow::anyhow!("signing key")))?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[ISSUER]);
    validation.set_required_spec_claims(&["exp", "iss", "sub"]);
    // The library would ask the machine's clock; ours is injected.
    validation.validate_exp = false;
    let data = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_ed_der(pair.public_key().as_ref()), &validation)
        .map_err(|_| Problem::new(Code::TokenInvalid))?;
    if data.claims.exp <= now.timestamp() {
        return Err(Problem::new(Code::SessionOver));
    }
    let until = DateTime::from_timestamp(data.claims.exp, 0).ok_or_else(|| Problem::new(Code::TokenInvalid))?;
    Ok(Bearer { user: data.claims.sub, session: data.claims.sid, step: data.claims.jti, until })
}

/// Notes that the access token of a step was used: from then on the refresh token before it is no longer forgiven.
/// One write a step; no part of the history. False where the step was revoked.
pub async fn mark_used(db: &Db, step: &refresh_token::Model) -> Result<bool> {
    if step.revoked_at.is_some() || step.access_used_at.is_some() {
        return Ok(step.revoked_at.is_none());
    }
    let mark = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::AccessUsedAt, Expr::value(db.now()))
        .filter(refresh_token::Column::Id.eq(step.id))
        .filter(refresh_token::Column::AccessUsedAt.is_null())
        .filter(refresh_token::Column::RevokedAt.is_null());
    if db.note(mark).await == Some(1) {
        return Ok(true);
    }
    // Somebody was faster: another request with the same token, or a refresh that revoked it. Or the database is busy.
    let now = refresh_token::Entity::find_by_id(step.id).one(db.reader()).await?;
    Ok(now.is_some_and(|row| row.revoked_at.is_none()))
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

    use super::*;

    fn keys(seed: u8) -> Keys {
        Keys { access_token_seed: [seed; 32], mail_links: [0; 32], idempotency: [0; 32] }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).expect("a time")
    }

    fn token() -> String {
        let id = Uuid::from_u128;
        issue(&keys(1), id(1), id(2), id(3), now()).expect("signed").0
    }

    fn refused(token: &str) -> Code {
        read(&keys(1), token, now()).err().expect("must be refused").code
    }

    fn claims() -> serde_json::Value {
        let token = token();
        let payload = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).expect("a payload")).expect("base64");
        serde_json::from_slice(&payload).expect("JSON")
    }

    #[test]
    fn says_whom_it_was_issued_to() {
        let bearer = read(&keys(1), &token(), now()).expect("valid");
        assert_eq!((bearer.user, bearer.session, bearer.step), (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3)));
    }

    #[test]
    fn ends_after_its_lifetime() {
        assert!(read(&keys(1), &token(), now() + LIFETIME - Duration::seconds(1)).is_ok());
        assert_eq!(read(&keys(1), &token(), now() + LIFETIME).err().expect("expired").code, Code::SessionOver);
    }

    #[test]
    fn another_key_does_not_open() {
        assert_eq!(read(&keys(2), &token(), now()).err().expect("refused").code, Code::TokenInvalid);
    }

    #[test]
    fn every_changed_part_is_noticed() {
        let token = token();
        let parts: Vec<&str> = token.split('.').collect();
        let mut other = claims();
        other["sub"] = serde_json::json!(Uuid::from_u128(9));
        let forged = BASE64_URL_SAFE_NO_PAD.encode(other.to_string());
        assert_eq!(refused(&format!("{}.{forged}.{}", parts[0], parts[2])), Code::TokenInvalid);
        assert_eq!(refused(&format!("{}.{}.", parts[0], parts[1])), Code::TokenInvalid);
        assert_eq!(refused("nonsense"), Code::TokenInvalid);
    }

    #[test]
    fn no_signature_is_no_token() {
        let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"none"}"#);
        let payload = BASE64_URL_SAFE_NO_PAD.encode(claims().to_string());
        assert_eq!(refused(&format!("{header}.{payload}.")), Code::TokenInvalid);
    }

    #[test]
    fn the_public_key_is_no_shared_secret() {
        let pair = Ed25519KeyPair::from_seed_unchecked(&keys(1).access_token_seed).expect("a key");
        let key = EncodingKey::from_secret(pair.public_key().as_ref());
        let forged = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(), &key).expect("signed");
        assert_eq!(refused(&forged), Code::TokenInvalid);
    }

    #[test]
    fn another_issuer_is_refused() {
        let mut other = claims();
        other["iss"] = serde_json::json!("somebody");
        let der = [&PKCS8_ED25519[..], &keys(1).access_token_seed[..]].concat();
        let forged = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &other, &EncodingKey::from_ed_der(&der)).expect("signed");
        assert_eq!(refused(&forged), Code::TokenInvalid);
    }
}
