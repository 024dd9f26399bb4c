//! Places written by rusqlite: the same tables, the same folded text and index, everything else left out.
//!
//! It reads the whole file into memory, sorts it by the key of the index, and writes it in one transaction.

use std::{collections::HashSet, fs::File, path::Path};

use rusqlite::Connection;
use thousand::import::geonames::{Found, Lines, index};

pub fn import(file: &Path, database: &Path) -> anyhow::Result<()> {
    let mut places: Vec<Found> = Vec::new();
    let mut lines = Lines::open(File::open(file)?)?;
    while let Some(line) = lines.next_line()? {
        places.extend(line.map(index));
    }
    places.sort_by_key(|found| found.place.rank);
    let mut connection = Connection::open(database)?;
    // As durable as the product.
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;")?;
    let tx = connection.transaction()?;
    {
        let mut into_places = tx.prepare(
            "INSERT INTO place (geonames_id, rank, name, ascii_name, alternate_names, country, latitude, longitude, population, admin1) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        let mut into_index = tx.prepare("INSERT INTO place_search (rowid, words) VALUES (?1, ?2)")?;
        let mut into_words = tx.prepare("INSERT INTO search_word (noun, word, reversed) VALUES ('place', ?1, ?2)")?;
        let mut known = HashSet::new();
        for Found { place, indexed } in places {
            for word in indexed.correctable() {
                if !known.contains(word) {
                    into_words.execute((word, word.chars().rev().collect::<String>()))?;
                    known.insert(word.to_owned());
                }
            }
            into_index.execute((place.rank, indexed.into_text()))?;
            into_places.execute((
                place.geonames_id,
                place.rank,
                place.name,
                place.ascii_name,
                place.alternate_names,
                place.country,
                place.latitude,
                place.longitude,
                place.population,
                place.admin1,
            ))?;
        }
    }
    Ok(tx.commit()?)
}
