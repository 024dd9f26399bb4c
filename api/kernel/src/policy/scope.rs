//! What a partner's API token may be limited to.

use entity::facts::{Fact, Said};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// What a token may do. A token without the scope may not, whoever issued it. Writing includes reading the same: `adhesions:write` does what
/// `adhesions:read` does. Filing is not deciding, and editing is not governing: `pledges:decide`, `adhesions:decide`, `territories:govern` and
/// `people:write` do what otherwise people decide, and are for partners who act as the secretariat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, VariantArray, utoipa::ToSchema)]
pub enum Scope {
    #[serde(rename = "pledges:read")]
    PledgesRead,
    #[serde(rename = "pledges:decide")]
    PledgesDecide,
    #[serde(rename = "territories:write")]
    TerritoriesWrite,
    #[serde(rename = "territories:govern")]
    TerritoriesGovern,
    #[serde(rename = "adhesions:read")]
    AdhesionsRead,
    #[serde(rename = "adhesions:write")]
    AdhesionsWrite,
    #[serde(rename = "adhesions:decide")]
    AdhesionsDecide,
    #[serde(rename = "people:write")]
    PeopleWrite,
    #[serde(rename = "jobs:read")]
    JobsRead,
}

impl Fact for Scope {
    fn said(&self) -> Said {
        Said::Known(serde_json::json!(self))
    }
}

impl Scope {
    /// Whether a token with this scope may do what needs the other. Who changes something is shown it.
    pub fn includes(self, needed: Self) -> bool {
        self == needed
            || matches!(
                (self, needed),
                (Self::PledgesDecide, Self::PledgesRead) | (Self::AdhesionsWrite | Self::AdhesionsDecide, Self::AdhesionsRead)
            )
    }

    /// The text that stands for it.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }
}
