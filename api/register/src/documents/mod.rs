//! `/v1/documents`: files handed in by a territory's team, such as the political act. Private unless published with an adhesion.

mod content;
mod create;
pub mod erase;
mod filename;
pub mod find;
mod get;
pub mod model;
pub mod pictures;
pub mod removed_file;
mod room;
pub mod visibility;

use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "documents";

pub fn operations(config: &mut ServiceConfig) {
    config.service(create::create_document).service(get::get_document).service(content::get_document_content);
}
