//! Work done outside transactions, asked for inside them by [`crate::db::Tx::enqueue`].
//!
//! A job runs at least once: a worker that dies is overtaken when its lease ends. So every kind reads the
//! present state first and stops where nothing is left to do.

pub mod housekeeping;
pub mod removed_file;
mod worker;

use entity::job;

pub use self::worker::Worker;
use crate::{features::password_resets::job as password_reset, mail, state::State};

/// Does one job: the list of kinds.
async fn run(state: &State, job: &job::Model) -> anyhow::Result<()> {
    match job.kind.as_str() {
        mail::SEND_MAIL => mail::send(state, job).await,
        password_reset::RESET_PASSWORD => password_reset::run(state, job).await,
        housekeeping::HOUSEKEEPING => housekeeping::run(state).await,
        removed_file::REMOVE_FILE => removed_file::run(state, job).await,
        mail::kept::REMOVE_MAILS => mail::kept::run(state, job).await,
        unknown => anyhow::bail!("this version does not know jobs of kind {unknown}"),
    }
}

/// Makes sure that recurring work is in the queue; asking twice changes nothing.
pub async fn schedule_recurring(state: &State) -> Result<(), sea_orm::DbErr> {
    housekeeping::schedule(state, state.chance.today()).await
}
