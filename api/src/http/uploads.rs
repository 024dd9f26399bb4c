//! Bounds on bodies with a file in them, which are large: they are read only for who may hand something in, and few of each
//! at a time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web,
};
use uuid::Uuid;

use super::{
    caller::Caller,
    idempotent::Creating,
    problem::{Code, Problem, Result},
};
use crate::policy::Permission;

/// Uploads of one caller at a time; a browser with several pages open needs no more.
const AT_ONCE: usize = 2;

/// How many uploads of each caller are under way in this process.
#[derive(Clone, Default)]
pub struct Uploads(Arc<Mutex<HashMap<Uuid, usize>>>);

/// One upload under way, until dropped.
struct Turn {
    uploads: Uploads,
    caller: Uuid,
}

impl Uploads {
    fn turn(&self, caller: Uuid) -> Result<Turn> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = under_way.entry(caller).or_default();
        if *count == AT_ONCE {
            return Err(Problem::new(Code::TooManyRequests).retry_after(5));
        }
        *count += 1;
        Ok(Turn { uploads: self.clone(), caller })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut under_way = self.uploads.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&self.caller) {
            *count -= 1;
            if *count == 0 {
                under_way.remove(&self.caller);
            }
        }
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
    match turn(&mut request).await {
        Ok(_turn) => Ok(next.call(request).await?.map_into_left_body()),
        Err(problem) => Ok(request.error_response(problem).map_into_right_body()),
    }
}

async fn turn(request: &mut ServiceRequest) -> Result<Turn> {
    let caller = request.extract::<Caller>().await?;
    let by = caller.must(Permission::FileSomeAdhesion)?;
    let uploads = request.app_data::<web::Data<Uploads>>().cloned().ok_or_else(|| Problem::internal(anyhow::anyhow!("no uploads")))?;
    uploads.turn(by.id)
}
