//! One order of names on both databases: ICU's root collation, stored as a key that sorts bytewise.

use std::sync::LazyLock;

use icu::collator::{
    Collator, CollatorBorrowed,
    options::{AlternateHandling, CollatorOptions, Strength},
};

static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(Default::default(), CollatorOptions::default()).ok());

/// Compares letters alone: neither accents nor case.
static LOOSE: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Primary);
    options.alternate_handling = Some(AlternateHandling::Shifted);
    Collator::try_new(Default::default(), options).ok()
});

/// The sort key of a name, in hexadecimal.
pub fn sort_key(name: &str) -> String {
    key_by(&COLLATOR, name)
}

/// The same for names that differ only in case, accents, spaces and hyphens.
pub fn loose_key(name: &str) -> String {
    key_by(&LOOSE, name.trim())
}

fn key_by(collator: &LazyLock<Option<CollatorBorrowed<'static>>>, name: &str) -> String {
    let mut key = Vec::new();
    let written = collator.as_ref().map(|collator| collator.write_sort_key_to(name, &mut key));
    if !matches!(written, Some(Ok(_))) {
        key = name.as_bytes().to_vec();
    }
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{loose_key, sort_key};

    #[test]
    fn names_are_the_same_whatever_their_accents_and_hyphens() {
        assert_eq!(loose_key("Saint-Denis"), loose_key("saint denis "));
        assert_eq!(loose_key("Córdoba"), loose_key("CORDOBA"));
        assert_ne!(loose_key("Lyon"), loose_key("Lyons"));
    }

    #[test]
    fn accents_and_scripts_sort_as_readers_expect() {
        let mut names = ["Zürich", "Évora", "Ames", "سلا", "Évry", "evora", "광주", "Zaragoza"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Ames", "evora", "Évora", "Évry", "Zaragoza", "Zürich", "سلا", "광주"]);
    }
}
