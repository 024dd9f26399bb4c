//! `/v1/token`: what a partner's token is and may do, told to the token itself.

mod get;

use utoipa_actix_web::service_config::ServiceConfig;

const TAG: &str = "tokens";

pub fn operations(config: &mut ServiceConfig) {
    config.service(get::get_own_token);
}
