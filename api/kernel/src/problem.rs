//! The closed catalogue of problems (RFC 9457).
//!
//! To add one: a line in [`catalogue!`] below, a title and a detail in every `api/locales/*/problems.ftl`,
//! then `make gen`. Codes are part of the published contract; words are not.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

macro_rules! catalogue {
    ($($variant:ident $text:tt $status:literal),+ $(,)?) => {
        /// Stable name of a problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[schema(as = ProblemCode)]
        pub enum Code { $(#[serde(rename = $text)] $variant),+ }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }
        }
    };
}

catalogue! {
    MalformedRequest "malformed_request" 400,
    MalformedJson "malformed_json" 400,
    InvalidQuery "invalid_query" 400,
    InvalidCursor "invalid_cursor" 400,
    InvalidHeader "invalid_header" 400,
    NotSignedIn "not_signed_in" 401,
    CredentialsWrong "credentials_wrong" 401,
    SessionOver "session_over" 401,
    TokenInvalid "token_invalid" 401,
    BearerMissing "bearer_missing" 401,
    NotAllowed "not_allowed" 403,
    ScopeMissing "scope_missing" 403,
    TokenBound "token_bound" 403,
    CrossSite "cross_site" 403,
    NotFound "not_found" 404,
    LinkInvalid "link_invalid" 404,
    MethodNotAllowed "method_not_allowed" 405,
    NotAcceptable "not_acceptable" 406,
    RequestTimeout "request_timeout" 408,
    AlreadyThere "already_there" 409,
    AlreadyCreated "already_created" 409,
    StillRunning "still_running" 409,
    WrongState "wrong_state" 409,
    AdhesionOpen "adhesion_open" 409,
    CommentsFull "comments_full" 409,
    AuthorityNotConfirmed "authority_not_confirmed" 409,
    StillShown "still_shown" 409,
    NotAgreed "not_agreed" 409,
    LastAdministrator "last_administrator" 409,
    TokensUndecided "tokens_undecided" 409,
    PasswordIsOneTime "password_is_one_time" 409,
    LastLead "last_lead" 409,
    LinkUsed "link_used" 410,
    LinkExpired "link_expired" 410,
    PledgeRemoved "pledge_removed" 410,
    Stale "stale" 412,
    TooLarge "too_large" 413,
    UnsupportedMediaType "unsupported_media_type" 415,
    ExpectationFailed "expectation_failed" 417,
    InvalidFields "invalid_fields" 422,
    KeyReused "key_reused" 422,
    IfMatchRequired "if_match_required" 428,
    TooManyRequests "too_many_requests" 429,
    HeadersTooLarge "headers_too_large" 431,
    Internal "internal" 500,
    Unavailable "unavailable" 503,
}

macro_rules! field_codes {
    ($($variant:ident $text:tt),+ $(,)?) => {
        /// Stable name of what is wrong with one field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        pub enum FieldCode { $(#[serde(rename = $text)] $variant),+ }

        impl FieldCode {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

field_codes! {
    Required "required",
    TooShort "too_short",
    TooLong "too_long",
    TooSmall "too_small",
    TooLarge "too_large",
    TooMany "too_many",
    WrongType "wrong_type",
    UnknownField "unknown_field",
    UnknownValue "unknown_value",
    NotAnEmail "not_an_email",
    NotAnAddress "not_an_address",
    NotADate "not_a_date",
    NotALanguage "not_a_language",
    InTheFuture "in_the_future",
    InThePast "in_the_past",
    TooLate "too_late",
    OutOfOrder "out_of_order",
    MustBeTrue "must_be_true",
    MustBeEmpty "must_be_empty",
    ControlCharacters "control_characters",
    LookAlikeCharacters "look_alike_characters",
    UnusualCharacters "unusual_characters",
    NoLetters "no_letters",
    PasswordTooWeak "password_too_weak",
    PasswordPersonal "password_personal",
    PasswordWrong "password_wrong",
    WrongFormat "wrong_format",
    Duplicate "duplicate",
    FileTypeUnknown "file_type_unknown",
    ImageTooLarge "image_too_large",
    NoRoom "no_room",
}

/// What is wrong with one field of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the body, or the parameter's name for a query.
    pub pointer: String,
    pub code: FieldCode,
    /// The bound that was missed, where there is one.
    pub limit: Option<i64>,
}

/// A failure as the caller sees it. Words are added on the way out, in the caller's language.
#[derive(Debug)]
pub struct Problem {
    pub code: Code,
    pub errors: Vec<FieldError>,
    /// Members beside the standard ones, such as the territory that is already there.
    pub extra: Map<String, Value>,
    /// Seconds to wait, for 429 and 503.
    pub retry_after: Option<u64>,
    /// Methods of the resource, for 405.
    pub allow: Option<String>,
    /// What went wrong inside; logged once, never sent.
    source: Option<anyhow::Error>,
}

/// A problem as it is kept for a repeated request: without words, which depend on who reads them.
#[derive(Serialize, Deserialize)]
pub struct StoredProblem {
    pub code: Code,
    errors: Vec<FieldError>,
    extra: Map<String, Value>,
}

impl From<StoredProblem> for Problem {
    fn from(stored: StoredProblem) -> Self {
        Self { errors: stored.errors, extra: stored.extra, ..Self::new(stored.code) }
    }
}

/// A failing operation's error type.
pub type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    pub fn new(code: Code) -> Self {
        Self { code, errors: Vec::new(), extra: Map::new(), retry_after: None, allow: None, source: None }
    }

    /// 422 with the fields that are wrong.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(Code::InvalidFields) }
    }

    /// 422 with one field that is wrong.
    pub fn field(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self::fields(vec![FieldError { pointer: pointer.into(), code, limit: None }])
    }

    /// 400 for one query parameter.
    pub fn query(parameter: &str, code: FieldCode) -> Self {
        Self { errors: vec![FieldError { pointer: parameter.to_owned(), code, limit: None }], ..Self::new(Code::InvalidQuery) }
    }

    /// Points at the one field that it is about.
    pub fn at(mut self, pointer: &str, code: FieldCode) -> Self {
        self.errors.push(FieldError { pointer: pointer.to_owned(), code, limit: None });
        self
    }

    /// The bound that the wrong field or parameter missed.
    pub fn bound(mut self, limit: u64) -> Self {
        for error in &mut self.errors {
            error.limit = i64::try_from(limit).ok();
        }
        self
    }

    pub fn internal(source: impl Into<anyhow::Error>) -> Self {
        Self { source: Some(source.into()), ..Self::new(Code::Internal) }
    }

    /// 503: something that we need fails, and may work a moment later.
    pub fn unavailable(source: impl Into<anyhow::Error>) -> Self {
        Self { source: Some(source.into()), ..Self::new(Code::Unavailable) }.retry_after(10)
    }

    pub fn with(mut self, member: &str, value: impl Serialize) -> Self {
        self.extra.insert(member.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// 405 with the methods that the address does have.
    pub fn method_not_allowed(methods: &str) -> Self {
        Self { allow: Some(methods.to_owned()), ..Self::new(Code::MethodNotAllowed) }
    }

    pub fn stored(&self) -> StoredProblem {
        StoredProblem { code: self.code, errors: self.errors.clone(), extra: self.extra.clone() }
    }

    /// What went wrong inside, for the log.
    pub fn source(&self) -> Option<&anyhow::Error> {
        self.source.as_ref()
    }

    /// The same, as far as the caller may see it.
    pub fn without_source(&self) -> Self {
        Self {
            code: self.code,
            errors: self.errors.clone(),
            extra: self.extra.clone(),
            retry_after: self.retry_after,
            allow: self.allow.clone(),
            source: None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl std::error::Error for Problem {}

impl From<sea_orm::DbErr> for Problem {
    fn from(error: sea_orm::DbErr) -> Self {
        match error {
            sea_orm::DbErr::Custom(text) if text == crate::db::claim::LOST => Self::new(Code::StillRunning).retry_after(1),
            sea_orm::DbErr::Custom(text) if text == crate::db::standing::LOST => Self::new(Code::NotAllowed),
            other => match crate::db::retry_after(&other) {
                Some(seconds) => Self::unavailable(other).retry_after(seconds),
                None => Self::internal(other),
            },
        }
    }
}

/// Of a read that several waited for together.
impl From<Arc<sea_orm::DbErr>> for Problem {
    fn from(error: Arc<sea_orm::DbErr>) -> Self {
        match crate::db::retry_after(&error) {
            Some(seconds) => Self::unavailable(error).retry_after(seconds),
            None => Self::internal(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::Language;

    use super::*;
    use crate::texts;

    #[test]
    fn every_code_has_words_in_every_language() {
        for language in Language::ALL {
            for code in Code::ALL {
                let key = format!("problem-{}", code.as_str().replace('_', "-"));
                for key in [key.clone(), format!("{key}.detail")] {
                    assert!(
                        texts::find(*language, &key, &[("scope", "jobs:read".into())]).is_some_and(|t| !t.is_empty()),
                        "{key} in {language:?}"
                    );
                }
            }
            for code in FieldCode::ALL {
                let key = format!("field-{}", code.as_str().replace('_', "-"));
                assert!(texts::find(*language, &key, &[("limit", "3".into())]).is_some(), "{key} in {language:?}");
            }
        }
    }
}
