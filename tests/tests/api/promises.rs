//! docs/security.md names the tests of its promises: each that it names is there, and each of a promise is named.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Whether a name begins with the line of a promise, such as `a1_`.
fn is_of_promise(name: &str) -> bool {
    let Some((line, _)) = name.split_once('_') else { return false };
    let mut letters = line.chars();
    letters.next().is_some_and(|letter| ('a'..='f').contains(&letter)) && line.len() > 1 && letters.all(|digit| digit.is_ascii_digit())
}

/// The tests of promises, by the names of their files.
fn tests() -> BTreeMap<String, BTreeSet<String>> {
    let mut files = Vec::new();
    for folder in ["tests/tests/api", "api"] {
        rust_files(&root().join(folder), &mut files);
    }
    let mut tests: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("text");
        let functions = text.lines().filter_map(|line| line.trim().trim_start_matches("async ").strip_prefix("fn "));
        let names = functions.filter_map(|rest| rest.split(['(', '<']).next()).filter(|name| is_of_promise(name)).map(str::to_owned);
        let file = file.file_name().expect("a name").to_string_lossy().into_owned();
        tests.entry(file).or_default().extend(names);
    }
    tests
}

/// What the document names: a file, and the name of a test or its beginning.
fn named() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join("docs/security.md")).expect("the document");
    let mut file = String::new();
    let mut named = Vec::new();
    for code in text.split('`').skip(1).step_by(2) {
        let name = match code.split_once(".rs::") {
            Some((path, name)) => {
                file = format!("{}.rs", path.rsplit('/').next().unwrap_or_default());
                name
            }
            None if is_of_promise(code) => code,
            None => continue,
        };
        named.push((file.clone(), name.to_owned()));
    }
    named
}

fn is_meant(name: &str, test: &str) -> bool {
    name.strip_suffix('…').map_or(name == test, |beginning| test.starts_with(beginning))
}

#[test]
fn every_promise_has_the_tests_that_it_names_and_every_such_test_is_named() {
    let (tests, named) = (tests(), named());
    assert!(named.len() > 40, "{named:?}");
    for (file, name) in &named {
        let there = tests.get(file).is_some_and(|tests| tests.iter().any(|test| is_meant(name, test)));
        assert!(there, "docs/security.md names {file}::{name}");
    }
    let unnamed: Vec<String> = tests
        .iter()
        .flat_map(|(file, tests)| tests.iter().map(move |test| (file, test)))
        .filter(|(file, test)| !named.iter().any(|(of, name)| of == *file && is_meant(name, test)))
        .map(|(file, test)| format!("{file}::{test}"))
        .collect();
    assert_eq!(unnamed, Vec::<String>::new(), "docs/security.md does not name these");
}
