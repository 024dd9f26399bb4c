//! `GET /health/live`, `GET /health/ready`

use std::path::Path;

use actix_web::{HttpResponse, get, web};
use kernel::{
    problem::{Code, Problem},
    settings::Settings,
};
use register::state::State;
use rest::failure::Answer;
use rustix::fs::statvfs;
use serde::Serialize;
use utoipa::ToSchema;

/// Bytes that must be free on a disk. A larger write may fail where this is left; nearly all are smaller.
const ROOM: u64 = 512 * 1024;

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
/// The database answers, what is written is stored (found out by writing, at most once a second), and the disk has room for more. Send no
/// traffic while this fails.
#[utoipa::path(
    operation_id = "get_ready",
    tag = super::TAG,
    responses((status = 200, description = "It can.", body = Health)),
)]
#[get("/health/ready")]
pub async fn ready(state: web::Data<State>) -> Answer {
    let unavailable = || Problem::new(Code::Unavailable).retry_after(5);
    state.db.refresh_head().await.map_err(|_| unavailable())?;
    if !state.db.can_write().await || !has_room(&state.settings) {
        return Err(unavailable().into());
    }
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" }))
}

/// Whether the disks that this process writes to have room: the database's file may still take a small write where a larger one fails.
fn has_room(settings: &Settings) -> bool {
    let database = settings.database_file();
    let folders = [Some(settings.data_dir.as_path()), database.as_deref().and_then(Path::parent)];
    // A folder that cannot be looked at is not there yet, or is no file system that knows: the write has told.
    let room = |folder: &Path| statvfs(folder).map_or(true, |disk| disk.f_bavail.saturating_mul(disk.f_frsize) >= ROOM);
    folders.into_iter().flatten().all(room)
}
