//! Resident memory in a minute of mixed public reads over 64 connections.

use std::time::Duration;

use crate::{
    cases::places::{asked, beginnings},
    fetch,
    load::Load,
    report::{Bar, Line},
    stage::{Stage, shuffled_places},
};

const SECONDS: u64 = 60;

pub async fn measure(stage: &Stage) -> anyhow::Result<Vec<Line>> {
    let product = stage.serve(&stage.var())?;
    let addresses = mixed(stage, &product.url).await?;
    let load = Load { connections: 64, seconds: SECONDS, ..stage.load("mixed.txt", &addresses)? };
    let most = std::thread::scope(|scope| {
        let loading = scope.spawn(|| load.on(&stage.cores, &product.url, 0));
        let mut most = 0;
        while !loading.is_finished() {
            most = most.max(product.resident()?);
            std::thread::sleep(Duration::from_millis(250));
        }
        loading.join().map_err(|_| anyhow::anyhow!("the load failed"))??;
        anyhow::Ok(most)
    })?;
    Ok(vec![Line::absolute("resident memory at most", most as f64 / 1e6, "MB", Bar::AtMost(80.0))])
}

/// One of each kind of public read in turn; half of them were never asked for before.
async fn mixed(stage: &Stage, url: &str) -> anyhow::Result<Vec<String>> {
    let territories = fetch::json(&format!("{url}/v1/territories?limit=200")).await?;
    let slugs: Vec<&str> = territories["data"].as_array().into_iter().flatten().filter_map(|row| row["slug"].as_str()).collect();
    let places = shuffled_places(&stage.var())?;
    let words = beginnings(&places);
    anyhow::ensure!(!slugs.is_empty() && !words.is_empty(), "nothing to ask for");
    let mut addresses = Vec::new();
    for i in 0..10_000 {
        let slug = slugs[i / 12 % slugs.len()];
        addresses.push(match i % 12 {
            0 => "/v1/campaign".to_owned(),
            1 => "/v1/territories".to_owned(),
            2 => format!("/v1/territories/{slug}"),
            3 => format!("/v1/territories/{slug}/history"),
            4 => "/v1/territories.geojson".to_owned(),
            5 => format!("/v1/territories/{slug}?n="),
            6 => format!("/v1/territories?sort=-population&limit={}&n=", 1 + i % 50),
            7 => format!("/v1/places/{}?n=", places[i].0),
            8..=10 => asked(&words[i % words.len()], 10),
            _ => "/v1/changes".to_owned(),
        });
    }
    Ok(addresses)
}
