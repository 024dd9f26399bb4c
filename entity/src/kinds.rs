//! The closed lists of the domain, stored as text.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An enumeration stored, sent and received as the same text.
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum, Serialize, Deserialize, utoipa::ToSchema)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$variant_meta])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text that stands for this value in the database and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl crate::facts::Fact for $name {
            fn said(&self) -> crate::facts::Said {
                crate::facts::Said::Known(self.as_str().into())
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(()) }
            }
        }
    };
}

text_enum! {
    /// The common level of a government, beside its own country's term.
    Level {
        /// Municipality, city, commune, partido …
        Municipal = "municipal",
        /// Between municipality and region: province, department, county …
        Intermediate = "intermediate",
        /// State, region, autonomous community, metropolitan city with that rank …
        Regional = "regional",
        /// Indigenous territory, special district and the like.
        Special = "special",
    }
}

text_enum! {
    /// Population range; the lower bound is included. Always derived, never typed.
    Size {
        Under50k = "under_50k",
        From50kTo250k = "50k_250k",
        From250kTo1m = "250k_1m",
        Over1m = "over_1m",
        Unknown = "unknown",
    }
}

impl Size {
    /// The range that a population falls into.
    pub const fn of(population: Option<i64>) -> Self {
        match population {
            None => Self::Unknown,
            Some(n) if n < 50_000 => Self::Under50k,
            Some(n) if n < 250_000 => Self::From50kTo250k,
            Some(n) if n < 1_000_000 => Self::From250kTo1m,
            Some(_) => Self::Over1m,
        }
    }
}

text_enum! {
    /// Where a government stands in the campaign.
    Stage {
        /// Made a public pledge that the campaign has not yet confirmed.
        Pledged = "pledged",
        /// Its adhesion was accepted.
        Member = "member",
        /// Membership suspended, with a reason.
        OnHold = "on_hold",
        /// Left, with a reason.
        Withdrawn = "withdrawn",
        /// Present without being part of the campaign.
        None = "none",
    }
}

text_enum! {
    /// What a party that is not a government is.
    OrganisationKind { Network = "network", CivilSociety = "civil_society" }
}

text_enum! {
    /// A person's role in a territory's team.
    TeamRole {
        /// May also invite others.
        Lead = "lead",
        Editor = "editor",
    }
}

text_enum! {
    /// A person's role in the campaign's secretariat.
    SecretariatRole {
        /// Everything, including people and API tokens.
        Administrator = "administrator",
        /// Pledges, adhesions and territories.
        Reviewer = "reviewer",
    }
}

text_enum! {
    /// When somebody of the secretariat is told of new pledges and reports.
    Notices {
        /// A mail about each pledge.
        AtOnce = "at_once",
        /// One mail about all of a day (UTC).
        Daily = "daily",
    }
}

text_enum! {
    PledgeState {
        /// The link sent to the contact has not been used yet.
        Unconfirmed = "unconfirmed",
        /// Public, as "pledged, not yet confirmed by the campaign".
        Public = "public",
        /// The adhesion that it announced was accepted.
        Fulfilled = "fulfilled",
        /// Removed by the secretariat; the reason stays, the text goes.
        Removed = "removed",
    }
}

text_enum! {
    /// What somebody says is wrong with a public record.
    ReportReason {
        /// The pledge was not made by the government.
        NotGenuine = "not_genuine",
        WrongInformation = "wrong_information",
        /// It says of a person what should not be public.
        PersonalData = "personal_data",
        /// Insults, advertising and the like.
        Inappropriate = "inappropriate",
        Other = "other",
    }
}

text_enum! {
    ReportState { Open = "open", Answered = "answered" }
}

text_enum! {
    /// What came of a report.
    ReportOutcome {
        /// What it was about is no longer public.
        Removed = "removed",
        Corrected = "corrected",
        /// The government itself was asked.
        PassedOn = "passed_on",
        /// Nothing was found to be wrong.
        NoChange = "no_change",
        /// It reports nothing; nobody is answered.
        Abuse = "abuse",
    }
}

text_enum! {
    AdhesionState {
        Draft = "draft",
        Submitted = "submitted",
        ChangesRequested = "changes_requested",
        Accepted = "accepted",
        Declined = "declined",
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// The political act behind an adhesion.
    ActKind {
        PlenaryVote = "plenary_vote",
        Decree = "decree",
        Letter = "letter",
        Other = "other",
    }
}

text_enum! {
    /// A part of what a government says in its adhesion. It is asked for each whether it may be published.
    PublicationPart {
        /// Why local governments are essential to human rights.
        WhyLocalGovernments = "why_local_governments",
        /// Why human rights are a useful framework for local action.
        WhyHumanRights = "why_human_rights",
        Motivations = "motivations",
        /// Local human rights policies, mechanisms and programmes.
        Policies = "policies",
        /// Kind, body, date and link of the political act.
        PoliticalAct = "political_act",
        /// Its file.
        ActDocument = "act_document",
        /// Name, office and term of who signed.
        Signatory = "signatory",
        /// Name, office and term of the political leader.
        Leader = "leader",
    }
}

text_enum! {
    /// Where somebody's request to work on a government's page stands.
    AccessRequestState {
        Open = "open",
        /// The secretariat invited the address to the team.
        Invited = "invited",
        Declined = "declined",
    }
}

text_enum! {
    /// Why a request for access was declined.
    AccessRefusal {
        /// The government did not confirm that the person works for it.
        NotConfirmed = "not_confirmed",
        /// The address does not show that it belongs to the government.
        AddressNotOfficial = "address_not_official",
        /// The government has a team here, which can invite the person itself.
        AskTeam = "ask_team",
        /// The address was invited already, or works in the team.
        AlreadyInvited = "already_invited",
        /// The person works for another government than this one.
        OtherGovernment = "other_government",
        /// As the secretariat's own words say.
        Other = "other",
    }
}

text_enum! {
    /// Who may see a thing.
    Visibility { Private = "private", Public = "public" }
}

text_enum! {
    /// Who may read a history entry.
    Audience { Public = "public", Internal = "internal" }
}

text_enum! {
    /// Why words that somebody typed were taken out of the history.
    RedactionReason {
        /// They say something of a person that is nobody's business.
        PersonalData = "personal_data",
        /// They insult or slander.
        Offensive = "offensive",
        /// They may not be published by law.
        Unlawful = "unlawful",
        /// They were not meant to be published.
        Mistake = "mistake",
    }
}

text_enum! {
    /// In what capacity a change was made. Public histories say this and never who.
    ActorKind {
        Secretariat = "secretariat",
        Team = "team",
        /// A pledge made by somebody without an account.
        Public = "public",
        /// A partner's API token.
        Token = "token",
        /// The software itself: seeding, expiry.
        System = "system",
    }
}

text_enum! {
    /// The kind of record that a history entry is about; also the name of its table.
    SubjectKind {
        Territory = "territory",
        Organisation = "organisation",
        Pledge = "pledge",
        Adhesion = "adhesion",
        Comment = "comment",
        Document = "document",
        Report = "report",
        User = "user",
        Invitation = "invitation",
        /// An event that the operator opened: more may be sent from there for a while.
        Event = "event",
        AccessRequest = "access_request",
        ApiToken = "api_token",
        /// A bulk import: one entry for the whole file.
        Import = "import",
    }
}

text_enum! {
    JobState { Waiting = "waiting", Done = "done", Failed = "failed" }
}

text_enum! {
    /// What a mailed one-time link is for.
    EmailTokenPurpose {
        ConfirmPledge = "confirm_pledge",
        VerifyEmail = "verify_email",
        ResetPassword = "reset_password",
    }
}

text_enum! {
    /// The languages of the interface and of mail.
    Language { En = "en", Fr = "fr", Es = "es", Ar = "ar" }
}
