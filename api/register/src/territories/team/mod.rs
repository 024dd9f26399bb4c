//! `/v1/territories/{id}/team`: who works on a territory. What joining and leaving mean is in `users/team.rs`.

mod list;
mod model;
mod remove;
mod update;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_team_members).service(update::update_team_member).service(remove::remove_team_member);
}
