//! `/v1/organisations`: networks and coalitions, shown beside the governments and never counted.

mod list;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_organisations);
}
