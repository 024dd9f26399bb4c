//! What a step of filling in does to the answers. Each is checked by itself.

use chrono::NaiveDate;
use entity::partial_date::PartialDate;
use kernel::{
    fields::{Fields, tidy, tidy_tag},
    problem::FieldCode,
};
use rest::patch::Patch;

use super::{
    answers::{Answers, Contact},
    patch::AnswersPatch,
};
use crate::territories::rules::{self, LINE};

const PROSE: usize = 10_000;
const POLICIES: usize = 100;
const POLICY: usize = 2000;
const CONTACTS: usize = 10;
const PHONE: usize = 50;

fn at(name: &str) -> String {
    format!("/fields/{name}")
}

/// What a patch of a text makes of it: nothing but spaces is nothing.
fn text(patch: Patch<String>, current: Option<String>) -> Option<String> {
    patch.apply(current).and_then(|text| tidy(&text))
}

fn date(name: &str, patch: Patch<String>, to: &mut Option<PartialDate>, fields: &mut Fields) {
    if patch.is_given() {
        *to = fields.optional_date(&at(name), text(patch, None).as_deref());
    }
}

impl AnswersPatch {
    /// Changes the answers and notes everything that is wrong.
    pub fn apply(self, to: &mut Answers, today: NaiveDate, fields: &mut Fields) {
        fields.optional_line(&at("population_source"), self.population_source.value().map(String::as_str), LINE);
        to.population_source = text(self.population_source, to.population_source.take());
        for (name, patch, to) in [
            ("name", self.name, &mut to.name),
            ("kind_local", self.kind_local, &mut to.kind_local),
            ("leader_name", self.leader_name, &mut to.leader_name),
            ("leader_office", self.leader_office, &mut to.leader_office),
            ("act_body", self.act_body, &mut to.act_body),
            ("signatory_name", self.signatory_name, &mut to.signatory_name),
            ("signatory_office", self.signatory_office, &mut to.signatory_office),
        ] {
            fields.optional_name(&at(name), patch.value().map(String::as_str), LINE);
            *to = text(patch, to.take());
        }
        for (name, patch, to) in [
            ("why_local_governments", self.why_local_governments, &mut to.why_local_governments),
            ("why_human_rights", self.why_human_rights, &mut to.why_human_rights),
            ("motivations", self.motivations, &mut to.motivations),
        ] {
            fields.optional_prose(&at(name), patch.value().map(String::as_str), PROSE);
            *to = text(patch, to.take());
        }
        for (name, patch, to) in [("website", self.website, &mut to.website), ("act_link", self.act_link, &mut to.act_link)] {
            let given = patch.is_given();
            *to = text(patch, to.take());
            if let (true, Some(typed)) = (given, to.as_deref()) {
                *to = fields.web_address(&at(name), typed);
            }
        }
        if let Some(tag) = self.text_lang.value().and_then(|tag| tidy(tag)) {
            fields.language_tag(&at("text_lang"), &tag);
        }
        to.text_lang = text(self.text_lang.map(|tag| tidy_tag(&tag)), to.text_lang.take());
        fields.between(&at("population"), self.population.value().copied(), 1, rules::MOST_PEOPLE);
        rules::year(&at("population_year"), self.population_year.value().copied(), today, fields);
        to.population = self.population.apply(to.population);
        to.population_year = self.population_year.map(|year| i32::try_from(year).unwrap_or_default()).apply(to.population_year);
        to.level = self.level.apply(to.level);
        to.act_kind = self.act_kind.apply(to.act_kind);
        to.act_document_id = self.act_document_id.apply(to.act_document_id);
        for (patch, to) in [
            (self.publish_why_local_governments, &mut to.publish_why_local_governments),
            (self.publish_why_human_rights, &mut to.publish_why_human_rights),
            (self.publish_motivations, &mut to.publish_motivations),
            (self.publish_policies, &mut to.publish_policies),
            (self.publish_political_act, &mut to.publish_political_act),
            (self.publish_act_document, &mut to.publish_act_document),
            (self.publish_signatory, &mut to.publish_signatory),
            (self.publish_leader, &mut to.publish_leader),
        ] {
            *to = patch.apply(*to);
        }
        date("leader_term_from", self.leader_term_from, &mut to.leader_term_from, fields);
        date("leader_term_to", self.leader_term_to, &mut to.leader_term_to, fields);
        date("signatory_term_from", self.signatory_term_from, &mut to.signatory_term_from, fields);
        date("signatory_term_to", self.signatory_term_to, &mut to.signatory_term_to, fields);
        for (name, from, end) in [
            ("leader_term_to", &to.leader_term_from, &to.leader_term_to),
            ("signatory_term_to", &to.signatory_term_from, &to.signatory_term_to),
        ] {
            let reversed = from.as_ref().zip(end.as_ref()).is_some_and(|(from, end)| end.is_before(from));
            fields.require(&at(name), !reversed, FieldCode::OutOfOrder);
        }
        date("act_on", self.act_on, &mut to.act_on, fields);
        fields.require(&at("act_on"), !to.act_on.as_ref().is_some_and(|date| date.begins_after(today)), FieldCode::InTheFuture);
        if self.names.is_given() {
            to.names = rules::names(&at("names"), self.names.apply(None).unwrap_or_default(), fields);
        }
        if self.policies.is_given() {
            to.policies = policies(self.policies.apply(None).unwrap_or_default(), fields);
        }
        if self.contacts.is_given() {
            to.contacts = contacts(self.contacts.apply(None).unwrap_or_default(), fields);
        }
    }
}

fn policies(given: Vec<String>, fields: &mut Fields) -> Vec<String> {
    if !fields.at_most(&at("policies"), &given, POLICIES) {
        return Vec::new();
    }
    for (i, policy) in given.iter().enumerate() {
        fields.optional_prose(&format!("/fields/policies/{i}"), Some(policy), POLICY);
    }
    given.iter().filter_map(|policy| tidy(policy)).collect()
}

fn contacts(given: Vec<Contact>, fields: &mut Fields) -> Vec<Contact> {
    if !fields.at_most(&at("contacts"), &given, CONTACTS) {
        return Vec::new();
    }
    let mut contacts = Vec::new();
    for (i, contact) in given.into_iter().enumerate() {
        let at = |member: &str| format!("/fields/contacts/{i}/{member}");
        for (member, text) in [("name", &contact.name), ("office", &contact.office)] {
            fields.optional_name(&at(member), text.as_deref(), LINE);
        }
        fields.optional_line(&at("phone"), contact.phone.as_deref(), PHONE);
        let tidied = |text: &Option<String>| text.as_deref().and_then(tidy);
        let mut tidied = Contact {
            name: tidied(&contact.name),
            office: tidied(&contact.office),
            email: tidied(&contact.email),
            phone: tidied(&contact.phone),
        };
        if let Some(email) = &tidied.email {
            tidied.email = fields.email(&at("email"), email).map(|email| email.as_str().to_owned());
        }
        if tidied != Contact::default() {
            contacts.push(tidied);
        }
    }
    contacts
}
