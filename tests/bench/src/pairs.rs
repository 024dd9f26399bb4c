//! Pairs of measurements in turn, and the median of their ratios.

/// Which of the two goes first changes from pair to pair: what warms up or tires does so for both.
pub fn ratio(
    pairs: usize,
    mut product: impl FnMut(usize) -> anyhow::Result<f64>,
    mut baseline: impl FnMut(usize) -> anyhow::Result<f64>,
) -> anyhow::Result<f64> {
    let mut ratios = Vec::new();
    for pair in 0..pairs {
        let (ours, theirs) = if pair % 2 == 0 {
            let ours = product(pair)?;
            (ours, baseline(pair)?)
        } else {
            let theirs = baseline(pair)?;
            (product(pair)?, theirs)
        };
        ratios.push(ours / theirs);
    }
    Ok(median(ratios))
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
