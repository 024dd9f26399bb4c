//! The table that a run prints.

use std::fmt;

/// What a case must reach.
#[derive(Clone, Copy)]
pub enum Bar {
    AtLeast(f64),
    AtMost(f64),
    /// For comparison only.
    None,
}

pub struct Line {
    case: String,
    value: f64,
    unit: &'static str,
    bar: Bar,
}

impl Line {
    pub fn ratio(case: impl Into<String>, value: f64, bar: Bar) -> Self {
        Self { case: case.into(), value, unit: "", bar }
    }

    /// Something whose bar is no ratio.
    pub fn absolute(case: impl Into<String>, value: f64, unit: &'static str, bar: Bar) -> Self {
        Self { case: case.into(), value, unit, bar }
    }

    fn met(&self) -> Option<bool> {
        match self.bar {
            Bar::AtLeast(bar) => Some(self.value >= bar),
            Bar::AtMost(bar) => Some(self.value <= bar),
            Bar::None => None,
        }
    }

    fn number(&self, value: f64) -> String {
        if self.unit.is_empty() { format!("{value:.2}") } else { format!("{value:.0} {}", self.unit) }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bar = match self.bar {
            Bar::AtLeast(bar) => format!(">= {}", self.number(bar)),
            Bar::AtMost(bar) => format!("<= {}", self.number(bar)),
            Bar::None => "-".to_owned(),
        };
        let met = match self.met() {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        write!(f, "| {:<62} | {:>8} | {bar:>9} | {met:<6} |", self.case, self.number(self.value))
    }
}

pub const HEADER: &str = "\
| case                                                           |    ratio |       bar |        |
|----------------------------------------------------------------|---------:|----------:|--------|";

/// How many bars were missed.
pub fn missed(lines: &[Line]) -> usize {
    lines.iter().filter(|line| line.met() == Some(false)).count()
}
