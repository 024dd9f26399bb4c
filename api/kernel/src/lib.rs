//! What everything stands on, and what knows no HTTP: the database and its one write path, the clock and chance, keys, settings, words, files,
//! mail, jobs, who may do what, and the closed catalogue of problems.

pub mod access_token;
pub mod api_tokens;
pub mod caller;
pub mod chance;
pub mod characters;
pub mod db;
pub mod email_address;
pub mod fields;
pub mod files;
pub mod jobs;
pub mod json;
pub mod keys;
pub mod launches;
pub mod limiter;
pub mod links;
pub mod mail;
pub mod network;
pub mod party;
pub mod passwords;
pub mod policy;
pub mod problem;
pub mod settings;
pub mod shapes;
pub mod state;
pub mod texts;
pub mod throttles;
pub mod words;
