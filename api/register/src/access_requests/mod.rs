//! `/v1/access-requests`: somebody works for a government that is here already, and asks to work on its page.

mod create;
mod decline;
mod find;
mod get;
mod invite;
mod list;
mod marks;
mod model;
pub mod rules;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "access-requests";

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::create_access_request).service(list::list_access_requests).service(get::get_access_request);
    config.service(invite::invite_access_request).service(decline::decline_access_request);
}
