//! One folder per noun in the address; a verb is a file in it.

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every operation below `/v1`. Addresses are compared in this order: what the public reads stands first.
pub fn operations(config: &mut ServiceConfig) {
    crate::service::operations(config);
    register::places::operations(config);
    register::campaign::operations(config);
    register::countries::operations(config);
    register::regions::operations(config);
    register::organisations::operations(config);
    register::changes::operations(config);
    register::territories::operations(config);
    register::pledges::operations(config);
    register::reports::operations(config);
    people::sessions::operations(config);
    people::me::operations(config);
    register::documents::operations(config);
    people::users::operations(config);
    personal::people::operations(config);
    people::email_verifications::operations(config);
    people::password_resets::operations(config);
    people::invitations::operations(config);
    register::access_requests::operations(config);
    crate::queue::operations(config);
    register::adhesions::operations(config);
    people::tokens::operations(config);
    people::token::operations(config);
}
