//! `/v1/sessions`: signing in, going on, signing out.
//!
//! A session is a chain of refresh tokens of which the newest counts, kept in a cookie that only this
//! noun reads; with each comes an access token of fifteen minutes.

mod cookie;
mod create;
pub mod credentials;
mod end;
pub mod model;
mod refresh;
pub mod rules;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "sessions";

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::create_session).service(refresh::refresh_session).service(end::end_session);
}
