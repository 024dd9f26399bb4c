//! What changes something runs to its end, also when the caller hangs up meanwhile.
//!
//! The server drops what works on a request as soon as its caller is gone, wherever that stands: between a file and its row, between a
//! commit and the answer that is kept for it. So everything but reading runs in a task of its own. Only the end of the process cuts it
//! off, and for that the order of its steps is safe.

use std::panic;

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
};
use kernel::problem::Problem;
use tracing::Instrument;

use crate::failure::Failure;

pub async fn to_the_end<B: MessageBody + 'static>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.call(request).await;
    }
    let work = async move { next.call(request).await }.in_current_span();
    match actix_web::rt::spawn(work).await {
        Ok(outcome) => outcome,
        // Whoever waits learns of it; see `request_id`.
        Err(error) if error.is_panic() => panic::resume_unwind(error.into_panic()),
        Err(error) => Err(Failure(Problem::internal(error)).into()),
    }
}
