//! People and what they are let in by: accounts, sessions, invitations, links in mail, partners' tokens.

pub mod email_verifications;
pub mod invitations;
pub mod me;
pub mod password_resets;
pub mod sessions;
pub mod token;
pub mod tokens;
pub mod users;
