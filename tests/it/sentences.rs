//! The sentences of whole documents against golden files corrected by hand, and
//! the score on the public development set.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use postil::text::Text;
use postil::text::segment::{ParagraphMode, Structure};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sentences");
const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");

/// The golden form: one sentence a line, a blank line between paragraphs; line
/// ends within a sentence are shown as `⏎`.
fn golden_form(text: &Text, structure: &Structure) -> String {
    let mut golden = String::new();
    for paragraph in structure.paragraphs() {
        let within = structure.sentences().filter(|it| paragraph.covers(*it));
        for sentence in within {
            let words = text
                .slice(sentence)
                .replace("\r\n", "\n")
                .replace('\n', "⏎");
            writeln!(golden, "{words}").expect("a String takes all");
        }
        golden.push('\n');
    }
    golden
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut documents: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is part of the repository")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.is_file())
        .collect();
    documents.sort();
    documents
}

/// Compares the sentences of each document with `<golden>/<name>`. With
/// `UPDATE_GOLDEN=1` the golden files are written instead, to be read and
/// corrected.
fn check_folder(folder: &Path, golden: &Path) {
    let documents = documents(folder);
    assert!(!documents.is_empty());
    for path in documents {
        let content = std::fs::read_to_string(&path).expect("the document can be read");
        let text = Text::new(content);
        let structure = Structure::new(&text, ParagraphMode::Auto, "en");
        let found = golden_form(&text, &structure);
        let golden = golden.join(path.file_name().expect("a document has a name"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, &found).expect("the golden file can be written");
        }
        let expected = std::fs::read_to_string(&golden).expect("each document has a golden file");
        for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
            assert_eq!(found, expected, "{}, line {}", golden.display(), number + 1);
        }
        assert_eq!(found, expected, "{}", golden.display());
    }
}

#[test]
fn the_seeds_are_cut_as_a_reader_cuts_them() {
    check_folder(Path::new(SEEDS), &Path::new(DATA).join("seeds"));
}

#[test]
fn other_layouts_are_cut_as_a_reader_cuts_them() {
    check_folder(
        &Path::new(DATA).join("layouts"),
        &Path::new(DATA).join("layouts/golden"),
    );
}

#[derive(serde::Deserialize)]
struct Scored {
    text: String,
    starts: Vec<usize>,
}

#[test]
fn the_development_set_is_cut_well() {
    let set = std::fs::read_to_string(Path::new(DATA).join("ewt-dev.jsonl"))
        .expect("the set is part of the repository");
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for line in set.lines() {
        let scored: Scored = serde_json::from_str(line).expect("the set is JSONL");
        let text = Text::new(scored.text);
        let structure = Structure::new(&text, ParagraphMode::Auto, "en");
        let starts: BTreeSet<usize> = structure
            .sentences()
            .skip(1)
            .map(|sentence| text.code_point_at(sentence.start()).0)
            .collect();
        let gold: BTreeSet<usize> = scored.starts.into_iter().collect();
        right += starts.intersection(&gold).count();
        found += starts.len();
        wanted += gold.len();
    }
    let f1 = f64::from(u32::try_from(2 * right).expect("small"))
        / f64::from(u32::try_from(found + wanted).expect("small"));
    assert!(f1 >= 0.895, "F1 fell to {f1:.4}");
}
