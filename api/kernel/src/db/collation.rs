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

/// What a name looks like. Two are alike where they differ only in case, accents, spaces and hyphens, or in letters that readers take for each
/// other, such as those of Latin and Cyrillic (UTS 39). In capitals other letters look alike than in small ones: each writing is compared.
pub struct Looks {
    loose: String,
    skeletons: [String; 3],
}

impl Looks {
    pub fn of(name: &str) -> Self {
        Self { loose: loose_key(name), skeletons: writings(name).map(|text| skeleton(&text)) }
    }

    pub fn like(&self, name: &str) -> bool {
        self.loose == loose_key(name) || self.skeletons.iter().zip(writings(name)).any(|(known, text)| *known == skeleton(&text))
    }
}

fn writings(name: &str) -> [String; 3] {
    [name.to_owned(), name.to_lowercase(), name.to_uppercase()]
}

fn skeleton(text: &str) -> String {
    loose_key(&unicode_security::skeleton(text).collect::<String>())
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
    use super::{Looks, loose_key, sort_key};

    #[test]
    fn names_that_look_alike_are_alike() {
        let barcelona = Looks::of("Barcelona");
        for same in [
            "barcelona",
            "BARCELONA",
            "Bar-celona",
            "Bаrcelona",
            "ВАRСЕLОNА",
            "Barce\u{200D}lona",
            "Barcelona\u{3164}",
            "𝐁𝐚𝐫𝐜𝐞𝐥𝐨𝐧𝐚",
            "Barce1ona",
        ] {
            assert!(barcelona.like(same), "{same}");
        }
        for other in ["Barcelonnette", "Barcelos", "Badalona", "برشلونة"] {
            assert!(!barcelona.like(other), "{other}");
        }
        assert!(!Looks::of("سلا").like("سلوى"));
        assert!(!Looks::of("광주").like("경주"));
    }

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
