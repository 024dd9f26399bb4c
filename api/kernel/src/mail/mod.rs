//! Mail: asked for inside a transaction, written and sent outside it.
//!
//! A letter to an address that nobody has confirmed yet says nothing that a person typed: it may go to somebody who never asked, and a name may
//! say anything. Who reads a letter decides that, not its words (`register/src/letters`).

pub mod kept;
mod transport;

use chrono::{DateTime, Duration, Utc};
use entity::kinds::Language;
use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{db::Tx, problem::Result};

pub use self::transport::Mailer;

/// The job kind that sends one mail.
pub const SEND_MAIL: &str = "send_mail";

/// What is told of one adhesion within this time is one mail to each reader, sent at its end.
const FOLDED: Duration = Duration::minutes(5);

/// Letters of one kind that anybody may cause, to one account: so many an hour at once, then one at the end of every few minutes. None is lost,
/// and no mailbox is flooded.
const AT_ONCE: usize = 3;
const SPACED: Duration = Duration::minutes(10);

/// The news that reports or requests wait: the first of an hour goes at once, and however many come then, one mail each half hour.
const WAITING: Duration = Duration::minutes(30);

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
    /// To the secretariat: a pledge has become public.
    PledgePublic,
    /// To the secretariat: reports wait for an answer. See [`WAITING`].
    ReportsWaiting,
    /// To the secretariat: the pledges of a day, and how many reports wait.
    Digest,
    /// To somebody who reported something: the secretariat's answer.
    ReportAnswered,
    /// To the team, with the reason.
    TerritoryHeld,
    TerritoryReinstated,
    TerritoryWithdrawn,
    VerifyEmail,
    /// To somebody who signed up with an address that already has an account.
    AccountExists,
    ResetPassword,
    /// After a password was changed.
    PasswordChanged,
    Invitation,
    /// To the secretariat: somebody asks to work on a government's page. See [`WAITING`].
    AccessRequested,
    /// To who asked: not, and why.
    AccessDeclined,
    /// To somebody whom others took out of a team.
    RemovedFromTeam,
    /// To the secretariat: an adhesion is waiting, or the team took it back. One mail for what a government did in a few minutes.
    AdhesionMoved,
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
    /// To the secretariat: a government agrees to more than is published. One mail for what it did in a few minutes.
    PublicationWaiting,
    AdhesionDeclined,
}

/// The longest that a form is being written to the database.
const WRITING: Duration = Duration::seconds(30);

/// When a letter goes, and which others are the same one.
enum Pace {
    /// As soon as it is asked for, each for itself.
    Free,
    /// Gathered for this long.
    Folded(Duration),
    /// So many an hour at once, then one at the end of each such time.
    Spaced(usize, Duration),
}

impl Template {
    const fn pace(self) -> Pace {
        match self {
            Self::CommentAdded | Self::AdhesionMoved | Self::AdhesionReceived | Self::PublicationChanged | Self::PublicationWaiting => {
                Pace::Folded(FOLDED)
            }
            Self::ReportsWaiting | Self::AccessRequested => Pace::Spaced(1, WAITING),
            Self::AccountExists | Self::ResetPassword => Pace::Spaced(AT_ONCE, SPACED),
            _ => Pace::Free,
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
    /// Who left an address with a report.
    Report(Uuid),
    /// Who asks for access, whose address nobody has verified.
    AccessRequest(Uuid),
}

/// What a mail is about; read when the mail is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum About {
    Pledge(Uuid),
    Adhesion(Uuid),
    /// The last adhesion that a territory sent.
    AdhesionOf(Uuid),
    Territory(Uuid),
    Invitation(Uuid),
    AccessRequest(Uuid),
    Comment(Uuid),
    Report(Uuid),
}

impl About {
    const fn id(self) -> Uuid {
        match self {
            Self::Pledge(id)
            | Self::Adhesion(id)
            | Self::AdhesionOf(id)
            | Self::Territory(id)
            | Self::Invitation(id)
            | Self::AccessRequest(id)
            | Self::Comment(id)
            | Self::Report(id) => id,
        }
    }
}

/// A mail to be written and sent: ids only, never a secret or an address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    pub template: Template,
    pub to: Recipient,
    pub about: Option<About>,
    /// The row whose [`crate::links::secret`] goes into the link: an `email_token` or an `invitation`.
    pub link: Option<Uuid>,
    /// All pledges that it tells of, where it tells of several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pledges: Vec<Uuid>,
    /// Not before this time.
    #[serde(skip)]
    at: Option<DateTime<Utc>>,
}

impl Mail {
    pub fn new(template: Template, to: Recipient) -> Self {
        Self { template, to, about: None, link: None, pledges: Vec::new(), at: None }
    }

    pub fn about(mut self, about: impl Into<Option<About>>) -> Self {
        self.about = about.into();
        self
    }

    pub fn link(mut self, id: Uuid) -> Self {
        self.link = Some(id);
        self
    }

    /// The records that it tells of, as far as it says so.
    pub fn tells_of(&self) -> Vec<Uuid> {
        self.about.map(About::id).into_iter().chain(self.pledges.iter().copied()).collect()
    }

    /// Goes at this time, together with others like it. What was being written then is waited for.
    pub fn gathered(mut self, until: DateTime<Utc>) -> Self {
        self.at = Some(until + WRITING);
        self
    }

    /// Asks for this mail to be sent once the transaction is committed.
    pub async fn enqueue(&self, tx: &Tx) -> Result<()> {
        let now = tx.now();
        match self.template.pace() {
            Pace::Free => drop(tx.enqueue(SEND_MAIL, json!(self), self.at, None).await?),
            Pace::Folded(span) => {
                // What happens at the very end may be stored only when the mail has been written: it is told with the next.
                let due = end_of(now + WRITING, span);
                let same = format!("{SEND_MAIL}:{}:{}", due.timestamp(), json!(self));
                tx.enqueue(SEND_MAIL, json!(self), Some(due), Some(same)).await?;
            }
            Pace::Spaced(at_once, span) => {
                let name: &str = self.template.into();
                let to = format!("{SEND_MAIL}:{name}:{}", json!(self.to));
                let hour = end_of(now, Duration::hours(1)).timestamp();
                for n in 0..at_once {
                    if tx.enqueue(SEND_MAIL, json!(self), None, Some(format!("{to}:{hour}:{n}"))).await? {
                        return Ok(());
                    }
                }
                let due = end_of(now + WRITING, span);
                tx.enqueue(SEND_MAIL, json!(self), Some(due), Some(format!("{to}:{}", due.timestamp()))).await?;
            }
        }
        Ok(())
    }
}

/// When the present one of equal spans of time ends.
fn end_of(now: DateTime<Utc>, span: Duration) -> DateTime<Utc> {
    now + Duration::seconds(span.num_seconds() - now.timestamp().rem_euclid(span.num_seconds().max(1)))
}

/// A mail in words.
pub struct Letter {
    pub to: Mailbox,
    pub language: Language,
    pub subject: String,
    pub body: String,
}
