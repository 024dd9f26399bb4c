//! What a territory's page shows of its adhesion: made anew from the accepted answers whenever the choices change, so that it never says
//! more than they allow.

use entity::{
    adhesion,
    kinds::{AdhesionState, PublicationPart},
    partial_date::PartialDate,
};
use kernel::{
    db::Tx,
    problem::{Problem, Result},
    shapes::Text,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    super::{
        model::{PoliticalAct, Published, Signatory, Vision},
        record::Record,
        rules,
    },
    choices::{Choice, Choices},
};
use crate::{adhesions::answers::Answers, documents};

/// The answers of the adhesion that was accepted last, which the page shows.
pub async fn accepted(tx: &Tx, territory: Uuid) -> Result<Option<Answers>> {
    let query = adhesion::Entity::find()
        .filter(adhesion::Column::TerritoryId.eq(territory))
        .filter(adhesion::Column::State.eq(AdhesionState::Accepted))
        .order_by_desc(adhesion::Column::DecidedAt)
        .order_by_desc(adhesion::Column::Id);
    query.one(&**tx).await?.map(|row| Answers::read(&row.fields)).transpose()
}

/// Makes the page show what was chosen of these answers and nothing else, with the files that it links to. The territory is locked, and its
/// record not saved yet.
pub async fn settle(tx: &mut Tx, record: &mut Record, answers: Option<&Answers>, choices: &Choices) -> Result<()> {
    if let Some(answers) = answers {
        let page = published(answers, choices);
        record.row.published = Some(serde_json::to_value(page).map_err(Problem::internal)?);
        let file = answers.act_document_id.filter(|_| choices.publishes(PublicationPart::ActDocument));
        documents::visibility::publish_only(tx, record.row.id, file).await?;
    }
    if !choices.publishes(PublicationPart::Leader) {
        record.leaders.clear();
    }
    Ok(())
}

/// Puts the leader whom the government names first among those of its page.
pub fn take_leader(tx: &Tx, record: &mut Record, answers: &Answers) {
    let (Some(name), Some(office)) = (&answers.leader_name, &answers.leader_office) else { return };
    let term = [answers.leader_term_from.clone(), answers.leader_term_to.clone()];
    let known = record.leaders.iter().find(|row| row.name == *name && row.office == *office);
    let office_lang = known.map_or_else(|| answers.text_lang.clone(), |row| row.office_lang.clone());
    let head = rules::leader(&record.leaders, 0, (name, office, office_lang), term, tx.chance());
    // An office has one holder, and nobody stands there twice.
    record.leaders.retain(|row| row.name != *name && !row.office.eq_ignore_ascii_case(office));
    record.leaders.insert(0, head);
    for (position, row) in (0..).zip(&mut record.leaders) {
        row.position = position;
    }
}

/// What was chosen, and nothing else.
fn published(answers: &Answers, choices: &Choices) -> Published {
    let lang = answers.text_lang.as_deref();
    let text = |part, value: &Option<String>| value.as_ref().filter(|_| choices.publishes(part)).map(|value| Text::original(value, lang));
    let policies = answers.policies.iter().filter(|_| choices.publishes(PublicationPart::Policies));
    let vision = Vision {
        why_local_governments: text(PublicationPart::WhyLocalGovernments, &answers.why_local_governments),
        why_human_rights: text(PublicationPart::WhyHumanRights, &answers.why_human_rights),
        motivations: text(PublicationPart::Motivations, &answers.motivations),
        policies: policies.map(|policy| Text::original(policy, lang)).collect(),
    };
    let described = choices.publishes(PublicationPart::PoliticalAct);
    let file = answers.act_document_id.filter(|_| choices.publishes(PublicationPart::ActDocument));
    let act = PoliticalAct {
        kind: answers.act_kind.filter(|_| described),
        body: answers.act_body.clone().filter(|_| described),
        date: answers.act_on.as_ref().filter(|_| described).map(|date| date.as_str().to_owned()),
        link: answers.act_link.clone().filter(|_| described),
        document: file.map(documents::model::content_address),
    };
    let date = |date: &Option<PartialDate>| date.as_ref().map(|date| date.as_str().to_owned());
    let signed = choices.publishes(PublicationPart::Signatory);
    let named = answers.signatory_name.clone().zip(answers.signatory_office.clone()).filter(|_| signed);
    Published {
        vision: Some(vision).filter(Vision::says_something),
        political_act: Some(act).filter(PoliticalAct::says_something),
        signatory: named.map(|(name, office)| Signatory {
            name,
            office,
            term_from: date(&answers.signatory_term_from),
            term_to: date(&answers.signatory_term_to),
        }),
        // Where nobody was asked, the pledge is as it was.
        pledge_unsigned: choices.of(PublicationPart::Signatory).agreed.is_some() && !signed,
    }
}

/// The parts that a page shows.
pub fn shown(page: &Published, has_leaders: bool) -> Vec<PublicationPart> {
    let (vision, act) = (page.vision.as_ref(), page.political_act.as_ref());
    Choices::parts(|part| match part {
        PublicationPart::WhyLocalGovernments => vision.is_some_and(|vision| vision.why_local_governments.is_some()),
        PublicationPart::WhyHumanRights => vision.is_some_and(|vision| vision.why_human_rights.is_some()),
        PublicationPart::Motivations => vision.is_some_and(|vision| vision.motivations.is_some()),
        PublicationPart::Policies => vision.is_some_and(|vision| !vision.policies.is_empty()),
        PublicationPart::PoliticalAct => act.is_some_and(PoliticalAct::is_described),
        PublicationPart::ActDocument => act.is_some_and(|act| act.document.is_some()),
        PublicationPart::Signatory => page.signatory.is_some(),
        PublicationPart::Leader => has_leaders,
    })
}

/// The parts of which the answers say anything.
pub fn said(answers: &Answers) -> Vec<PublicationPart> {
    let mut all = Choices::default();
    for part in PublicationPart::ALL {
        all.set(*part, Choice { agreed: Some(true), released: true, waiting_since: None });
    }
    shown(&published(answers, &all), answers.leader_name.is_some() && answers.leader_office.is_some())
}

/// As [`shown`], of a record.
pub fn shown_by(record: &Record) -> Vec<PublicationPart> {
    shown(&Published::read(&record.row), !record.leaders.is_empty())
}
