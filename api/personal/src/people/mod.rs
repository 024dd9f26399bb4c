//! `/v1/people`: whoever has an address, with or without an account, and everything that is kept of them.

mod erase;
mod export;

use kernel::{fields::Fields, problem::Result};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub const TAG: &str = "people";

pub fn operations(config: &mut ServiceConfig) {
    config.service(export::export_person).service(erase::erase_person);
}

/// Who is meant. In a body, because addresses of pages are kept in many places.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonIn {
    #[schema(format = Email, example = "nora@city.example.org")]
    email: String,
}

impl PersonIn {
    fn check(&self) -> Result<()> {
        let mut fields = Fields::default();
        fields.email("/email", self.email.trim());
        fields.finish()
    }
}
