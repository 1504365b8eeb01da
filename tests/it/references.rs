//! The references and call-outs of the four documents, all checked by hand.
//!
//! `tests/data/references/seeds.txt` has a line for each reference (its label and how it begins
//! and ends) and one for each call-out, marked in its surroundings.

use std::fmt::Write as _;
use std::path::Path;

use postil::text::references::References;
use postil::text::{Text, TextRange};

#[test]
fn every_reference_and_call_out_of_the_four_documents_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents: Vec<_> = std::fs::read_dir(root.join("seeds"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    documents.sort();
    let found: String = documents.iter().map(|path| listed(path)).collect();
    let golden = root.join("tests/data/references/seeds.txt");
    let expected = std::fs::read_to_string(golden).unwrap();
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

fn listed(path: &Path) -> String {
    let text = Text::new(std::fs::read_to_string(path).unwrap());
    let references = References::of(&text);
    let name = path.file_name().unwrap().to_string_lossy();
    let mut out = format!("# {name}\n");
    for (reference, cited) in references.cited() {
        let words = text.slice(reference.words);
        let times = cited.len();
        writeln!(out, "[{}] {times}x {words}", reference.label).unwrap();
    }
    for callout in references.callouts() {
        let range = callout.range;
        let line = text.line_at(range.start()).content;
        let before = text.slice(TextRange::between(line.start(), range.start()));
        let after = text.slice(TextRange::between(range.end(), line.end()));
        let begun = before.char_indices().rev().nth(39).map_or(0, |(at, _)| at);
        let ended = after
            .char_indices()
            .nth(20)
            .map_or(after.len(), |(at, _)| at);
        writeln!(
            out,
            "{} {}«{}»{}",
            callout.labels.join(" "),
            &before[begun..],
            text.slice(range),
            &after[..ended]
        )
        .unwrap();
    }
    let unresolved = references.unresolved().count();
    let uncited = references.uncited().count();
    writeln!(out, "uncited {uncited}, unresolved {unresolved}").unwrap();
    out
}
