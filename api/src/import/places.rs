//! `thousand import places FILE`: places of GeoNames, from a dump of any size, in bounded memory.
//!
//! One thread reads and folds, this one writes; batches keep the statements few and the transactions short.
//! Rows are put in by their GeoNames id, so repeating an import that was cut off goes on where it can.

use std::{
    collections::{HashMap, HashSet, hash_map::RandomState},
    fmt,
    fs::File,
    hash::BuildHasher,
    io::{self, Read},
    path::Path,
};

use anyhow::Context;
use entity::{facts, history, kinds::SubjectKind, place};
use indicatif::ProgressBar;
use kernel::{
    db::{
        Actor, Entry, Tx,
        search::{self, Noun},
    },
    files::sha256,
};
use register::state::State;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement, Value};
use tokio::sync::mpsc;

use super::geonames::{Found, Lines, index};

/// Places a statement.
const BATCH: usize = 1000;
/// Batches a transaction: others may write in between.
const BATCHES: usize = 16;
/// Words remembered as known; beyond that they are offered to the database again, which ignores them.
const REMEMBERED: usize = 2_000_000;
/// Line numbers of malformed lines that are named.
const NAMED: usize = 10;

/// What an import did.
#[derive(Debug, Default)]
pub struct Report {
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub malformed: u64,
    /// The first malformed lines.
    pub malformed_lines: Vec<u64>,
    /// This very file was imported before; nothing was done.
    pub known: bool,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.known {
            return write!(f, "places: this file was imported before");
        }
        write!(f, "places: {} added, {} updated, {} unchanged", self.added, self.updated, self.unchanged)?;
        if self.malformed > 0 {
            let lines: Vec<String> = self.malformed_lines.iter().map(u64::to_string).collect();
            write!(f, ", {} malformed lines left out (the first: {})", self.malformed, lines.join(", "))?;
        }
        Ok(())
    }
}

/// What the reading thread hands over.
enum Message {
    Batch(Vec<Found>),
    Malformed(u64),
}

/// Imports a file, moving the bar, if somebody watches one, by its bytes.
pub async fn import(state: &State, file: &Path, watched: Option<ProgressBar>) -> anyhow::Result<Report> {
    let name = || format!("cannot read {}", file.display());
    let bar = watched.unwrap_or_else(ProgressBar::hidden);
    let open = File::open(file).with_context(name)?;
    let about = open.metadata().with_context(name)?;
    // A pipe could not be read again.
    anyhow::ensure!(about.is_file(), "{}: it is not a file", name());
    bar.set_length(about.len());
    let sha256 = tokio::task::spawn_blocking(move || sha256(open)).await?.with_context(name)?;
    if imported_before(state, &sha256).await? {
        return Ok(Report { known: true, ..Report::default() });
    }
    let open = File::open(file).with_context(name)?;
    tokio::task::spawn_blocking(move || refuse_other_data(open)).await?.with_context(name)?;
    let source = bar.wrap_read(File::open(file).with_context(name)?);
    let (sender, mut batches) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || read(source, &sender));
    let mut report = Report::default();
    let mut words = Words::default();
    let mut empty = place::Entity::find().count(state.db.reader()).await? == 0;
    let mut open: Option<(Tx, usize)> = None;
    while let Some(message) = batches.recv().await {
        let batch = match message {
            Message::Batch(batch) => batch,
            Message::Malformed(line) => {
                report.malformed += 1;
                if report.malformed_lines.len() < NAMED {
                    report.malformed_lines.push(line);
                }
                continue;
            }
        };
        let (tx, done) = match open.take() {
            Some((tx, done)) if done < BATCHES => (tx, done),
            Some((tx, _)) => {
                tx.commit().await?;
                (state.db.write(Actor::SYSTEM).await?, 0)
            }
            None => (state.db.write(Actor::SYSTEM).await?, 0),
        };
        write(&tx, batch, empty, &mut words, &mut report).await?;
        empty = false;
        open = Some((tx, done + 1));
    }
    reading.await?.with_context(name)?;
    let mut tx = match open {
        Some((tx, _)) => tx,
        None => state.db.write(Actor::SYSTEM).await?,
    };
    let facts = facts!({
        "sha256": facts::digest(&sha256), "added": report.added, "updated": report.updated, "unchanged": report.unchanged, "malformed": report.malformed,
    });
    tx.record(Entry::internal("place.imported", SubjectKind::Import, state.chance.id()).facts(facts));
    tx.commit().await?;
    bar.finish_and_clear();
    Ok(report)
}

async fn imported_before(state: &State, sha256: &str) -> anyhow::Result<bool> {
    let found = history::Entity::find()
        .filter(history::Column::Action.eq("place.imported"))
        .filter(history::Column::Facts.contains(sha256))
        .count(state.db.reader())
        .await?;
    Ok(found > 0)
}

/// Looks at the whole file before anything of it is written: what mostly does not fit is something else, and nothing of it is taken.
fn refuse_other_data(source: File) -> io::Result<()> {
    let mut lines = Lines::open(source)?;
    let (mut places, mut malformed) = (0_u64, 0_u64);
    while let Some(line) = lines.next_line()? {
        match line {
            Some(_) => places += 1,
            None => malformed += 1,
        }
    }
    if places >= malformed {
        return Ok(());
    }
    let said = format!("{malformed} of {} lines are no places of a GeoNames dump; nothing was imported", places + malformed);
    Err(io::Error::new(io::ErrorKind::InvalidData, said))
}

fn read(source: impl Read + Send + 'static, to: &mpsc::Sender<Message>) -> io::Result<()> {
    let mut lines = Lines::open(source)?;
    let mut batch = Vec::with_capacity(BATCH);
    let mut number = 0;
    // Where nobody listens any more, the other side has failed and says so itself.
    while let Some(line) = lines.next_line()? {
        number += 1;
        match line {
            Some(place) => batch.push(index(place)),
            None if to.blocking_send(Message::Malformed(number)).is_err() => return Ok(()),
            None => {}
        }
        if batch.len() == BATCH && to.blocking_send(Message::Batch(std::mem::take(&mut batch))).is_err() {
            return Ok(());
        }
    }
    let _ = to.blocking_send(Message::Batch(batch));
    Ok(())
}

/// Digests of the words already offered to the correction of typos.
#[derive(Default)]
struct Words {
    known: HashSet<u64>,
    hasher: RandomState,
}

impl Words {
    /// The words of a batch that are new.
    fn fresh(&mut self, batch: &[Found]) -> Vec<String> {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        let mut fresh = Vec::new();
        for found in batch {
            for word in found.indexed.correctable() {
                if self.known.insert(self.hasher.hash_one(word)) {
                    fresh.push(word.to_owned());
                }
            }
        }
        fresh
    }
}

async fn write(tx: &Tx, batch: Vec<Found>, empty: bool, words: &mut Words, report: &mut Report) -> anyhow::Result<()> {
    // The last line about a place counts.
    let mut by_id: HashMap<i64, Found> = batch.into_iter().map(|found| (found.place.geonames_id, found)).collect();
    if !empty {
        let known = place::Entity::find().filter(place::Column::GeonamesId.is_in(by_id.keys().copied())).all(&**tx).await?;
        let mut outdated = Vec::new();
        for old in known {
            if by_id.get(&old.geonames_id).is_some_and(|found| found.place == old) {
                by_id.remove(&old.geonames_id);
                report.unchanged += 1;
            } else {
                outdated.push(old);
            }
        }
        let keys: Vec<i64> = outdated.iter().map(|place| place.rank).collect();
        search::remove(tx, Noun::Place, &keys).await?;
        let ids = outdated.iter().map(|place| place.geonames_id);
        place::Entity::delete_many().filter(place::Column::GeonamesId.is_in(ids)).exec(&**tx).await?;
        report.updated += outdated.len() as u64;
        report.added += (by_id.len() - outdated.len()) as u64;
    } else {
        report.added += by_id.len() as u64;
    }
    let mut fresh: Vec<Found> = by_id.into_values().collect();
    // In the order of the keys, which is how both the table and the index want them.
    fresh.sort_by_key(|found| found.place.rank);
    search::learn(tx, Noun::Place, &words.fresh(&fresh)).await?;
    let (places, indexed): (Vec<_>, Vec<_>) = fresh.into_iter().map(|found| (found.place, found.indexed)).unzip();
    let rows = places.iter().map(|place| place.rank).zip(indexed.into_iter().map(search::Indexed::into_text)).collect();
    insert(tx, places).await?;
    search::insert(tx, Noun::Place, rows).await?;
    Ok(())
}

async fn insert(tx: &Tx, places: Vec<place::Model>) -> anyhow::Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let backend = tx.get_database_backend();
    let columns = "geonames_id, rank, name, ascii_name, alternate_names, country, latitude, longitude, population, admin1";
    let mut sql = format!("INSERT INTO place ({columns}) VALUES ");
    search::values_list(&mut sql, backend, places.len(), &[""; 10]);
    let values = places.into_iter().flat_map(|place| {
        [
            Value::from(place.geonames_id),
            place.rank.into(),
            place.name.into(),
            place.ascii_name.into(),
            place.alternate_names.into(),
            place.country.into(),
            place.latitude.into(),
            place.longitude.into(),
            place.population.into(),
            place.admin1.into(),
        ]
    });
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}
