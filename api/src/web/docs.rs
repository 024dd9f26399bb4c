//! The reference at `/docs`, and a page for every problem: where the `type` of a problem leads.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentEncoding, HeaderValue},
};
use entity::kinds::Language;
use flate2::read::GzDecoder;
use kernel::{
    problem::{Code, FieldCode, Problem},
    settings::Settings,
    texts::text,
};
use rest::{encodings::accepts, failure::Answer, language};

use super::pages::{direction, escape};

const VIEWER: &[u8] = include_bytes!("../../assets/docs/rapidoc.js.gz");
const START: &str = include_str!("../../assets/docs/start.js");
const STYLE: &str = include_str!("../../assets/docs/docs.css");

/// The viewer writes its own styles; nothing else is opened, and nothing comes from elsewhere.
const REFERENCE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// What stands at an address below `/docs`, which is given without it.
pub fn answer(request: &HttpRequest, settings: &Settings, path: &[&str]) -> Answer {
    let language = language::negotiate(request).unwrap_or_else(|_| language::preferred(request));
    let page = |language, policy, content: &(String, String)| page(language, policy, content, settings);
    match path {
        [] => Ok(page(language, REFERENCE_POLICY, &reference(language))),
        ["problems"] => Ok(page(language, PAGE_POLICY, &problems(language))),
        ["problems", name] => {
            let code = Code::ALL.iter().copied().find(|code| code.as_str() == *name).ok_or_else(|| Problem::new(Code::NotFound))?;
            Ok(page(language, PAGE_POLICY, &problem(language, code)))
        }
        ["rapidoc.js"] => viewer(request),
        ["start.js"] => Ok(asset("text/javascript; charset=utf-8").body(START)),
        ["docs.css"] => Ok(asset("text/css; charset=utf-8").body(STYLE)),
        _ => Err(Problem::new(Code::NotFound).into()),
    }
}

fn asset(kind: &'static str) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.content_type(kind).insert_header((header::CACHE_CONTROL, "public, max-age=3600"));
    response
}

/// Kept compressed, as nearly everybody wants it.
fn viewer(request: &HttpRequest) -> Answer {
    let mut response = asset("text/javascript; charset=utf-8");
    response.insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")));
    if accepts(request, ContentEncoding::Gzip) {
        return Ok(response.insert_header(ContentEncoding::Gzip).body(VIEWER));
    }
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut GzDecoder::new(VIEWER), &mut plain).map_err(Problem::internal)?;
    Ok(response.body(plain))
}

/// A page around its own content.
fn page(language: Language, policy: &'static str, content: &(String, String), settings: &Settings) -> HttpResponse {
    let (title, body) = content;
    let notice = match settings.operator {
        Some(_) => String::new(),
        None => format!("<p class=\"notice\">{}</p>", say(language, "docs-demonstration")),
    };
    let html = format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{} – Thousand</title><link rel=\"stylesheet\" href=\"/docs/docs.css\"></head><body>{notice}{body}</body></html>",
        language.as_str(),
        direction(language),
        escape(title),
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_LANGUAGE, language.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .body(html)
}

fn say(language: Language, key: &str) -> String {
    // What only the answer itself can name is left open here.
    escape(&text(language, key, &[("scope", "…".to_owned())]))
}

fn reference(language: Language) -> (String, String) {
    let body = format!(
        "<rapi-doc spec-url=\"/v1/openapi.json\" render-style=\"read\" load-fonts=\"false\" show-header=\"false\" schema-style=\"table\" \
         primary-color=\"#b53600\" persist-auth=\"false\" allow-server-selection=\"false\"></rapi-doc>\
         <noscript><main><h1>{}</h1><p>{} <a href=\"/v1/openapi.json\">OpenAPI 3.1</a></p></main></noscript>\
         <script type=\"module\" src=\"/docs/rapidoc.js\"></script><script type=\"module\" src=\"/docs/start.js\"></script>",
        say(language, "docs-title"),
        say(language, "docs-without-scripts"),
    );
    (text(language, "docs-title", &[]), body)
}

fn title_key(code: Code) -> String {
    format!("problem-{}", code.as_str().replace('_', "-"))
}

fn problems(language: Language) -> (String, String) {
    let mut list = String::new();
    for code in Code::ALL {
        let (name, title) = (code.as_str(), say(language, &title_key(*code)));
        list.push_str(&format!("<dt>{} <a href=\"/docs/problems/{name}\">{name}</a></dt><dd>{title}</dd>", code.status()));
    }
    let body = format!(
        "<main><h1>{}</h1><p>{}</p><dl>{list}</dl><p><a href=\"/docs\">{}</a></p></main>",
        say(language, "docs-problems"),
        say(language, "docs-problems-intro"),
        say(language, "docs-title"),
    );
    (text(language, "docs-problems", &[]), body)
}

fn problem(language: Language, code: Code) -> (String, String) {
    let key = title_key(code);
    let (status, name) = (code.status(), code.as_str());
    // What may stand in `errors` belongs to the two problems that have them.
    let fields = if matches!(code, Code::InvalidFields | Code::InvalidQuery) { field_codes(language) } else { String::new() };
    let body = format!(
        "<main><h1>{}</h1><p>{}</p><dl><dt>{}</dt><dd>{status}</dd><dt>{}</dt><dd><code>{name}</code></dd></dl>{fields}\
         <p><a href=\"/docs/problems\">{}</a></p></main>",
        say(language, &key),
        say(language, &format!("{key}.detail")),
        say(language, "docs-status"),
        say(language, "docs-code"),
        say(language, "docs-problems"),
    );
    (text(language, &key, &[]), body)
}

fn field_codes(language: Language) -> String {
    let mut list = format!("<h2>{}</h2><dl>", say(language, "docs-fields"));
    for code in FieldCode::ALL {
        let key = format!("field-{}", code.as_str().replace('_', "-"));
        // Where a bound belongs in the words, the page shows that there is one.
        let words = escape(&text(language, &key, &[("limit", "…".to_owned())]));
        list.push_str(&format!("<dt><code>{}</code></dt><dd>{words}</dd>", code.as_str()));
    }
    list.push_str("</dl>");
    list
}
