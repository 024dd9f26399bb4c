//! `/v1/reports`: what somebody of the public says is wrong with a record, and what the secretariat answers.

mod answer;
mod create;
mod find;
mod get;
mod list;
mod model;

use utoipa_actix_web::service_config::ServiceConfig;

const TAG: &str = "reports";

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::create_report).service(list::list_reports).service(get::get_report).service(answer::answer_report);
}
