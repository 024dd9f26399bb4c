//! The published contract: what `utoipa` collects, completed by what every operation shares.

use kernel::problem::{Code, FieldCode};
use serde_json::json;
use utoipa::{
    OpenApi,
    openapi::{
        ContentBuilder, OpenApi as Spec, RefOr, ResponseBuilder,
        path::{Operation, ParameterIn},
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use crate::{conditional, failure};

/// Shown at the top of the document.
const DESCRIPTION: &str = "\
The open platform for the campaign \"10, 100, 1,000 Human Rights Cities and Territories by 2030\".

**Lists** answer `{data, page: {next, total}}`; follow `page.next`. **Errors** are always `application/problem+json` with a stable `code`. \
**Conditional requests**: answers carry an `ETag`; send it as `If-None-Match` to be told 304, and as `If-Match` to change a record. \
**Creating** operations honour `Idempotency-Key`. **Languages**: `en`, `fr`, `es`, `ar`, by `lang` or `Accept-Language`. \
**Partners** send an API token as `Authorization: Bearer thou_live_…`; a scope for writing includes reading the same.

Public data is CC BY 4.0 except names of persons and members' own files. Places, positions and many populations: GeoNames, CC BY 4.0.";

#[derive(OpenApi)]
#[openapi(
    info(title = "Thousand", license(name = "CC BY 4.0 (data)", url = "https://creativecommons.org/licenses/by/4.0/")),
    tags(
        (name = "campaign", description = "Progress towards 10, 100 and 1,000."),
        (name = "territories", description = "Local and regional governments, and where each stands."),
        (name = "adhesions", description = "Requests to become a member, and their review."),
        (name = "documents", description = "Files handed in by a territory's team."),
        (name = "pledges", description = "Public promises to join, made without an account."),
        (name = "reports", description = "What the public says is wrong with a record, and the answers."),
        (name = "access-requests", description = "People who ask to work on the page of a government that is here already."),
        (name = "organisations", description = "Networks and coalitions beside the governments."),
        (name = "changes", description = "The public change feed."),
        (name = "reference", description = "Countries, regions and places."),
        (name = "sessions", description = "Signing in and out, and one's own account."),
        (name = "people", description = "Accounts, invitations, links sent by mail, and who may do what."),
        (name = "administration", description = "What administrators look after."),
        (name = "tokens", description = "Partners' keys to the API."),
        (name = "service", description = "The service about itself."),
    ),
    components(schemas(entity::kinds::Language, failure::ProblemBody, failure::FieldErrorBody, Code, FieldCode)),
)]
struct Base;

/// The document as served.
#[derive(Clone)]
pub struct Document {
    pub json: String,
    pub tag: String,
}

impl Document {
    pub fn of(spec: &Spec) -> serde_json::Result<Self> {
        let json = serde_json::to_string(spec)?;
        Ok(Self { tag: conditional::content_tag(json.as_bytes()), json })
    }
}

/// What every document starts from.
pub fn base() -> Spec {
    Base::openapi()
}

/// Completes the collected document.
pub fn complete(mut spec: Spec) -> Spec {
    spec.info.description = Some(DESCRIPTION.to_owned());
    spec.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let components = spec.components.get_or_insert_default();
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.description =
        Some("An access token from `POST /v1/sessions`, or an API token. A scope for writing includes reading the same.".to_owned());
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    for (path, item) in &mut spec.paths.paths {
        let operations = [
            (&mut item.get, "get"),
            (&mut item.post, "post"),
            (&mut item.put, "put"),
            (&mut item.patch, "patch"),
            (&mut item.delete, "delete"),
        ];
        // With a one-time password nothing is changed but one's own account.
        let of_own_account = path.starts_with("/v1/me");
        for (operation, method) in operations {
            if let Some(operation) = operation {
                complete_operation(operation, method == "get", path.starts_with("/v1"), of_own_account);
            }
        }
    }
    spec
}

/// Adds the problems that follow from the operation's own shape.
fn complete_operation(operation: &mut Operation, reads: bool, of_api: bool, of_own_account: bool) {
    let parameters: Vec<_> =
        operation.parameters.iter().flatten().filter_map(|p| if let RefOr::T(p) = p { Some(p) } else { None }).collect();
    let has_path = parameters.iter().any(|p| matches!(p.parameter_in, ParameterIn::Path));
    let header = |name: &str| parameters.iter().any(|p| p.name.eq_ignore_ascii_case(name));
    let mut codes = vec![Code::MalformedRequest, Code::InvalidQuery, Code::TooManyRequests, Code::Internal, Code::Unavailable];
    if of_api {
        // Credentials that are no good are refused also where none are needed.
        codes.extend([Code::TokenInvalid, Code::SessionOver, Code::BearerMissing]);
    }
    if has_path {
        codes.push(Code::NotFound);
    }
    if operation.request_body.is_some() {
        codes.extend([Code::MalformedJson, Code::RequestTimeout, Code::TooLarge, Code::UnsupportedMediaType, Code::InvalidFields]);
    }
    if let Some(scopes) = scopes(operation) {
        codes.extend([Code::NotSignedIn, Code::NotAllowed]);
        if !reads && !of_own_account {
            codes.push(Code::PasswordIsOneTime);
        }
        let said = if scopes.is_empty() {
            "For signed-in people; API tokens are refused.".to_owned()
        } else {
            codes.extend([Code::ScopeMissing, Code::TokenBound]);
            format!(
                "Where a sign-in is needed, API tokens need the scope {}.",
                scopes.iter().map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(" or ")
            )
        };
        let description = operation.description.get_or_insert_default();
        description.push_str(if description.is_empty() { "" } else { "\n\n" });
        description.push_str(&said);
    }
    if header("If-Match") {
        codes.extend([Code::Stale, Code::IfMatchRequired]);
    }
    if header("Idempotency-Key") {
        codes.extend([Code::StillRunning, Code::KeyReused, Code::InvalidHeader]);
    }
    let mut by_status: std::collections::BTreeMap<u16, Vec<Code>> = Default::default();
    for code in codes {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        let names = codes.iter().map(|code| format!("`{}`", code.as_str())).collect::<Vec<_>>().join(", ");
        // An operation that names problems of its own under this status keeps its words.
        let own = match operation.responses.responses.get(&status.to_string()) {
            Some(RefOr::T(response)) => format!("{} Also: ", response.description),
            _ => String::new(),
        };
        let example = Code::ALL.iter().copied().find(|code| named(&own, *code, &status.to_string())).unwrap_or(codes[0]);
        let response = with_problem(format!("{own}{names}."), example);
        operation.responses.responses.insert(status.to_string(), RefOr::T(response));
    }
    // A problem that only one operation has is documented by its code alone.
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(own) = response
            && own.content.is_empty()
            && let Some(code) = Code::ALL.iter().copied().find(|code| named(&own.description, *code, status))
        {
            *own = with_problem(own.description.clone(), code);
        }
    }
    // The health of the process is never what it was before.
    if reads && of_api {
        let unchanged = ResponseBuilder::new().description("Unchanged since the `ETag` in `If-None-Match`.").build();
        operation.responses.responses.entry("304".to_owned()).or_insert(RefOr::T(unchanged));
    }
}

/// Whether this problem is named in a description, in backquotes, under its status.
fn named(description: &str, code: Code, status: &str) -> bool {
    code.status().to_string() == status && description.contains(&format!("`{}`", code.as_str()))
}

/// The scopes that an API token needs for this operation, none where tokens are refused; nothing where no sign-in
/// is needed. Written once, as `security(("bearer" = ["territories:write"]))`: OpenAPI 3.1 lets the list name what a bearer needs.
fn scopes(operation: &Operation) -> Option<Vec<String>> {
    let requirements = serde_json::to_value(operation.security.as_ref().filter(|all| !all.is_empty())?).unwrap_or_default();
    let named = requirements.as_array().into_iter().flatten().filter_map(|requirement| requirement["bearer"].as_array());
    Some(named.flatten().filter_map(|scope| scope.as_str().map(str::to_owned)).collect())
}

fn with_problem(description: String, example: Code) -> utoipa::openapi::Response {
    let content = ContentBuilder::new()
        .schema(Some(utoipa::openapi::Ref::from_schema_name("Problem")))
        .example(Some(json!({
            "type": format!("https://example.org/docs/problems/{}", example.as_str()),
            "title": kernel::texts::text(entity::kinds::Language::En, &format!("problem-{}", example.as_str().replace('_', "-")), &[]),
            "status": example.status(),
            "code": example,
            "detail": kernel::texts::text(entity::kinds::Language::En, &format!("problem-{}.detail", example.as_str().replace('_', "-")), &[("scope", "adhesions:decide".to_owned())]),
            "errors": [],
            "request_id": "01990000-0000-7000-8000-000000000000",
        })))
        .build();
    ResponseBuilder::new().description(description).content("application/problem+json", content).build()
}
