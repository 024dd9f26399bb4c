//! `/v1/jobs`: work outside requests, and what of it failed.

mod list;
mod model;
mod retry;

use utoipa_actix_web::service_config::ServiceConfig;

const TAG: &str = "administration";

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_jobs).service(retry::retry_job);
}
