//! `/v1/users`: people with an account.

mod create;
pub mod find;
mod get;
pub mod link;
mod list;
pub mod memberships;
mod model;
pub mod password;
pub mod rules;
pub mod team;
mod update;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "people";

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::create_user).service(list::list_users).service(get::get_user).service(update::update_user);
}
