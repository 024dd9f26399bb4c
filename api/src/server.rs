//! Listening, and stopping without cutting anybody off.

use std::{net::TcpListener, thread, time::Duration};

use actix_web::HttpServer;
use anyhow::Context;
use register::state::State;

use crate::{
    app::{self, Parts},
    metrics,
};

/// How often to look whether another process has written.
const HEAD_EVERY: Duration = Duration::from_millis(250);

/// Serves until told to stop. The listener is bound by the caller, who may want its port.
pub async fn serve(state: State, listener: TcpListener) -> anyhow::Result<()> {
    let parts = made_apart(state.clone())?;
    state.db.refresh_head().await?;
    let beside = match (state.settings.metrics_bind, &parts.metrics) {
        (Some(address), Some(metrics)) => {
            Some((tokio::spawn(metrics::serve(address, metrics.clone(), state.clone())?), tokio::spawn(metrics::upkeep(metrics.clone()))))
        }
        _ => None,
    };
    let watcher = tokio::spawn(watch_head(state));
    let server = HttpServer::new(move || app::build(parts.clone()))
        .shutdown_timeout(20)
        .client_request_timeout(Duration::from_secs(15))
        .listen(listener)
        .context("cannot listen")?
        .run();
    let outcome = server.await;
    watcher.abort();
    if let Some((server, upkeep)) = beside {
        server.abort();
        upkeep.abort();
    }
    Ok(outcome?)
}

/// Takes megabytes for a moment. On a thread of its own, what is left of them is the next thread's, that is a worker's, to use; on this one,
/// which from now on only waits, it would be nobody's.
fn made_apart(state: State) -> anyhow::Result<Parts> {
    thread::spawn(|| Parts::new(state)).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

async fn watch_head(state: State) {
    loop {
        tokio::time::sleep(HEAD_EVERY).await;
        if let Err(error) = state.db.refresh_head().await {
            tracing::warn!(%error, "cannot read the head of the history");
        }
    }
}
