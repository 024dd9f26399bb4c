//! `/v1/campaign`: progress towards 10, 100, 1,000, always counted from the records.

mod count;
mod get;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn operations(config: &mut ServiceConfig) {
    config.service(get::get_campaign);
}
