//! Bounds on guessing and on making us send mail. No setting switches them off.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use entity::kinds::ActorKind;
use uuid::Uuid;

use crate::{
    chance::Chance,
    db::Actor,
    http::{
        client_ip::ClientIp,
        limiter::{Limiter, Standing},
        problem::{Code, Problem, Result},
    },
};

const fn times(n: u32) -> NonZeroU32 {
    match NonZeroU32::new(n) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

/// Counted by each process for itself, in memory: n servers allow up to n times as much, and a restart forgets.
pub struct Throttles {
    /// Guesses at one account from one address.
    guess: Limiter<(IpAddr, String)>,
    /// Guesses from one address, at any account. Wide enough for an office behind one address.
    guesses: Limiter<IpAddr>,
    /// Guesses at one account from everywhere: at most some 9,000 a day, against passwords that take many millions.
    siege: Limiter<String>,
    /// Guesses at the password of an account that one is signed in to, from everywhere.
    again: Limiter<Uuid>,
    /// Mails that one address makes us send.
    mails: Limiter<IpAddr>,
    /// Requests for access from one address. Wide enough for an office that asks for several governments.
    access: Limiter<IpAddr>,
    /// Mails to one recipient.
    letters: Limiter<String>,
    /// Invitations by one person or partner outside the secretariat.
    invitations: Limiter<Uuid>,
}

impl Throttles {
    pub fn new(chance: &Chance) -> Self {
        Self {
            guess: Limiter::new(chance, times(10), Duration::from_secs(60)),
            guesses: Limiter::new(chance, times(100), Duration::from_secs(5)),
            siege: Limiter::new(chance, times(100), Duration::from_secs(10)),
            again: Limiter::new(chance, times(10), Duration::from_secs(60)),
            mails: Limiter::new(chance, times(20), Duration::from_secs(60)),
            access: Limiter::new(chance, times(30), Duration::from_secs(2 * 60)),
            letters: Limiter::new(chance, times(3), Duration::from_secs(20 * 60)),
            invitations: Limiter::new(chance, times(20), Duration::from_secs(60 * 60)),
        }
    }

    /// Counts an attempt to sign in from an address.
    pub fn attempt(&self, from: ClientIp, account: &str) -> Result<()> {
        passed(self.guesses.count(&from.0))?;
        passed(self.guess.count(&(from.0, account.to_owned())))
    }

    /// Whether so many have tried this account, from anywhere, that only browsers it knows may go on.
    pub fn besieged(&self, account: &str) -> Result<()> {
        passed(self.siege.count(&account.to_owned()))
    }

    /// Counts an attempt by somebody who is signed in. It keeps nobody else out.
    pub fn attempt_again(&self, account: Uuid) -> Result<()> {
        passed(self.again.count(&account))
    }

    /// Counts a request that sends mail to whatever address it names.
    pub fn mail(&self, from: ClientIp) -> Result<()> {
        passed(self.mails.count(&from.0))
    }

    /// Counts a request for access, which somebody has to read.
    pub fn access_request(&self, from: ClientIp) -> Result<()> {
        passed(self.access.count(&from.0))
    }

    /// Whether this recipient may be sent one more mail that a stranger asked for. Never shown to the stranger.
    pub fn letter(&self, recipient: &str) -> bool {
        self.letters.count(&recipient.to_owned()).allowed
    }

    /// Counts an invitation, whose words its sender has a say in.
    pub fn invitation(&self, by: Actor, recipient: &str) -> Result<()> {
        if by.kind != ActorKind::Secretariat {
            passed(self.invitations.count(&by.id.unwrap_or_default()))?;
        }
        passed(self.letters.count(&recipient.to_owned()))
    }
}

fn passed(standing: Standing) -> Result<()> {
    if standing.allowed { Ok(()) } else { Err(Problem::new(Code::TooManyRequests).retry_after(standing.wait.max(1))) }
}
