//! From the start of the process to `GET /health/ready` on a database that is there.

use crate::{
    pairs::median,
    report::{Bar, Line},
    stage::Stage,
};

pub fn measure(stage: &Stage) -> anyhow::Result<Vec<Line>> {
    let mut times = Vec::new();
    for _ in 0..stage.pairs {
        times.push(stage.serve(&stage.var())?.ready_after.as_secs_f64() * 1e3);
    }
    Ok(vec![Line::absolute("start until ready", median(times), "ms", Bar::AtMost(150.0))])
}
