//! Shapes of what is published.

use chrono::{DateTime, Utc};
use entity::kinds::PublicationPart;
use kernel::{fields::Fields, problem::FieldCode};
use rest::patch::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::choices::{Choice, Choices};

/// What may be published of a territory's adhesion, part by part, and what is.
#[derive(Serialize, ToSchema)]
pub struct Publication {
    pub why_local_governments: PartState,
    pub why_human_rights: PartState,
    pub motivations: PartState,
    pub policies: PartState,
    /// Kind, body, date and link of the political act.
    pub political_act: PartState,
    /// Its file.
    pub act_document: PartState,
    /// Name, office and term of who signed.
    pub signatory: PartState,
    /// Names, offices and terms of its leaders.
    pub leader: PartState,
}

/// How it stands with one part.
#[derive(Serialize, ToSchema)]
#[schema(as = PublicationPartState)]
pub struct PartState {
    /// Whether the government agrees. Null where nobody has asked it: what is public then was published before governments were asked, or
    /// is from public sources.
    #[schema(required = true, example = true)]
    pub agreed: Option<bool>,
    /// Whether the secretariat publishes it, as far as the government agrees.
    #[schema(example = true)]
    pub released: bool,
    /// Whether everybody can read it now.
    #[schema(example = true)]
    pub public: bool,
    /// Since when the government agrees to what the secretariat has not decided about since; null where nothing waits.
    #[schema(required = true)]
    pub waiting_since: Option<DateTime<Utc>>,
}

impl Publication {
    /// With the parts that the page shows.
    pub fn of(choices: &Choices, shown: &[PublicationPart]) -> Self {
        let state = |part| {
            let Choice { agreed, released, waiting_since } = choices.of(part);
            PartState { agreed, released, public: shown.contains(&part), waiting_since }
        };
        Self {
            why_local_governments: state(PublicationPart::WhyLocalGovernments),
            why_human_rights: state(PublicationPart::WhyHumanRights),
            motivations: state(PublicationPart::Motivations),
            policies: state(PublicationPart::Policies),
            political_act: state(PublicationPart::PoliticalAct),
            act_document: state(PublicationPart::ActDocument),
            signatory: state(PublicationPart::Signatory),
            leader: state(PublicationPart::Leader),
        }
    }
}

/// What is chosen anew. What is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationPatch {
    #[serde(default)]
    why_local_governments: PartPatch,
    #[serde(default)]
    why_human_rights: PartPatch,
    #[serde(default)]
    motivations: PartPatch,
    #[serde(default)]
    policies: PartPatch,
    #[serde(default)]
    political_act: PartPatch,
    #[serde(default)]
    act_document: PartPatch,
    #[serde(default)]
    signatory: PartPatch,
    #[serde(default)]
    leader: PartPatch,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationPartPatch)]
pub struct PartPatch {
    /// Whether the government agrees; for its team, and for no API token.
    #[serde(default)]
    #[schema(value_type = Option<bool>, example = false)]
    agreed: Patch<bool>,
    /// Whether it is published where the government agrees; for the secretariat, and for API tokens with `adhesions:decide`. Either answer ends
    /// its waiting.
    #[serde(default)]
    #[schema(value_type = Option<bool>, example = false)]
    released: Patch<bool>,
}

impl PublicationPatch {
    fn parts(&self) -> [(PublicationPart, &PartPatch); 8] {
        [
            (PublicationPart::WhyLocalGovernments, &self.why_local_governments),
            (PublicationPart::WhyHumanRights, &self.why_human_rights),
            (PublicationPart::Motivations, &self.motivations),
            (PublicationPart::Policies, &self.policies),
            (PublicationPart::PoliticalAct, &self.political_act),
            (PublicationPart::ActDocument, &self.act_document),
            (PublicationPart::Signatory, &self.signatory),
            (PublicationPart::Leader, &self.leader),
        ]
    }

    /// Whether it says what the government agrees to.
    pub fn agrees(&self) -> bool {
        self.parts().iter().any(|(_, patch)| patch.agreed.is_given())
    }

    /// The parts that the government does not want published.
    pub fn refused(&self) -> Vec<PublicationPart> {
        self.parts().iter().filter(|(_, patch)| patch.agreed.value() == Some(&false)).map(|(part, _)| *part).collect()
    }

    /// Whether it says what the secretariat publishes.
    pub fn releases(&self) -> bool {
        self.parts().iter().any(|(_, patch)| patch.released.is_given())
    }

    /// The choices after it; what was once said can be said otherwise, not left open again.
    pub fn apply(&self, to: &Choices, fields: &mut Fields) -> Choices {
        let mut after = to.clone();
        for (part, patch) in self.parts() {
            for (name, patch) in [("agreed", &patch.agreed), ("released", &patch.released)] {
                fields.require(&format!("/{}/{name}", part.as_str()), !matches!(patch, Patch::Remove), FieldCode::Required);
            }
            let before = to.of(part);
            let agreed = patch.agreed.value().copied().or(before.agreed);
            let released = patch.released.value().copied();
            // Whatever the secretariat says of it, it has decided.
            let waiting_since = before.waiting_since.filter(|_| released.is_none());
            let choice = Choice { agreed, released: released.unwrap_or(before.released), waiting_since };
            if choice != before {
                after.set(part, choice);
            }
        }
        after
    }
}
