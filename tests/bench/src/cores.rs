//! Which processor cores serve and which make the load, so that neither disturbs the other.

use std::process::Command;

use anyhow::Context;

/// Half of the cores each; all of them for both where there is only one.
pub struct Cores {
    servers: Vec<u32>,
    load: Vec<u32>,
}

impl Cores {
    pub fn split() -> anyhow::Result<Self> {
        let status = std::fs::read_to_string("/proc/self/status").context("the cores are read from Linux's /proc")?;
        let list = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).context("no list of cores")?;
        let all = read_list(list.trim())?;
        let (load, servers) = all.split_at(all.len() / 2);
        let load = if load.is_empty() { servers } else { load };
        Ok(Self { servers: servers.to_vec(), load: load.to_vec() })
    }

    pub fn server(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        pinned(&self.servers, program)
    }

    pub fn load(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        pinned(&self.load, program)
    }

    pub fn load_threads(&self) -> usize {
        self.load.len()
    }

    pub fn describe(&self) -> String {
        format!("servers on cores {}, load on cores {}", write_list(&self.servers), write_list(&self.load))
    }
}

fn pinned(cores: &[u32], program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("taskset");
    command.arg("--cpu-list").arg(write_list(cores)).arg(program);
    command
}

/// Such as `0-2,5`.
fn read_list(text: &str) -> anyhow::Result<Vec<u32>> {
    let mut cores = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        cores.extend(first.parse::<u32>()?..=last.parse::<u32>()?);
    }
    Ok(cores)
}

fn write_list(cores: &[u32]) -> String {
    cores.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}
