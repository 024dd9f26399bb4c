//! Every layer and every operation, put together once; used by the server, the tests and the document.

use actix_cors::Cors;
use actix_web::{
    App, Error,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    http::header,
    middleware::{Compress, from_fn},
    web,
};
use kernel::policy::Permission;
use register::state::State;
use rest::{
    bodies, cache, creating, guard, idempotent, method,
    openapi::{self, Document},
    rate_limit, request_id, spelling, to_the_end, uploads,
};
use utoipa_actix_web::{AppExt, scope};

use crate::{
    metrics::{self, Metrics},
    operations, service,
    web::Web,
};

/// What all worker threads share, made once.
#[derive(Clone)]
pub struct Parts {
    pub state: web::Data<State>,
    /// The same, for those layers and operations that know nothing of the register.
    pub kernel: web::Data<kernel::state::State>,
    pub cache: web::Data<cache::PublicCache>,
    pub document: web::Data<Document>,
    pub addresses: web::Data<method::Addresses>,
    pub guarded: web::Data<guard::Guarded>,
    pub creating: web::Data<creating::Creating>,
    pub limits: web::Data<rate_limit::RateLimits>,
    pub bodies: web::Data<bodies::Bodies>,
    pub uploads: web::Data<uploads::Uploads>,
    pub web: web::Data<Web>,
    /// Only where somebody asks for them.
    pub metrics: Option<web::Data<Metrics>>,
}

impl Parts {
    pub fn new(state: State) -> anyhow::Result<Self> {
        let document = document();
        let web = Web::load(&state.settings)?;
        let metrics = state.settings.metrics_bind.map(|_| Metrics::new(&document)).transpose()?.map(web::Data::new);
        Ok(Self {
            limits: web::Data::new(rate_limit::RateLimits::new(&state.chance)),
            bodies: web::Data::new(bodies::Bodies::new(&state.settings)),
            kernel: web::Data::new(state.kernel().clone()),
            state: web::Data::new(state),
            cache: web::Data::default(),
            uploads: web::Data::new(uploads::Uploads::by(Permission::FileSomeAdhesion, Permission::FileAdhesion)),
            addresses: web::Data::new(method::Addresses::of(&document)),
            guarded: web::Data::new(guard::Guarded::of(&document)),
            creating: web::Data::new(creating::Creating::of(&document)),
            document: web::Data::new(Document::of(&document)?),
            web: web::Data::new(web),
            metrics,
        })
    }
}

/// The OpenAPI document. Needs no database and no socket.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, document) = App::new()
        .into_utoipa_app()
        .openapi(openapi::base())
        .service(service::live)
        .service(service::ready)
        .service(scope("/v1").configure(operations::operations))
        .split_for_parts();
    openapi::complete(document)
}

/// The application.
pub fn build(
    parts: Parts,
) -> App<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<impl MessageBody>, Error = Error, InitError = ()>> {
    let cors = Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allow_any_method()
        .allow_any_header()
        .expose_headers([
            "ETag",
            "Link",
            "Location",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Idempotency-Replayed",
            "X-Request-Id",
            "Content-Language",
        ])
        .max_age(86400);
    let (app, _) = App::new()
        .into_utoipa_app()
        .app_data(parts.state)
        .app_data(parts.kernel)
        .app_data(parts.cache)
        .app_data(parts.document)
        .app_data(parts.addresses)
        .app_data(parts.guarded)
        .app_data(parts.creating)
        .app_data(parts.limits)
        .app_data(parts.bodies)
        .app_data(parts.uploads)
        .app_data(parts.web)
        .service(service::live)
        .service(service::ready)
        .service(
            scope("/v1")
                .wrap(from_fn(idempotent::idempotent))
                .wrap(from_fn(uploads::uploads))
                .wrap(from_fn(to_the_end::to_the_end))
                .wrap(from_fn(guard::guard))
                .wrap(from_fn(request_id::traced))
                .wrap(from_fn(cache::keepable))
                .wrap(from_fn(rate_limit::rate_limit))
                .wrap(from_fn(vary))
                .wrap(cors)
                .configure(operations::operations)
                .default_service(web::to(method::no_operation)),
        )
        .default_service(web::to(crate::web::serve))
        .split_for_parts();
    let app = app.service(crate::web::security_txt::security_txt);
    let app = match parts.metrics {
        Some(metrics) => app.app_data(metrics),
        None => app,
    };
    // The last layer is the outermost.
    app.wrap(Compress::default())
        .wrap(from_fn(method::head_as_get))
        .wrap(from_fn(crate::web::headers::security))
        .wrap(from_fn(cache::kept))
        .wrap(from_fn(request_id::request_id))
        .wrap(from_fn(metrics::count))
        .wrap(from_fn(bodies::timely))
        .wrap(from_fn(spelling::plain))
}

/// Answers of the API depend on these headers; caches must know.
async fn vary(
    request: ServiceRequest,
    next: actix_web::middleware::Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("Accept, Accept-Encoding, Accept-Language"));
    Ok(response)
}
