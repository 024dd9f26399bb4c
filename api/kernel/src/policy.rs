//! Who may do what: decided here and nowhere else.
//!
//! [`Right::rule`] is the whole table: one row a right, and none for "the rest". What no row grants is refused. `docs/rights.md` is
//! written from it, for people to read; `thousand rights` prints it.

mod scope;
mod table;

use entity::kinds::{ActorKind, SecretariatRole, TeamRole};
use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray};
use uuid::Uuid;

pub use self::{scope::Scope, table::table};

/// Something that not everybody may do. Those with an id are about one territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[strum_discriminants(
    name(Right),
    doc = "A row of the table: a [`Permission`] whichever territory it is about.",
    derive(Hash, IntoStaticStr, VariantArray),
    strum(serialize_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    OwnAccount,
    LeaveTeam(Uuid),
    EditTerritory(Uuid),
    GovernTerritory(Uuid),
    FileAdhesion(Uuid),
    FileSomeAdhesion,
    AgreeToPublish(Uuid),
    ReadAdhesion(Uuid),
    ReadContacts(Uuid),
    ReadAdhesions,
    ReviewAdhesion(Uuid),
    ReadPledge(Uuid),
    ReadPledges,
    RemovePledge(Option<Uuid>),
    ReadReports,
    AnswerReports,
    ReadAccessRequests,
    AnswerAccessRequests,
    ReadTeam(Uuid),
    ManageTeam(Uuid),
    ManageTeams,
    LeaveWithoutLead(Uuid),
    ManagePeople,
    ManageTokens,
    /// Take words out of the history for good.
    RedactHistory,
    /// Read and erase everything that is kept of a person.
    HandlePersonalData,
    ReadJobs,
    RetryJobs,
}

/// Whom a right is granted to. Whoever is in none of the columns may not.
pub struct Rule {
    /// What it lets one do, for `docs/rights.md`.
    pub what: &'static str,
    /// Everybody with an account, whatever their role.
    pub account: bool,
    /// The lowest role in the team of the territory in question; of any territory where none is in question.
    pub team: Option<TeamRole>,
    /// The lowest role in the secretariat.
    pub secretariat: Option<SecretariatRole>,
    /// What a token needs. A token that is bound to territories has it only there.
    pub scope: Option<Scope>,
}

/// In what capacity somebody may do something: the grant that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub kind: ActorKind,
    /// The user or token.
    pub id: Uuid,
}

impl Right {
    /// The row of the table.
    pub fn rule(self) -> Rule {
        use SecretariatRole::{Administrator, Reviewer};
        use TeamRole::{Editor, Lead};
        let (account, team, secretariat, scope, what) = match self {
            Self::OwnAccount => (true, None, None, None, "Read and change one's own account and its password."),
            Self::LeaveTeam => (false, Some(Editor), None, None, "Leave a team oneself."),
            Self::EditTerritory => {
                (false, Some(Editor), Some(Reviewer), Some(Scope::TerritoriesWrite), "Change what a territory's page says.")
            }
            Self::GovernTerritory => (
                false,
                None,
                Some(Reviewer),
                Some(Scope::TerritoriesGovern),
                "Change what only the campaign may say of a territory: level, wave, year of joining, ids, stage. Hold, withdraw, reinstate.",
            ),
            Self::FileAdhesion => (
                false,
                Some(Editor),
                Some(Reviewer),
                Some(Scope::AdhesionsWrite),
                "File, edit, send and take back a territory's adhesion, comment on it, and hand in its documents.",
            ),
            Self::FileSomeAdhesion => (
                false,
                Some(Editor),
                Some(Reviewer),
                Some(Scope::AdhesionsWrite),
                "File the adhesion of some territory, whichever: without it no upload is even read.",
            ),
            Self::AgreeToPublish => {
                (false, Some(Editor), None, None, "Say what the government agrees to publish of its adhesion. Nobody says it in its place.")
            }
            Self::ReadAdhesion => {
                (false, Some(Editor), Some(Reviewer), Some(Scope::AdhesionsRead), "Read a territory's adhesions and documents.")
            }
            Self::ReadContacts => (
                false,
                Some(Editor),
                Some(Reviewer),
                Some(Scope::PledgesRead),
                "See whom the secretariat may ask about a territory's adhesion.",
            ),
            Self::ReadAdhesions => (false, None, Some(Reviewer), Some(Scope::AdhesionsRead), "Read every adhesion."),
            Self::ReviewAdhesion => (
                false,
                None,
                Some(Reviewer),
                Some(Scope::AdhesionsDecide),
                "Ask for changes, confirm authority, accept, decline, say what of an adhesion is published.",
            ),
            Self::ReadPledge => (false, None, Some(Reviewer), Some(Scope::PledgesRead), "Read a territory's pledges with their contacts."),
            Self::ReadPledges => {
                (false, None, Some(Reviewer), Some(Scope::PledgesRead), "Read every pledge with its contact, also those not confirmed.")
            }
            Self::RemovePledge => (false, None, Some(Reviewer), Some(Scope::PledgesDecide), "Remove a pledge, with a public reason."),
            Self::ReadReports => (false, None, Some(Reviewer), None, "See what the public reports, with the addresses that were left."),
            Self::AnswerReports => (false, None, Some(Reviewer), None, "Answer what the public reports, in the campaign's name."),
            Self::ReadAccessRequests => (false, None, Some(Reviewer), None, "See who asks to work on a government's page."),
            Self::AnswerAccessRequests => {
                (false, None, Some(Reviewer), None, "Invite who asks to work on a government's page, or decline.")
            }
            Self::ReadTeam => (false, Some(Editor), Some(Reviewer), Some(Scope::PeopleWrite), "See who works on a territory."),
            Self::ManageTeam => (
                false,
                Some(Lead),
                Some(Reviewer),
                Some(Scope::PeopleWrite),
                "Invite to a territory's team, change roles in it, and take somebody out of it.",
            ),
            Self::ManageTeams => (false, None, Some(Reviewer), Some(Scope::PeopleWrite), "See the invitations to every team."),
            Self::LeaveWithoutLead => (
                false,
                None,
                Some(Reviewer),
                Some(Scope::PeopleWrite),
                "Take a team's last lead away. A team alone may not, lest nobody can invite any more.",
            ),
            Self::ManagePeople => {
                (false, None, Some(Administrator), None, "Invite to the secretariat; see accounts, change their roles, disable them.")
            }
            Self::ManageTokens => (false, None, Some(Administrator), None, "Issue, list and revoke API tokens."),
            Self::RedactHistory => (false, None, Some(Administrator), None, "Take words out of the history for good."),
            Self::HandlePersonalData => (false, None, Some(Administrator), None, "Read and erase everything that is kept of a person."),
            Self::ReadJobs => (false, None, Some(Administrator), Some(Scope::JobsRead), "List jobs and how they went."),
            Self::RetryJobs => (false, None, Some(Administrator), None, "Run a failed job again."),
        };
        Rule { what, account, team, secretariat, scope }
    }
}

impl Permission {
    /// The territory it is about.
    pub fn territory(self) -> Option<Uuid> {
        match self {
            Self::LeaveTeam(id)
            | Self::EditTerritory(id)
            | Self::GovernTerritory(id)
            | Self::FileAdhesion(id)
            | Self::AgreeToPublish(id)
            | Self::ReadAdhesion(id)
            | Self::ReadContacts(id)
            | Self::ReviewAdhesion(id)
            | Self::ReadPledge(id)
            | Self::ReadTeam(id)
            | Self::ManageTeam(id)
            | Self::LeaveWithoutLead(id) => Some(id),
            Self::RemovePledge(id) => id,
            Self::OwnAccount
            | Self::FileSomeAdhesion
            | Self::ReadAdhesions
            | Self::ReadPledges
            | Self::ReadReports
            | Self::AnswerReports
            | Self::ReadAccessRequests
            | Self::AnswerAccessRequests
            | Self::ManageTeams
            | Self::ManagePeople
            | Self::ManageTokens
            | Self::RedactHistory
            | Self::HandlePersonalData
            | Self::ReadJobs
            | Self::RetryJobs => None,
        }
    }
}

/// Which role in a team includes which.
pub const fn rank(role: TeamRole) -> u8 {
    match role {
        TeamRole::Editor => 0,
        TeamRole::Lead => 1,
    }
}

/// Which role in the secretariat includes which.
pub const fn standing(role: SecretariatRole) -> u8 {
    match role {
        SecretariatRole::Reviewer => 0,
        SecretariatRole::Administrator => 1,
    }
}
