//! HEAD wherever GET is, and 405 instead of 404 where only the method is wrong.

use actix_web::{
    Error, HttpRequest,
    body::MessageBody,
    dev::{ResourceDef, ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web,
};
use kernel::problem::{Code, Problem};
use utoipa::openapi::OpenApi;

use crate::failure::Answer;

/// Routes HEAD as GET; the server leaves the body out when it sends.
pub async fn head_as_get(mut request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

/// The published addresses with their methods.
pub struct Addresses(Vec<(ResourceDef, String)>);

impl Addresses {
    pub fn of(document: &OpenApi) -> Self {
        let methods = |item: &utoipa::openapi::PathItem| {
            let mut names = Vec::new();
            for (operation, name) in
                [(&item.get, "GET, HEAD"), (&item.post, "POST"), (&item.put, "PUT"), (&item.patch, "PATCH"), (&item.delete, "DELETE")]
            {
                if operation.is_some() {
                    names.push(name);
                }
            }
            names.join(", ")
        };
        Self(document.paths.paths.iter().map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect())
    }

    /// Methods of an address that exists, or nothing.
    fn allowed(&self, path: &str) -> Option<&str> {
        self.0.iter().find(|(resource, _)| resource.is_match(path)).map(|(_, methods)| methods.as_str())
    }
}

/// What answers when no operation does.
pub async fn no_operation(request: HttpRequest, addresses: web::Data<Addresses>) -> Answer {
    match addresses.allowed(request.path()) {
        Some(methods) => Err(Problem::method_not_allowed(methods).into()),
        None => Err(Problem::new(Code::NotFound).into()),
    }
}
