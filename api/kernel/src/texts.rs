//! Words in the four languages, from the Fluent catalogues under `api/locales/`.

use std::{borrow::Cow, collections::HashMap};

use entity::kinds::Language;
use fluent_templates::{Loader, fluent_bundle::FluentValue, static_loader};

static_loader! {
    static CATALOGUES = {
        locales: "../locales",
        fallback_language: "en",
        // Isolation marks would show up in plain-text mail and in JSON.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The message `key` in a language, or nothing where no catalogue has it.
pub fn find(language: Language, key: &str, args: &[(&'static str, String)]) -> Option<String> {
    let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
        args.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.as_str()))).collect();
    let language = language.as_str().parse().ok()?;
    CATALOGUES.try_lookup_complete(&language, key, Some(&args))
}

/// As [`find`], with the key itself standing in for a missing message; a test makes sure that none is.
pub fn text(language: Language, key: &str, args: &[(&'static str, String)]) -> String {
    find(language, key, args).unwrap_or_else(|| key.to_owned())
}

/// As [`text`], of a message whose words follow the number `$n`.
pub fn counted(language: Language, key: &str, n: i64) -> String {
    let args = HashMap::from([(Cow::Borrowed("n"), FluentValue::from(n))]);
    let found = language.as_str().parse().ok().and_then(|language| CATALOGUES.try_lookup_complete(&language, key, Some(&args)));
    found.unwrap_or_else(|| key.to_owned())
}
