//! Everything that is done outside requests: one list of the kinds of jobs.

use std::time::Duration;

use kernel::{
    jobs::{Kind, Work},
    mail::{SEND_MAIL, kept},
};
use people::password_resets::job as password_reset;
use personal::housekeeping;
use register::{documents::removed_file, letters, state::State};

const HALF_A_MINUTE: Duration = Duration::from_secs(30);
const FIVE_MINUTES: Duration = Duration::from_secs(300);

pub static WORK: Work<State> = Work {
    kinds: &[
        // As many as a mail server takes at a time without asking why.
        Kind { name: SEND_MAIL, slots: 4, limit: HALF_A_MINUTE, run: |state, job| Box::pin(letters::send(state, job)) },
        Kind {
            name: password_reset::RESET_PASSWORD,
            slots: 2,
            limit: HALF_A_MINUTE,
            run: |state, job| Box::pin(password_reset::run(state, job)),
        },
        Kind { name: housekeeping::HOUSEKEEPING, slots: 1, limit: FIVE_MINUTES, run: |state, _| Box::pin(housekeeping::run(state)) },
        Kind { name: removed_file::REMOVE_FILE, slots: 2, limit: HALF_A_MINUTE, run: |state, job| Box::pin(removed_file::run(state, job)) },
        Kind { name: kept::REMOVE_MAILS, slots: 1, limit: HALF_A_MINUTE, run: |state, job| Box::pin(kept::run(state, job)) },
    ],
    schedule: |state| Box::pin(async { housekeeping::schedule(state, state.chance.today()).await }),
};
