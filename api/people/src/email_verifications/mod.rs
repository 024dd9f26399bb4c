//! `/v1/email-verifications`: that a person reads mail at their address.

mod create;
mod preview;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn operations(config: &mut ServiceConfig) {
    config.service(preview::preview_email_verification).service(create::verify_email);
}
