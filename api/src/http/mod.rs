//! What every request shares.

pub mod at_once;
pub mod bodies;
pub mod cache;
pub mod caller;
pub mod characters;
pub mod client_ip;
pub mod conditional;
pub mod csv;
pub mod encodings;
pub mod fields;
pub mod form;
pub mod guard;
pub mod idempotent;
pub mod input;
pub mod language;
pub mod limiter;
mod memo;
pub mod method;
pub mod page;
pub mod patch;
pub mod problem;
pub mod rate_limit;
pub mod request_id;
pub mod same_origin;
pub mod spelling;
pub mod to_the_end;
pub mod uploads;
