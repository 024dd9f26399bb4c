//! The tree of files follows the addresses.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tests::operations::operations;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the first segment's folder is called where it is not the segment itself.
const ELSEWHERE: &[(&str, &str)] = &[("", "service"), ("openapi.json", "service"), ("jobs", "queue")];

/// Where nouns are.
const PARTS: &[&str] = &["api/src", "api/people/src", "api/register/src", "api/personal/src"];

#[test]
fn each_noun_of_the_address_has_its_folder() {
    let document: Value = serde_json::to_value(thousand::app::document()).expect("JSON");
    for operation in operations(&document) {
        let Some(rest) = operation.path.strip_prefix("/v1") else { continue };
        let noun = rest.trim_start_matches('/').split(['/', '{']).next().unwrap_or_default();
        let plain = noun.strip_suffix(".csv").or(noun.strip_suffix(".geojson")).unwrap_or(noun).replace('-', "_");
        let folder = ELSEWHERE.iter().find(|(segment, _)| *segment == noun).map_or(plain.as_str(), |(_, folder)| folder);
        let has = |part: &str| root().join(part).join(folder).join("mod.rs").is_file();
        assert!(PARTS.iter().any(|part| has(part)), "{operation} has no folder {folder}");
    }
}

#[test]
fn files_stay_readable() {
    let mut long = BTreeSet::new();
    for folder in ["api", "entity/src", "migration/src"] {
        for file in rust_files(&root().join(folder)) {
            let lines = std::fs::read_to_string(&file).expect("text").lines().count();
            if lines > 400 {
                long.insert(format!("{}: {lines} lines", file.display()));
            }
        }
    }
    assert_eq!(long, BTreeSet::new(), "split by what belongs together");
}

#[test]
fn every_feature_is_spoken_of_in_every_language() {
    let names = |language: &str| -> BTreeSet<String> {
        let folder = root().join("api/locales").join(language);
        std::fs::read_dir(folder).expect(language).map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect()
    };
    for language in ["fr", "es", "ar"] {
        assert_eq!(names(language), names("en"), "{language}");
    }
}

pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                rust_files(&path)
            } else if path.extension().is_some_and(|e| e == "rs") {
                vec![path]
            } else {
                Vec::new()
            }
        })
        .collect()
}
