//! Round trips: what a format writes, it reads as it was, less what it says it cannot carry.
//!
//! A format with both directions has one line here: [`round_trip`] over generated documents
//! with emoji, CJK, combining marks, CRLF, a byte order mark, overlaps, passages over line ends
//! and awkward notes.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use crate::annotation::{
    Anchor, Annotation, Conflicts, DocumentFacts, Extra, Link, PassageRef, Selector, Source,
    SourceTarget, Timestamp,
};
use crate::formats::bundle::{ExportDocument, Placed};
use crate::formats::{Facts, Format, Met, Shape};
use crate::text::Text;
use crate::text::references::LazyReferences;

use super::{Input, InputFile, Placing};

/// What is compared of a tag: where it stands, and all that it says.
pub(in crate::formats) type Trip = BTreeMap<(usize, usize, String), Vec<Annotation>>;

/// Writes documents in a format and reads them again, by path.
pub(in crate::formats) fn written(format: &Format, documents: &[ExportDocument]) -> Input {
    let facts = DocumentFacts::default();
    match format.shape {
        Shape::Pieces(pieces) => {
            let mut bytes = pieces.begin();
            // Those without tags are not exported, where nothing else is told of them.
            let told = |document: &&ExportDocument| {
                format.facts == Facts::Told || !document.tags.is_empty()
            };
            for (number, document) in documents.iter().filter(told).enumerate() {
                bytes.extend(pieces.between(number).as_bytes());
                bytes.extend(pieces.piece(document, &facts, 0..document.tags.len()).bytes);
            }
            bytes.extend(pieces.end(documents.len()));
            Input::file(format!("tags.{}", format.extensions[0]), bytes)
        }
        Shape::Files(files) => {
            let mut met = Met::default();
            let mut all = Vec::new();
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
        Shape::Report(_) | Shape::Unwritten => panic!("{} is not written to be read", format.name),
    }
}

/// Checks that the words of a tag are those of its place.
fn check_words(tag: &super::ImportedTag, text: &Text) -> Result<(), TestCaseError> {
    prop_assert_eq!(tag.placing, Placing::Position);
    let selector = &tag.annotation.selector;
    let quote = &selector.quote;
    if !quote.is_empty() {
        let bytes = text.byte_of(selector.start).zip(text.byte_of(selector.end));
        let (start, end) = bytes.expect("offsets are within the text");
        prop_assert_eq!(&*text.slice(text.range(start, end).unwrap()), quote);
    }
    Ok(())
}

/// Tags by where they stand, without what is around them, which is found again where they are
/// placed.
fn trip<'a>(tags: impl Iterator<Item = (&'a Selector, Annotation)>) -> Trip {
    let mut trip = Trip::new();
    for (selector, annotation) in tags {
        let key = (selector.start.0, selector.end.0, annotation.tag.to_string());
        let annotation = Annotation {
            selector: Selector::default(),
            ..annotation
        };
        trip.entry(key).or_default().push(annotation);
    }
    for all in trip.values_mut() {
        all.sort_by_key(|one| format!("{one:?}"));
    }
    trip
}

/// Writes documents and reads them; compares every tag with what `expected` makes of it, which
/// is without what the format cannot carry.
pub(in crate::formats) fn round_trip(
    name: &str,
    documents: &[ExportDocument],
    expected: impl Fn(&Annotation) -> Annotation,
) -> Result<(), TestCaseError> {
    let format = Format::named(name).expect("there is such a format");
    // Only documents with tags are exported.
    let tagged = documents
        .iter()
        .filter(|document| !document.tags.is_empty());
    let documents: Vec<ExportDocument> = tagged.cloned().collect();
    if documents.is_empty() {
        return Ok(());
    }
    let documents = &documents[..];
    let input = written(format, documents);
    let recognised = Format::recognised(&input).map(|format| format.name);
    prop_assert_eq!(recognised, Some(name));
    let imported = format
        .read(&input)
        .map_err(|problem| TestCaseError::fail(problem.to_string()))?;
    for document in documents {
        let text = document.text.as_ref().expect("its text is known");
        let is_it = |one: &&super::ImportedDocument| one.names.contains(&document.path);
        let read: Vec<_> = imported.documents.iter().filter(is_it).collect();
        if document.tags.is_empty() && read.is_empty() {
            continue;
        }
        prop_assert_eq!(read.len(), 1, "{} is one document", document.path);
        if let Some(theirs) = &read[0].text {
            prop_assert_eq!(
                theirs.slice(theirs.full_range()),
                text.slice(text.full_range())
            );
        }
        for tag in &read[0].tags {
            check_words(tag, text)?;
        }
        let written = document.tags.iter().map(|tag| &*tag.annotation);
        let written = trip(written.map(|tag| (&tag.selector, expected(tag))));
        let read = read[0].tags.iter().map(|tag| &tag.annotation);
        let read = trip(read.map(|tag| (&tag.selector, tag.clone())));
        prop_assert_eq!(written, read);
    }
    Ok(())
}

/// Pieces of texts that are awkward in one format or another.
const PIECES: [&str; 22] = [
    "a plain word ",
    "two  blanks ",
    "👨‍👩‍👧 ",
    "漢字。",
    "e\u{301}",
    "é ",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "<b>&amp;\"'",
    "=1+1",
    "null",
    "NA",
    "]]>",
    "{\"a\": 1}",
    "\u{2028}",
    "\u{a0}",
    "-- ",
    "#",
    "ß",
    "\u{202e}x",
];

const NOTES: [&str; 11] = [
    "",
    "why?",
    "two\nlines",
    "a\ttab, a \"quote\"",
    "back\\slash \\n",
    "<script>alert(1)</script>",
    "👍",
    "=cmd()",
    " blanks ",
    "👍\u{2028}x",
    "a\r\nb\rc",
];

/// Documents with overlapping tags, notes, sources, links and attributes.
pub(in crate::formats) fn documents() -> impl Strategy<Value = Vec<ExportDocument>> {
    let text = prop::collection::vec(prop::sample::select(&PIECES[..]), 1..30);
    let bom = prop::bool::weighted(0.1);
    let tag = (
        0..400_usize,
        1..40_usize,
        prop::sample::select(&["fact", "claim", "opinion", "needs-source", "own tag", "b/c"][..]),
        prop::sample::select(&NOTES[..]),
        0..6_usize,
        prop::sample::select(&["ana", "Ben Ö", "a,b"][..]),
    );
    let one = (text, bom, prop::collection::vec(tag, 0..8));
    prop::collection::vec(one, 1..4).prop_map(|documents| {
        let documents = documents.into_iter().enumerate();
        documents
            .map(|(number, (pieces, bom, tags))| {
                let text = pieces.concat() + "end";
                let bom = if bom { "\u{feff}" } else { "" };
                let path = ["a.txt", "b c.txt", "folder/ä.txt"][number];
                document(path, &format!("{bom}{text}"), &tags)
            })
            .collect()
    })
}

/// A document with tags from one byte to another, in their order.
pub(in crate::formats) fn tagged(
    path: &str,
    content: &str,
    tags: &[(usize, usize, &'static str)],
) -> ExportDocument {
    let tags = tags
        .iter()
        .map(|(start, end, tag)| (*start, *end - *start, *tag, "", 0, "ana"));
    let mut document = document(path, &format!("{content}end"), &tags.collect::<Vec<_>>());
    document.text = Some(Text::new(content));
    document
}

pub(in crate::formats) type TagSeed = (
    usize,
    usize,
    &'static str,
    &'static str,
    usize,
    &'static str,
);

/// A document with tags: each from a code point, so many long.
pub(in crate::formats) fn document(path: &str, content: &str, tags: &[TagSeed]) -> ExportDocument {
    let text = Text::new(content);
    let ends: Vec<usize> = content
        .char_indices()
        .map(|(at, _)| at)
        .chain([content.len()])
        .collect();
    let mut placed = Vec::new();
    for (number, (start, length, tag, note, more, creator)) in tags.iter().enumerate() {
        let start = start % (ends.len() - 1);
        let end = (start + length).min(ends.len() - 1);
        let range = text.range(ends[start], ends[end]).expect("on boundaries");
        if text
            .slice(range)
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .is_empty()
        {
            continue;
        }
        let id = format!("019ab000-0000-7000-8000-{:06}{number:06}", path.len());
        let mut annotation = Annotation::new(
            id.as_str().into(),
            (*tag).into(),
            Selector::new(&text, range),
            (*creator).to_owned(),
            Timestamp(format!("2026-11-22T10:00:{number:02}Z").into()),
        );
        (*note).clone_into(&mut annotation.note);
        more_of(&mut annotation, *more, path, number);
        placed.push(Placed {
            anchor: Anchor::Exact(range),
            annotation: Arc::new(annotation),
        });
    }
    placed.sort_by_key(|tag| {
        let selector = &tag.annotation.selector;
        (selector.start, selector.end, tag.annotation.id.clone())
    });
    ExportDocument {
        path: path.to_owned(),
        path_bytes: None,
        sha256: "00".repeat(32),
        sentences: Vec::new(),
        passages: std::collections::HashMap::new(),
        tags: placed,
        conflicts: Conflicts::default(),
        references: LazyReferences::default(),
        text: Some(text),
    }
}

/// Gives an annotation something more to say.
fn more_of(annotation: &mut Annotation, more: usize, path: &str, number: usize) {
    use crate::annotation::AttributeValue;
    match more {
        1 => annotation.sources.push(Source {
            title: "A <title>".to_owned(),
            accessed: "2026-11-20".to_owned(),
            remark: "seen\ntwice".to_owned(),
            ..Source::new(SourceTarget::Url("https://example.org/?a=1&b=2".to_owned()))
        }),
        2 => annotation
            .sources
            .push(Source::new(SourceTarget::Reference("35".to_owned()))),
        3 => {
            let first = format!("019ab000-0000-7000-8000-{:06}000000", path.len());
            if number > 0 {
                annotation.links.push(Link {
                    to: PassageRef::new(path, &first.as_str().into()),
                    rel: "contradicts".to_owned(),
                    extra: Extra::new(),
                });
            }
        }
        4 => {
            let attributes = &mut annotation.attributes;
            attributes.set("verdict", Some(AttributeValue::Name("supported")));
            attributes.set("speaker", Some(AttributeValue::Text("Amy Pope".into())));
            attributes.set("confidence", Some(AttributeValue::Share(0.5)));
        }
        5 => drop(annotation.extra.insert("mood".to_owned(), "calm".into())),
        _ => {}
    }
}

fn all(annotation: &Annotation) -> Annotation {
    annotation.clone()
}

proptest! {
    #[test]
    fn json_comes_back_as_it_was(documents in documents()) {
        round_trip("json", &documents, all)?;
    }

    #[test]
    fn jsonl_comes_back_as_it_was(documents in documents()) {
        prop_assume!(documents.iter().any(|document| !document.tags.is_empty()));
        round_trip("jsonl", &documents, all)?;
    }

    #[test]
    fn brat_comes_back_as_it_was(documents in documents()) {
        round_trip("brat", &documents, all)?;
    }

    #[test]
    fn web_annotations_come_back_as_they_were(documents in documents()) {
        round_trip("web-annotation", &documents, all)?;
    }

    #[test]
    fn hypothesis_comes_back_as_it_was(documents in documents()) {
        prop_assume!(documents.iter().any(|document| !document.tags.is_empty()));
        round_trip("hypothesis", &documents, all)?;
    }

    #[test]
    fn csv_comes_back_as_it_was(documents in documents()) {
        round_trip("csv", &documents, all)?;
    }

    #[test]
    fn reviews_come_back_as_they_were(documents in documents()) {
        round_trip("mrsf", &documents, all)?;
    }

    #[test]
    fn doccano_comes_back_as_it_was(documents in documents()) {
        round_trip("doccano", &documents, all)?;
    }

    #[test]
    fn spacy_comes_back_as_it_was(documents in documents()) {
        round_trip("spacy", &documents, all)?;
    }

    #[test]
    fn label_studio_comes_back_as_it_was(documents in documents()) {
        round_trip("label-studio", &documents, all)?;
    }

    #[test]
    fn xmi_comes_back_as_it_was(documents in documents()) {
        round_trip("uima-xmi", &documents, all)?;
    }

    #[test]
    fn projects_come_back_as_they_were(documents in documents()) {
        round_trip("refi-qda", &documents, all)?;
    }
}
