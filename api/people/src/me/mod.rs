//! `/v1/me`: the signed-in person's own account.

mod change_password;
mod get;
pub mod model;
mod update;

use utoipa_actix_web::service_config::ServiceConfig;

const TAG: &str = "sessions";

pub fn operations(config: &mut ServiceConfig) {
    config.service(get::get_me).service(update::update_me).service(change_password::change_password);
}
