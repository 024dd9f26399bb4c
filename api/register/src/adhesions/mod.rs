//! `/v1/adhesions`: a government's request to become a member, from the first answer to the decision.

mod accept;
mod admit;
pub mod answers;
mod apply;
mod comments;
mod confirm_authority;
pub mod consents;
mod create;
mod decline;
pub mod erase;
pub mod find;
mod get;
mod list;
pub mod mails;
pub mod model;
mod patch;
mod pledge;
mod prefill;
mod request_changes;
mod rules;
mod submit;
mod update;
mod withdraw;
mod words;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "adhesions";

pub fn operations(config: &mut ServiceConfig) {
    config.service(list::list_adhesions).service(create::create_adhesion);
    config.service(get::get_adhesion).service(update::update_adhesion);
    config.service(submit::submit_adhesion).service(withdraw::withdraw_adhesion);
    config.service(request_changes::request_adhesion_changes).service(confirm_authority::confirm_adhesion_authority);
    config.service(accept::accept_adhesion).service(decline::decline_adhesion);
    comments::operations(config);
}
