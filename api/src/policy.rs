//! Who may do what: decided here and nowhere else.

use entity::kinds::{SecretariatRole, TeamRole};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::http::{caller::Caller, problem::Code};

/// Something that not everybody may do. Territories are named by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// See pledges with their contacts, also those not confirmed.
    ReadPledges,
    RemovePledges,
    /// Change what a territory's page says.
    EditTerritory(Uuid),
    /// Change what only the campaign may say of a territory: level, wave, year of joining, stage.
    GovernTerritories,
    /// File and edit a territory's adhesion, comment on it, and upload its documents.
    FileAdhesion(Uuid),
    /// File the adhesion of some territory, whichever: without it, no upload is even read.
    FileSomeAdhesion,
    /// Say what the government agrees to publish of its adhesion. Nobody says it in its place.
    AgreeToPublish(Uuid),
    /// Read a territory's adhesions and documents.
    ReadAdhesion(Uuid),
    /// See every adhesion.
    ReadAdhesions,
    /// Ask for changes, confirm authority, accept, decline.
    ReviewAdhesions,
    /// See who works on a territory.
    ReadTeam(Uuid),
    /// Invite to a territory's team, change roles in it, and take somebody out of it.
    ManageTeam(Uuid),
    /// See who asks to work on a government's page.
    ReadAccessRequests,
    /// Invite them, or decline.
    AnswerAccessRequests,
    /// Take a team's last lead out of it or that role away. A team alone may not, lest nobody can invite any more.
    LeaveWithoutLead,
    /// Invite to and manage the secretariat; see and disable accounts.
    ManagePeople,
    ManageTokens,
    ReadJobs,
    RetryJobs,
}

/// What a partner's API token may be limited to. A token without the scope may not, whoever issued it. Writing includes reading the
/// same: `adhesions:write` does what `adhesions:read` does, `pledges:write` what `pledges:read` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Scope {
    #[serde(rename = "pledges:read")]
    PledgesRead,
    #[serde(rename = "pledges:write")]
    PledgesWrite,
    #[serde(rename = "territories:write")]
    TerritoriesWrite,
    #[serde(rename = "adhesions:read")]
    AdhesionsRead,
    #[serde(rename = "adhesions:write")]
    AdhesionsWrite,
    #[serde(rename = "people:write")]
    PeopleWrite,
    #[serde(rename = "jobs:read")]
    JobsRead,
}

impl Scope {
    /// Whether a token with this scope may do what needs the other. Who changes something is shown it.
    fn includes(self, needed: Self) -> bool {
        self == needed || matches!((self, needed), (Self::PledgesWrite, Self::PledgesRead) | (Self::AdhesionsWrite, Self::AdhesionsRead))
    }
}

impl Permission {
    /// The scope that a token needs for this; none where tokens may not at all.
    fn scope(self) -> Option<Scope> {
        match self {
            Self::ReadPledges => Some(Scope::PledgesRead),
            Self::RemovePledges => Some(Scope::PledgesWrite),
            Self::EditTerritory(_) | Self::GovernTerritories => Some(Scope::TerritoriesWrite),
            Self::ReadAdhesion(_) | Self::ReadAdhesions => Some(Scope::AdhesionsRead),
            Self::FileAdhesion(_) | Self::FileSomeAdhesion | Self::AgreeToPublish(_) | Self::ReviewAdhesions => Some(Scope::AdhesionsWrite),
            Self::ReadTeam(_) | Self::ManageTeam(_) | Self::LeaveWithoutLead => Some(Scope::PeopleWrite),
            Self::ReadJobs => Some(Scope::JobsRead),
            // Who strangers are is for people to judge, and only a person may hand out power.
            Self::ReadAccessRequests | Self::AnswerAccessRequests | Self::ManagePeople | Self::ManageTokens | Self::RetryJobs => None,
        }
    }

    /// What the secretariat's role allows, whatever the team.
    fn of_role(self, role: SecretariatRole) -> bool {
        match self {
            Self::ManagePeople | Self::ManageTokens | Self::ReadJobs | Self::RetryJobs => role == SecretariatRole::Administrator,
            Self::AgreeToPublish(_) => false,
            _ => true,
        }
    }

    /// What a role in the territory's own team allows.
    fn of_team(self, territory: Uuid, role: TeamRole) -> bool {
        match self {
            Self::EditTerritory(id) | Self::FileAdhesion(id) | Self::AgreeToPublish(id) | Self::ReadAdhesion(id) | Self::ReadTeam(id) => {
                id == territory
            }
            Self::FileSomeAdhesion => true,
            Self::ManageTeam(id) => id == territory && role == TeamRole::Lead,
            _ => false,
        }
    }
}

/// Why a caller may not, or nothing if they may.
pub fn refuse(caller: &Caller, permission: Permission) -> Option<Code> {
    match caller {
        Caller::Nobody => Some(Code::NotSignedIn),
        Caller::Person { user, teams, .. } => {
            let allowed = user.role.is_some_and(|role| permission.of_role(role))
                || teams.iter().any(|member| permission.of_team(member.territory_id, member.role));
            (!allowed).then_some(Code::NotAllowed)
        }
        Caller::Token { scopes, .. } => match permission.scope() {
            None => Some(Code::NotAllowed),
            Some(needed) => (!scopes.iter().any(|held| held.includes(needed))).then_some(Code::ScopeMissing),
        },
    }
}
