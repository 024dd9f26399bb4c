//! `Idempotency-Key`: a creating request sent again has one effect and one answer.
//!
//! The key is claimed before the operation runs. Whatever the operation commits marks the claim in the same
//! transaction ([`kernel::db::claim`]), so that after a crash it is known whether there was an effect: a claim
//! without one may be taken over after [`store::PATIENCE`]; one with an effect but without a kept answer says what was created.
//! Which operations honour the header is read from the document: those that describe it.

mod key;
mod store;

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody, to_bytes},
    dev::{Payload, ServiceRequest, ServiceResponse},
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
use kernel::{
    caller::Caller,
    db::claim::Claim,
    problem::{Code, Problem, Result},
    state::State,
};
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use uuid::Uuid;

use super::{caller, input::JSON_LIMIT, uploads::Upload};
use crate::{
    creating::Creating,
    failure::{Failure, of_body},
};

pub use self::store::{KEPT, forget};

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Put on an answer that shows a secret: the answer is not kept, and a repetition is told the id instead.
struct ShownOnce(Uuid);

/// Marks an answer as showing a secret, once. `created` is what a repetition is told.
pub fn shown_once(mut response: HttpResponse, created: Uuid) -> HttpResponse {
    response.extensions_mut().insert(ShownOnce(created));
    response
}

pub async fn idempotent(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, Error> {
    let shared = (request.app_data::<web::Data<State>>().cloned(), request.app_data::<web::Data<Creating>>().cloned());
    let keyed = request.method() == Method::POST && request.headers().contains_key(key::HEADER);
    let (Some(state), true) = (shared.0, keyed && shared.1.is_some_and(|creating| creating.has(request.path()))) else {
        return Ok(next.call(request).await?.map_into_right_body());
    };
    // Whoever is not let in is refused by the operation itself, before anything is read or kept.
    let Ok(caller) = caller::identify(request.request()).await else { return Ok(next.call(request).await?.map_into_right_body()) };
    match claim(&mut request, &state).await {
        Ok(None) => Ok(next.call(request).await?.map_into_right_body()),
        Ok(Some(store::Outcome::Mine(claim))) => {
            let unfinished = Unfinished { state: state.clone(), claim: Some(claim.clone()) };
            let response = claim.clone().hold(next.call(request)).await?;
            unfinished.answered();
            finish(&state, &claim, matches!(caller, Caller::Nobody), response).await
        }
        Ok(Some(store::Outcome::Done { answer, .. })) => Ok(mark(answer.respond(request)).map_into_left_body()),
        Err(problem) => Ok(request.error_response(Failure(problem)).map_into_left_body()),
    }
}

/// A claim whose operation has not answered. Where it never does, because it failed or was dropped, the key is given back if nothing was
/// committed: who sends the request again need not wait for [`store::PATIENCE`].
struct Unfinished {
    state: web::Data<State>,
    claim: Option<Claim>,
}

impl Unfinished {
    fn answered(mut self) {
        self.claim = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let (Some(claim), Ok(runtime)) = (self.claim.take(), Handle::try_current()) {
            let state = self.state.clone();
            runtime.spawn(async move { note(store::give_back(&state, &claim).await) });
        }
    }
}

/// Nothing where there is no need: the operation will refuse what a stranger sent, and costs no write.
async fn claim(request: &mut ServiceRequest, state: &State) -> Result<Option<store::Outcome>> {
    let text = key::read(request.headers())?;
    let upload = request.extensions().get::<Upload>().map(Upload::says);
    let body = match upload {
        Some(_) => None,
        None => Some(read_body(request).await?),
    };
    // Reading took as long as the sender liked: an answer that was kept is for who may have it now.
    caller::forget(request.request());
    let caller = &caller::identify(request.request()).await?;
    let (fingerprint, hopeless) = match (upload, body) {
        (Some(says), _) => (key::digest(&state.keys, &says.each_ref().map(String::as_bytes)), false),
        (None, body) => {
            let body = body.unwrap_or_default();
            let hopeless = matches!(caller, Caller::Nobody) && serde_json::from_slice::<Map<String, Value>>(&body).is_err();
            let fingerprint = key::digest(&state.keys, &[&body]);
            let payload = stream::once(async move { Ok::<Bytes, PayloadError>(body) });
            request.set_payload(Payload::Stream { payload: Box::pin(payload) });
            (fingerprint, hopeless)
        }
    };
    if hopeless {
        return Ok(None);
    }
    let who = match caller {
        // Strangers share nothing but the address: their key means something with its body only.
        Caller::Nobody => fingerprint.clone(),
        Caller::Person { user, .. } => user.id.to_string(),
        Caller::Token { id, .. } => id.to_string(),
    };
    let scope = key::digest(&state.keys, &[who.as_bytes(), request.path().as_bytes(), text.as_bytes()]);
    let outcome = store::claim(state, scope, fingerprint).await?;
    if let store::Outcome::Done { right: Some(right), .. } = &outcome {
        caller.must(*right)?;
    }
    Ok(Some(outcome))
}

async fn read_body(request: &mut ServiceRequest) -> Result<Bytes> {
    let mut payload = request.take_payload();
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(of_body)?;
        if body.len() + chunk.len() > JSON_LIMIT {
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
    if let Some(Failure(problem)) = response.response().error().and_then(|error| error.as_error::<Failure>()) {
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
