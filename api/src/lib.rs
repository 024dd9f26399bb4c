//! Thousand: an open platform for governments that commit to human rights.
//!
//! Start reading at [`app`], where every layer and operation is put together, then follow an address
//! to its folder in [`features`].

pub mod access_token;
pub mod admin;
pub mod api_tokens;
pub mod app;
pub mod backup;
pub mod chance;
pub mod db;
pub mod email_address;
pub mod events;
pub mod features;
pub mod files;
pub mod http;
pub mod import;
pub mod jobs;
pub mod json;
pub mod keys;
pub mod links;
pub mod mail;
pub mod metrics;
pub mod openapi;
pub mod passwords;
pub mod personal;
pub mod policy;
pub mod seed;
pub mod server;
pub mod settings;
pub mod state;
pub mod texts;
pub mod throttles;
pub mod web;
pub mod words;
