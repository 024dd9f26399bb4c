//! What is stored: one file per table, no HTTP and no rules.
//!
//! Conventions: ids are UUIDv7 made by the application; times are UTC cut to microseconds; texts that
//! name a state are [`kinds`] with a CHECK in the database; dates that may be known only to the
//! year or month are [`partial_date::PartialDate`].

pub mod access_request;
pub mod adhesion;
pub mod api_token;
pub mod area;
pub mod comment;
pub mod country;
pub mod document;
pub mod email_token;
pub mod event;
pub mod facts;
pub mod history;
pub mod history_head;
pub mod history_personal;
pub mod history_text;
pub mod idempotency_key;
pub mod invitation;
pub mod job;
pub mod kinds;
pub mod leader;
pub mod organisation;
pub mod partial_date;
pub mod place;
pub mod pledge;
pub mod publication;
pub mod pulse;
pub mod refresh_token;
pub mod report;
pub mod session;
pub mod team_member;
pub mod territory;
pub mod territory_name;
pub mod topic;
pub mod upload;
pub mod user;
