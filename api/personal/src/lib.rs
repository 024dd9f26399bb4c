//! What is kept of persons: where it stands, how long, and how it is found and erased.
//!
//! [`tables`] classifies every column. [`export`], [`erase`] and [`document`] are driven by it, so that a new table needs one entry there.

mod account;
mod answers;
mod changes;
pub mod document;
pub mod erase;
pub mod export;
pub mod housekeeping;
mod identity;
pub mod people;
mod person;
pub mod registry;
pub mod retention;
mod sweep;
pub mod tables;
