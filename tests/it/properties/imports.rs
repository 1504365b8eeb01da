//! What holds whatever is imported: for each reader, for archives, and for telling what
//! something is. `cargo-fuzz` (`fuzz/`) and `proptest` run the same functions.

#![allow(
    dead_code,
    clippy::missing_panics_doc,
    reason = "each user takes a part; a panic is a finding"
)]

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use postil::annotation::{
    Annotation, Budget, Conflicts, DocumentFacts, Selector, TagSet, Timestamp, resolve,
};
use postil::formats::{
    ExportDocument, Format, Imported, ImportedDocument, Input, InputFile, Met, Placed, Shape,
};
use postil::text::Text;
use postil::{ImportRequest, Predictions, imported_tags};

/// What is fuzzed, and the formats that each takes its bytes for: those of a family have one
/// reader in common.
pub const TARGETS: [(&str, &[&str]); 13] = [
    ("own", &["json", "jsonl", "postil"]),
    ("tables", &["csv", "table"]),
    ("highlights", &["readwise", "zotero", "hypothesis-csv"]),
    ("web-annotation", &["web-annotation"]),
    ("hypothesis", &["hypothesis"]),
    ("brat", &["brat"]),
    ("mrsf", &["mrsf"]),
    ("doccano", &["doccano"]),
    ("label-studio", &["label-studio"]),
    ("uima-xmi", &["uima-xmi"]),
    ("refi-qda", &["refi-qda"]),
    ("refi-codebook", &["refi-codebook"]),
    ("spacy", &["spacy"]),
];

/// Whatever a reader is given, it refuses it in words or reads it, with no more text than there
/// was; tags get places in their documents, and what is then exported is imported as it was.
/// Answers how many tags and labels there were.
pub fn reader(target: &str, bytes: &[u8]) -> usize {
    let target = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, formats) = target.expect("there is such a target");
    let all = formats.iter().map(|name| {
        let format = Format::named(name).expect("there is such a format");
        read(format, &input(format, bytes))
    });
    all.sum()
}

/// An archive is refused or unpacked, to names that stay below it and no more than it may be;
/// then it is taken for what it is.
pub fn archive(bytes: &[u8]) {
    match Input::file("a.zip", bytes.to_vec()).unpacked() {
        Err(problem) => told(&problem.to_string()),
        Ok(input) => {
            let all: usize = input.files.iter().map(|file| file.bytes.len()).sum();
            assert!(all <= (64 << 20).max(200 * bytes.len()), "{all} bytes");
            let mut names = HashSet::new();
            for file in &input.files {
                let mut parts = file.name.split(['/', '\\']);
                assert!(parts.all(|part| !matches!(part, "" | "." | "..")));
                assert!(names.insert(&file.name), "{:?} twice", file.name);
            }
            recognised(&input);
        }
    }
}

/// What something is can be told of any bytes, as one file of any name and as several; it is
/// read as that.
pub fn recognition(bytes: &[u8]) {
    for name in ["a.json", "a.jsonl", "a.csv", "a.xmi", "a.qdc", "a"] {
        recognised(&Input::file(name, bytes.to_vec()));
    }
    recognised(&several(bytes));
}

fn recognised(input: &Input) {
    if let Some(format) = Format::recognised(input) {
        read(format, input);
    }
}

/// The bytes as a format expects them: one file, or several.
fn input(format: &Format, bytes: &[u8]) -> Input {
    match format.shape {
        Shape::Files(_) => several(bytes),
        _ => Input::file(format!("a.{}", format.extensions[0]), bytes.to_vec()),
    }
}

/// Several files in one, each behind a line `==> its name <==`, as the golden files have them.
fn several(bytes: &[u8]) -> Input {
    let mut files: Vec<InputFile> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let name = line.strip_prefix(b"==> ");
        let name = name.and_then(|rest| rest.strip_suffix(b" <==\n"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push(InputFile {
                name: String::from_utf8_lossy(name).into_owned(),
                bytes: Vec::new(),
            }),
            (None, Some(last)) => last.bytes.extend(line),
            (None, None) => {}
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files.dedup_by(|one, other| one.name == other.name);
    Input { files }
}

fn told(words: &str) {
    assert!(
        !words.trim().is_empty() && !words.contains('\n'),
        "{words:?}"
    );
    assert!(words.len() <= 4096, "a problem of {} bytes", words.len());
}

fn read(format: &Format, input: &Input) -> usize {
    let imported = match format.read(input) {
        Ok(imported) => imported,
        Err(problem) => {
            told(&problem.to_string());
            return 0;
        }
    };
    for problem in &imported.problems {
        told(&problem.to_string());
    }
    let given: usize = input.files.iter().map(|file| file.bytes.len()).sum();
    let texts = imported
        .documents
        .iter()
        .filter_map(|one| one.text.as_ref());
    let texts: usize = texts.map(Text::len).sum();
    // What is not UTF-8 becomes signs of three bytes.
    assert!(texts <= 3 * given, "{texts} bytes of text of {given}");
    let mut tags = imported.documents.iter().flat_map(|one| &one.tags);
    let unnamed = tags.find(|tag| tag.annotation.tag.as_str().is_empty());
    let unnamed = unnamed.map(|tag| &tag.place);
    assert_eq!(unnamed, None, "without a label in {}", format.name);
    let labels = imported.labels.len();
    let documents = placed(imported);
    let tags: usize = documents.iter().map(|document| document.tags.len()).sum();
    if matches!(format.shape, Shape::Unwritten | Shape::Report(_)) || documents.is_empty() {
        return tags + labels;
    }
    let written = written(format, &documents);
    let again = format.read(&written);
    let again = again.unwrap_or_else(|problem| panic!("{}, written: {problem}", format.name));
    same(format, &documents, again);
    tags + labels
}

/// The documents that were read with the tags that have places in them. One whose text did not
/// come along is as long as its tags want it, and has their words.
fn placed(imported: Imported) -> Vec<ExportDocument> {
    let mut documents = Vec::new();
    for (number, document) in imported.documents.into_iter().enumerate() {
        let text = document.text.clone().unwrap_or_else(|| words(&document));
        let path = format!("document {number}.txt");
        let mut tags = tags((&path, &text), document);
        if tags.is_empty() {
            continue;
        }
        tags.sort_by(|one, other| {
            let key = |tag: &Placed| {
                let selector = &tag.annotation.selector;
                (selector.start, selector.end, tag.annotation.id.clone())
            };
            key(one).cmp(&key(other))
        });
        documents.push(ExportDocument {
            path,
            path_bytes: None,
            sha256: "00".repeat(32),
            sentences: Vec::new(),
            passages: std::collections::HashMap::new(),
            tags,
            conflicts: Conflicts::default(),
            references: std::default::Default::default(),
            text: Some(text),
        });
    }
    documents
}

fn words(document: &ImportedDocument) -> Text {
    let mut words = String::from("Some words. ");
    for tag in document.tags.iter().take(64) {
        let quote = tag.annotation.selector.quote.as_str();
        // What stands there twice has no place.
        if !words.contains(quote) {
            words.push_str(quote);
            words.push('\n');
        }
    }
    Text::new(words + "👍 the end")
}

/// The tags that are made in a text; each stands in it, has words, and an id of its own.
fn tags((path, text): (&str, &Text), document: ImportedDocument) -> Vec<Placed> {
    let request = ImportRequest {
        tags: &TagSet::built_in(),
        map: &[],
        annotator: "ana",
        now: Timestamp("2026-11-22T10:00:00Z".into()),
        predictions: Predictions::Tags,
        at_least: None,
    };
    let mut ids = HashSet::new();
    let made = imported_tags((path, text), document, &request);
    let selectors: Vec<Selector> = made.iter().map(|tag| tag.selector.clone()).collect();
    let found = resolve(&selectors, text, &[], Budget::Unlimited);
    let placed = made.into_iter().zip(found).map(|(annotation, found)| {
        let selector = &annotation.selector;
        let bytes = text.byte_of(selector.start).zip(text.byte_of(selector.end));
        let range = bytes.and_then(|(start, end)| text.range(start, end).ok());
        let range = range.unwrap_or_else(|| panic!("{selector:?} is not in the text"));
        assert_eq!(text.slice(range), selector.quote);
        assert!(!selector.quote.trim().is_empty(), "nothing is tagged");
        assert!(ids.insert(annotation.id.clone()), "{} twice", annotation.id);
        let anchor = found.anchor_or_lost();
        assert_eq!(anchor.range(), Some(range), "a tag stands where it was put");
        Placed {
            anchor,
            annotation: Arc::new(annotation),
        }
    });
    placed.collect()
}

/// Documents as the program writes them.
fn written(format: &Format, documents: &[ExportDocument]) -> Input {
    let facts = DocumentFacts::default();
    match format.shape {
        Shape::Pieces(pieces) => {
            let mut bytes = pieces.begin();
            for (number, document) in documents.iter().enumerate() {
                bytes.extend(pieces.between(number).as_bytes());
                bytes.extend(pieces.piece(document, &facts, 0..document.tags.len()).bytes);
            }
            bytes.extend(pieces.end(documents.len()));
            Input::file(format!("tags.{}", format.extensions[0]), bytes)
        }
        Shape::Files(files) => {
            let (mut met, mut all) = (Met::default(), Vec::new());
            for document in documents {
                met.merge(files.met(document));
                all.extend(files.document(document, &facts).0);
            }
            all.extend(files.shared(&met).0);
            let files = all.into_iter().map(|file| InputFile {
                name: file.name,
                bytes: file.bytes,
            });
            Input {
                files: files.collect(),
            }
        }
        Shape::Report(_) | Shape::Unwritten => Input { files: Vec::new() },
    }
}

/// Whether what was read again is what was written, tag by tag.
fn same(format: &Format, documents: &[ExportDocument], again: Imported) {
    if format.name == "refi-codebook" || format.name == "table" {
        // These carry no places.
        return;
    }
    let mut read = BTreeMap::new();
    for document in again.documents {
        for name in &document.names {
            read.entry(name.clone()).or_insert_with(|| document.clone());
        }
    }
    for document in documents {
        let (path, text) = (&document.path, document.text.as_ref().expect("it has one"));
        let theirs = read.remove(path);
        let theirs = theirs.unwrap_or_else(|| panic!("{}: {path} is gone", format.name));
        let theirs = tags((path, text), theirs);
        let theirs = theirs.iter().map(|tag| told_of(format, &tag.annotation));
        let ours = document.tags.iter();
        let ours = ours.map(|tag| told_of(format, &tag.annotation));
        let (mut theirs, mut ours): (Vec<_>, Vec<_>) = (theirs.collect(), ours.collect());
        theirs.sort();
        ours.sort();
        assert_eq!(theirs, ours, "{}: {path}", format.name);
    }
}

/// All that a tag says, but what stands around its passage, and links where some are not carried.
fn told_of(format: &Format, annotation: &Annotation) -> (usize, usize, String) {
    let (start, end) = (annotation.selector.start.0, annotation.selector.end.0);
    let mut annotation = annotation.clone();
    annotation.selector = Selector::default();
    if format.cannot_carry.contains("links") {
        annotation.links.clear();
    }
    (start, end, format!("{annotation:?}"))
}
