//! Reads of the 234,908 places that were never asked for before: pages, single places, search.

use std::collections::BTreeSet;

use kernel::db::cursor::write_cursor;

use crate::{
    fetch,
    report::{Bar, Line},
    stage::{Stage, shuffled_places},
};

/// Addresses whose answers are compared before anything is measured.
const COMPARED: usize = 300;

pub async fn uncached(stage: &Stage) -> anyhow::Result<Vec<Line>> {
    let places = shuffled_places(&stage.var())?;
    let details: Vec<String> = places.iter().map(|(id, _, _)| format!("/v1/places/{id}?n=")).collect();
    let pages: Vec<String> = places.iter().map(|(_, _, rank)| format!("/v1/places?cursor={}&n=", write_cursor(&(0_u8, rank)))).collect();
    let product = stage.serve(&stage.var())?;
    let orm = stage.reading_baseline("serve-orm")?;
    let rusqlite = stage.reading_baseline("serve-rusqlite")?;
    let mut lines = Vec::new();
    for (name, addresses) in [("list", pages), ("detail", details)] {
        for baseline in [&orm, &rusqlite] {
            fetch::ensure_same(&product.url, &baseline.url, &numbered(&addresses)).await?;
        }
        let load = stage.load(&format!("{name}.txt"), &addresses)?;
        let to_orm = stage.throughput(&load, &product, &orm)?;
        lines.push(Line::ratio(format!("uncached {name}, to bare SeaORM"), to_orm, Bar::AtLeast(0.8)));
        let to_rusqlite = stage.throughput(&load, &product, &rusqlite)?;
        lines.push(Line::ratio(format!("uncached {name}, to hand-written rusqlite"), to_rusqlite, Bar::None));
        let between = stage.throughput(&load, &orm, &rusqlite)?;
        lines.push(Line::ratio(format!("(bare SeaORM's {name}, to hand-written rusqlite)"), between, Bar::None));
    }
    Ok(lines)
}

pub async fn search(stage: &Stage) -> anyhow::Result<Vec<Line>> {
    let words = beginnings(&shuffled_places(&stage.var())?);
    let addresses: Vec<String> = words.iter().map(|q| asked(q, 10)).collect();
    let product = stage.serve(&stage.var())?;
    let rusqlite = stage.reading_baseline("serve-rusqlite")?;
    fetch::ensure_same_but(&product.url, &rusqlite.url, &numbered(&addresses), without_matched).await?;
    let load = stage.load("search.txt", &addresses)?;
    let ratio = stage.throughput(&load, &product, &rusqlite)?;
    Ok(vec![Line::ratio("place search of ten rows, to hand-written rusqlite FTS5", ratio, Bar::AtLeast(0.5))])
}

/// What people type on the way to a name: its first three letters or more.
pub fn beginnings(places: &[(i64, String, i64)]) -> Vec<String> {
    let typed = |(i, (_, name, _)): (usize, &(i64, String, i64))| {
        let letters: Vec<char> = name.chars().collect();
        let most = letters.len().saturating_sub(2).max(1);
        letters.iter().take(3 + i % most).collect::<String>()
    };
    let long_enough = |text: &String| text.trim().chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let words: BTreeSet<String> = places.iter().take(5000).enumerate().map(typed).filter(long_enough).collect();
    words.into_iter().collect()
}

pub fn asked(q: &str, limit: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", q).append_pair("limit", &limit.to_string()).append_pair("n", "");
    format!("/v1/places?{}", query.finish())
}

fn numbered(addresses: &[String]) -> Vec<String> {
    let step = (addresses.len() / COMPARED).max(1);
    addresses.iter().step_by(step).map(|address| format!("{address}0")).collect()
}

/// The product also says which other name of a place answered; the baseline does not.
fn without_matched(body: &[u8]) -> Vec<u8> {
    let mut page: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    for place in page["data"].as_array_mut().into_iter().flatten() {
        place["matched"].take();
    }
    page.to_string().into_bytes()
}
