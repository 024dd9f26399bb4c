//! Loading the data that ships with the project: idempotent, and never overwriting what a person edited.

mod members;
mod reference;

use std::{fmt, path::Path};

use anyhow::Context;
use kernel::db::{Actor, history::digest};
use register::state::State;
use serde::de::DeserializeOwned;

use crate::import::format::without_mark;

/// What seeding did.
#[derive(Debug, Default)]
pub struct Report {
    added: usize,
    updated: usize,
    /// Left alone because a person has edited them since.
    kept: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seeded: {} added, {} updated, {} kept as edited", self.added, self.updated, self.kept)
    }
}

/// Loads everything from the data folder, or nothing where anything in it is wrong.
pub async fn seed(state: &State, data: &Path) -> anyhow::Result<Report> {
    let (tables, members) = (reference::Tables::read(data)?, members::Tables::read(data)?);
    let mut tx = state.db.write(Actor::SYSTEM).await?;
    reference::seed(&mut tx, tables).await?;
    let report = members::seed(&mut tx, members).await?;
    tx.commit().await?;
    Ok(report)
}

/// A CSV file with its digest.
struct File<T> {
    rows: Vec<T>,
    sha256: String,
}

fn read<T: DeserializeOwned>(data: &Path, name: &str) -> anyhow::Result<File<T>> {
    let path = data.join(name);
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let wrong = || format!("{} is not as described in data/README.md", path.display());
    let text = without_mark(&bytes).with_context(wrong)?;
    let rows: Vec<T> = ::csv::Reader::from_reader(text).into_deserialize().collect::<Result<_, _>>().with_context(wrong)?;
    // A table that lost its rows on the way would empty what is there.
    anyhow::ensure!(!rows.is_empty(), "{}: it has no rows", wrong());
    Ok(File { rows, sha256: digest(&bytes) })
}

/// The text of a cell; a blank one says nothing.
fn cell(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
