//! `GET /v1/openapi.json`

use actix_web::{HttpRequest, get, web};
use rest::{conditional, failure::Answer, openapi::Document};

/// Read the OpenAPI document
///
/// This contract, generated from the code that answers.
#[utoipa::path(
    operation_id = "get_openapi",
    tag = super::TAG,
    responses((status = 200, description = "The OpenAPI 3.1 document.", body = Object)),
)]
#[get("/openapi.json")]
pub async fn get_openapi(request: HttpRequest, document: web::Data<Document>) -> Answer {
    let (mut response, unchanged) = conditional::answer(&request, &document.tag);
    if unchanged {
        return Ok(response.finish());
    }
    Ok(response.content_type("application/json").body(document.json.clone()))
}
