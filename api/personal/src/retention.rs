//! How long what is kept, in one place: the privacy page and docs/personal-data.md say just this.

use chrono::Duration;
use people::{invitations, password_resets, sessions, tokens, users};
use register::{access_requests, pledges};
use rest::idempotent;
use serde::Serialize;

use crate::housekeeping;

#[derive(Serialize)]
pub struct Retention {
    /// A pledge whose link was not used.
    pub unconfirmed_pledge_days: i64,
    /// An account whose address was not verified.
    pub unverified_account_days: i64,
    /// An invitation can be accepted for so long …
    pub invitation_days: i64,
    /// … and is deleted so long after it expired or was revoked, as are other mailed links.
    pub expired_link_days: i64,
    pub verification_link_days: i64,
    pub password_link_hours: i64,
    /// Since it was last used.
    pub session_days: i64,
    /// Done work, and the mails that are written to the data folder.
    pub done_job_days: i64,
    /// An answer that waits for its request to be repeated.
    pub kept_answer_hours: i64,
    pub api_token_months: u32,
    pub closed_event_days: i64,
    /// What a report says, once it is answered …
    pub answered_report_days: i64,
    /// … and where nobody answers it.
    pub open_report_days: i64,
    pub answered_request_days: i64,
    pub open_request_days: i64,
}

pub fn retention() -> Retention {
    let days = |time: Duration| time.num_days();
    Retention {
        unconfirmed_pledge_days: days(pledges::rules::LIFETIME),
        unverified_account_days: days(housekeeping::UNVERIFIED),
        invitation_days: days(invitations::rules::LIFETIME),
        expired_link_days: days(housekeeping::EXPIRED_LINKS),
        verification_link_days: days(users::rules::VERIFYING),
        password_link_hours: password_resets::LIFETIME.num_hours(),
        session_days: days(sessions::rules::LIFETIME),
        done_job_days: days(housekeeping::FINISHED_JOBS),
        kept_answer_hours: idempotent::KEPT.num_hours(),
        api_token_months: tokens::model::LONGEST_MONTHS,
        closed_event_days: days(housekeeping::CLOSED_EVENTS),
        answered_report_days: days(housekeeping::ANSWERED_REPORTS),
        open_report_days: days(housekeeping::OPEN_REPORTS),
        answered_request_days: days(access_requests::rules::ANSWERED),
        open_request_days: days(access_requests::rules::WAITS),
    }
}
