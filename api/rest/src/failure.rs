//! A problem as it is answered, in the caller's language.

use std::{fmt, io::ErrorKind, sync::Arc};

use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError, error::PayloadError, http::StatusCode};
use entity::kinds::Language;
use kernel::{
    problem::{Code, FieldCode, FieldError, Problem},
    texts,
};
use serde::Serialize;
use serde_json::{Map, Value};

/// A problem on its way to the caller.
#[derive(Debug)]
pub struct Failure(pub Problem);

/// What an operation answers.
pub type Answer<T = HttpResponse> = Result<T, Failure>;

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self(error.into())
    }
}

impl From<Arc<sea_orm::DbErr>> for Failure {
    fn from(error: Arc<sea_orm::DbErr>) -> Self {
        Self(error.into())
    }
}

/// The problem of a body that did not come to its end; see [`super::bodies`].
pub fn of_body(error: PayloadError) -> Problem {
    match error {
        PayloadError::Io(error) if error.kind() == ErrorKind::TimedOut => Problem::new(Code::RequestTimeout),
        PayloadError::Io(error) if error.kind() == ErrorKind::QuotaExceeded => Problem::new(Code::TooManyRequests).retry_after(1),
        PayloadError::Overflow => Problem::new(Code::TooLarge),
        _ => Problem::new(Code::MalformedRequest),
    }
}

impl Failure {
    /// The problem that any failure stands for, ours or the framework's. What it hides is logged here, once.
    pub fn log(error: &actix_web::Error) -> Self {
        if let Some(Self(problem)) = error.as_error::<Self>() {
            if let Some(source) = problem.source() {
                tracing::error!(error = format!("{source:#}"), "failed");
            }
            return Self(problem.without_source());
        }
        let status = error.as_response_error().status_code();
        let known = Code::ALL.iter().copied().find(|code| code.status() == status.as_u16());
        let code = known.unwrap_or(if status.is_client_error() { Code::MalformedRequest } else { Code::Internal });
        if code == Code::Internal {
            tracing::error!(%error, "failed");
        }
        Self(Problem::new(code))
    }

    /// The scope that is missing, for the words of `scope_missing`.
    fn scope(&self) -> String {
        self.0.extra.get("scope").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The `application/problem+json` answer.
    pub fn respond(&self, language: Language, base: &str, request_id: &str) -> HttpResponse {
        let code = self.0.code.as_str();
        let errors = self.0.errors.iter().map(|error| FieldErrorBody::of(error, language)).collect();
        let body = ProblemBody {
            r#type: format!("{base}/docs/problems/{code}"),
            title: texts::text(language, &format!("problem-{}", code.replace('_', "-")), &[]),
            status: self.0.code.status(),
            code: self.0.code,
            detail: texts::text(language, &format!("problem-{}.detail", code.replace('_', "-")), &[("scope", self.scope())]),
            errors,
            request_id: request_id.to_owned(),
            extra: self.0.extra.clone(),
        };
        let mut response = HttpResponseBuilder::new(self.status_code());
        response.content_type("application/problem+json").insert_header(("Content-Language", language.as_str()));
        response.insert_header(("Cache-Control", "no-store"));
        if let Some(seconds) = self.0.retry_after {
            response.insert_header(("Retry-After", seconds));
        }
        if let Some(methods) = &self.0.allow {
            response.insert_header(("Allow", methods.as_str()));
        }
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header(("WWW-Authenticate", "Bearer"));
        }
        response.json(body)
    }
}

impl FieldErrorBody {
    fn of(error: &FieldError, language: Language) -> Self {
        let limit = error.limit.map(|n| n.to_string()).unwrap_or_default();
        let key = format!("field-{}", error.code.as_str().replace('_', "-"));
        Self { pointer: error.pointer.clone(), code: error.code, detail: texts::text(language, &key, &[("limit", limit)]) }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Bare: [`super::request_id`] writes the body, where language and request id are known.
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
