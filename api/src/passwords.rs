//! Passwords: argon2id, off the threads that serve requests, and never more at once than there are cores.

use std::{num::NonZero, sync::Arc, thread};

/// What a hash costs.
pub use argon2::Params;
use argon2::{
    Algorithm, Argon2, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::{
    chance::Chance,
    http::problem::{Problem, Result},
};

/// Hashes and checks passwords. Each hash takes 19 MiB with the default parameters, hence the permits.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    params: Params,
    chance: Chance,
}

/// What a check found.
#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    pub right: bool,
    /// The stored hash was made with other parameters than today's.
    pub outdated: bool,
}

impl Passwords {
    pub fn new(params: Params, chance: Chance) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Self { permits: Arc::new(Semaphore::new(cores)), params, chance }
    }

    /// The hash to store, in PHC form.
    pub async fn hash(&self, password: SecretString) -> Result<String> {
        let (params, salt) = (self.params.clone(), self.chance.bytes::<16>());
        self.run(move || {
            let hash: PasswordHash = hasher(params).hash_password_with_salt(password.expose_secret().as_bytes(), &salt)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Compares. Without a stored hash it takes as long and fails, so that time does not tell who has an account.
    pub async fn verify(&self, password: SecretString, stored: Option<String>) -> Result<Verdict> {
        let params = self.params.clone();
        self.run(move || {
            let known = stored.is_some();
            let text = stored.unwrap_or_else(|| nobodys(&params));
            let parsed = PasswordHash::new(&text).map_err(|error| anyhow::anyhow!("a stored hash cannot be read: {error}"))?;
            let right = hasher(params.clone()).verify_password(password.expose_secret().as_bytes(), &parsed).is_ok() && known;
            let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
            let outdated = Params::try_from(&parsed).is_ok_and(|used| cost(&used) != cost(&params));
            Ok(Verdict { right, outdated })
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
        let permit = self.permits.clone().acquire_owned().await.map_err(Problem::internal)?;
        let span = tracing::Span::current();
        let task = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even if the caller has gone away.
            let _permit = permit;
            span.in_scope(work)
        });
        task.await.map_err(Problem::internal)?.map_err(Problem::internal)
    }
}

fn hasher(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A hash of today's cost that no password has.
fn nobodys(params: &Params) -> String {
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={},t={},p={}${salt}${output}", params.m_cost(), params.t_cost(), params.p_cost())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::System;

    fn weak(t_cost: u32) -> Passwords {
        Passwords::new(Params::new(8, t_cost, 1, None).expect("parameters"), Chance::new(System))
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let passwords = weak(1);
        let hash = passwords.hash("correct".into()).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let check =
            async |text: &str, stored: Option<&str>| passwords.verify(text.into(), stored.map(str::to_owned)).await.expect("checked");
        assert_eq!(check("correct", Some(&hash)).await, Verdict { right: true, outdated: false });
        assert!(!check("wrong", Some(&hash)).await.right);
        assert!(!check("correct", None).await.right, "nobody's account has no password");
        assert_ne!(hash, passwords.hash("correct".into()).await.expect("hashed"), "each hash has its own salt");
    }

    #[tokio::test]
    async fn a_hash_of_other_cost_is_outdated() {
        let hash = weak(1).hash("correct".into()).await.expect("hashed");
        assert_eq!(weak(2).verify("correct".into(), Some(hash)).await.expect("checked"), Verdict { right: true, outdated: true });
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody() {
        let passwords = Passwords::new(Params::default(), Chance::new(System));
        let parsed = nobodys(&passwords.params);
        let parsed = PasswordHash::new(&parsed).expect("well-formed");
        assert_eq!(Params::try_from(&parsed).expect("parameters").m_cost(), Params::DEFAULT_M_COST);
        assert_eq!(parsed.hash.expect("an output").len(), 32);
    }
}
