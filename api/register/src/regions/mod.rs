//! `/v1/regions`

mod list;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_regions);
}
