//! `/v1/territories/{id}/publication`: what of its adhesion the government agrees to publish, what the secretariat publishes of that, and so
//! what everybody can read.

pub mod choices;
mod get;
mod model;
pub mod page;
mod update;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn operations(config: &mut ServiceConfig) {
    config.service(get::get_publication).service(update::update_publication);
}
