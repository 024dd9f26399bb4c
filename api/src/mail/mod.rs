//! Mail: asked for inside a transaction, written and sent outside it.

mod letter;
mod transport;

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use entity::job;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub use self::transport::Mailer;
use crate::{db::Tx, http::problem::Result, state::State};

/// The job kind that sends one mail.
pub const SEND_MAIL: &str = "send_mail";

/// What a mail says. Its words are the messages `mail-<name>-subject` and `mail-<name>-body` of the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "kebab-case")]
pub enum Template {
    /// To the contact of a new pledge: press the button behind this link.
    ConfirmPledge,
    /// To the contact: your pledge is public; this is how to go on.
    PledgeConfirmed,
    /// To the contact, where the government was a member, or had a team or an adhesion before: it is public, and somebody must invite you.
    PledgeConfirmedAgain,
    /// To the contact: the secretariat removed the pledge, and why.
    PledgeRemoved,
    VerifyEmail,
    /// To somebody who signed up with an address that already has an account.
    AccountExists,
    ResetPassword,
    /// After a password was changed.
    PasswordChanged,
    Invitation,
    /// To the secretariat: somebody asks to work on a government's page. One mail for all who asked in a while.
    AccessRequested,
    /// To who asked: not, and why.
    AccessDeclined,
    /// To somebody whom others took out of a team.
    RemovedFromTeam,
    /// To the secretariat: an adhesion is waiting.
    AdhesionSubmitted,
    /// To the team: it was sent.
    AdhesionReceived,
    /// To the team, with the secretariat's words.
    ChangesRequested,
    /// To the other side: somebody commented. One mail for all comments of a few minutes.
    CommentAdded,
    /// To the team: the government is a member, this is public, and there it can be changed.
    AdhesionAccepted,
    /// To the team: something else is public than before. One mail for all changes of a few minutes.
    PublicationChanged,
    AdhesionDeclined,
    /// To the secretariat: the team took the adhesion back.
    AdhesionWithdrawn,
}

impl Template {
    /// Minutes of which all such mails to one reader about one matter are one, sent at their end.
    fn gathered(self) -> Option<i64> {
        match self {
            Self::CommentAdded | Self::PublicationChanged => Some(5),
            Self::AccessRequested => Some(30),
            _ => None,
        }
    }
}

/// Whose address and language to use; read when the mail is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Recipient {
    User(Uuid),
    /// The contact of a pledge.
    Pledge(Uuid),
    /// The person invited.
    Invitation(Uuid),
    /// Who asks for access, whose address nobody has verified.
    AccessRequest(Uuid),
}

/// What a mail is about; read when the mail is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum About {
    Pledge(Uuid),
    Adhesion(Uuid),
    Territory(Uuid),
    Invitation(Uuid),
    AccessRequest(Uuid),
    Comment(Uuid),
}

/// A mail to be written and sent: ids only, never a secret or an address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    pub template: Template,
    pub to: Recipient,
    pub about: Option<About>,
    /// The row whose [`crate::links::secret`] goes into the link: an `email_token` or an `invitation`.
    pub link: Option<Uuid>,
    /// Not before this time.
    #[serde(skip)]
    at: Option<DateTime<Utc>>,
}

impl Mail {
    pub fn new(template: Template, to: Recipient) -> Self {
        Self { template, to, about: None, link: None, at: None }
    }

    pub fn about(mut self, about: impl Into<Option<About>>) -> Self {
        self.about = about.into();
        self
    }

    pub fn link(mut self, id: Uuid) -> Self {
        self.link = Some(id);
        self
    }

    pub fn at(mut self, time: DateTime<Utc>) -> Self {
        self.at = Some(time);
        self
    }

    /// Asks for this mail to be sent once the transaction is committed.
    pub async fn enqueue(&self, tx: &Tx) -> Result<()> {
        let (mut run_at, mut same) = (self.at, None);
        if let Some(minutes) = self.template.gathered() {
            let (now, seconds) = (tx.now(), minutes * 60);
            let due = now + Duration::seconds(seconds - now.timestamp().rem_euclid(seconds));
            same = Some(format!("{SEND_MAIL}:{}:{}", due.timestamp(), json!(self)));
            run_at = Some(due);
        }
        Ok(tx.enqueue(SEND_MAIL, json!(self), run_at, same).await?)
    }
}

/// Does a job of kind [`SEND_MAIL`]. A mail whose recipient is gone has nobody to reach and counts as done.
pub async fn send(state: &State, job: &job::Model) -> anyhow::Result<()> {
    let mail: Mail = serde_json::from_value(job.payload.clone()).context("payload of another version")?;
    match letter::write(state, &mail).await? {
        Some(letter) => state.mailer.send(state, job.id, &letter).await,
        None => Ok(()),
    }
}
