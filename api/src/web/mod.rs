//! The built front end: prerendered pages, the shell for the others, and assets. All of it is read at the start, so that a server serves one
//! build whole, whatever becomes of its folder.

mod assets;
mod docs;
pub mod headers;
mod mended;
mod pages;
pub mod security_txt;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode, header},
    web,
};
use anyhow::Context;
use entity::kinds::Language;
use kernel::{
    problem::{Code, Problem, Result},
    settings::Settings,
};
use register::state::State;
use rest::{failure::Answer, language};

use self::assets::Assets;

/// The front end, read once at the start.
pub struct Web {
    assets: Assets,
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
        let folder = &settings.web_dir;
        let mut web = Self { assets: Assets::default(), pages: HashMap::new(), shells: HashMap::new() };
        if !folder.is_dir() {
            tracing::warn!(folder = %folder.display(), "no front end there; serving the API alone");
            return Ok(web);
        }
        for file in files(folder).with_context(|| format!("THOUSAND_WEB_DIR: cannot read {}", folder.display()))? {
            // Pages are made before they are sent, so nobody gets the build's copies of them.
            if [".html.br", ".html.gz"].iter().any(|copy| file.to_string_lossy().ends_with(copy)) {
                continue;
            }
            let content = std::fs::read(&file).with_context(|| format!("THOUSAND_WEB_DIR: cannot read {}", file.display()))?;
            let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
            match name.strip_suffix(".html") {
                Some(page) => web.add_page(page, &pages::installed(&String::from_utf8(content)?, settings)),
                None => web.assets.add(name, content),
            }
        }
        web.refuse_parts(folder)?;
        Ok(web)
    }

    fn add_page(&mut self, name: &str, html: &str) {
        if name == "shell" {
            self.shells.extend(Language::ALL.iter().map(|language| (*language, Page::of(pages::in_language(html, *language)))));
        } else {
            self.pages.insert(name.to_owned(), Page::of(html.to_owned()));
        }
    }

    /// A page without its scripts looks well and does nothing: a folder that was read while it was being replaced is refused.
    fn refuse_parts(&self, folder: &Path) -> anyhow::Result<()> {
        for page in self.pages.values().chain(self.shells.values()) {
            for name in page.html.split("\"/_app/").skip(1).filter_map(|rest| rest.split('"').next()) {
                anyhow::ensure!(
                    self.assets.has(&format!("_app/{name}")),
                    "THOUSAND_WEB_DIR: {} is not one whole build: a page needs _app/{name}, which is not there",
                    folder.display()
                );
            }
        }
        Ok(())
    }
}

/// The files of a build; what begins with a dot is no part of it.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Whatever is not an operation of the API.
pub async fn serve(request: HttpRequest, state: web::Data<State>, web: web::Data<Web>) -> Answer {
    let mut response = answer(request, state, web).await?;
    // Where the address names no language, the caller's decides; files say themselves what they depend on.
    if !response.headers().contains_key(header::VARY) {
        response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("Accept-Language"));
    }
    Ok(response)
}

async fn answer(request: HttpRequest, state: web::Data<State>, web: web::Data<Web>) -> Answer {
    if request.method() != Method::GET {
        return Err(Problem::method_not_allowed("GET, HEAD").into());
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
    if let Some(answer) = web.assets.answer(&request, &path) {
        return Ok(answer);
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
        None => Err(Problem::new(Code::NotFound).into()),
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
