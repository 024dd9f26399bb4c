//! `/v1/password-resets`: a new password through a mailed link.

mod create;
mod redeem;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::request_password_reset).service(redeem::redeem_password_reset);
}
