//! Passwords: prepared by RFC 8265, hashed by argon2id. What costs runs off the threads that serve requests, and never more at once than there
//! are cores. Forms with a new password have a queue of their own, so that nobody who signs in waits for them.

use std::{num::NonZero, panic, sync::Arc, thread};

use argon2::{
    Algorithm, Argon2, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use precis_profiles::{OpaqueString, precis_core::profile::PrecisFastInvocation};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::{
    chance::Chance,
    problem::{Code, FieldCode, Problem, Result},
};

/// What a hash costs.
pub use argon2::Params;

/// A password as it is compared and hashed: composed and decomposed letters are one, and so are the spaces of all scripts (OpaqueString). There
/// is no other way from what was typed to a hash, so one rule holds wherever a password is asked for.
#[derive(Clone, Debug)]
pub struct Password(SecretString);

impl Password {
    /// Characters; looked at before anything else, since everything else costs more the longer it is.
    pub const LONGEST: usize = 256;

    pub fn read(typed: &str) -> std::result::Result<Self, FieldCode> {
        if typed.is_empty() {
            return Err(FieldCode::Required);
        }
        if typed.chars().count() > Self::LONGEST {
            return Err(FieldCode::TooLong);
        }
        if typed.chars().any(char::is_control) {
            return Err(FieldCode::ControlCharacters);
        }
        let prepared = OpaqueString::enforce(typed).map_err(|_| FieldCode::UnusualCharacters)?;
        Ok(Self(prepared.into_owned().into()))
    }

    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether its beginning alone is hard to guess, also for who knows this of the person. This costs, and more than in proportion to the
    /// length: see [`Passwords::look_at`].
    pub fn is_strong(&self, known: &[String]) -> bool {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let beginning: String = self.expose().chars().take(LOOKED_AT).collect();
        // The estimator panics where its numbers of guesses grow too large, as what repeats itself can make them.
        let score = panic::catch_unwind(|| zxcvbn::zxcvbn(&beginning, &known).score());
        score.is_ok_and(|score| score >= zxcvbn::Score::Three)
    }
}

/// Characters of which the strength is estimated. What comes after them makes no password weak.
const LOOKED_AT: usize = 40;

/// Forms that wait for one another. More are sent away: the last would wait too long. One address alone cannot send so many at once.
const FORMS: usize = 48;

/// Hashes and checks passwords. Each hash takes 19 MiB with the default parameters, hence the turns.
#[derive(Clone)]
pub struct Passwords {
    signing_in: Arc<Semaphore>,
    forms: Arc<Semaphore>,
    room_for_forms: Arc<Semaphore>,
    params: Params,
    chance: Chance,
}

/// What a check found.
#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    pub right: bool,
    /// The hash to store instead, where the stored one was made with other parameters than today's.
    pub better: Option<String>,
}

impl Passwords {
    pub fn new(params: Params, chance: Chance) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let turns = |n: usize| Arc::new(Semaphore::new(n));
        Self { signing_in: turns(cores), forms: turns(cores.div_ceil(2)), room_for_forms: turns(FORMS), params, chance }
    }

    /// The hash of a new password to store, in PHC form. Forms take turns at it.
    pub async fn hash(&self, password: Password) -> Result<String> {
        let (params, salt) = (self.params.clone(), self.chance.bytes());
        run(&self.forms, move || hashed(params, &password, &salt)).await
    }

    /// Compares. Without a stored hash it takes as long and fails, so that time does not tell who has an account.
    pub async fn verify(&self, password: Password, stored: Option<String>) -> Result<Verdict> {
        let (params, chance) = (self.params.clone(), self.chance.clone());
        run(&self.signing_in, move || {
            let known = stored.is_some();
            let text = stored.unwrap_or_else(|| nobodys(&params));
            let parsed = PasswordHash::new(&text).map_err(|error| anyhow::anyhow!("a stored hash cannot be read: {error}"))?;
            let right = hasher(params.clone()).verify_password(password.expose().as_bytes(), &parsed).is_ok() && known;
            let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
            let outdated = Params::try_from(&parsed).is_ok_and(|used| cost(&used) != cost(&params));
            let better = (right && outdated).then(|| hashed(params, &password, &chance.bytes())).transpose()?;
            Ok(Verdict { right, better })
        })
        .await
    }

    /// Looks at a new password, which costs as hashing does. 503 where too many forms wait already.
    pub async fn look_at<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _room = self.room_for_forms.try_acquire().map_err(|_| Problem::new(Code::Unavailable).retry_after(5))?;
        run(&self.forms, || Ok(work())).await
    }
}

/// Does what costs in its turn, off the threads that serve requests.
async fn run<T: Send + 'static>(turns: &Arc<Semaphore>, work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    let turn = turns.clone().acquire_owned().await.map_err(Problem::internal)?;
    let span = tracing::Span::current();
    let task = tokio::task::spawn_blocking(move || {
        // Held until the work is done, even if the caller has gone away.
        let _turn = turn;
        span.in_scope(work)
    });
    task.await.map_err(Problem::internal)?.map_err(Problem::internal)
}

fn hashed(params: Params, password: &Password, salt: &[u8; 16]) -> anyhow::Result<String> {
    let hash: PasswordHash = hasher(params).hash_password_with_salt(password.expose().as_bytes(), salt)?;
    Ok(hash.to_string())
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

    fn password(text: &str) -> Password {
        Password::read(text).unwrap_or_else(|code| panic!("{text:?}: {}", code.as_str()))
    }

    #[test]
    fn spellings_of_one_password_are_one() {
        for (typed, other) in [("cafe\u{301} crème", "café crème"), ("a\u{00A0}b", "a b"), ("a\u{3000}b", "a b")] {
            assert_eq!(password(typed).expose(), password(other).expose(), "{typed:?}");
        }
        assert_ne!(password("Straße").expose(), password("strasse").expose(), "case and letters stay");
        assert_ne!(password("ｗide").expose(), password("wide").expose());
        assert_eq!(password(" spaces stay ").expose(), " spaces stay ");
        let refused = |typed: &str| Password::read(typed).expect_err("refused");
        assert_eq!(refused(""), FieldCode::Required);
        assert_eq!(refused("with\ttab"), FieldCode::ControlCharacters);
        assert_eq!(refused("zero\u{200B}width"), FieldCode::UnusualCharacters);
        assert_eq!(refused(&"x".repeat(257)), FieldCode::TooLong);
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let passwords = weak(1);
        let hash = passwords.hash(password("correct")).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let check =
            async |text: &str, stored: Option<&str>| passwords.verify(password(text), stored.map(str::to_owned)).await.expect("checked");
        assert_eq!(check("correct", Some(&hash)).await, Verdict { right: true, better: None });
        assert!(!check("wrong", Some(&hash)).await.right);
        assert!(!check("correct", None).await.right, "nobody's account has no password");
        assert_ne!(hash, passwords.hash(password("correct")).await.expect("hashed"), "each hash has its own salt");
    }

    #[tokio::test]
    async fn a_hash_of_other_cost_is_outdated() {
        let hash = weak(1).hash(password("correct")).await.expect("hashed");
        let verdict = weak(2).verify(password("correct"), Some(hash.clone())).await.expect("checked");
        assert!(verdict.right && verdict.better.is_some_and(|better| better.starts_with("$argon2id$v=19$m=8,t=2,p=1$")));
        assert_eq!(weak(2).verify(password("wrong"), Some(hash)).await.expect("checked"), Verdict { right: false, better: None });
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
