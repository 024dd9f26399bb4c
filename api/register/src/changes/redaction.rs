//! What goes when words are taken out of the history: the words themselves, and every copy of them.

use std::collections::{BTreeMap, HashSet};

use entity::{
    adhesion, facts,
    facts::typed,
    history, history_personal, history_text,
    kinds::{Audience, RedactionReason, SubjectKind},
    pledge, territory, territory_name,
};
use kernel::{
    db::{
        Entry, Topic, Tx,
        history::{self as chain, texts},
        search,
    },
    json,
    mail::kept,
    problem::{Code, Problem, Result},
    shapes::Text,
    words,
};
use rest::idempotent;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{around::Around, mails::Mails};
use crate::{
    adhesions::answers::Answers,
    pledges::before,
    territories::{model::Published, slug},
};

/// Why words go.
pub struct Redaction {
    pub reason: RedactionReason,
    pub note: Option<Text>,
}

/// Places of texts by the sequences of their entries.
type Places = BTreeMap<i64, Vec<String>>;

/// Takes the words at these places out of an entry, and out of everything around its record that repeats them.
pub async fn redact(tx: &mut Tx, entry: &history::Model, places: &[String], why: &Redaction, mails: Mails) -> Result<()> {
    let around = Around::of(tx, entry).await?;
    let words = words_at(&**tx, entry.seq, places).await?;
    must_not_show(tx, &around, entry.seq, places, &words).await?;
    let mut taken = repeated(tx, &around, &words).await?;
    if entry.texts.is_none() && entry.redacted_by.is_none() {
        taken.entry(entry.seq).or_default();
    }
    if taken.is_empty() {
        return Ok(());
    }
    let says = |text: &str| words.contains(text);
    forget_personal(tx, &around, &words).await?;
    let mails = mails.around(tx, &around).await?;
    clear(tx, around, &words).await?;
    record(tx, taken, why).await?;
    search::forget_words(tx).await?;
    idempotent::forget(tx, &says).await?;
    kept::enqueue_removal(tx, mails).await
}

/// The words at some places of an entry that are still there.
pub async fn words_at(db: &impl sea_orm::ConnectionTrait, seq: i64, places: &[String]) -> Result<HashSet<String>> {
    let here = Condition::all().add(history_text::Column::Seq.eq(seq)).add(history_text::Column::Pointer.is_in(places));
    let rows = history_text::Entity::find().filter(here).all(db).await?;
    Ok(rows.into_iter().map(|row| row.text).collect())
}

/// 409 where the territory's page still says the words. What the page says is changed there, by whoever answers for it.
async fn must_not_show(tx: &Tx, around: &Around, seq: i64, places: &[String], words: &HashSet<String>) -> Result<()> {
    let Some(row) = &around.territory else { return Ok(()) };
    let names = territory_name::Entity::find().filter(territory_name::Column::TerritoryId.eq(row.id)).all(&**tx).await?;
    let columns = [&row.kind_local, &row.population_source, &row.website, &row.section, &row.wikidata_id, &row.iso_3166_2];
    let mut shown: HashSet<&str> = columns.into_iter().flatten().map(String::as_str).collect();
    shown.insert(&row.name);
    shown.extend(names.iter().map(|name| name.name.as_str()));
    let published =
        |word: &str| row.published.as_ref().is_some_and(|published| words::without::<Published>(published, |text| text == word).is_some());
    if !words.iter().any(|word| shown.contains(word.as_str()) || published(word)) {
        return Ok(());
    }
    let here = Condition::all().add(history_text::Column::Seq.eq(seq)).add(history_text::Column::Pointer.is_in(places));
    let rows = history_text::Entity::find().filter(here).order_by_asc(history_text::Column::Pointer).all(&**tx).await?;
    let still = rows.into_iter().filter(|row| shown.contains(row.text.as_str()) || published(&row.text));
    Err(Problem::new(Code::StillShown).with("texts", still.map(|row| row.pointer).collect::<Vec<_>>()))
}

/// Where the words stand in the history of the records around.
async fn repeated(tx: &Tx, around: &Around, words: &HashSet<String>) -> Result<Places> {
    let mut places = Places::new();
    if words.is_empty() {
        return Ok(places);
    }
    let of_these = || history::Entity::find().filter(history::Column::SubjectId.is_in(around.subjects.iter().copied()));
    let seqs = of_these().select_only().column(history::Column::Seq).into_query();
    let here = Condition::all().add(history_text::Column::Seq.in_subquery(seqs)).add(history_text::Column::Text.is_in(words));
    for row in history_text::Entity::find().filter(here).order_by_asc(history_text::Column::Pointer).all(&**tx).await? {
        places.entry(row.seq).or_default().push(row.pointer);
    }
    // Of before texts were kept apart: withheld as a whole.
    let of_before = of_these().filter(history::Column::Texts.is_null()).filter(history::Column::RedactedBy.is_null());
    for entry in of_before.all(&**tx).await? {
        let facts = serde_json::from_str(&entry.facts).unwrap_or_default();
        if json::says(&facts, &|text| words.contains(text)) {
            places.entry(entry.seq).or_default();
        }
    }
    Ok(places)
}

/// Erases what entries of the records around say of persons in these words; the digest of each stays in the chain.
async fn forget_personal(tx: &Tx, around: &Around, words: &HashSet<String>) -> Result<()> {
    let of_these = history::Entity::find().filter(history::Column::SubjectId.is_in(around.subjects.iter().copied()));
    let seqs = of_these.select_only().column(history::Column::Seq).into_query();
    let rows = history_personal::Entity::find().filter(history_personal::Column::Seq.in_subquery(seqs)).all(&**tx).await?;
    let says =
        |row: &history_personal::Model| json::says(&serde_json::from_str(&row.facts).unwrap_or_default(), &|text| words.contains(text));
    let gone: Vec<i64> = rows.into_iter().filter(says).map(|row| row.seq).collect();
    // A statement takes only so many values.
    for some in gone.chunks(500) {
        history_personal::Entity::delete_many().filter(history_personal::Column::Seq.is_in(some.iter().copied())).exec(&**tx).await?;
    }
    Ok(())
}

/// Erases texts, and says of each record out of which of its entries.
pub async fn record(tx: &mut Tx, taken: Places, why: &Redaction) -> Result<()> {
    texts::erase(tx, &taken).await?;
    let entries = history::Entity::find().filter(history::Column::Seq.is_in(taken.keys().copied())).order_by_asc(history::Column::Seq);
    let mut of_record: BTreeMap<(SubjectKind, Uuid), Vec<history::Model>> = BTreeMap::new();
    for entry in entries.all(&**tx).await? {
        of_record.entry((entry.subject_kind, entry.subject_id)).or_default().push(entry);
    }
    for ((kind, id), entries) in of_record {
        let places = |entry: &history::Model| {
            let pointers = taken.get(&entry.seq).cloned().unwrap_or_default();
            facts!({ "seq": entry.seq, "texts": facts::places(pointers) })
        };
        let note = why.note.as_ref();
        let said = facts!({
            "entries": entries.iter().map(places).collect::<Vec<_>>(),
            "grounds": why.reason,
            "note": typed(note.map(|note| note.value.as_str())),
            "note_lang": facts::language(note.and_then(|note| note.lang.as_deref())),
        });
        let is_public = entries.iter().any(|entry| entry.audience == Audience::Public);
        let entry = if is_public { Entry::public(chain::REDACTED, kind, id) } else { Entry::internal(chain::REDACTED, kind, id) };
        tx.record(entry.facts(said).redacts(entries.iter().map(|entry| entry.seq).collect()));
    }
    Ok(())
}

/// Takes the words out of the records themselves, where nobody else can: public reasons, what pledges and adhesions repeat, and the address
/// that was made of them.
async fn clear(tx: &mut Tx, around: Around, words: &HashSet<String>) -> Result<()> {
    let says = |text: &Option<String>| text.as_ref().is_some_and(|text| words.contains(text));
    let name = around.territory.as_ref().map(|row| row.name.clone());
    for mut row in around.adhesions {
        let left = words::without::<Answers>(&row.fields, |text| words.contains(text));
        let reasoned = says(&row.decision_reason);
        row.decision_reason = row.decision_reason.filter(|_| !reasoned);
        if left.is_some() || reasoned {
            row.fields = left.unwrap_or(row.fields);
            tx.record(Entry::internal("adhesion.erased", SubjectKind::Adhesion, row.id));
            adhesion::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
        }
    }
    for mut row in around.pledges {
        let as_it_was = row.clone();
        if says(&row.removed_reason) {
            (row.removed_reason, row.removed_reason_lang) = (None, None);
        }
        if let (true, Some(name)) = (words.contains(&row.name), &name) {
            row.name.clone_from(name);
        }
        row.kind_local = row.kind_local.filter(|kind| !words.contains(kind));
        if let (Some(kept), Some(name)) = (&mut row.before, &name) {
            before::forget(kept, &|text| words.contains(text), name);
        }
        if row != as_it_was {
            tx.record(Entry::internal("pledge.erased", SubjectKind::Pledge, row.id).moves(&[Topic::Territories, Topic::Changes]));
            pledge::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
        }
    }
    match around.territory {
        Some(row) => clear_territory(tx, row, words).await,
        None => Ok(()),
    }
}

async fn clear_territory(tx: &mut Tx, mut row: territory::Model, words: &HashSet<String>) -> Result<()> {
    let before = row.clone();
    if row.stage_reason.as_ref().is_some_and(|reason| words.contains(reason)) {
        (row.stage_reason, row.stage_reason_lang) = (None, None);
    }
    if words.iter().any(|word| slug::is_of(&row.slug, word, &row.country)) {
        row.slug = slug::free(tx, &row.name, &row.country).await?;
    }
    if row != before {
        tx.record(Entry::internal("territory.erased", SubjectKind::Territory, row.id).moves(&[Topic::Territories, Topic::Changes]));
        row.updated_at = tx.now();
        row.into_active_model().reset_all().update(&**tx).await.map_err(slug::taken)?;
    }
    Ok(())
}
