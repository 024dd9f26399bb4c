//! How the slowest answers grow with the table: 99th percentiles at 1,000,000 places against 10,000.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use kernel::db::cursor::write_cursor;
use rusqlite::Connection;

use super::places::{asked, beginnings};
use crate::{
    load::Load,
    pairs::{median, ratio},
    process::Server,
    report::{Bar, Line},
    stage::{Stage, database, shuffled_places},
};

const SMALL: usize = 10_000;
const LARGE: usize = 1_000_000;

pub fn measure(stage: &Stage) -> anyhow::Result<Vec<Line>> {
    let (small, large) = (grown(stage, "small", SMALL)?, grown(stage, "large", LARGE)?);
    let (of_small, of_large) = (stage.serve(&small)?, stage.serve(&large)?);
    let mut lines = Vec::new();
    for (name, addresses) in [
        ("detail", details as fn(&Path) -> anyhow::Result<Vec<String>>),
        ("first page", first_page),
        ("deep page", deep_pages),
        ("search of 3 letters or more", searches),
    ] {
        let on_small = load(stage, &format!("{name}-small"), &addresses(&small)?)?;
        let on_large = load(stage, &format!("{name}-large"), &addresses(&large)?)?;
        let grown = ratio(stage.pairs, |pair| p99(stage, &on_large, &of_large, pair), |pair| p99(stage, &on_small, &of_small, pair))?;
        lines.push(Line::ratio(format!("p99 of {name}, 1,000,000 rows to 10,000"), grown, Bar::AtMost(1.5)));
    }
    let short: Vec<String> = ('a'..='z').flat_map(|a| [asked(&a.to_string(), 10), asked(&format!("{a}a"), 10)]).collect();
    let on_large = load(stage, "short", &short)?;
    let times = (0..stage.pairs).map(|pair| p99(stage, &on_large, &of_large, pair)).collect::<anyhow::Result<_>>()?;
    lines.push(Line::absolute("p99 of a shorter search, 1,000,000 rows", median(times), "ms", Bar::AtMost(50.0)));
    Ok(lines)
}

/// One request after the other: how long one takes, not how many wait.
fn load(stage: &Stage, name: &str, addresses: &[String]) -> anyhow::Result<Load> {
    Ok(Load { connections: 1, ..stage.load(&format!("{name}.txt"), addresses)? })
}

fn p99(stage: &Stage, load: &Load, server: &Server, pair: usize) -> anyhow::Result<f64> {
    Ok(load.on(&stage.cores, &server.url, pair)?.p99_ms)
}

/// A data folder with so many places: every so-manieth of the file, or all of it several times over under other ids.
fn grown(stage: &Stage, name: &str, rows: usize) -> anyhow::Result<PathBuf> {
    let var = stage.folder.path().join(name);
    let dump = stage.folder.path().join(format!("{name}.tsv"));
    let lines: Vec<String> = BufReader::new(MultiGzDecoder::new(File::open(stage.places())?)).lines().collect::<Result<_, _>>()?;
    let step = (lines.len() / rows).max(1);
    let mut out = BufWriter::new(File::create(&dump)?);
    for (copy, line) in (0..).flat_map(|copy| lines.iter().step_by(step).map(move |line| (copy, line))).take(rows) {
        match line.split_once('\t') {
            Some((id, rest)) => writeln!(out, "{}\t{rest}", id.parse::<u64>()? + copy * 100_000_000)?,
            None => writeln!(out, "{line}")?,
        }
    }
    out.into_inner()?;
    let mut migrate = stage.command(&var);
    migrate.arg("migrate");
    crate::process::timed(migrate)?;
    stage.import(&var, &dump)?;
    std::fs::remove_file(dump)?;
    let count: i64 = Connection::open(database(&var))?.query_row("SELECT count(*) FROM place", [], |row| row.get(0))?;
    anyhow::ensure!(count == rows as i64, "{count} places where {rows} were wanted");
    Ok(var)
}

fn details(var: &Path) -> anyhow::Result<Vec<String>> {
    Ok(shuffled_places(var)?.iter().map(|(id, _, _)| format!("/v1/places/{id}?n=")).collect())
}

fn first_page(_: &Path) -> anyhow::Result<Vec<String>> {
    Ok(vec!["/v1/places?n=".to_owned()])
}

/// Pages that begin in the last tenth.
fn deep_pages(var: &Path) -> anyhow::Result<Vec<String>> {
    let mut ranks: Vec<i64> = shuffled_places(var)?.into_iter().map(|(_, _, rank)| rank).collect();
    ranks.sort_unstable();
    let last = &ranks[ranks.len() / 10 * 9..ranks.len() - 60];
    Ok(last.iter().step_by(7).map(|rank| format!("/v1/places?cursor={}&n=", write_cursor(&(0_u8, rank)))).collect())
}

fn searches(var: &Path) -> anyhow::Result<Vec<String>> {
    Ok(beginnings(&shuffled_places(var)?).iter().map(|q| asked(q, 10)).collect())
}
