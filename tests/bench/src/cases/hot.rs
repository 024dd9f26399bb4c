//! Public reads that were asked for before, against a bare handler that returns the same bytes.

use crate::{
    baseline::bytes,
    fetch,
    load::Load,
    report::{Bar, Line},
    stage::Stage,
};

/// What browsers send.
const ENCODINGS: &str = "gzip, deflate, br, zstd";

const READS: [(&str, &str); 2] = [("list", "/v1/territories"), ("detail", "/v1/territories/barcelona")];

pub async fn measure(stage: &Stage) -> anyhow::Result<Vec<Line>> {
    let product = stage.serve(&stage.var())?;
    let mut lines = Vec::new();
    for (name, address) in READS {
        for (form, encoding) in [("plain", None), ("compressed", Some(ENCODINGS))] {
            let folder = stage.folder.path().join(format!("{name}-{form}"));
            std::fs::create_dir(&folder)?;
            let answer = fetch::answer(&format!("{}{address}", product.url), encoding).await?;
            anyhow::ensure!(answer.content_encoding.is_some() == encoding.is_some(), "{address} is not {form}");
            let body = answer.body.clone();
            bytes::keep(&folder, &[(address.to_owned(), answer)])?;
            let baseline = stage.baseline("serve-bytes", |command| {
                command.arg(&folder);
            })?;
            let same = fetch::answer(&format!("{}{address}", baseline.url), encoding).await?;
            anyhow::ensure!(same.body == body, "{address} differs");
            let load = Load { encoding, ..stage.load(&format!("{name}-{form}.txt"), &[address.to_owned()])? };
            let ratio = stage.throughput(&load, &product, &baseline)?;
            lines.push(Line::ratio(format!("hot {name}, {form}, to the same bytes bare"), ratio, Bar::AtLeast(0.6)));
        }
    }
    Ok(lines)
}
