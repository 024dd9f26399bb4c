//! `/v1`, `/v1/openapi.json`, `/health/…`: the service about itself.

mod health;
mod openapi;
mod root;

use utoipa_actix_web::service_config::ServiceConfig;

pub use health::{live, ready};

const TAG: &str = "service";

pub fn operations(config: &mut ServiceConfig) {
    config.service(root::get_service).service(openapi::get_openapi);
}
