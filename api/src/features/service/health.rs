//! `GET /health/live`, `GET /health/ready`

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::problem::{Code, Problem, Result},
    state::State,
};

#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`
    #[schema(example = "ok")]
    status: &'static str,
}

/// Is the process alive?
///
/// Touches nothing else; restart the process when this fails.
#[utoipa::path(
    operation_id = "get_live",
    tag = super::TAG,
    responses((status = 200, description = "It is.", body = Health)),
)]
#[get("/health/live")]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" })
}

/// Can it serve requests?
///
/// The database answers, and what is written is stored: found out by writing, at most once a second. Send no traffic while this fails.
#[utoipa::path(
    operation_id = "get_ready",
    tag = super::TAG,
    responses((status = 200, description = "It can.", body = Health)),
)]
#[get("/health/ready")]
pub async fn ready(state: web::Data<State>) -> Result<HttpResponse> {
    let unavailable = || Problem::new(Code::Unavailable).retry_after(5);
    state.db.refresh_head().await.map_err(|_| unavailable())?;
    if !state.db.can_write().await {
        return Err(unavailable());
    }
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" }))
}
