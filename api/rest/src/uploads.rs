//! Bodies with a file in them, which are large: they are read only for who may hand something in, few at a time, and onto the disk. What
//! was read waits on the request for the operation.

pub mod kind;
mod parts;

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    body::{EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web,
};
use kernel::{
    files::spool::Spooled,
    policy::Permission,
    problem::{Code, Problem, Result},
    state::State,
};
use uuid::Uuid;

use self::kind::Kind;
use super::{
    at_once::{AtOnce, Turn},
    caller,
};
use crate::{
    creating::Creating,
    failure::{Answer, Failure},
};

/// The largest file, in bytes, as it is sent and as it is kept.
pub const FILE_LIMIT: u64 = 20 * 1024 * 1024;

/// Uploads of one caller at a time; a browser with several pages open needs no more.
const AT_ONCE: usize = 2;
/// Uploads in this process at a time: what is not stored yet takes up to [`FILE_LIMIT`] of the disk each.
const MOST: usize = 64;

/// By which right something is handed in, and how many uploads are under way in this process, of each caller and in all.
pub struct Uploads {
    /// Without it no upload is even read.
    some: Permission,
    /// The right to hand in something of this territory.
    of: fn(Uuid) -> Permission,
    of_callers: AtOnce<Uuid>,
    all: AtOnce<()>,
}

impl Uploads {
    pub fn by(some: Permission, of: fn(Uuid) -> Permission) -> Self {
        Self { some, of, of_callers: AtOnce::default(), all: AtOnce::default() }
    }

    fn turn(&self, caller: Uuid) -> Result<(Turn<Uuid>, Turn<()>)> {
        let own = self.of_callers.begin(caller, AT_ONCE).ok_or_else(|| Problem::new(Code::TooManyRequests).retry_after(5))?;
        let shared = self.all.begin((), MOST).ok_or_else(|| Problem::new(Code::Unavailable).retry_after(30))?;
        Ok((own, shared))
    }
}

/// What was sent.
pub struct Upload {
    pub territory_id: Uuid,
    pub filename: String,
    pub kind: Kind,
    pub file: Spooled,
}

impl Upload {
    /// What it says, however its parts were put together.
    pub fn says(&self) -> [String; 3] {
        [self.territory_id.to_string(), self.filename.clone(), self.file.sha256.clone()]
    }
}

/// The upload that the layer has read.
impl FromRequest for Upload {
    type Error = Failure;
    type Future = std::future::Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = request.extensions_mut().remove::<Self>();
        std::future::ready(read.ok_or_else(|| Problem::internal(anyhow::anyhow!("no upload was read")).into()))
    }
}

pub async fn uploads(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> std::result::Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let takes_files = request.app_data::<web::Data<Creating>>().is_some_and(|creating| creating.takes_files(request.path()));
    if request.method() != Method::POST || !takes_files {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    match read(&mut request).await {
        Ok(_turn) => Ok(next.call(request).await?.map_into_left_body()),
        Err(problem) => Ok(request.error_response(Failure(problem)).map_into_right_body()),
    }
}

/// Reads the upload onto the disk; what holds its turn.
async fn read(request: &mut ServiceRequest) -> Result<(Turn<Uuid>, Turn<()>)> {
    let caller = caller::identify(request.request()).await?;
    let shared = (request.app_data::<web::Data<Uploads>>().cloned(), request.app_data::<web::Data<State>>().cloned());
    let (Some(uploads), Some(state)) = shared else { return Err(Problem::internal(anyhow::anyhow!("no uploads"))) };
    let by = caller.must(uploads.some)?;
    let turn = uploads.turn(by.id)?;
    let payload = request.take_payload();
    let upload =
        parts::read(request.headers(), payload, &|territory| caller.must((uploads.of)(territory)), &state.settings.data_dir).await?;
    request.extensions_mut().insert(upload);
    // Reading took as long as the sender liked: what comes now is for who may do it now.
    caller::forget(request.request());
    Ok(turn)
}
