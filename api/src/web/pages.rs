//! Pages made in the browser: which of them exist, and what their shell says before any script runs.

use entity::{kinds::Language, territory};
use kernel::{problem::Result, settings::Settings, texts};
use register::{state::State, territories::find};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The origin that the front end is built with.
const BUILT_ORIGIN: &str = "https://thousand.invalid";

/// A built page as this installation serves it: with its public address and who operates it.
pub fn installed(built: &str, settings: &Settings) -> String {
    let said = |setting: &Option<String>| escape(setting.as_deref().unwrap_or_default());
    built
        .replace(BUILT_ORIGIN, &settings.public_url())
        .replace("%thousand.operator%", &said(&settings.operator))
        .replace("%thousand.contact%", &said(&settings.contact))
        .replace("%thousand.imprint%", &said(&settings.imprint))
}

/// What a page's shell says of it.
pub struct Head {
    pub title: String,
    /// Whether search engines may list it.
    pub listed: bool,
    /// Its record is gone: the page says why.
    pub gone: bool,
}

/// The page at an address below a language, or nothing where there is none.
pub async fn find(state: &State, language: Language, path: &[&str]) -> Result<Option<Head>> {
    match path {
        ["territories", slug] => {
            let row = territory::Entity::find().filter(territory::Column::Slug.eq(*slug)).one(state.db.reader()).await?;
            let Some(row) = row else { return Ok(None) };
            // Not by the name that was pledged for: anybody may have typed it.
            if row.removed_at.is_some() {
                return Ok(Some(Head { title: texts::text(language, "page-pledge-removed", &[]), listed: false, gone: true }));
            }
            let names = find::names_in(state.db.reader(), std::slice::from_ref(&row), language).await?;
            Ok(Some(Head { title: names.get(&row.id).cloned().unwrap_or(row.name), listed: true, gone: false }))
        }
        // Behind sign-in: the page itself says what the caller may see.
        ["adhesions", id] | ["secretariat", "adhesions" | "territories", id] if uuid::Uuid::try_parse(id).is_ok() => {
            Ok(Some(Head { title: texts::text(language, "page-private", &[]), listed: false, gone: false }))
        }
        _ => Ok(None),
    }
}

/// The shell in a language: its scripts differ, and with them what its policy allows.
pub fn in_language(shell: &str, language: Language) -> String {
    shell.replace("%thousand.lang%", language.as_str()).replace("%thousand.dir%", direction(language))
}

/// The shell of a language with what it says of one page.
pub fn fill(shell: &str, head: &Head, language: Language, path: &[&str], origin: &str) -> String {
    let address = |language: Language| format!("{origin}/{}/{}", language.as_str(), path.join("/"));
    let mut tags = format!("<title>{} – Thousand</title>", escape(&head.title));
    if head.listed {
        tags.push_str(&format!("<link rel=\"canonical\" href=\"{}\">", escape(&address(language))));
        for other in Language::ALL {
            tags.push_str(&format!("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">", other.as_str(), escape(&address(*other))));
        }
        tags.push_str(&format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\">", escape(&address(Language::En))));
    } else {
        tags.push_str("<meta name=\"robots\" content=\"noindex\">");
    }
    shell.replace("<!--thousand:head-->", &tags)
}

pub fn direction(language: Language) -> &'static str {
    if language == Language::Ar { "rtl" } else { "ltr" }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
