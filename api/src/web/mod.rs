//! The built front end, served from a folder: prerendered pages, the shell for the others, and assets.

mod docs;
pub mod headers;
mod mended;
mod pages;
pub mod security_txt;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, ContentEncoding},
    },
    web,
};
use entity::kinds::Language;

use crate::{
    http::{
        language,
        problem::{Code, Problem, Result},
    },
    settings::Settings,
    state::State,
};

/// The front end, read once at the start.
pub struct Web {
    folder: PathBuf,
    /// Pages by address without the leading slash, such as `en/join`.
    pages: HashMap<String, Page>,
    /// What is served for addresses whose page is made in the browser.
    shells: HashMap<Language, Page>,
}

/// A page with the policy that lets its own inline scripts run and no others.
#[derive(Clone)]
struct Page {
    html: String,
    policy: String,
}

impl Page {
    fn of(html: String) -> Self {
        Self { policy: headers::page_policy(&html), html }
    }
}

impl Web {
    /// Reads every page. Without a front end the API still serves.
    pub fn load(settings: &Settings) -> anyhow::Result<Self> {
        let folder = settings.web_dir.clone();
        let mut pages = HashMap::new();
        let mut shells = HashMap::new();
        if folder.is_dir() {
            for file in html_files(&folder)? {
                let html = pages::installed(&std::fs::read_to_string(&file)?, settings);
                let name = file.strip_prefix(&folder)?.with_extension("").to_string_lossy().into_owned();
                match name.as_str() {
                    "shell" => {
                        shells.extend(Language::ALL.iter().map(|language| (*language, Page::of(pages::in_language(&html, *language)))))
                    }
                    _ => drop(pages.insert(name, Page::of(html))),
                }
            }
        } else {
            tracing::warn!(folder = %folder.display(), "no front end there; serving the API alone");
        }
        Ok(Self { folder, pages, shells })
    }
}

fn html_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(html_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            files.push(path);
        }
    }
    Ok(files)
}

/// Whatever is not an operation of the API.
pub async fn serve(request: HttpRequest, state: web::Data<State>, web: web::Data<Web>) -> Result<HttpResponse> {
    let mut response = answer(request, state, web).await?;
    // Where the address names no language, the caller's decides; files say themselves what they depend on.
    if !response.headers().contains_key(header::VARY) {
        response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("Accept-Language"));
    }
    Ok(response)
}

async fn answer(request: HttpRequest, state: web::Data<State>, web: web::Data<Web>) -> Result<HttpResponse> {
    if request.method() != Method::GET {
        return Err(Problem::method_not_allowed("GET, HEAD"));
    }
    let path = request.path().trim_start_matches('/').trim_end_matches('/').to_owned();
    if path.is_empty() {
        return Ok(to_language(&request));
    }
    if let Some(rest) = path.strip_prefix("docs").filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        return docs::answer(&request, &state.settings, &rest.split('/').skip(1).collect::<Vec<_>>());
    }
    if let Some(page) = web.pages.get(&path).filter(|_| !path.ends_with("404")) {
        return Ok(send(page, page.html.clone(), StatusCode::OK));
    }
    if let Some(file) = asset(&web, &path) {
        return send_asset(&request, &file, &path);
    }
    let (language, rest) = parts(&path);
    if let Some(language) = language
        && let Some(shell) = web.shells.get(&language)
        && let Some(head) = pages::find(&state, language, &rest).await?
    {
        let status = if head.gone { StatusCode::GONE } else { StatusCode::OK };
        return Ok(send(shell, pages::fill(&shell.html, &head, language, &rest, &state.settings.public_url()), status));
    }
    if let Some(meant) = mended::Meant::by(&path)
        && is_there(&state, &web, &meant.page).await?
    {
        return Ok(to_meant(&meant));
    }
    let language = language.unwrap_or_else(|| language::preferred(&request));
    match web.pages.get(&format!("{}/404", language.as_str())) {
        Some(page) => Ok(send(page, page.html.clone(), StatusCode::NOT_FOUND)),
        None => Err(Problem::new(Code::NotFound)),
    }
}

/// The language of an address, and what follows it.
fn parts(path: &str) -> (Option<Language>, Vec<&str>) {
    let mut segments = path.split('/');
    (segments.next().and_then(|tag| tag.parse().ok()), segments.collect())
}

/// Whether an address has a page, of whatever kind.
async fn is_there(state: &State, web: &Web, path: &str) -> Result<bool> {
    if web.pages.contains_key(path) {
        return Ok(true);
    }
    match parts(path) {
        (Some(language), rest) => Ok(pages::find(state, language, &rest).await?.is_some()),
        (None, _) => Ok(false),
    }
}

fn to_language(request: &HttpRequest) -> HttpResponse {
    let target = format!("/{}", language::preferred(request).as_str());
    HttpResponse::Found().insert_header((header::LOCATION, target)).insert_header((header::CACHE_CONTROL, "no-cache")).finish()
}

/// To the page that a link meant. Nobody keeps its address, which may hold the link's secret.
fn to_meant(meant: &mended::Meant) -> HttpResponse {
    let mut response = HttpResponse::Found();
    response.insert_header((header::LOCATION, meant.address())).insert_header((header::CACHE_CONTROL, "no-store")).finish()
}

fn send(page: &Page, html: String, status: StatusCode) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, page.policy.as_str()))
        .body(html)
}

/// A file of the built front end that is not a page.
fn asset(web: &Web, path: &str) -> Option<PathBuf> {
    let plain = Path::new(path)
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(name) if !name.to_string_lossy().starts_with('.')));
    let file = web.folder.join(path);
    let page_or_copy = [".html", ".br", ".gz"].iter().any(|suffix| path.ends_with(suffix));
    (plain && file.is_file() && !page_or_copy).then_some(file)
}

fn send_asset(request: &HttpRequest, path: &Path, address: &str) -> Result<HttpResponse> {
    // Names below this folder contain a digest of the content.
    let lasting = address.starts_with("_app/immutable/");
    let plain = NamedFile::open(path).map_err(Problem::internal)?;
    let kind = plain.content_type().clone();
    let small = smaller(request, path);
    let (file, encoding) = match small {
        Some((file, encoding)) => (file.set_content_type(kind).set_content_encoding(encoding), Some(encoding)),
        None => (plain, None),
    };
    let mut response = file.use_last_modified(!lasting).disable_content_disposition().into_response(request);
    let policy = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static(policy));
    if encoding.is_some() {
        response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept-Encoding"));
    }
    Ok(response)
}

/// The build's own compressed copy, smaller than what could be made while somebody waits.
fn smaller(request: &HttpRequest, path: &Path) -> Option<(NamedFile, ContentEncoding)> {
    let accepted = request.headers().get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let known = [("br", ContentEncoding::Brotli), ("gzip", ContentEncoding::Gzip)];
    known.into_iter().find_map(|(name, encoding)| {
        let asked = accepted.split(',').any(|part| part.split(';').next().is_some_and(|coding| coding.trim() == name));
        let suffix = if name == "gzip" { "gz" } else { name };
        let file = asked.then(|| NamedFile::open(format!("{}.{suffix}", path.display())).ok()).flatten()?;
        Some((file, encoding))
    })
}
