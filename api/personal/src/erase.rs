//! Erasing what names a person. What a government promised and what was decided stays, without them; so does the chain of the history.

use std::collections::BTreeMap;

use entity::kinds::SubjectKind;
use kernel::{
    db::{Tx, collation::sort_key, search},
    json,
    mail::kept,
    problem::{Problem, Result},
    words::{Form, Kind},
};
use people::users::memberships::TeamTerritory;
use register::{documents::model::Document, state::State};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Query},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    account, answers,
    changes::Changes,
    export::mentions,
    person::{Hit, Person, parsed},
    registry::{Erasing, Holds, Stored},
    sweep::{Found, again, leading, stored, sweep, this, to_sql},
    tables::tables,
};

/// What was erased.
#[derive(Default, Serialize, ToSchema)]
pub struct Erasure {
    /// Rows that were deleted or changed.
    pub rows: Vec<ErasedRows>,
    /// Governments whose team nobody leads any more: somebody is to be invited.
    pub without_lead: Vec<TeamTerritory>,
    /// Files that the person handed in. They are the government's and stay; nobody has looked into them.
    pub files_to_look_at: Vec<Document>,
    /// Mails removed from the data folder, where no mail server is set.
    #[schema(example = 3)]
    pub mails: usize,
}

/// How many rows of a table.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasedRows {
    #[schema(example = "team_member")]
    pub table: String,
    #[schema(example = 1)]
    pub rows: usize,
}

/// Erases what names whoever has this address. Done again, it finds nothing. 409 `last_administrator` where nobody could look after the
/// installation any more.
pub async fn erase(state: &State, begin: impl AsyncFnOnce() -> Result<Tx>, address: &str) -> Result<Erasure> {
    let (tables, leading) = (tables(), leading());
    let known = Person::of(state.db.reader(), &leading, address).await?;
    let mails = state.mailer.kept_that(mentions(&known)).await.map_err(Problem::internal)?;
    let mut tx = begin().await?;
    let account = account::locked(&tx, address).await?;
    // Nobody else writes into SQLite meanwhile: everything is gone through once.
    let person = Person::of(&*tx, &leading, address).await?;
    let found = sweep(&*tx, &tables, &person).await?;
    let mut erasure = Erasure {
        rows: counted(&found),
        files_to_look_at: account::files(&tx, &person.ids).await?,
        mails: mails.len(),
        ..Erasure::default()
    };
    if let Some(account) = account {
        erasure.without_lead = account::close(&mut tx, &account).await?;
    }
    let mut changes = Changes::default();
    answers::forget(&tx, &person, &mut changes).await?;
    for found in again(&*tx, found, &person).await? {
        let (table, done) = (found.table, from_row(&tx, &person, &found, &mut changes).await?);
        changes.note(table, &found.row, &done);
    }
    changes.tell(&mut tx).await?;
    search::forget_words(&tx).await?;
    kept::enqueue_removal(&tx, mails).await?;
    tx.commit().await?;
    Ok(erasure)
}

/// Of how many rows something goes.
fn counted(found: &[Found<'_>]) -> Vec<ErasedRows> {
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for found in found.iter().filter(|found| found.goes()) {
        *rows.entry(&found.table.name).or_default() += 1;
    }
    rows.into_iter().map(|(table, rows)| ErasedRows { table: table.to_owned(), rows }).collect()
}

impl Found<'_> {
    /// Whether erasing does something with the row.
    fn goes(&self) -> bool {
        let says = self.has(Hit::Named) || self.has(Hit::Mentioned);
        match self.table.erasing {
            Erasing::Stays => false,
            Erasing::Words | Erasing::Answer => says,
            Erasing::Row | Erasing::RowByName | Erasing::AnyRow => says || self.is_own(),
            Erasing::Cells => says || self.is_own() && self.table.personal().any(|(_, holds)| is_own(holds)),
        }
    }

    fn is_deleted(&self) -> bool {
        let fleeting = self.table.fleeting.is_some_and(|(column, value)| self.row[column] == value);
        match self.table.erasing {
            Erasing::AnyRow => true,
            Erasing::RowByName => self.is_own() || self.has(Hit::Named),
            Erasing::Row => self.is_own(),
            _ => self.is_own() && fleeting,
        }
    }
}

/// What goes from a person's own rows.
fn is_own(holds: Holds) -> bool {
    matches!(holds, Holds::Address | Holds::OwnName | Holds::Personal)
}

/// Erases what a row says of the person, and tells which columns that were.
async fn from_row(tx: &Tx, person: &Person, found: &Found<'_>, changes: &mut Changes) -> Result<Vec<&'static str>> {
    let table = found.table;
    if !found.goes() {
        return Ok(Vec::new());
    }
    if table.erasing == Erasing::Words {
        changes.take_out(found);
        return Ok(Vec::new());
    }
    let this = this(table, &found.row);
    if found.is_deleted() {
        tx.execute(Query::delete().from_table(Alias::new(&table.name)).and_where(this)).await?;
        return Ok(table.personal().map(|(column, _)| column).collect());
    }
    let cells = changed_cells(person, found);
    let mut update = Query::update();
    update.table(Alias::new(&table.name)).and_where(this);
    for (column, value) in &cells {
        update.value(Alias::new(column.name), to_sql(column, value));
    }
    if !cells.is_empty() {
        tx.execute(&update).await?;
    }
    Ok(cells.into_iter().map(|(column, _)| column.name).collect())
}

/// The row's cells without what names the person.
fn changed_cells<'a>(person: &Person, found: &Found<'a>) -> Vec<(&'a Stored, Value)> {
    let hit = |column: &str| found.hits.iter().find(|(name, _)| *name == column).map(|(_, hit)| *hit);
    let mut cells = Vec::new();
    for (name, holds) in found.table.personal() {
        let Some(column) = stored(found.table, name) else { continue };
        let before = &found.row[name];
        let goes_with_a_name = found.table.beside.is_some_and(|(beside, named)| beside == name && hit(named) == Some(Hit::Named));
        let after = match hit(name) {
            _ if found.is_own() && is_own(holds) || goes_with_a_name => empty(column),
            Some(Hit::Named) => empty(column),
            Some(Hit::Mentioned) if found.table.erasing == Erasing::Answer => Value::Null,
            Some(Hit::Mentioned) => masked(person, before, found.table.form_of(name), found.near && holds != Holds::Label),
            _ => continue,
        };
        if name == "name" && found.table.name == SubjectKind::Territory.as_str() {
            cells.extend(stored(found.table, "name_key").map(|key| (key, sort_key(after.as_str().unwrap_or_default()).into())));
        }
        if after != *before {
            cells.push((column, after));
        }
    }
    // An answer is its headers and its body.
    if found.table.erasing == Erasing::Answer {
        return ["headers", "body"].into_iter().filter_map(|name| Some((stored(found.table, name)?, Value::Null))).collect();
    }
    cells
}

fn empty(column: &Stored) -> Value {
    if column.nullable { Value::Null } else { "".into() }
}

fn masked(person: &Person, value: &Value, form: Option<Form>, near: bool) -> Value {
    let mask = |text: &str, kind: Kind| match kind {
        // A row with the name goes as a whole, and so does what is kept of one.
        Kind::Name if near && person.is_name(text) => None,
        kind => Some(person.masked(text, near && kind != Kind::Label)),
    };
    if let Some(form) = form {
        return form(value, &mask).unwrap_or_else(|| value.clone());
    }
    let inside = parsed(value);
    if inside == *value {
        return json::changed(inside, &mask);
    }
    // JSON that is kept as text stays so.
    json::changed(inside, &mask).to_string().into()
}
