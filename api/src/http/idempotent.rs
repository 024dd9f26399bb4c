//! `Idempotency-Key`: a creating request sent again has one effect and one answer.
//!
//! The key is claimed before the operation runs. Whatever the operation commits marks the claim in the same
//! transaction ([`crate::db::claim`]), so that after a crash it is known whether there was an effect: a claim
//! without one may be taken over after [`store::PATIENCE`]; one with an effect but without a kept answer says what was created.
//! Which operations honour the header is read from the document: those that describe it.

mod key;
mod store;

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody, to_bytes},
    dev::{Payload, ResourceDef, ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use memchr::memmem;
use serde_json::{Map, Value};
use utoipa::openapi::{OpenApi, RefOr};
use uuid::Uuid;

pub use self::store::{KEPT, forget};
use super::{
    caller::{self, Caller},
    input::JSON_LIMIT,
    problem::{Code, Problem, Result},
};
use crate::{db::claim::Claim, state::State};

/// The largest body with a file in it: 20 MB and what surrounds them.
const FILE_LIMIT: usize = 21 * 1024 * 1024;

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Put on an answer that shows a secret: the answer is not kept, and a repetition is told the id instead.
struct ShownOnce(Uuid);

/// Marks an answer as showing a secret, once. `created` is what a repetition is told.
pub fn shown_once(mut response: HttpResponse, created: Uuid) -> HttpResponse {
    response.extensions_mut().insert(ShownOnce(created));
    response
}

/// The operations that honour the header, with the largest body of each.
pub struct Creating(Vec<(ResourceDef, usize)>);

impl Creating {
    pub fn of(document: &OpenApi) -> Self {
        let creating = document.paths.paths.iter().filter_map(|(path, item)| {
            let operation = item.post.as_ref()?;
            let header = |p: &RefOr<utoipa::openapi::path::Parameter>| matches!(p, RefOr::T(p) if p.name == "Idempotency-Key");
            operation.parameters.iter().flatten().any(header).then_some(())?;
            let files = operation
                .request_body
                .as_ref()
                .is_some_and(|body| matches!(body, RefOr::T(body) if body.content.contains_key("multipart/form-data")));
            Some((ResourceDef::new(path.as_str()), if files { FILE_LIMIT } else { JSON_LIMIT }))
        });
        Self(creating.collect())
    }

    /// Whether the body of the operation at this address holds a file.
    pub fn takes_files(&self, path: &str) -> bool {
        self.limit(path) == Some(FILE_LIMIT)
    }

    fn limit(&self, path: &str) -> Option<usize> {
        self.0.iter().find(|(resource, _)| resource.is_match(path)).map(|(_, limit)| *limit)
    }
}

pub async fn idempotent(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, Error> {
    let shared = (request.app_data::<web::Data<State>>().cloned(), request.app_data::<web::Data<Creating>>().cloned());
    let limit = match &shared {
        (Some(_), Some(creating)) if request.method() == Method::POST && request.headers().contains_key(key::HEADER) => {
            creating.limit(request.path())
        }
        _ => None,
    };
    let (Some(limit), Some(state)) = (limit, shared.0) else { return Ok(next.call(request).await?.map_into_right_body()) };
    // Whoever is not let in is refused by the operation itself, before anything is read or kept.
    let Ok(caller) = request.extract::<Caller>().await else { return Ok(next.call(request).await?.map_into_right_body()) };
    match claim(&mut request, &state, limit).await {
        Ok(None) => Ok(next.call(request).await?.map_into_right_body()),
        Ok(Some(store::Outcome::Mine(claim))) => {
            let response = claim.clone().hold(next.call(request)).await?;
            finish(&state, &claim, matches!(caller, Caller::Nobody), response).await
        }
        Ok(Some(store::Outcome::Done { answer, .. })) => Ok(mark(answer.respond(request)).map_into_left_body()),
        Err(problem) => Ok(request.error_response(problem).map_into_left_body()),
    }
}

/// Nothing where there is no need: the operation will refuse what a stranger sent, and costs no write.
async fn claim(request: &mut ServiceRequest, state: &State, limit: usize) -> Result<Option<store::Outcome>> {
    let text = key::read(request.headers())?;
    let body = read_body(request, limit).await?;
    // Reading took as long as the sender liked: an answer that was kept is for who may have it now.
    caller::forget(request.request());
    let caller = &caller::identify(request.request()).await?;
    let hopeless = matches!(caller, Caller::Nobody) && serde_json::from_slice::<Map<String, Value>>(&body).is_err();
    let form = request.mime_type().ok().flatten();
    let boundary = form.as_ref().and_then(|form| form.get_param("boundary"));
    let fingerprint = key::digest(&state.keys, &parts(&body, boundary.map(|text| text.as_str().as_bytes())));
    let who = match caller {
        // Strangers share nothing but the address: their key means something with its body only.
        Caller::Nobody => fingerprint.clone(),
        Caller::Person { user, .. } => user.id.to_string(),
        Caller::Token { id, .. } => id.to_string(),
    };
    let scope = key::digest(&state.keys, &[who.as_bytes(), request.path().as_bytes(), text.as_bytes()]);
    let payload = stream::once(async move { Ok::<Bytes, PayloadError>(body) });
    request.set_payload(Payload::Stream { payload: Box::pin(payload) });
    if hopeless {
        return Ok(None);
    }
    let outcome = store::claim(state, scope, fingerprint).await?;
    if let store::Outcome::Done { right: Some(right), .. } = &outcome {
        caller.must(*right)?;
    }
    Ok(Some(outcome))
}

/// What a body says. A browser separates the parts of a form with a new random boundary each time, which says nothing.
fn parts<'a>(body: &'a [u8], boundary: Option<&[u8]>) -> Vec<&'a [u8]> {
    let Some(boundary) = boundary.filter(|text| !text.is_empty()) else { return vec![body] };
    let mut start = 0;
    let mut parts = Vec::new();
    for at in memmem::find_iter(body, boundary) {
        parts.push(&body[start..at]);
        start = at + boundary.len();
    }
    parts.push(&body[start..]);
    parts
}

async fn read_body(request: &mut ServiceRequest, limit: usize) -> Result<Bytes> {
    let mut payload = request.take_payload();
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Code::MalformedRequest))?;
        if body.len() + chunk.len() > limit {
            return Err(Problem::new(Code::TooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Keeps the answer, or gives the key back where there is nothing to keep: what a stranger is refused had no effect, and would only
/// fill the table.
async fn finish<B: MessageBody + 'static>(
    state: &State,
    claim: &Claim,
    stranger: bool,
    response: ServiceResponse<B>,
) -> std::result::Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    let status = response.status();
    if status.is_server_error() || status.as_u16() == 429 || (stranger && status.is_client_error()) {
        note(store::give_back(state, claim).await);
        return Ok(response.map_into_right_body());
    }
    if let Some(problem) = response.response().error().and_then(|error| error.as_error::<Problem>()) {
        note(store::keep(state, claim, store::Answer::Refused(problem.stored())).await);
        return Ok(response.map_into_right_body());
    }
    let created = response.response().extensions().get::<ShownOnce>().map(|secret| secret.0);
    if let Some(id) = created {
        note(store::keep(state, claim, store::Answer::Secret(Some(id))).await);
        return Ok(response.map_into_right_body());
    }
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| actix_web::error::ErrorInternalServerError("body"))?;
    note(store::keep(state, claim, store::Answer::given(&head, &body)).await);
    Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(body))).map_into_left_body())
}

/// The operation has had its effect: that its answer could not be kept is ours to know, not the caller's.
fn note(kept: Result<()>) {
    if let Err(problem) = kept {
        tracing::error!(%problem, "the answer to a key was not kept");
    }
}

fn mark(mut response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
