//! How storage changes: one file per step, in order, never edited after release.
//!
//! Every step runs in a transaction of its own on both databases: without it SQLite would keep half
//! of a step that failed.

pub use sea_orm_migration::prelude::*;

mod m20261201_000001_reference;
mod m20261201_000002_territories;
mod m20261201_000003_history;
mod m20261201_000004_people;
mod m20261201_000005_joining;
mod m20261201_000006_work;
mod m20261201_000007_search;
mod m20261201_000008_initial_password;
mod m20261201_000009_reason_languages;
mod m20261201_000010_upkeep;
mod m20261201_000011_pulse;
mod m20261201_000012_identity;
mod m20261201_000013_false_pledges;
mod m20261201_000014_contacts;
mod m20261201_000015_consent;
mod m20261201_000016_typed_texts;
mod m20261201_000017_uploads;
mod m20261201_000018_bound_tokens;
mod m20261201_000019_mailboxes;
mod m20261201_000020_gathered_links;
mod m20261201_000021_waiting_consent;
mod m20261201_000022_topics;
mod portable;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261201_000001_reference::Migration),
            Box::new(m20261201_000002_territories::Migration),
            Box::new(m20261201_000003_history::Migration),
            Box::new(m20261201_000004_people::Migration),
            Box::new(m20261201_000005_joining::Migration),
            Box::new(m20261201_000006_work::Migration),
            Box::new(m20261201_000007_search::Migration),
            Box::new(m20261201_000008_initial_password::Migration),
            Box::new(m20261201_000009_reason_languages::Migration),
            Box::new(m20261201_000010_upkeep::Migration),
            Box::new(m20261201_000011_pulse::Migration),
            Box::new(m20261201_000012_identity::Migration),
            Box::new(m20261201_000013_false_pledges::Migration),
            Box::new(m20261201_000014_contacts::Migration),
            Box::new(m20261201_000015_consent::Migration),
            Box::new(m20261201_000016_typed_texts::Migration),
            Box::new(m20261201_000017_uploads::Migration),
            Box::new(m20261201_000018_bound_tokens::Migration),
            Box::new(m20261201_000019_mailboxes::Migration),
            Box::new(m20261201_000020_gathered_links::Migration),
            Box::new(m20261201_000021_waiting_consent::Migration),
            Box::new(m20261201_000022_topics::Migration),
        ]
    }
}
