//! No file is forgotten: what no `mod` names is not compiled, and a test in it does
//! not run.

use std::collections::HashMap;

use super::modules::tokens;
use super::source::{sources, without_comments_and_strings};

#[test]
fn every_source_is_named_by_a_mod() {
    for folder in ["src", "tests/it", "tests/support", "tests/fixture"] {
        let sources = sources(folder);
        assert!(!sources.is_empty(), "nothing in {folder}");
        let forgotten = forgotten(&sources);
        assert!(
            forgotten.is_empty(),
            "no mod in {folder} names {forgotten:?}"
        );
    }
}

/// The files that the module above them does not name; those at the top of the
/// folder are named by its root, which nobody names.
fn forgotten(sources: &[(String, String)]) -> Vec<&str> {
    let code: HashMap<&str, String> = sources
        .iter()
        .map(|(path, source)| (path.as_str(), without_comments_and_strings(source)))
        .collect();
    let is_named = |path: &str| {
        let module = path.strip_suffix(".rs").expect("a source");
        let module = module.strip_suffix("/mod").unwrap_or(module);
        let above = match module.rsplit_once('/') {
            Some((folder, _)) => vec![format!("{folder}/mod.rs"), format!("{folder}.rs")],
            None if ROOTS.contains(&path) => return true,
            None => ROOTS.map(str::to_owned).to_vec(),
        };
        let name = module.rsplit('/').next().expect("a name");
        above
            .iter()
            .filter_map(|file| code.get(file.as_str()))
            .any(|code| {
                let tokens = tokens(code);
                tokens.windows(3).any(|three| three == ["mod", name, ";"])
            })
    };
    let paths = sources.iter().map(|(path, _)| path.as_str());
    paths.filter(|path| !is_named(path)).collect()
}

const ROOTS: [&str; 3] = ["lib.rs", "main.rs", "mod.rs"];

#[test]
fn a_forgotten_file_is_found() {
    let sources = [
        ("main.rs", "mod a; // mod b;\nmod c; mod d { mod e; }"),
        ("a.rs", "mod within;"),
        ("a/within.rs", ""),
        ("a/without.rs", "mod within;"),
        ("b.rs", ""),
        ("c/mod.rs", "#[cfg(unix)]\npub mod deep;"),
        ("c/deep/mod.rs", ""),
        ("c/deep/deeper.rs", ""),
    ];
    let sources = sources.map(|(path, source)| (path.to_owned(), source.to_owned()));
    assert_eq!(
        forgotten(&sources),
        ["a/without.rs", "b.rs", "c/deep/deeper.rs"]
    );
}
