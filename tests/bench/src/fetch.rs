//! Answers, to compare before anything is measured.

use anyhow::Context;
use serde_json::Value;

/// A successful answer as it was sent.
pub struct Answer {
    pub content_type: String,
    pub content_encoding: Option<String>,
    pub body: Vec<u8>,
}

pub async fn answer(url: &str, encoding: Option<&str>) -> anyhow::Result<Answer> {
    let mut request = reqwest::Client::new().get(url);
    if let Some(encoding) = encoding {
        request = request.header("Accept-Encoding", encoding);
    }
    let response = request.send().await?.error_for_status()?;
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (content_type, content_encoding) = (header("content-type").context("no content type")?, header("content-encoding"));
    Ok(Answer { content_type, content_encoding, body: response.bytes().await?.to_vec() })
}

pub async fn json(url: &str) -> anyhow::Result<Value> {
    Ok(serde_json::from_slice(&answer(url, None).await?.body)?)
}

/// Fails unless both give the same bytes for each address.
pub async fn ensure_same(product: &str, baseline: &str, addresses: &[String]) -> anyhow::Result<()> {
    ensure_same_but(product, baseline, addresses, |body| body.to_vec()).await
}

/// As [`ensure_same`], with what `strip` leaves of each answer.
pub async fn ensure_same_but(product: &str, baseline: &str, addresses: &[String], strip: fn(&[u8]) -> Vec<u8>) -> anyhow::Result<()> {
    for address in addresses {
        let ours = strip(&answer(&format!("{product}{address}"), None).await?.body);
        let theirs = strip(&answer(&format!("{baseline}{address}"), None).await?.body);
        anyhow::ensure!(
            ours == theirs,
            "{address} differs:\nproduct:  {}\nbaseline: {}",
            String::from_utf8_lossy(&ours),
            String::from_utf8_lossy(&theirs)
        );
    }
    Ok(())
}
