//! Pages made in the browser: which of them exist, and what their shell says before any script runs.

use entity::{kinds::Language, territory};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{features::territories::find, http::problem::Result, state::State, texts};

/// What a page's shell says of it.
pub struct Head {
    pub title: String,
    /// Whether search engines may list it.
    pub listed: bool,
}

/// The page at an address below a language, or nothing where there is none.
pub async fn find(state: &State, language: Language, path: &[&str]) -> Result<Option<Head>> {
    match path {
        ["territories", slug] => {
            let row = territory::Entity::find().filter(territory::Column::Slug.eq(*slug)).one(state.db.reader()).await?;
            let Some(row) = row else { return Ok(None) };
            let names = find::names_in(state.db.reader(), std::slice::from_ref(&row), language).await?;
            Ok(Some(Head { title: names.get(&row.id).cloned().unwrap_or(row.name), listed: true }))
        }
        // Behind sign-in: the page itself says what the caller may see.
        ["adhesions", id] | ["secretariat", "adhesions" | "territories", id] if uuid::Uuid::try_parse(id).is_ok() => {
            Ok(Some(Head { title: texts::text(language, "page-private", &[]), listed: false }))
        }
        _ => Ok(None),
    }
}

/// Fills the shell's placeholders.
pub fn fill(shell: &str, head: &Head, language: Language, path: &[&str], origin: &str) -> String {
    let direction = direction(language);
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
    shell.replace("%thousand.lang%", language.as_str()).replace("%thousand.dir%", direction).replace("<!--thousand:head-->", &tags)
}

pub fn direction(language: Language) -> &'static str {
    if language == Language::Ar { "rtl" } else { "ltr" }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
