//! `GET /v1`

use actix_web::{HttpRequest, get, web};
use kernel::problem::Problem;
use register::state::State;
use rest::{conditional, failure::Answer};
use serde::Serialize;
use utoipa::ToSchema;

/// What this service is and how to use it.
#[derive(Serialize, ToSchema)]
pub struct Service {
    #[schema(example = "Thousand")]
    name: String,
    #[schema(example = "0.1.0")]
    version: String,
    /// Who runs this installation.
    operator: Option<String>,
    contact: Option<String>,
    imprint: Option<String>,
    /// True while no operator is named: public data, not operated by the campaign.
    demonstration: bool,
    /// Address of the OpenAPI document.
    #[schema(example = "https://example.org/v1/openapi.json")]
    openapi: String,
    /// Address of the readable reference.
    #[schema(example = "https://example.org/docs")]
    docs: String,
    /// Licence of the public data, as an SPDX identifier. Names of persons and members' own files are not covered.
    #[schema(example = "CC-BY-4.0")]
    license: String,
    /// Sources to name when the data is used.
    attribution: Vec<String>,
}

/// Read about the service
///
/// Version, operator, licence, and where the contract is.
#[utoipa::path(
    operation_id = "get_service",
    tag = super::TAG,
    params(rest::parameters::LangParam),
    responses((status = 200, description = "About the service.", body = Service)),
)]
#[get("")]
pub async fn get_service(request: HttpRequest, state: web::Data<State>) -> Answer {
    let base = state.settings.public_url();
    let service = Service {
        name: "Thousand".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        operator: state.settings.operator.clone(),
        contact: state.settings.contact.clone(),
        imprint: state.settings.imprint.clone(),
        demonstration: state.settings.operator.is_none(),
        openapi: format!("{base}/v1/openapi.json"),
        docs: format!("{base}/docs"),
        license: "CC-BY-4.0".to_owned(),
        attribution: vec!["GeoNames (geonames.org), CC BY 4.0: places, positions and many populations".to_owned()],
    };
    // Settings are no history.
    let body = serde_json::to_vec(&service).map_err(Problem::internal)?;
    let (mut response, unchanged) = conditional::answer(&request, &conditional::content_tag(&body));
    Ok(if unchanged { response.finish() } else { response.content_type("application/json").body(body) })
}
