//! `/v1/invitations`: to a territory's team, or to the secretariat.

mod accept;
mod create;
mod find;
mod list;
pub mod model;
mod preview;
mod revoke;
pub mod rules;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "people";

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::create_invitation).service(list::list_invitations).service(revoke::revoke_invitation);
    config.service(preview::preview_invitation).service(accept::accept_invitation);
}
