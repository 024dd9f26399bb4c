//! What a government answers in its adhesion, as stored and shown.

use entity::{
    kinds::{ActKind, Level, PublicationPart},
    partial_date::PartialDate,
};
use kernel::problem::{FieldCode, FieldError, Problem, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::territories::model::Name;

/// The answers. All may be absent until the adhesion is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AdhesionFields)]
pub struct Answers {
    /// The name by which the government calls itself.
    #[schema(example = "Gwangju")]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(required = true)]
    pub names: Vec<Name>,
    pub level: Option<Level>,
    /// What its own country calls this kind of government.
    #[schema(example = "광역시")]
    pub kind_local: Option<String>,
    #[schema(example = 1401235)]
    pub population: Option<i64>,
    #[schema(example = 2025)]
    pub population_year: Option<i32>,
    #[schema(example = "KOSIS")]
    pub population_source: Option<String>,
    #[schema(example = "https://www.gwangju.go.kr")]
    pub website: Option<String>,
    #[schema(example = "Ada Mayor")]
    pub leader_name: Option<String>,
    #[schema(example = "Mayor")]
    pub leader_office: Option<String>,
    #[schema(value_type = Option<String>, example = "2022-07")]
    pub leader_term_from: Option<PartialDate>,
    #[schema(value_type = Option<String>, example = "2026-06-30")]
    pub leader_term_to: Option<PartialDate>,
    /// Whether the government agrees that name, office and term of its leader are published. As for every part: until it says so, it does
    /// not.
    pub publish_leader: Option<bool>,
    /// Language of the texts (BCP 47).
    #[schema(example = "ko")]
    pub text_lang: Option<String>,
    /// Why local governments are essential to human rights.
    pub why_local_governments: Option<String>,
    pub publish_why_local_governments: Option<bool>,
    /// Why human rights are a useful framework for local action.
    pub why_human_rights: Option<String>,
    pub publish_why_human_rights: Option<bool>,
    pub motivations: Option<String>,
    pub publish_motivations: Option<bool>,
    /// Local human rights policies, mechanisms and programmes.
    #[serde(default)]
    #[schema(required = true)]
    pub policies: Vec<String>,
    pub publish_policies: Option<bool>,
    /// Whom the secretariat may ask. Never public; for the team, the secretariat, and tokens with `pledges:read`.
    #[serde(default)]
    #[schema(required = true)]
    pub contacts: Vec<Contact>,
    pub act_kind: Option<ActKind>,
    /// Who made the political act.
    #[schema(example = "Municipal council")]
    pub act_body: Option<String>,
    #[schema(value_type = Option<String>, example = "2026-11-20")]
    pub act_on: Option<PartialDate>,
    #[schema(example = "https://www.gwangju.go.kr/council/2026-11-20")]
    pub act_link: Option<String>,
    /// Whether kind, body, date and link of the act may be published.
    pub publish_political_act: Option<bool>,
    /// A document handed in by the same territory.
    pub act_document_id: Option<Uuid>,
    pub publish_act_document: Option<bool>,
    /// Who signs for the government.
    #[schema(example = "Ada Mayor")]
    pub signatory_name: Option<String>,
    #[schema(example = "Mayor")]
    pub signatory_office: Option<String>,
    #[schema(value_type = Option<String>, example = "2022-07")]
    pub signatory_term_from: Option<PartialDate>,
    #[schema(value_type = Option<String>, example = "2026-06-30")]
    pub signatory_term_to: Option<PartialDate>,
    /// Whether name, office and term of who signs may be published.
    pub publish_signatory: Option<bool>,
}

/// A person whom the secretariat may ask.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    #[schema(max_length = 200, example = "Grace Officer")]
    pub name: Option<String>,
    #[schema(max_length = 200, example = "Human rights office")]
    pub office: Option<String>,
    #[schema(format = Email, example = "grace@example.org")]
    pub email: Option<String>,
    #[schema(max_length = 50, example = "+82 62 000 0000")]
    pub phone: Option<String>,
}

/// The names of the answers, for comments that point at one.
pub const NAMES: [&str; 35] = [
    "name",
    "names",
    "level",
    "kind_local",
    "population",
    "population_year",
    "population_source",
    "website",
    "leader_name",
    "leader_office",
    "leader_term_from",
    "leader_term_to",
    "publish_leader",
    "text_lang",
    "why_local_governments",
    "publish_why_local_governments",
    "why_human_rights",
    "publish_why_human_rights",
    "motivations",
    "publish_motivations",
    "policies",
    "publish_policies",
    "contacts",
    "act_kind",
    "act_body",
    "act_on",
    "act_link",
    "publish_political_act",
    "act_document_id",
    "publish_act_document",
    "signatory_name",
    "signatory_office",
    "signatory_term_from",
    "signatory_term_to",
    "publish_signatory",
];

impl Answers {
    pub fn read(stored: &serde_json::Value) -> Result<Self> {
        serde_json::from_value(stored.clone()).map_err(Problem::internal)
    }

    pub fn write(&self) -> Result<serde_json::Value> {
        serde_json::to_value(self).map_err(Problem::internal)
    }

    /// Whether the government agrees that this part is published; absent until it says so.
    pub fn consent(&self, part: PublicationPart) -> Option<bool> {
        *self.clone().consent_mut(part)
    }

    pub fn consent_mut(&mut self, part: PublicationPart) -> &mut Option<bool> {
        match part {
            PublicationPart::WhyLocalGovernments => &mut self.publish_why_local_governments,
            PublicationPart::WhyHumanRights => &mut self.publish_why_human_rights,
            PublicationPart::Motivations => &mut self.publish_motivations,
            PublicationPart::Policies => &mut self.publish_policies,
            PublicationPart::PoliticalAct => &mut self.publish_political_act,
            PublicationPart::ActDocument => &mut self.publish_act_document,
            PublicationPart::Signatory => &mut self.publish_signatory,
            PublicationPart::Leader => &mut self.publish_leader,
        }
    }

    /// What is published of the adhesion as this part.
    const fn of_part(part: PublicationPart) -> &'static [&'static str] {
        match part {
            PublicationPart::WhyLocalGovernments => &["text_lang", "why_local_governments"],
            PublicationPart::WhyHumanRights => &["text_lang", "why_human_rights"],
            PublicationPart::Motivations => &["text_lang", "motivations"],
            PublicationPart::Policies => &["text_lang", "policies"],
            PublicationPart::PoliticalAct => &["act_kind", "act_body", "act_on", "act_link"],
            PublicationPart::ActDocument => &["act_document_id"],
            PublicationPart::Signatory => &["signatory_name", "signatory_office", "signatory_term_from", "signatory_term_to"],
            PublicationPart::Leader => &["leader_name", "leader_office", "leader_term_from", "leader_term_to"],
        }
    }

    /// Leaves open what is agreed of each part that is not what it was: a yes was said to other words.
    pub fn ask_anew(&mut self, changed: &[&str]) {
        for part in PublicationPart::ALL {
            if Self::of_part(*part).iter().any(|name| changed.contains(name)) {
                *self.consent_mut(*part) = None;
            }
        }
    }

    /// The same answers with nothing said of their publication: that is asked anew for each adhesion.
    pub fn without_consent(mut self) -> Self {
        for part in PublicationPart::ALL {
            *self.consent_mut(*part) = None;
        }
        self
    }

    /// What is still missing before the adhesion can be sent, in the order of the questions.
    pub fn missing(&self) -> Vec<FieldError> {
        let required = [
            ("name", self.name.is_some()),
            ("level", self.level.is_some()),
            ("population", self.population.is_some()),
            ("leader_name", self.leader_name.is_some()),
            ("leader_office", self.leader_office.is_some()),
            ("publish_leader", self.publish_leader.is_some()),
            ("text_lang", self.text_lang.is_some()),
            ("why_local_governments", self.why_local_governments.is_some()),
            ("publish_why_local_governments", self.publish_why_local_governments.is_some()),
            ("why_human_rights", self.why_human_rights.is_some()),
            ("publish_why_human_rights", self.publish_why_human_rights.is_some()),
            ("motivations", self.motivations.is_some()),
            ("publish_motivations", self.publish_motivations.is_some()),
            ("publish_policies", self.publish_policies.is_some() || self.policies.is_empty()),
            ("act_kind", self.act_kind.is_some()),
            ("act_body", self.act_body.is_some()),
            ("act_on", self.act_on.is_some()),
            ("publish_political_act", self.publish_political_act.is_some()),
            ("publish_act_document", self.publish_act_document.is_some() || self.act_document_id.is_none()),
            ("signatory_name", self.signatory_name.is_some()),
            ("signatory_office", self.signatory_office.is_some()),
            ("publish_signatory", self.publish_signatory.is_some()),
            ("contacts", !self.contacts.is_empty()),
        ];
        let mut pointers: Vec<String> = required.iter().filter(|(_, given)| !given).map(|(name, _)| format!("/fields/{name}")).collect();
        for (i, contact) in self.contacts.iter().enumerate() {
            for (name, given) in [("name", contact.name.is_some()), ("email", contact.email.is_some())] {
                if !given {
                    pointers.push(format!("/fields/contacts/{i}/{name}"));
                }
            }
        }
        pointers.into_iter().map(|pointer| FieldError { pointer, code: FieldCode::Required, limit: None }).collect()
    }

    /// Whether somebody else signs than before, so that their authority is to be confirmed anew.
    pub fn signed_by_other(&self, before: &Self) -> bool {
        let signatory = |answers: &Self| {
            (
                answers.signatory_name.clone(),
                answers.signatory_office.clone(),
                answers.signatory_term_from.clone(),
                answers.signatory_term_to.clone(),
            )
        };
        signatory(self) != signatory(before)
    }

    /// Names of the answers that differ.
    pub fn changed_since(&self, before: &Self) -> Result<Vec<&'static str>> {
        let (after, before) = (self.write()?, before.write()?);
        Ok(NAMES.into_iter().filter(|name| after[name] != before[name]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_named() {
        let stored = Answers::default().write().ok().and_then(|stored| stored.as_object().cloned()).unwrap_or_default();
        let mut known = NAMES.to_vec();
        known.sort_unstable();
        let mut names: Vec<_> = stored.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, known);
    }
}
