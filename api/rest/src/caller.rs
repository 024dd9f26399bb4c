//! Who is calling, from `Authorization: Bearer`.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use futures_util::future::LocalBoxFuture;
use kernel::{
    caller::{self, Caller},
    problem::{Code, Problem, Result},
    state::State,
};

use super::failure::{Answer, Failure};

/// The caller, as an outer layer found it. Taken off where a layer waited for the body meanwhile.
#[derive(Clone)]
struct Known(Caller);

/// Reads the caller for the layers and the operation within.
pub async fn identify(request: &HttpRequest) -> Result<Caller> {
    if let Some(Known(caller)) = request.extensions().get::<Known>() {
        return Ok(caller.clone());
    }
    let Some(header) = request.headers().get(header::AUTHORIZATION) else { return Ok(Caller::Nobody) };
    let state = request.app_data::<web::Data<State>>().cloned().ok_or_else(|| Problem::internal(anyhow::anyhow!("no state")))?;
    let text = header.to_str().map_err(|_| Problem::new(Code::TokenInvalid))?.to_owned();
    let caller = caller::of_header(&state, &text).await?;
    request.extensions_mut().insert(Known(caller.clone()));
    Ok(caller)
}

/// Whoever asks next is read anew.
pub fn forget(request: &HttpRequest) {
    request.extensions_mut().remove::<Known>();
}

/// Extractor of whoever calls, strangers too. Wrong or expired credentials fail.
#[derive(Clone, Debug)]
pub struct Anybody(pub Caller);

impl FromRequest for Anybody {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(identify(&request).await?)) })
    }
}

/// Extractor of a caller who is not a stranger. Put it first, so that strangers learn nothing but 401.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Caller);

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Answer<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Anybody::from_request(request, payload);
        Box::pin(async move {
            match caller.await?.0 {
                Caller::Nobody => Err(Problem::new(Code::NotSignedIn).into()),
                caller => Ok(Self(caller)),
            }
        })
    }
}
