//! What is counted, for Prometheus on an address of its own (`THOUSAND_METRICS_BIND`).
//!
//! Requests are counted by operation, never by path, caller or query: nothing personal can get in.

use std::{collections::HashMap, net::SocketAddr, time::Instant};

use actix_web::{
    App, Error, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{Server, ServiceRequest, ServiceResponse},
    middleware::Next,
    web,
};
use anyhow::Context;
use entity::{job, kinds::JobState};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use register::state::State;
use rest::{answer::DependsOn, cache::AnsweredBefore, failure::Answer};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use utoipa::openapi::OpenApi;

const DURATION: &str = "http_request_duration_seconds";
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The counters of one server. Not global, so that several can live in one process.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    /// Operation ids by method and pattern, such as `GET /v1/territories/{id}`.
    operations: HashMap<String, String>,
}

impl Metrics {
    pub fn new(document: &OpenApi) -> anyhow::Result<Self> {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)?;
        let recorder = builder.build_recorder();
        let mut operations = HashMap::new();
        for (path, item) in &document.paths.paths {
            let methods = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
            for (method, operation) in methods {
                if let Some(id) = operation.as_ref().and_then(|operation| operation.operation_id.clone()) {
                    operations.insert(format!("{method} {path}"), id);
                }
            }
        }
        Ok(Self { handle: recorder.handle(), recorder, operations })
    }

    fn operation(&self, method: &str, pattern: Option<String>) -> String {
        let known = pattern.and_then(|pattern| self.operations.get(&format!("{method} {pattern}")));
        // Pages, assets, and addresses where nothing is.
        known.cloned().unwrap_or_else(|| "other".to_owned())
    }

    /// How many public answers were there already.
    fn observe_kept(&self, answer: &HttpResponse<impl MessageBody>) {
        let extensions = answer.extensions();
        let kept = match (extensions.contains::<AnsweredBefore>(), extensions.contains::<DependsOn>()) {
            (true, _) => "yes",
            (false, true) => "no",
            (false, false) => return,
        };
        metrics::with_local_recorder(&self.recorder, || counter!("thousand_public_answers_total", "kept" => kept).increment(1));
    }

    fn observe(&self, method: &str, pattern: Option<String>, status: u16, seconds: f64) {
        let labels = [("operation", self.operation(method, pattern)), ("method", known(method).to_owned()), ("status", status.to_string())];
        metrics::with_local_recorder(&self.recorder, || histogram!(DURATION, &labels).record(seconds));
    }

    /// Everything in the text format, with the gauges as they are now.
    async fn render(&self, state: &State) -> Result<String, sea_orm::DbErr> {
        let count = async |wanted: JobState| job::Entity::find().filter(job::Column::State.eq(wanted)).count(state.db.reader()).await;
        let (waiting, failed) = (count(JobState::Waiting).await?, count(JobState::Failed).await?);
        let memory = resident_bytes();
        metrics::with_local_recorder(&self.recorder, || {
            gauge!("thousand_jobs", "state" => "waiting").set(waiting as f64);
            gauge!("thousand_jobs", "state" => "failed").set(failed as f64);
            gauge!("thousand_history_head").set(state.db.head() as f64);
            gauge!("thousand_pictures_waiting").set(state.pictures.waiting() as f64);
            if let Some(bytes) = memory {
                gauge!("process_resident_memory_bytes").set(bytes as f64);
            }
        });
        Ok(self.handle.render())
    }
}

/// A method is whatever the client sends, and every new label is kept for ever.
fn known(method: &str) -> &str {
    match method {
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method,
        _ => "other",
    }
}

/// Resident memory, where the system tells (Linux).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Counts the answer and how long it took to begin.
pub async fn count(request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let Some(metrics) = request.app_data::<web::Data<Metrics>>().cloned() else { return next.call(request).await };
    let started = Instant::now();
    let asked = request.method().clone();
    let outcome = next.call(request).await;
    if let Ok(response) = &outcome {
        metrics.observe_kept(response.response());
    }
    let (method, pattern, status) = match &outcome {
        // The method that it was answered by: HEAD is answered as GET.
        Ok(response) => (response.request().method(), response.request().match_pattern(), response.status()),
        Err(error) => (&asked, None, error.as_response_error().status_code()),
    };
    metrics.observe(method.as_str(), pattern, status.as_u16(), started.elapsed().as_secs_f64());
    outcome
}

/// The server of the metrics; one thread is plenty.
pub fn serve(address: SocketAddr, metrics: web::Data<Metrics>, state: State) -> anyhow::Result<Server> {
    let answer = async |metrics: web::Data<Metrics>, state: web::Data<State>| -> Answer {
        let text = metrics.render(&state).await?;
        Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
    };
    let state = web::Data::new(state);
    let server =
        HttpServer::new(move || App::new().app_data(metrics.clone()).app_data(state.clone()).route("/metrics", web::get().to(answer)))
            .workers(1)
            .disable_signals()
            .bind(address)
            .with_context(|| format!("THOUSAND_METRICS_BIND {address}"))?;
    Ok(server.run())
}

/// Folds what was observed into the histograms, so that nothing piles up between two visits.
pub async fn upkeep(metrics: web::Data<Metrics>) {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        metrics.handle.run_upkeep();
    }
}
