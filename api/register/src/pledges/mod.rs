//! `/v1/pledges`: a government's public promise to join, made without an account.

pub mod before;
mod confirm;
mod create;
pub mod find;
pub mod free_mail;
mod get;
pub mod letter;
mod list;
pub mod model;
mod preview;
mod publish;
pub mod remove;
mod resend;
pub mod rules;
mod tell;
mod undo;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "pledges";

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::create_pledge).service(list::list_pledges).service(get::get_pledge);
    config.service(preview::preview_pledge).service(confirm::confirm_pledge).service(resend::resend_pledge);
    config.service(remove::remove_pledge);
}
