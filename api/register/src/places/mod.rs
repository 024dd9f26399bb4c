//! `/v1/places`: populated places of GeoNames, suggested to a government that joins.

pub mod cities;
pub mod find;
mod get;
mod list;
mod model;

use utoipa_actix_web::service_config::ServiceConfig;

const TAG: &str = "reference";

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_places).service(get::get_place);
}
