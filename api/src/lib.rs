//! Thousand: an open platform for governments that commit to human rights.
//!
//! Start reading at [`app`], where every layer and operation is put together, then follow an address
//! to its folder by [`operations`].

pub mod admin;
pub mod app;
pub mod backup;
pub mod import;
pub mod installation;
pub mod metrics;
pub mod operations;
pub mod queue;
pub mod seed;
pub mod server;
pub mod service;
pub mod web;
pub mod work;
