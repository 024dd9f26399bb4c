//! Parameters that many operations declare and that extractors or layers read.

use utoipa::IntoParams;

/// The language parameter of operations without other parameters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LangParam {
    /// Language of the answer. Otherwise `Accept-Language` decides.
    #[param(value_type = Option<entity::kinds::Language>)]
    #[expect(dead_code, reason = "read by http::language, declared here for the document")]
    lang: Option<String>,
}

/// The header that changing a record requires.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchParam {
    /// The `ETag` of the version that you are changing.
    #[param(rename = "If-Match", example = "\"42.en.json.0.1.0\"")]
    #[expect(dead_code, reason = "read by http::conditional, declared here for the document")]
    if_match: String,
}

/// The header that makes creating safe to repeat.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyParam {
    /// A key of your own, up to 255 characters: the same request with the same key has one effect and one answer.
    #[param(rename = "Idempotency-Key", example = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"")]
    #[expect(dead_code, reason = "read by http::idempotent, declared here for the document")]
    idempotency_key: Option<String>,
}
