//! Pictures, decoded and written anew, so that nothing but the picture is kept: no place, no device, no hidden bytes.
//!
//! One at a time in each process: decoders see nothing but the picture (`bare.rs`), what it may need of memory and time is bounded
//! (`measure.rs`), what it gives is no larger than what may be sent (`rewrite.rs`), and who has used the least goes first (`turns.rs`).

mod bare;
mod measure;
mod rewrite;
mod turns;

use std::{sync::Arc, time::Duration};

use image::ImageFormat;
use kernel::{
    files::spool::Spooled,
    problem::{Problem, Result},
    settings::Settings,
};
use rest::uploads::kind::Kind;
use uuid::Uuid;

use self::turns::Turns;

pub struct Pictures {
    turns: Arc<Turns>,
    /// How long a caller waits for a turn.
    patience: Duration,
    folder: std::path::PathBuf,
}

impl Pictures {
    pub fn new(settings: &Settings) -> Self {
        Self { turns: Arc::default(), patience: settings.body_pause * 3, folder: settings.data_dir.clone() }
    }

    /// The picture alone, and what it is now.
    pub async fn alone(&self, caller: Uuid, file: Spooled, format: ImageFormat) -> Result<(Spooled, Kind)> {
        let turn = self.turn(caller).await?;
        let folder = self.folder.clone();
        let work = move || {
            // Held until the work is done, even if the caller has gone away.
            let _turn = turn;
            rewrite::rewrite(&file, format, &folder)
        };
        tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
    }

    /// How many wait for a turn.
    pub fn waiting(&self) -> usize {
        self.turns.waiting()
    }

    /// The one turn that there is, until dropped.
    pub async fn turn(&self, caller: Uuid) -> Result<turns::Turn> {
        let turn = tokio::time::timeout(self.patience, self.turns.take(caller)).await;
        turn.map_err(Problem::unavailable)
    }
}
