//! What the formats write of one awkward document, as files under `tests/data/exchange`, and
//! that each is known for what it is.

use std::fs;
use std::path::PathBuf;

use crate::annotation::{
    Anchor, AnnotationId, DocumentFacts, Extra, Link, PassageRef, Source, SourceTarget,
};
use crate::formats::bundle::ExportDocument;
use crate::formats::{FORMATS, Format, Shape, Tally};

use super::Input;
use super::trips::{document, written};

/// A byte order mark, CRLF, a family of three, Chinese, a combining accent, markup, a formula, a
/// line separator.
const CONTENT: &str = "\u{feff}The 👨‍👩‍👧 cafe\u{301} said: “=1+1”.\r\n国际移民组织 <b>*grew*</b>, 5 %.\r\n\r\n-- a\ttab\u{2028}end 👍.\n";

/// Tags that overlap, cross line ends, say all that can be said, and one that is lost.
fn sample() -> ExportDocument {
    let tags = [
        (1, 3, "fact", "", 4, "ana"),
        (
            5,
            5,
            "claim",
            "who \"says\"\tso?\n- <script>alert(1)</script>\n\n# not a heading",
            1,
            "bo, \"the\" second",
        ),
        (11, 24, "own tag", "=cmd()", 2, "Ben Ö"),
        (20, 12, "opinion", "", 3, "ana"),
        (57, 12, "needs-source", "👍 漢", 5, ""),
        (30, 6, "fact", "lost", 0, "ana"),
    ];
    let mut document = document("a_b/*nasty* ä#1.txt", CONTENT, &tags);
    let lost = document
        .tags
        .iter_mut()
        .find(|tag| tag.annotation.note == "lost");
    let lost = lost.expect("it is among them");
    lost.anchor = Anchor::Lost { candidates: 0 };
    let full = document
        .tags
        .iter_mut()
        .find(|tag| tag.annotation.tag.as_str() == "claim");
    let full = std::sync::Arc::make_mut(&mut full.expect("it is among them").annotation);
    let other = AnnotationId::from("b1");
    full.links.push(Link {
        to: PassageRef::new("other.txt", &other),
        rel: "contradicts".to_owned(),
        extra: Extra::new(),
    });
    let passage = SourceTarget::Passage(PassageRef::new("other.txt", &other));
    full.sources.push(Source::new(passage));
    document
}

fn tally(format: &Format, document: &ExportDocument) -> Tally {
    let facts = DocumentFacts::default();
    match format.shape {
        Shape::Pieces(pieces) => {
            let piece = pieces.piece(document, &facts, 0..document.tags.len());
            piece.tally
        }
        Shape::Files(files) => files.document(document, &facts).1,
        Shape::Report(_) | Shape::Unwritten => Tally::default(),
    }
}

/// The formats that have golden files here; the others have them elsewhere.
const GOLDEN: [&str; 4] = ["web-annotation", "hypothesis", "mrsf", "claim-review"];

/// `POSTIL_BLESS=1` writes the files anew.
#[test]
fn every_format_writes_its_golden_file() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/exchange");
    let is_blessed = std::env::var_os("POSTIL_BLESS").is_some();
    let document = sample();
    for name in GOLDEN {
        let format = Format::named(name).unwrap();
        let mut all = String::new();
        for file in written(format, std::slice::from_ref(&document)).files {
            all.push_str(&String::from_utf8(file.bytes).unwrap());
        }
        for problem in format.dropped(&tally(format, &document)) {
            all.push_str(&format!("{problem}\n"));
        }
        let path = folder.join(format!("{name}.txt"));
        if is_blessed {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &all).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap();
        assert_eq!(all, golden, "{name} differs");
    }
}

#[test]
fn what_a_format_writes_is_known_as_it_and_as_no_other() {
    let document = sample();
    for format in FORMATS {
        if matches!(format.shape, Shape::Report(_) | Shape::Unwritten) {
            continue;
        }
        let input = written(format, std::slice::from_ref(&document));
        let known: Vec<&str> = Format::readable()
            .filter(|reader| {
                reader
                    .reader
                    .is_some_and(|reader| reader.recognises(&input))
            })
            .map(|format| format.name)
            .collect();
        let expected: Vec<&str> = format.reader.iter().map(|_| format.name).collect();
        assert_eq!(known, expected, "{}", format.name);
    }
    for (name, words) in [
        ("a.json", "{}"),
        ("a.json", "[]"),
        ("a.csv", "a,b\n"),
        ("a.txt", "words"),
    ] {
        let input = Input::file(name, words.as_bytes().to_vec());
        assert!(Format::recognised(&input).is_none(), "{words}");
    }
}

/// Whatever is cut off or put in another place is refused or read, and never more than that.
#[test]
fn damaged_files_are_refused_or_read() {
    let document = sample();
    for format in FORMATS.iter().filter(|format| format.reader.is_some()) {
        if matches!(format.shape, Shape::Report(_) | Shape::Unwritten) {
            continue;
        }
        let whole = written(format, std::slice::from_ref(&document));
        for number in 0..whole.files.len() {
            let length = whole.files[number].bytes.len();
            for cut in (0..length).step_by(1 + length / 40) {
                let mut input = whole.clone();
                input.files[number].bytes.truncate(cut);
                let _ = format.read(&input);
                let mut input = whole.clone();
                input.files[number].bytes[cut] ^= 0x11;
                let _ = format.read(&input);
            }
        }
    }
}
