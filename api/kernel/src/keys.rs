//! One secret; every key is derived from it by HKDF, so that each has its own use.

use std::io::Write;

use anyhow::Context;
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::{
    chance::Chance,
    files::{private_file, sync_folder},
    settings::Settings,
};

pub struct Keys {
    /// Seed of the Ed25519 key that signs access tokens.
    pub access_token_seed: [u8; 32],
    /// Key of the secrets in mailed links.
    pub mail_links: [u8; 32],
    /// Key of the digests that scope idempotency keys.
    pub idempotency: [u8; 32],
}

impl Keys {
    /// Derives the keys from the given secret, or from the one kept in the data folder.
    pub fn load(settings: &Settings, chance: &Chance) -> anyhow::Result<Self> {
        let secret = match &settings.secret_key {
            Some(secret) => secret.clone(),
            None if settings.database_url().expose_secret().starts_with("sqlite") => kept_secret(settings, chance)?,
            None => anyhow::bail!("THOUSAND_SECRET_KEY is required on PostgreSQL: all servers must share it"),
        };
        let hkdf = Hkdf::<Sha256>::new(None, secret.expose_secret().as_bytes());
        Ok(Self {
            access_token_seed: derive(&hkdf, "access token ed25519")?,
            mail_links: derive(&hkdf, "mail links")?,
            idempotency: derive(&hkdf, "idempotency")?,
        })
    }
}

fn derive(hkdf: &Hkdf<Sha256>, purpose: &str) -> anyhow::Result<[u8; 32]> {
    let mut key = [0; 32];
    hkdf.expand(purpose.as_bytes(), &mut key).map_err(|_| anyhow::anyhow!("cannot derive the key for {purpose}"))?;
    Ok(key)
}

/// Reads `secret.key` from the data folder, making it first where absent.
fn kept_secret(settings: &Settings, chance: &Chance) -> anyhow::Result<SecretString> {
    let path = settings.data_dir.join("secret.key");
    if !path.exists() {
        let fresh = BASE64_STANDARD_NO_PAD.encode(chance.bytes::<48>());
        // Whole or not there at all: it gets its name last.
        let partial = settings.data_dir.join(format!("secret.key.{}.partial", chance.id()));
        private_file(&partial)
            .and_then(|mut file| file.write_all(fresh.as_bytes()).and_then(|()| file.sync_all()))
            .with_context(|| format!("cannot write {}", partial.display()))?;
        let named = std::fs::hard_link(&partial, &path);
        std::fs::remove_file(&partial).with_context(|| format!("cannot remove {}", partial.display()))?;
        match named {
            Ok(()) => sync_folder(&settings.data_dir)?,
            // Another process was first; its secret is the one.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).context("cannot make secret.key"),
        }
    }
    let text = std::fs::read_to_string(&path).context("cannot read secret.key")?;
    anyhow::ensure!(text.trim().len() >= 32, "secret.key is shorter than 32 characters");
    Ok(text.trim().into())
}
