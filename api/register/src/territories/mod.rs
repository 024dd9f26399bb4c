//! `/v1/territories`: local and regional governments, and where each stands in the campaign.

mod apply;
mod asked;
mod export;
pub mod find;
mod geojson;
mod get;
pub mod gone;
mod history;
mod hold;
mod list;
pub mod model;
mod patch;
pub mod publication;
pub mod record;
mod reinstate;
pub mod rules;
pub mod slug;
mod team;
mod update;
mod withdraw;
mod words;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "territories";

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_territories).service(export::territories_csv).service(export::territories_geojson);
    config.service(update::update_territory);
    config.service(hold::hold_territory).service(reinstate::reinstate_territory).service(withdraw::withdraw_territory);
    config.service(get::get_territory).service(history::list_territory_history);
    publication::operations(config);
    team::operations(config);
}
