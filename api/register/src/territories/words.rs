//! Which parts of a record that is kept as JSON are words that somebody typed.

use kernel::words::{self, Change, Words};

use super::model::{Name, PoliticalAct, Published, Signatory, Vision};

impl Words for Name {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self { lang: _, name } = self;
        words::label(name, change)
    }
}

impl Words for Published {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self { vision, political_act, signatory, pledge_unsigned: _ } = self;
        vision.change(change) && political_act.change(change) && signatory.change(change)
    }
}

impl Words for Vision {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self { why_local_governments, why_human_rights, motivations, policies } = self;
        for text in [why_local_governments, why_human_rights, motivations] {
            text.change(change);
        }
        policies.change(change)
    }
}

impl Words for PoliticalAct {
    fn change(&mut self, change: Change<'_>) -> bool {
        // The address of the file is the program's own.
        let Self { kind: _, body, date: _, link, document: _ } = self;
        body.change(change) && link.change(change)
    }
}

impl Words for Signatory {
    fn change(&mut self, change: Change<'_>) -> bool {
        let Self { name, office, term_from: _, term_to: _ } = self;
        words::name(name, change) && office.change(change)
    }
}
