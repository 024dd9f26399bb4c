//! Bounds on guessing, on work, and on making us send mail. No setting switches them off.
//!
//! A limit belongs to who asks: the address of the network, or the account of the caller. Nobody can use up what is another's; what protects a
//! mailbox delays and gathers letters instead ([`crate::mail`]). What is counted is what went wrong, what costs, and mail to strangers: forms
//! that are refused are not.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use entity::kinds::ActorKind;
use uuid::Uuid;

use crate::{
    chance::Chance,
    db::Db,
    launches::OpenEvents,
    limiter::{Limiter, Standing},
    network::ClientIp,
    policy::Grant,
    problem::{Code, Problem, Result},
};

const fn times(n: u32) -> NonZeroU32 {
    match NonZeroU32::new(n) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

/// Counted by each process for itself, in memory: n servers allow up to n times as much, and a restart forgets.
pub struct Throttles {
    /// Wrong guesses at one account from one address.
    guess: Limiter<(IpAddr, String)>,
    /// Wrong guesses from one address, at any account. Wide enough for an office behind one address.
    guesses: Limiter<IpAddr>,
    /// Wrong guesses at one account from everywhere; with more of them each address has fewer. It keeps nobody out: an address from which
    /// nobody guessed wrong has its attempts.
    siege: Limiter<String>,
    besieged: Limiter<(IpAddr, String)>,
    /// Wrong guesses in one session, or of one that was: where others are kept out, and where somebody is signed in.
    known: Limiter<Uuid>,
    /// Forms whose check costs: how strong a password is, and its hash. Wide enough for a room of people who choose one.
    work: Limiter<IpAddr>,
    /// Letters to strangers that one address makes us send. Wide enough for a room full of governments.
    mails: Limiter<IpAddr>,
    /// The same, from an address where an event is open.
    at_event: Limiter<(Uuid, IpAddr)>,
    /// Requests for access from one address. Wide enough for an office that asks for several governments.
    access: Limiter<IpAddr>,
    /// Reports from one address.
    reports: Limiter<IpAddr>,
    /// Invitations by one person or partner outside the secretariat, to anybody and to one address.
    invitations: Limiter<Uuid>,
    invitations_to: Limiter<(Uuid, String)>,
    /// Invitations to one address from all teams.
    invited: Limiter<String>,
    pub events: OpenEvents,
}

/// An attempt at a password. It counts unless it turns out to be right.
#[must_use]
pub struct Attempt<'a> {
    throttles: &'a Throttles,
    counted: Counted,
}

enum Counted {
    From { pair: (IpAddr, String), siege: bool },
    In(Uuid),
}

impl Throttles {
    pub fn new(chance: &Chance) -> Self {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        Self {
            guess: Limiter::new(chance, times(10), minutes(1)),
            guesses: Limiter::new(chance, times(100), Duration::from_secs(5)),
            siege: Limiter::new(chance, times(100), Duration::from_secs(10)),
            besieged: Limiter::new(chance, times(3), minutes(10)),
            known: Limiter::new(chance, times(10), minutes(1)),
            work: Limiter::new(chance, times(40), Duration::from_secs(2)),
            mails: Limiter::new(chance, times(40), minutes(1)),
            at_event: Limiter::new(chance, times(500), Duration::from_secs(1)),
            access: Limiter::new(chance, times(30), minutes(2)),
            reports: Limiter::new(chance, times(10), minutes(1)),
            invitations: Limiter::new(chance, times(20), minutes(60)),
            invitations_to: Limiter::new(chance, times(3), minutes(20)),
            invited: Limiter::new(chance, times(6), minutes(20)),
            events: OpenEvents::default(),
        }
    }

    /// Counts an attempt to sign in from an address.
    pub fn attempt(&self, from: ClientIp, account: &str) -> Result<Attempt<'_>> {
        let pair = (from.0, account.to_owned());
        passed(self.guesses.count(&from.0))?;
        passed(self.guess.count(&pair))?;
        let siege = !self.siege.count(&pair.1).allowed;
        if siege {
            passed(self.besieged.count(&pair))?;
        }
        Ok(Attempt { throttles: self, counted: Counted::From { pair, siege } })
    }

    /// Counts an attempt by who is signed in, or was: by account or session, whatever others do.
    pub fn attempt_in(&self, known: Uuid) -> Result<Attempt<'_>> {
        passed(self.known.count(&known))?;
        Ok(Attempt { throttles: self, counted: Counted::In(known) })
    }

    /// Counts a form whose check costs, before it is checked.
    pub fn work(&self, from: ClientIp) -> Result<()> {
        passed(self.work.count(&from.0))
    }

    /// Counts a letter to whatever address a form names, once nothing else is wrong with the form.
    pub async fn mail(&self, db: &Db, from: ClientIp) -> Result<()> {
        let standing = self.mails.count(&from.0);
        if standing.allowed {
            return Ok(());
        }
        match self.events.at(db, from).await? {
            Some(event) => passed(self.at_event.count(&(event, from.0))),
            None => passed(standing),
        }
    }

    /// Counts a request for access, which somebody has to read.
    pub fn access_request(&self, from: ClientIp) -> Result<()> {
        passed(self.access.count(&from.0))
    }

    /// Counts a report on a public record, which sends nothing to strangers but makes work.
    pub fn report(&self, from: ClientIp) -> Result<()> {
        passed(self.reports.count(&from.0))
    }

    /// Counts an invitation. The secretariat's are not limited, and limit nobody's.
    pub fn invitation(&self, by: Grant, recipient: &str) -> Result<()> {
        if by.kind == ActorKind::Secretariat {
            return Ok(());
        }
        passed(self.invitations.count(&by.id))?;
        passed(self.invitations_to.count(&(by.id, recipient.to_owned())))?;
        passed(self.invited.count(&recipient.to_owned()))
    }
}

impl Attempt<'_> {
    /// Takes back what was counted.
    pub fn was_right(self) {
        let throttles = self.throttles;
        match self.counted {
            Counted::From { pair, siege } => {
                throttles.guesses.forgive(&pair.0);
                throttles.guess.forgive(&pair);
                if siege {
                    throttles.besieged.forgive(&pair);
                } else {
                    throttles.siege.forgive(&pair.1);
                }
            }
            Counted::In(known) => throttles.known.forgive(&known),
        }
    }
}

fn passed(standing: Standing) -> Result<()> {
    if standing.allowed { Ok(()) } else { Err(Problem::new(Code::TooManyRequests).retry_after(standing.wait.max(1))) }
}
