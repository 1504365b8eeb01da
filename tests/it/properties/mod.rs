//! The properties of bytes.rs and imports.rs, over bytes that `proptest` makes
//! and over what fuzzing has kept (`fuzz/corpus`).

pub mod bytes;
pub mod imports;

use std::cell::Cell;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use proptest::prelude::*;

/// Runs a property over all that a fuzz target has kept, an input in base64 a
/// line; answers how many there are.
fn replay(target: &str, property: impl Fn(&[u8])) -> usize {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target)
        .with_extension("txt");
    let lines = fs::read_to_string(file).expect("the kept corpus is there");
    for line in lines.lines() {
        property(&BASE64.decode(line).expect("base64"));
    }
    lines.lines().count()
}

#[test]
fn what_fuzzing_kept_still_holds() {
    for (target, property) in [
        ("annotation_file", bytes::annotation_file as fn(&[u8])),
        ("configuration", bytes::configuration),
        ("input", bytes::input),
        ("text", bytes::text),
        ("visible", bytes::visible_bytes),
    ] {
        assert!(replay(target, property) > 0, "{target} has no corpus");
    }
}

#[test]
fn what_fuzzing_imports_kept_still_holds() {
    for (target, _) in imports::TARGETS {
        let read = Cell::new(0);
        replay(&format!("import-{target}"), |bytes| {
            read.set(read.get() + imports::reader(target, bytes));
        });
        assert!(read.get() > 0, "nothing of {target} is read");
    }
    assert!(replay("import-archive", imports::archive) > 0);
    assert!(replay("import-recognition", imports::recognition) > 0);
}

/// Bytes that are often nearly what is expected: pieces of real files, changed.
fn near(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(pieces).prop_map(|it| it.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
        1 => "\\PC{0,3}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"format\": \"postil\",",
    "\"version\": 1,",
    "\"version\": 2,",
    "\"document\": {\"path\": \"a.txt\", \"sha256\": \"00\", \"length\": 3},",
    "\"annotations\": [",
    "{\"id\": \"1\", \"tag\": \"fact\", \"start\": 0, \"end\": 1, \"quote\": \"a\", \"prefix\": \"\", \"suffix\": \"b\"",
    ", \"creator\": \"x\", \"created\": \"2026-11-22T10:00:00Z\", \"modified\": \"2026-11-22T10:00:00Z\"}",
    ", \"note\": \"n\"",
    ", \"sources\": [{\"url\": \"u\"}]",
    ", \"links\": [{\"to\": \"a#1\", \"rel\": \"repeats\"}]",
    ", \"x\": 1e400",
    ", \"x\": null",
    "-1",
    "1e9",
    "\"\\ud800\"",
    "\u{feff}",
    "\n",
];

const TOML: &[&str] = &[
    "annotator = \"ana\"\n",
    "measure = 72\n",
    "measure = -1\n",
    "paragraphs = \"lines\"\n",
    "language = \"de\"\n",
    "theme = \"plain\"\n",
    "[tags.rumour]\n",
    "[tags.fact]\n",
    "[tags]\n",
    "letter = \"R\"\n",
    "key = \"z\"\n",
    "colour = \"red\"\n",
    "underline = \"curly\"\n",
    "name = \"x\"\n",
    "guideline = \"g\"\n",
    "[keys]\n",
    "quit = \"Q\"\n",
    "\"next sentence\" = [\"j\", \"n\"]\n",
    "undo = []\n",
    "a = [[[[\n",
    "=",
    "\"",
    "[",
    "]",
    "#\n",
    "\u{feff}",
];

const TEXT: &[&str] = &[
    "The U.S. fund. 35 10 ",
    "Dr. Smith said “no.” ",
    "- item\n",
    "1. item\n",
    "> quoted\n",
    "\n\n",
    "\n",
    "===\n",
    "|a|b|\n",
    "```\n",
    "word ",
    "漢字。",
    "e\u{301}",
    "👩\u{200d}👩\u{200d}👧",
    "\u{202e}",
    "\t",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{1b}[2J",
    "\0",
    "http://a.b/c. ",
    "\u{e0041}",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{600}",
    "ﾞ",
    "שלום",
    "a long line that a mailer has wrapped at seventy-two columns, as they\n",
];

proptest! {
    #[test]
    fn annotation_files(bytes in near(JSON)) {
        bytes::annotation_file(&bytes);
    }

    #[test]
    fn configurations(bytes in near(TOML)) {
        bytes::configuration(&bytes);
    }

    #[test]
    fn texts(bytes in near(TEXT)) {
        bytes::text(&bytes);
    }

    #[test]
    fn visible_forms(bytes in near(TEXT)) {
        bytes::visible_bytes(&bytes);
    }
}
