//! One folder per noun in the address; a verb is a file in it.

pub mod access_requests;
pub mod adhesions;
pub mod campaign;
pub mod changes;
pub mod countries;
pub mod documents;
pub mod email_verifications;
pub mod invitations;
pub mod jobs;
pub mod me;
pub mod organisations;
pub mod password_resets;
pub mod people;
pub mod places;
pub mod pledges;
pub mod reference;
pub mod regions;
pub mod reports;
pub mod service;
pub mod sessions;
pub mod territories;
pub mod token;
pub mod tokens;
pub mod users;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every operation below `/v1`. Addresses are compared in this order: what the public reads stands first.
pub fn operations(config: &mut ServiceConfig) {
    service::operations(config);
    places::operations(config);
    campaign::operations(config);
    countries::operations(config);
    regions::operations(config);
    organisations::operations(config);
    changes::operations(config);
    territories::operations(config);
    pledges::operations(config);
    reports::operations(config);
    sessions::operations(config);
    me::operations(config);
    documents::operations(config);
    users::operations(config);
    people::operations(config);
    email_verifications::operations(config);
    password_resets::operations(config);
    invitations::operations(config);
    access_requests::operations(config);
    jobs::operations(config);
    adhesions::operations(config);
    tokens::operations(config);
    token::operations(config);
}
