//! One installation, as every command that works on its data opens it.

use kernel::{chance::Chance, settings::Settings};
use register::state::State;

use crate::backup;

/// Connects and derives keys; the database must be migrated. Refuses what a restore has not finished.
pub async fn open(settings: Settings, chance: Chance) -> anyhow::Result<State> {
    backup::refuse_half_restored(&settings)?;
    Ok(State::new(kernel::state::State::open(settings, chance).await?))
}
