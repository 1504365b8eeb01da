//! Hostile documents, each opened, read to its end, tagged, noted and copied; then
//! listed, searched and found again.

use std::time::Instant;

use super::machine::{Findings, Sender};
use super::texts::TEXTS;
use super::{PROGRAM, close, nonce, planted};
use crate::support::desk::Desk;
use crate::support::hand::TEXT;
use crate::support::pty::Pty;

/// How long opening may take in a release build; a debug build only has to open.
const TO_OPEN: f64 = 1.0;

/// A document.
struct Case {
    what: String,
    bytes: Vec<u8>,
}

impl Case {
    fn new(what: &str, bytes: Vec<u8>) -> Self {
        Self {
            what: what.to_owned(),
            bytes,
        }
    }
}

/// Plain words at its start and at its end, by which it is known on the screen.
fn honest(number: usize) -> (String, String) {
    let first = format!("Honest words stand first in number {number}.");
    let last = format!("Plain words end number {number}.");
    (first, last)
}

fn document(number: usize, hostile: &[u8]) -> Vec<u8> {
    let (first, last) = honest(number);
    let parts: [&[u8]; 5] = [first.as_bytes(), b"\n\n", hostile, b"\n\n", last.as_bytes()];
    [&parts.concat()[..], b"\n"].concat()
}

/// The texts of the table.
fn texts(from: usize, to: usize) -> Vec<Case> {
    let texts = &TEXTS[from..to];
    let case = |(number, (what, text)): (usize, &(&str, &str))| {
        Case::new(what, document(number, planted(text).as_bytes()))
    };
    texts.iter().enumerate().map(case).collect()
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = ["\u{feff}", text].concat();
    let bytes = |unit: u16| {
        if little {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        }
    };
    units.encode_utf16().flat_map(bytes).collect()
}

/// What is more than text: sizes, bytes, encodings.
#[expect(clippy::too_many_lines, reason = "a table of documents")]
fn bytes() -> Vec<Case> {
    let word = nonce();
    let escape = planted("\x1b]0;@\x07\u{9b}31m@\u{202e}@");
    let plain = |pieces: &[&[u8]]| pieces.concat();
    let hostile: Vec<(&str, Vec<u8>)> = vec![
        (
            "5,000 marks on a letter",
            plain(&[b"a", "\u{301}".repeat(5000).as_bytes(), word.as_bytes()]),
        ),
        (
            "zalgo",
            "z\u{310}\u{334}\u{489}a\u{322}\u{35b}"
                .repeat(300)
                .into_bytes(),
        ),
        (
            "joiners without end",
            "👩\u{200d}".repeat(3000).into_bytes(),
        ),
        ("flags without end", "🇩".repeat(3001).into_bytes()),
        (
            "selectors without end",
            plain(&[b"x", "\u{fe0f}".repeat(4000).as_bytes(), word.as_bytes()]),
        ),
        (
            "tags without end",
            plain(&["\u{e0061}".repeat(4000).as_bytes(), word.as_bytes()]),
        ),
        (
            "overrides without end",
            "\u{202e}\u{2066}".repeat(2000).into_bytes(),
        ),
        ("escapes without end", "\x1b[".repeat(5000).into_bytes()),
        (
            "C1 as single bytes",
            plain(&[
                b"\x9b31m",
                word.as_bytes(),
                b"\x9d0;",
                word.as_bytes(),
                b"\x9c \xe9\xe8 caf\xe9",
            ]),
        ),
        (
            "invalid UTF-8",
            plain(&[
                b"\xff\xfe\xfd",
                word.as_bytes(),
                b"\x80\xbf\xc3(",
                word.as_bytes(),
                "ä ö ü".as_bytes(),
            ]),
        ),
        (
            "overlong UTF-8",
            plain(&[
                b"\xc0\x9b31m\xe0\x80\x9b",
                word.as_bytes(),
                b"\xc0\x80",
                "ä ö ü ß é".as_bytes(),
            ]),
        ),
        (
            "surrogates",
            plain(&[
                b"\xed\xa0\x80",
                word.as_bytes(),
                b"\xed\xb0\x80",
                "ä ö ü ß é".as_bytes(),
            ]),
        ),
        (
            "beyond Unicode",
            plain(&[
                b"\xf4\x90\x80\x80\xf8\x88\x80\x80\x80",
                word.as_bytes(),
                "ä ö ü ß é".as_bytes(),
            ]),
        ),
        (
            "a NUL among many bytes",
            plain(&[&b"words and words. ".repeat(200), b"\0", escape.as_bytes()]),
        ),
        (
            "lone CRs",
            planted("one\r@\rtwo\r\x1b[31m@\rthree").into_bytes(),
        ),
        ("CRLF", planted("one\r\n@\r\n\x1b[31m@\r\n").into_bytes()),
        (
            "100,000 empty lines",
            plain(&[&b"\n".repeat(100_000), escape.as_bytes()]),
        ),
        (
            "a megabyte without a space",
            plain(&[&b"x".repeat(1 << 20), escape.as_bytes()]),
        ),
        (
            "a wide line without a space",
            plain(&["字".repeat(20_000).as_bytes(), escape.as_bytes()]),
        ),
        (
            "a line of right to left",
            plain(&["שלום".repeat(3000).as_bytes(), escape.as_bytes()]),
        ),
        (
            "10,000 tabs",
            plain(&[&b"\t".repeat(10_000), escape.as_bytes()]),
        ),
    ];
    let mut cases: Vec<Case> = hostile
        .into_iter()
        .enumerate()
        .map(|(number, (what, hostile))| Case::new(what, document(number, &hostile)))
        .collect();
    for (what, little) in [
        ("UTF-16, little end first", true),
        ("UTF-16, big end first", false),
    ] {
        let text = String::from_utf8(document(cases.len(), escape.as_bytes())).expect("text");
        cases.push(Case::new(what, utf16(&text, little)));
    }
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(document(cases.len(), escape.as_bytes()));
    cases.push(Case::new("a byte order mark", marked));
    cases
}

/// The workspace with the cases, in their order.
fn desk(cases: &[Case]) -> Desk {
    let desk = Desk::with_documents(PROGRAM, &[]);
    desk.has_been_here();
    for (number, case) in cases.iter().enumerate() {
        let path = desk.documents().join(format!("c{number:02}.txt"));
        std::fs::write(path, &case.bytes).expect("a document");
    }
    desk
}

/// Opens each, reads it to its end, tags what is hostile, opens its note, copies.
fn go_through(cases: &[Case]) {
    let desk = desk(cases);
    let documents = desk.all_documents();
    let mut reader = desk.read();
    let mut findings = Findings::default();
    let mut mark = 0;
    for (number, case) in cases.iter().enumerate() {
        let started = Instant::now();
        if number > 0 {
            reader.send("J");
        }
        let (first, last) = honest(number);
        reader.wait_for(&format!("{}: its first words", case.what), |view| {
            view.find(&first, TEXT).is_some()
        });
        let took = started.elapsed().as_secs_f64();
        if !cfg!(debug_assertions) {
            assert!(took < TO_OPEN, "{}: {took:.2} s to open", case.what);
        }
        reader.send("G");
        reader.wait_for(&format!("{}: its last words", case.what), |view| {
            view.find(&last, TEXT).is_some()
        });
        tag_what_is_hostile(&mut reader, number + 1);
        findings.add(
            &case.what,
            Sender::Reader,
            &since(&mut reader, &mut mark),
            nonce(),
        );
    }
    look_everywhere(&mut reader);
    assert_eq!(reader.quit(), 0);
    findings.add(
        "lists and the end",
        Sender::Reader,
        &since(&mut reader, &mut mark),
        nonce(),
    );
    close("hostile documents", cases.len(), &findings);
    assert_eq!(desk.all_documents(), documents, "a document was written to");
    let checked = desk.run(&["check", "iom"]);
    assert!(checked.status.success(), "{checked:?}");
}

/// What has come since the last time. The machine is told that the screen is the
/// reader's own where that was said before.
fn since(reader: &mut Pty, mark: &mut usize) -> Vec<u8> {
    let from = std::mem::replace(mark, reader.mark());
    let mut bytes = reader.bytes(from);
    bytes.truncate(*mark - from);
    match from {
        0 => bytes,
        _ => [b"\x1b[?1049h", &bytes[..]].concat(),
    }
}

fn tag_what_is_hostile(reader: &mut Pty, tags: usize) {
    reader.send("k");
    reader.change("n", tags);
    reader.send("a");
    reader.wait_for("the note", |view| view.shows("Note on this"));
    reader.escape(|view| !view.shows("Note on this"));
    reader.send("y");
    reader.wait_for("a copy", |view| {
        view.status().contains("Sent to the terminal")
    });
}

fn look_everywhere(reader: &mut Pty) {
    for (keys, shown) in [
        ("t", "All tags"),
        ("D", "Documents"),
        ("?", "Keys: text"),
        (":", "Commands"),
    ] {
        reader.send(keys);
        reader.wait_for(shown, |view| {
            view.shows(shown) && view.status().contains("Esc back")
        });
        // To the end of a list, where there is more of it.
        reader.send("\x1b[B".repeat(60));
        reader.escape(|view| !view.status().contains("Esc back"));
    }
    reader.send(format!("/{}", nonce()));
    reader.wait_for("a search", |view| view.status().contains("Ctrl-t"));
    reader.escape(|view| !view.status().contains("Ctrl-t"));
    reader.send("*");
    reader.wait_for("matches everywhere", |view| {
        view.shows("match") && view.status().contains("Esc back")
    });
    reader.escape(|view| !view.status().contains("Esc back"));
}

#[test]
fn hostile_text_in_documents_first_part() {
    go_through(&texts(0, 36));
}

#[test]
fn hostile_text_in_documents_second_part() {
    go_through(&texts(36, TEXTS.len()));
}

#[test]
fn hostile_bytes_and_sizes_in_documents() {
    go_through(&bytes());
}

#[test]
fn there_are_as_many_as_were_promised() {
    assert!(TEXTS.len() + bytes().len() >= 60);
}
