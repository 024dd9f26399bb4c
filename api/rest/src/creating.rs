//! Which operations create something, as the document says.

use actix_web::dev::ResourceDef;
use utoipa::openapi::{OpenApi, RefOr};

/// The operations that honour the header, and whether a file is what they take.
pub struct Creating(Vec<(ResourceDef, bool)>);

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
            Some((ResourceDef::new(path.as_str()), files))
        });
        Self(creating.collect())
    }

    /// Whether the body of the operation at this address holds a file.
    pub fn takes_files(&self, path: &str) -> bool {
        self.0.iter().any(|(resource, files)| *files && resource.is_match(path))
    }

    /// Whether the operation at this address honours the header.
    pub fn has(&self, path: &str) -> bool {
        self.0.iter().any(|(resource, _)| resource.is_match(path))
    }
}
