//! A problem as it is answered, in the caller's language.

use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError, http::StatusCode};
use entity::kinds::Language;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Code, FieldCode, FieldError, Problem};
use crate::texts;

impl Problem {
    /// The scope that is missing, for the words of `scope_missing`.
    fn scope(&self) -> String {
        self.extra.get("scope").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The `application/problem+json` answer.
    pub fn respond(&self, language: Language, base: &str, request_id: &str) -> HttpResponse {
        let code = self.code.as_str();
        let errors = self.errors.iter().map(|error| error.render(language)).collect();
        let body = ProblemBody {
            r#type: format!("{base}/docs/problems/{code}"),
            title: texts::text(language, &format!("problem-{}", code.replace('_', "-")), &[]),
            status: self.code.status(),
            code: self.code,
            detail: texts::text(language, &format!("problem-{}.detail", code.replace('_', "-")), &[("scope", self.scope())]),
            errors,
            request_id: request_id.to_owned(),
            extra: self.extra.clone(),
        };
        let mut response = HttpResponseBuilder::new(self.status_code());
        response.content_type("application/problem+json").insert_header(("Content-Language", language.as_str()));
        response.insert_header(("Cache-Control", "no-store"));
        if let Some(seconds) = self.retry_after {
            response.insert_header(("Retry-After", seconds));
        }
        if let Some(methods) = &self.allow {
            response.insert_header(("Allow", methods.as_str()));
        }
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header(("WWW-Authenticate", "Bearer"));
        }
        response.json(body)
    }
}

impl FieldError {
    fn render(&self, language: Language) -> FieldErrorBody {
        let limit = self.limit.map(|n| n.to_string()).unwrap_or_default();
        let key = format!("field-{}", self.code.as_str().replace('_', "-"));
        FieldErrorBody { pointer: self.pointer.clone(), code: self.code, detail: texts::text(language, &key, &[("limit", limit)]) }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Bare: [`crate::http::request_id`] writes the body, where language and request id are known.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// Problem details (RFC 9457). `title` and `detail` are in the caller's language, everything else is stable.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Address of a page about this problem.
    #[schema(example = "https://example.org/docs/problems/not_found")]
    pub r#type: String,
    /// Short name of the problem.
    #[schema(example = "Not found")]
    pub title: String,
    /// The HTTP status, repeated.
    #[schema(example = 404)]
    pub status: u16,
    /// Stable name of the problem.
    pub code: Code,
    /// What to do about it.
    #[schema(example = "There is nothing at this address, or you may not see it.")]
    pub detail: String,
    /// What is wrong with which field or parameter.
    pub errors: Vec<FieldErrorBody>,
    /// Quote this when asking for help.
    pub request_id: String,
    /// Members that belong to one code, such as `territory` of `already_there`.
    #[serde(flatten)]
    #[schema(ignore)]
    pub extra: Map<String, Value>,
}

/// What is wrong with one field.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = FieldProblem)]
pub struct FieldErrorBody {
    /// JSON Pointer into the body, or the name of the query parameter.
    #[schema(example = "/name")]
    pub pointer: String,
    pub code: FieldCode,
    /// The same in the caller's language.
    #[schema(example = "Enter this.")]
    pub detail: String,
}
