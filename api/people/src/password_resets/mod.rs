//! `/v1/password-resets`: a new password through a mailed link.

mod create;
pub mod job;
mod preview;
mod redeem;

use utoipa_actix_web::service_config::ServiceConfig;

/// How long the link can be used.
pub const LIFETIME: chrono::Duration = chrono::Duration::hours(2);

pub fn operations(config: &mut ServiceConfig) {
    config.service(preview::preview_password_reset).service(create::request_password_reset).service(redeem::redeem_password_reset);
}
