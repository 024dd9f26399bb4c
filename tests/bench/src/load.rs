//! Load by wrk.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cores::Cores;

/// What is asked of a server.
#[derive(Clone)]
pub struct Load {
    /// A file of addresses, one a line; see `addresses.lua`.
    pub addresses: PathBuf,
    pub connections: usize,
    pub seconds: u64,
    /// `Accept-Encoding`, if any.
    pub encoding: Option<&'static str>,
}

pub struct Measured {
    pub requests: f64,
    pub p99_ms: f64,
}

impl Load {
    /// Fails where a single answer was not a success. `run` makes the addresses differ from those of other runs.
    pub fn on(&self, cores: &Cores, url: &str, run: usize) -> anyhow::Result<Measured> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("addresses.lua");
        let threads = cores.load_threads().min(self.connections);
        let mut command = cores.load("wrk");
        command.arg("--threads").arg(threads.to_string()).arg("--connections").arg(self.connections.to_string());
        command.arg("--duration").arg(format!("{}s", self.seconds)).arg("--script").arg(script);
        if let Some(encoding) = self.encoding {
            command.arg("--header").arg(format!("Accept-Encoding: {encoding}"));
        }
        command.arg(url).arg("--").arg(&self.addresses).arg(run.to_string());
        let output = command.output().context("cannot start wrk")?;
        let text = String::from_utf8_lossy(&output.stdout);
        read(&text).with_context(|| format!("wrk said: {text}{}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn read(text: &str) -> anyhow::Result<Measured> {
    let line = text.lines().find_map(|line| line.strip_prefix("MEASURED ")).context("no result")?;
    let numbers: Vec<f64> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    let [requests, failed, p99] = numbers[..] else { anyhow::bail!("not three numbers") };
    anyhow::ensure!(failed == 0.0 && requests > 0.0, "{failed} of {requests} requests failed");
    Ok(Measured { requests, p99_ms: p99 / 1e3 })
}
