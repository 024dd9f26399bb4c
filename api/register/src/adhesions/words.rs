//! Which of the answers are words that somebody typed.

use kernel::words::{Change, Words, optional_label};

use super::answers::{Answers, Contact};

impl Words for Answers {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self {
            name,
            names,
            level: _,
            kind_local,
            population: _,
            population_year: _,
            population_source,
            website,
            leader_name,
            leader_office,
            leader_term_from: _,
            leader_term_to: _,
            publish_leader: _,
            text_lang: _,
            why_local_governments,
            publish_why_local_governments: _,
            why_human_rights,
            publish_why_human_rights: _,
            motivations,
            publish_motivations: _,
            policies,
            publish_policies: _,
            contacts,
            act_kind: _,
            act_body,
            act_on: _,
            act_link,
            publish_political_act: _,
            act_document_id: _,
            publish_act_document: _,
            signatory_name,
            signatory_office,
            signatory_term_from: _,
            signatory_term_to: _,
            publish_signatory: _,
        } = self;
        let texts = [
            population_source,
            website,
            leader_name,
            leader_office,
            why_local_governments,
            why_human_rights,
            motivations,
            act_body,
            act_link,
            signatory_name,
            signatory_office,
        ];
        for text in texts {
            text.change(change);
        }
        for label in [name, kind_local] {
            optional_label(label, change);
        }
        names.change(change) && policies.change(change) && contacts.change(change)
    }
}

impl Words for Contact {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self { name, office, email, phone } = self;
        [name, office, email, phone].into_iter().flatten().all(|text| text.change(change))
    }
}
