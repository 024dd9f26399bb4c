//! Outside whatever fails: a request id on every answer, and words on every problem.

use std::{any::Any, panic::AssertUnwindSafe, sync::Arc};

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse, ResponseError,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use entity::kinds::Language;
use futures_util::FutureExt;
use kernel::{problem::Problem, settings::Settings, state::State};
use tracing::Instrument;
use uuid::Uuid;

use super::language;
use crate::failure::Failure;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request, for logs and for people who ask for help.
#[derive(Clone, Copy)]
pub struct RequestId(pub Uuid);

pub async fn request_id(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, Error> {
    let state = request.app_data::<web::Data<State>>();
    let id = state.map(|state| state.chance.id()).unwrap_or_default();
    let settings = state.map(|state| state.settings.clone());
    // Kept by value: a second handle on the request would keep the router from working on it.
    let http = request.request();
    let language = language::negotiate(http).unwrap_or_else(|_| language::preferred(http));
    let words = Words { language, settings, id };
    request.extensions_mut().insert(RequestId(id));
    // A panic is a failure like any other: its caller gets an answer, and whatever was begun is rolled back as it is dropped.
    let outcome = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let mut response =
        match outcome.unwrap_or_else(|panic| Err(Failure(Problem::internal(anyhow::anyhow!("panicked: {}", message(&*panic)))).into())) {
            Ok(response) => finish(response, &words),
            Err(error) => return Err(Worded(tracing::info_span!("request", %id).in_scope(|| Failure::log(&error)), words).into()),
        };
    response.headers_mut().insert(REQUEST_ID, header_value(id));
    tracing::debug!(%id, status = response.status().as_u16(), "answered");
    Ok(response)
}

/// What a panic said.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without words")
}

/// Puts what an operation logs under its request. A layer of its own, since kept answers have nothing to log.
pub async fn traced(request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let span = span(request.request());
    next.call(request).instrument(span).await
}

fn span(request: &HttpRequest) -> tracing::Span {
    let id = request.extensions().get::<RequestId>().map(|id| id.0).unwrap_or_default();
    // The query string may hold a search; paths hold ids only.
    tracing::info_span!("request", %id, method = %request.method(), path = request.path())
}

fn header_value(id: Uuid) -> HeaderValue {
    let mut text = Uuid::encode_buffer();
    HeaderValue::from_str(id.hyphenated().encode_lower(&mut text)).unwrap_or(HeaderValue::from_static(""))
}

/// What a problem needs to be put into words.
#[derive(Clone, Debug)]
struct Words {
    language: Language,
    settings: Option<Arc<Settings>>,
    id: Uuid,
}

impl Words {
    fn respond(&self, problem: &Failure) -> HttpResponse {
        let base = self.settings.as_ref().map(|settings| settings.public_url()).unwrap_or_default();
        let mut response = problem.respond(self.language, &base, &self.id.to_string());
        response.headers_mut().insert(REQUEST_ID, header_value(self.id));
        response
    }
}

/// A failure of a layer, which leaves no request to answer.
#[derive(Debug)]
struct Worded(Failure, Words);

impl std::fmt::Display for Worded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Worded {
    fn status_code(&self) -> StatusCode {
        self.0.status_code()
    }

    fn error_response(&self) -> HttpResponse {
        self.1.respond(&self.0)
    }
}

/// Gives words to an answer that carries an error.
fn finish<B: MessageBody>(response: ServiceResponse<B>, words: &Words) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let problem = match response.response().error() {
        Some(error) => span(response.request()).in_scope(|| Failure::log(error)),
        None => return response.map_into_left_body(),
    };
    let mut answer = words.respond(&problem);
    // Layers inside may have set headers that hold for failures too.
    for (name, value) in response.headers() {
        if !answer.headers().contains_key(name) && name != header::CONTENT_LENGTH {
            answer.headers_mut().append(name.clone(), value.clone());
        }
    }
    response.into_response(answer).map_into_right_body()
}

#[cfg(test)]
mod tests {
    use actix_web::{App, body::to_bytes, middleware::from_fn, test};

    use super::*;

    #[actix_web::test]
    async fn a_panic_is_answered_as_a_problem_that_tells_nothing() {
        let app =
            App::new().wrap(from_fn(request_id)).route("/", web::get().to(async || -> HttpResponse { panic!("a secret of the inside") }));
        let app = test::init_service(app).await;
        let outcome = test::try_call_service(&app, test::TestRequest::get().uri("/").to_request()).await;
        let Err(refused) = outcome else { panic!("a panic was answered as a success") };
        let answer = refused.error_response();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let kind = answer.headers().get(header::CONTENT_TYPE).expect("a type").as_bytes();
        assert_eq!(kind, b"application/problem+json");
        assert!(answer.headers().contains_key(REQUEST_ID));
        let body = to_bytes(answer.into_body()).await.expect("a body");
        let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(body["code"], "internal");
        assert!(!body.to_string().contains("secret"));
    }
}
