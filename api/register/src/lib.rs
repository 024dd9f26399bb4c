//! The register: governments, how they join, what they publish, and what is told of it.

pub mod access_requests;
pub mod adhesions;
pub mod campaign;
pub mod changes;
pub mod countries;
pub mod documents;
pub mod letters;
pub mod organisations;
pub mod places;
pub mod pledges;
pub mod reference;
pub mod regions;
pub mod reports;
pub mod state;
pub mod territories;
