//! What a territory's values must be like, and how it moves from stage to stage.

use chrono::NaiveDate;
use entity::{
    facts,
    facts::typed,
    history,
    kinds::{Language, Stage, SubjectKind},
    leader,
    partial_date::PartialDate,
    territory,
};
use kernel::{
    chance::Chance,
    db::{Entry, Tx, history::texts},
    fields::{Fields, tidy, tidy_tag},
    mail::{About, Template},
    problem::{Code, FieldCode, Problem, Result},
    shapes::Text,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::model::Name;
use crate::{
    adhesions::mails,
    changes::undone::{self, Undone},
};

/// Characters of a line of text, such as a name.
pub const LINE: usize = 200;
/// Languages that a territory may have names in.
pub const NAMES: usize = 50;
/// Characters of a public reason.
const REASON: usize = 2000;
/// More people than this live under no one local government.
pub const MOST_PEOPLE: i64 = 500_000_000;

/// Names with one entry a language, in the order of their languages.
pub fn names(pointer: &str, given: Vec<Name>, fields: &mut Fields) -> Vec<Name> {
    if !fields.at_most(pointer, &given, NAMES) {
        return Vec::new();
    }
    let mut names: Vec<Name> = Vec::new();
    for (i, Name { lang, name }) in given.into_iter().enumerate() {
        let lang_pointer = format!("{pointer}/{i}/lang");
        fields.language_tag(&lang_pointer, &lang);
        fields.name(&format!("{pointer}/{i}/name"), &name, LINE);
        let lang = tidy_tag(&lang);
        fields.require(&lang_pointer, names.iter().all(|known| known.lang != lang), FieldCode::Duplicate);
        names.push(Name { lang, name: name.trim().to_owned() });
    }
    names.sort_by(|a, b| a.lang.cmp(&b.lang));
    names
}

/// A number of inhabitants, its year, and where it is from. Each may be absent.
pub fn population(
    value_pointer: &str,
    value: Option<i64>,
    (year_pointer, of_year): (&str, Option<i64>),
    (source_pointer, source): (&str, Option<&str>),
    today: NaiveDate,
    fields: &mut Fields,
) {
    fields.between(value_pointer, value, 1, MOST_PEOPLE);
    year(year_pointer, of_year, today, fields);
    if let Some(source) = source {
        fields.line(source_pointer, source, LINE);
    }
}

/// A year that has begun, not absurdly long ago.
pub fn year(pointer: &str, value: Option<i64>, today: NaiveDate, fields: &mut Fields) {
    use chrono::Datelike;
    fields.between(pointer, value, 1900, i64::from(today.year()));
}

/// A leader as now stated. What is known of the same person in the same office is kept.
pub fn leader(
    known: &[leader::Model],
    position: usize,
    (name, office, office_lang): (&str, &str, Option<String>),
    [term_from, term_to]: [Option<PartialDate>; 2],
    chance: &Chance,
) -> leader::Model {
    let position = i32::try_from(position).unwrap_or(i32::MAX);
    let same = known.iter().find(|row| row.name == name && row.office == office);
    match same {
        Some(row) if row.term_from == term_from && row.term_to == term_to => leader::Model { position, office_lang, ..row.clone() },
        _ => leader::Model {
            id: same.map_or_else(|| chance.id(), |row| row.id),
            territory_id: known.first().map_or_else(Default::default, |row| row.territory_id),
            position,
            name: name.to_owned(),
            office: office.to_owned(),
            office_lang,
            term_from,
            term_to,
            term_text: None,
            as_of: Some(PartialDate::day(chance.today())),
            source_url: None,
        },
    }
}

/// A move from one stage to another.
pub struct Move {
    pub action: &'static str,
    pub to: Stage,
    /// What the team is told.
    pub told: Template,
    pub reason: Option<Text>,
    /// Unless said: today.
    pub effective_on: Option<PartialDate>,
}

/// The language of a public reason: the one given, else that of the request.
pub fn reason_lang(pointer: &str, given: Option<&str>, request: Language, fields: &mut Fields) -> String {
    let Some(tag) = given else { return request.as_str().to_owned() };
    fields.language_tag(pointer, tag);
    tidy_tag(tag)
}

/// Checks what a move says of itself: why, in which language, and since when.
pub fn check_move(
    (reason, lang): (Option<&str>, Option<&str>),
    reason_required: bool,
    effective_on: Option<&str>,
    language: Language,
    today: NaiveDate,
) -> Result<(Option<Text>, Option<PartialDate>)> {
    let mut fields = Fields::default();
    let tidied = reason.and_then(tidy);
    fields.require("/reason", !reason_required || tidied.is_some(), FieldCode::Required);
    fields.optional_prose("/reason", reason, REASON);
    let lang = reason_lang("/reason_lang", lang, language, &mut fields);
    let date = fields.optional_past_date("/effective_on", effective_on, today);
    fields.finish()?;
    Ok((tidied.map(|value| Text::original(value, Some(&lang))), date))
}

/// 409 unless the territory is at one of these stages.
pub fn must_be(row: &territory::Model, stages: &[Stage]) -> Result<()> {
    if stages.contains(&row.stage) { Ok(()) } else { Err(Problem::new(Code::WrongState)) }
}

/// Where a territory on hold or withdrawn goes back to: to what it was when that began, so that nobody becomes a member without acceptance.
pub async fn stage_before(tx: &Tx, row: &territory::Model) -> Result<Stage> {
    let ends = history::Entity::find()
        .filter(history::Column::SubjectId.eq(row.id))
        .filter(history::Column::Action.is_in(["territory.held", "territory.withdrawn"]))
        .order_by_desc(history::Column::Seq)
        .all(&**tx)
        .await?;
    let from = |entry: history::Model| undone::facts(&entry)["from"].as_str()?.parse().ok();
    let undone = Undone::of(&**tx, [row.id]).await?;
    // A withdrawal may have followed a hold, which says what was before both.
    Ok(ends
        .into_iter()
        .filter(|entry| !undone.covers(entry))
        .filter_map(from)
        .find(|stage| matches!(stage, Stage::Pledged | Stage::Member))
        .unwrap_or(Stage::Pledged))
}

/// The reason given when a territory last moved in this way.
pub async fn last_reason(db: &impl ConnectionTrait, territory: Uuid, action: &str) -> Result<Option<String>> {
    let moves = history::Entity::find().filter(history::Column::SubjectId.eq(territory)).filter(history::Column::Action.eq(action));
    let last = moves.order_by_desc(history::Column::Seq).one(db).await?;
    let told = texts::told(db, last.as_slice()).await?;
    Ok(last.and_then(|entry| told.get(&entry.seq)?.facts["reason"].as_str().map(str::to_owned)))
}

/// Whether a territory ever was a member. Not every day of joining is known, but every joining is in the history.
pub async fn was_member(tx: &Tx, row: &territory::Model) -> Result<bool> {
    let joinings = history::Entity::find()
        .filter(history::Column::SubjectId.eq(row.id))
        .filter(history::Column::Action.eq("territory.joined"))
        .count(&**tx)
        .await?;
    Ok(row.joined_on.is_some() || joinings > 0)
}

/// Writes a move, puts it into the public history, and tells the team.
pub async fn move_to(tx: &mut Tx, mut row: territory::Model, step: Move) -> Result<()> {
    let from = row.stage;
    row.stage = step.to;
    row.stage_since = Some(step.effective_on.clone().unwrap_or_else(|| PartialDate::day(tx.chance().today())));
    let (reason, lang) = step.reason.map(|text| (text.value, text.lang)).unzip();
    let lang = lang.flatten();
    let (words, tag) = (typed(reason.as_deref()), facts::language(lang.as_deref()));
    let facts = facts!({ "stage": step.to, "from": from, "reason": words, "reason_lang": tag });
    let is_shown = matches!(step.to, Stage::OnHold | Stage::Withdrawn);
    row.stage_reason = reason.filter(|_| is_shown);
    row.stage_reason_lang = lang.filter(|_| is_shown);
    row.updated_at = tx.now();
    row.seed_digest = None;
    let id = row.id;
    row.into_active_model().reset_all().update(&**tx).await?;
    tx.record(Entry::public(step.action, SubjectKind::Territory, id).facts(facts).effective_on(step.effective_on));
    mails::tell_team(tx, id, step.told, About::Territory(id)).await
}
