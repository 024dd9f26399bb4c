//! Shape of a step of filling in: any of the answers.

use entity::kinds::{ActKind, Level};
use rest::patch::Patch;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answers::Contact;
use crate::territories::model::Name;

/// What is absent stays, null goes away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdhesionPatch {
    pub(super) fields: AnswersPatch,
}

/// Any of the answers. Partial answers are kept; each is checked by itself. What begins with `publish_` only the government's team can say.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AdhesionFieldsPatch)]
pub struct AnswersPatch {
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) name: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<Vec<Name>>, max_items = 50)]
    pub(super) names: Patch<Vec<Name>>,
    #[serde(default)]
    #[schema(value_type = Option<Level>)]
    pub(super) level: Patch<Level>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) kind_local: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1)]
    pub(super) population: Patch<i64>,
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub(super) population_year: Patch<i64>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) population_source: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(super) website: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) leader_name: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) leader_office: Patch<String>,
    /// Year, month or day.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2023-06")]
    pub(super) leader_term_from: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2027")]
    pub(super) leader_term_to: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_leader: Patch<bool>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "es")]
    pub(super) text_lang: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 10000)]
    pub(super) why_local_governments: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_why_local_governments: Patch<bool>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 10000)]
    pub(super) why_human_rights: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_why_human_rights: Patch<bool>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 10000)]
    pub(super) motivations: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_motivations: Patch<bool>,
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 100)]
    pub(super) policies: Patch<Vec<String>>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_policies: Patch<bool>,
    #[serde(default)]
    #[schema(value_type = Option<Vec<Contact>>, max_items = 10)]
    pub(super) contacts: Patch<Vec<Contact>>,
    #[serde(default)]
    #[schema(value_type = Option<ActKind>)]
    pub(super) act_kind: Patch<ActKind>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) act_body: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2026-11-20")]
    pub(super) act_on: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(super) act_link: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_political_act: Patch<bool>,
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub(super) act_document_id: Patch<Uuid>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_act_document: Patch<bool>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) signatory_name: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(super) signatory_office: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2023-06")]
    pub(super) signatory_term_from: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2027")]
    pub(super) signatory_term_to: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub(super) publish_signatory: Patch<bool>,
}

impl AnswersPatch {
    /// The document that the patch points at, which must be the territory's own.
    pub fn document(&self) -> Option<Uuid> {
        self.act_document_id.value().copied()
    }
}
