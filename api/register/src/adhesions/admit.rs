//! What acceptance makes of a territory: a member whose page says what was chosen.

use chrono::Datelike;
use entity::{
    facts,
    kinds::{PublicationPart, Stage, SubjectKind},
    partial_date::PartialDate,
    territory,
};
use kernel::{
    db::{Entry, Tx},
    problem::{Code, Problem, Result},
};
use sea_orm::{EntityTrait, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::answers::Answers;
use crate::territories::{
    self,
    publication::{
        choices::{Choice, Choices},
        page,
    },
    record::Record,
};

/// Makes the territory a member, with the adhesion's answers in its record and what was chosen on its page.
pub async fn admit(tx: &mut Tx, territory_id: Uuid, answers: &Answers, publish: &[PublicationPart], wave: Option<i32>) -> Result<()> {
    let row = territory::Entity::find_by_id(territory_id).lock_exclusive().one(&**tx).await?;
    let row = row.filter(|row| row.removed_at.is_none());
    let before = Record::read(tx, row.ok_or_else(|| Problem::new(Code::NotFound))?).await?;
    let is_new = !territories::rules::was_member(tx, &before.row).await? && before.row.stage != Stage::Member;
    let mut after = before.clone();
    take_over(&mut after, answers);
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
    let (joined_year, wave) = (row.joined_year, row.wave);
    let choices = chosen(answers, publish);
    page::settle(tx, &mut after, Some(answers), &choices).await?;
    if choices.publishes(PublicationPart::Leader) {
        page::take_leader(tx, &mut after, answers);
    }
    choices.write(tx, territory_id).await?;
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

/// What the government agreed to in this adhesion, and what of it the secretariat publishes. Neither reaches back to an adhesion before.
fn chosen(answers: &Answers, publish: &[PublicationPart]) -> Choices {
    let mut choices = Choices::default();
    for part in PublicationPart::ALL {
        choices.set(*part, Choice { agreed: answers.consent(*part), released: publish.contains(part), waiting_since: None });
    }
    choices
}

/// The territory's record as the government itself describes it. What it leaves out stays.
fn take_over(record: &mut Record, answers: &Answers) {
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
}
