//! Bringing in the 234,908 places, against rusqlite writing the same tables and index.

use std::{path::Path, process::Command};

use rusqlite::Connection;

use crate::{
    pairs,
    process::timed,
    report::{Bar, Line},
    stage::{Stage, database},
};

pub fn measure(stage: &Stage) -> anyhow::Result<Vec<Line>> {
    let folder = |name: &str, pair: usize| stage.folder.path().join(format!("import-{name}-{pair}"));
    let empty = |var: &Path| {
        let mut migrate = stage.command(var);
        migrate.arg("migrate");
        timed(migrate)
    };
    let product = |pair: usize| {
        let var = folder("product", pair);
        empty(&var)?;
        Ok(stage.import(&var, &stage.places())?.as_secs_f64())
    };
    let baseline = |pair: usize| {
        let var = folder("baseline", pair);
        empty(&var)?;
        let mut import = Command::new(std::env::current_exe()?);
        import.arg("import").arg(stage.places()).arg(database(&var));
        Ok(timed(import)?.as_secs_f64())
    };
    let ratio = pairs::ratio(stage.pairs, product, baseline)?;
    for pair in 0..stage.pairs {
        let (ours, theirs) = (folder("product", pair), folder("baseline", pair));
        anyhow::ensure!(summary(&ours)? == summary(&theirs)?, "the imports differ: {:?}, {:?}", summary(&ours)?, summary(&theirs)?);
        std::fs::remove_dir_all(ours)?;
        std::fs::remove_dir_all(theirs)?;
    }
    Ok(vec![Line::ratio("time of an import, to rusqlite writing the same", ratio, Bar::AtMost(3.0))])
}

/// What tells whether two imports wrote the same.
fn summary(var: &Path) -> anyhow::Result<Vec<i64>> {
    let connection = Connection::open(database(var))?;
    let mut numbers = Vec::new();
    for sql in [
        "SELECT count(*) FROM place",
        "SELECT sum(rank % 1000003) FROM place",
        "SELECT sum(length(name) + length(ascii_name) + length(alternate_names) + length(country)) FROM place",
        "SELECT sum(geonames_id * length(name || alternate_names) % 1000003) FROM place",
        "SELECT count(*) FROM search_word",
        "SELECT sum(length(word) * unicode(reversed)) FROM search_word",
        "SELECT sum(rowid % 1000003) FROM place_search WHERE place_search MATCH '\"san\"*'",
        "SELECT sum(rowid % 1000003) FROM place_search WHERE place_search MATCH '\"santa\" AND \"c\"*'",
        "SELECT count(*) FROM place_search WHERE place_search MATCH '\"a\"*'",
    ] {
        numbers.push(connection.query_row(sql, [], |row| row.get(0))?);
    }
    Ok(numbers)
}
