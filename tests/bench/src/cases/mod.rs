//! What is measured; one file a case.

mod growth;
mod hot;
mod import;
mod memory;
mod places;
mod start;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    report::{self, Line},
    stage::Stage,
};

#[derive(Args)]
pub struct Options {
    /// The program to measure.
    #[arg(long)]
    thousand: PathBuf,
    /// Folder of the data files.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Pairs of measurements; the median of their ratios counts.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// Seconds of load a measurement.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// What to measure; all of it unless said.
    cases: Vec<Case>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Case {
    Hot,
    Uncached,
    Search,
    Import,
    Start,
    Memory,
    Growth,
}

#[expect(clippy::print_stdout, reason = "the output of a command")]
pub async fn run(options: Options) -> anyhow::Result<()> {
    let all = Case::value_variants();
    let cases = if options.cases.is_empty() { all } else { &options.cases };
    let stage = Stage::new(options.thousand.canonicalize()?, options.data.canonicalize()?, options.pairs, options.seconds)?;
    println!("{}; other load on the machine before: {}", stage.cores.describe(), load_average()?);
    stage.prepare()?;
    println!("{}", report::HEADER);
    let mut lines: Vec<Line> = Vec::new();
    for case in all.iter().filter(|case| cases.contains(case)) {
        let measured = match case {
            Case::Hot => hot::measure(&stage).await?,
            Case::Uncached => places::uncached(&stage).await?,
            Case::Search => places::search(&stage).await?,
            Case::Import => import::measure(&stage)?,
            Case::Start => start::measure(&stage)?,
            Case::Memory => memory::measure(&stage).await?,
            Case::Growth => growth::measure(&stage)?,
        };
        for line in &measured {
            println!("{line}");
        }
        lines.extend(measured);
    }
    match report::missed(&lines) {
        0 => println!("every bar is met"),
        n => println!("{n} bars are missed: docs/performance.md says where the time goes"),
    }
    Ok(())
}

/// Over the last minute.
fn load_average() -> anyhow::Result<String> {
    let text = std::fs::read_to_string("/proc/loadavg")?;
    Ok(text.split(' ').next().unwrap_or_default().to_owned())
}
