//! `/v1/tokens`: partners' keys to the API, in the hands of administrators.

mod create;
mod get;
mod list;
pub mod model;
mod revoke;
pub mod rules;

use utoipa_actix_web::service_config::ServiceConfig;

const TAG: &str = "tokens";

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_tokens).service(create::create_token).service(get::get_token).service(revoke::revoke_token);
}
