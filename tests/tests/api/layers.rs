//! Who may know whom (docs/adr/0008). Cargo refuses what goes upwards from crate to crate; inside a crate, files that need each other stand in
//! one folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};
use syn::{Attribute, Item, ItemMod, UseTree, visit::Visit};

use crate::layout::{root, rust_files};

/// From the lowest: each knows those before it.
const CRATES: &[&str] = &["api/kernel", "api/rest", "api/people", "api/register", "api/personal", "api"];

/// Nouns beside each other, of which none knows another.
const BESIDE: &[&str] = &[];

#[test]
fn crates_know_only_those_below() {
    for (place, folder) in CRATES.iter().enumerate() {
        let manifest = std::fs::read_to_string(root().join(folder).join("Cargo.toml")).expect("a manifest");
        for above in CRATES[place..].iter().filter(|above| *above != folder) {
            let name = above.rsplit('/').next().expect("a name");
            assert!(!manifest.contains(&format!("\n{name} = ")), "{folder} knows {above}");
        }
        if BESIDE.contains(folder) {
            for other in BESIDE.iter().filter(|other| *other != folder) {
                let name = other.rsplit('/').next().expect("a name");
                assert!(!manifest.contains(&format!("\n{name} = ")), "{folder} knows {other} beside it");
            }
        }
    }
}

#[test]
fn files_that_need_each_other_stand_in_one_folder() {
    let mut circles = Vec::new();
    for folder in CRATES {
        let source = root().join(folder).join("src");
        let files: BTreeMap<Vec<String>, PathBuf> = rust_files(&source).into_iter().map(|file| (module(&source, &file), file)).collect();
        let places: BTreeMap<&Vec<String>, usize> = files.keys().enumerate().map(|(place, module)| (module, place)).collect();
        let mut knows = DiGraphMap::<usize, ()>::new();
        for (module, file) in &files {
            let mut seen = Seen { module: module.clone(), paths: BTreeSet::new() };
            seen.visit_file(&syn::parse_file(&std::fs::read_to_string(file).expect("text")).expect("Rust"));
            for path in seen.paths {
                let known = (0..=path.len()).rev().find_map(|length| places.get(&path[..length].to_vec()));
                if let Some(known) = known.filter(|known| **known != places[module]) {
                    knows.add_edge(places[module], *known, ());
                }
            }
        }
        let modules: Vec<&Vec<String>> = files.keys().collect();
        for circle in tarjan_scc(&knows).into_iter().filter(|circle| circle.len() > 1) {
            let names: BTreeSet<String> = circle.iter().map(|place| modules[*place].join("::")).collect();
            let folders: BTreeSet<&String> = circle.iter().filter_map(|place| modules[*place].first()).collect();
            if folders.len() > 1 {
                circles.push(format!("{folder}: {names:?}"));
            }
        }
    }
    assert_eq!(circles, Vec::<String>::new());
}

/// The path of a file's module in its crate.
fn module(source: &Path, file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(source).expect("inside").with_extension("");
    let mut names: Vec<String> = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|name| ["mod", "lib", "main"].contains(&name.as_str())) {
        names.pop();
    }
    names
}

/// The paths of this crate that a file names, outside its tests.
struct Seen {
    module: Vec<String>,
    paths: BTreeSet<Vec<String>>,
}

impl Seen {
    fn note(&mut self, names: &[String]) {
        let mut rest = names;
        let mut path = match rest.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            _ => return,
        };
        while let [first, others @ ..] = rest {
            match first.as_str() {
                "crate" | "self" => {}
                "super" => drop(path.pop()),
                _ => break,
            }
            rest = others;
        }
        path.extend(rest.iter().cloned());
        self.paths.insert(path);
    }

    fn note_tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.note_tree(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) => self.note(&with(name.ident.to_string())),
            UseTree::Rename(name) => self.note(&with(name.ident.to_string())),
            UseTree::Glob(_) => self.note(before),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.note_tree(before, item)),
        }
    }
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !item.attrs.iter().any(is_of_tests) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Use(used) = item {
            self.note_tree(&[], &used.tree);
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&names);
        syn::visit::visit_path(self, path);
    }
}

fn is_of_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
}
