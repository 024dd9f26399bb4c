//! What acceptance makes of a territory: a member whose page says what was chosen.

use chrono::Datelike;
use entity::{
    facts,
    kinds::{Stage, SubjectKind},
    partial_date::PartialDate,
    territory,
};
use sea_orm::{EntityTrait, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::{accept::Publish, answers::Answers};
use crate::{
    db::{Entry, Tx},
    features::{
        documents,
        territories::{
            self,
            model::{PoliticalAct, Published, Signatory, Text, Vision},
            record::Record,
        },
    },
    http::problem::{Code, Problem, Result},
};

/// Makes the territory a member, with the adhesion's answers in its record and what was chosen on its page.
pub async fn admit(tx: &mut Tx, territory_id: Uuid, answers: &Answers, publish: &[Publish], wave: Option<i32>) -> Result<()> {
    let row = territory::Entity::find_by_id(territory_id).lock_exclusive().one(&**tx).await?;
    let row = row.filter(|row| row.removed_at.is_none());
    let before = Record::read(tx, row.ok_or_else(|| Problem::new(Code::NotFound))?).await?;
    let is_new = !territories::rules::was_member(tx, &before.row).await? && before.row.stage != Stage::Member;
    let mut after = before.clone();
    take_over(tx, &mut after, answers);
    let today = tx.chance().today();
    let row = &mut after.row;
    if is_new {
        row.joined_on = Some(PartialDate::day(today));
        row.joined_year = Some(today.year());
    }
    if row.stage != Stage::Member {
        row.stage = Stage::Member;
        row.stage_since = Some(PartialDate::day(today));
        row.stage_reason = None;
        row.stage_reason_lang = None;
    }
    row.wave = wave.or(row.wave);
    row.published = Some(serde_json::to_value(published(answers, publish)).map_err(Problem::internal)?);
    // What the page shows is what may be read: the file of an act of before is not.
    let act_document = answers.act_document_id.filter(|_| publish.contains(&Publish::ActDocument));
    documents::visibility::publish_only(tx, territory_id, act_document).await?;
    let (joined_year, wave) = (row.joined_year, row.wave);
    let changes = after.save(tx, &before).await?;
    let action = if is_new { "territory.joined" } else { "territory.adhesion_accepted" };
    let facts =
        facts!({ "stage": Stage::Member, "joined_year": joined_year, "wave": wave, "published": publish, "changes": changes.facts });
    let entry = Entry::public(action, SubjectKind::Territory, territory_id).facts(facts);
    tx.record(match changes.leaders {
        Some(leaders) => entry.personal(json!({ "leaders": leaders })),
        None => entry,
    });
    Ok(())
}

/// The territory's record as the government itself describes it. What it leaves out stays.
fn take_over(tx: &Tx, record: &mut Record, answers: &Answers) {
    if !answers.names.is_empty() {
        record.names.clone_from(&answers.names);
    }
    if let Some(name) = &answers.name {
        record.set_name(name.clone());
    }
    let row = &mut record.row;
    row.level = answers.level.unwrap_or(row.level);
    if let Some(term) = answers.kind_local.clone().filter(|term| row.kind_local.as_ref() != Some(term)) {
        row.kind_local = Some(term);
        row.kind_local_lang.clone_from(&answers.text_lang);
    }
    if answers.population.is_some() {
        row.population = answers.population;
        row.population_year = answers.population_year;
        row.population_source.clone_from(&answers.population_source);
    }
    row.website = answers.website.clone().or(row.website.take());
    if let (Some(name), Some(office)) = (&answers.leader_name, &answers.leader_office) {
        let term = [answers.leader_term_from.clone(), answers.leader_term_to.clone()];
        let known = record.leaders.iter().find(|row| row.name == *name && row.office == *office);
        let office_lang = known.map_or_else(|| answers.text_lang.clone(), |row| row.office_lang.clone());
        let head = territories::rules::leader(&record.leaders, 0, (name, office, office_lang), term, tx.chance());
        // An office has one holder, and nobody stands there twice.
        record.leaders.retain(|row| row.name != *name && !row.office.eq_ignore_ascii_case(office));
        record.leaders.insert(0, head);
        for (position, row) in (0..).zip(&mut record.leaders) {
            row.position = position;
        }
    }
}

/// What was chosen, and nothing else.
fn published(answers: &Answers, publish: &[Publish]) -> Published {
    let lang = answers.text_lang.as_deref();
    let text = |value: &Option<String>| value.as_ref().map(|value| Text::original(value, lang));
    let chosen = |what: Publish| publish.contains(&what);
    let vision = chosen(Publish::Vision).then(|| Vision {
        why_local_governments: text(&answers.why_local_governments),
        why_human_rights: text(&answers.why_human_rights),
        motivations: text(&answers.motivations),
        policies: answers.policies.iter().map(|policy| Text::original(policy, lang)).collect(),
    });
    let document = answers.act_document_id.filter(|_| chosen(Publish::ActDocument)).map(documents::model::content_address);
    let described = chosen(Publish::PoliticalAct);
    let political_act = answers.act_kind.filter(|_| described || document.is_some()).map(|kind| PoliticalAct {
        kind,
        body: answers.act_body.clone().filter(|_| described),
        date: answers.act_on.as_ref().filter(|_| described).map(|date| date.as_str().to_owned()),
        link: answers.act_link.clone().filter(|_| described),
        document,
    });
    let date = |date: &Option<PartialDate>| date.as_ref().map(|date| date.as_str().to_owned());
    let named = answers.signatory_name.clone().zip(answers.signatory_office.clone()).filter(|_| chosen(Publish::Signatory));
    let signatory = named.map(|(name, office)| Signatory {
        name,
        office,
        term_from: date(&answers.signatory_term_from),
        term_to: date(&answers.signatory_term_to),
    });
    Published { vision, political_act, signatory }
}
