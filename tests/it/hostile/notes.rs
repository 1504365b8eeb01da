//! Hostile names of documents, notes, sources, people, tags and fields in
//! annotation files, and a hostile configuration.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use serde_json::{Value, json};

use super::machine::{Findings, Sender};
use super::texts::TEXTS;
use super::{PROGRAM, close, nonce, planted};
use crate::support::desk::{Desk, SIZE};
use crate::support::hand::TEXT;
use crate::support::pty::Pty;

const HONEST: &str = "Honest words of number ";

/// Names of files; a slash and a NUL cannot stand in one.
fn names() -> Vec<OsString> {
    let word = nonce();
    let mut names: Vec<OsString> = TEXTS
        .iter()
        .map(|(_, text)| planted(text).replace(['/', '\0'], "|").into())
        .collect();
    let raw: Vec<Vec<u8>> = vec![
        b"\xff\xfe.txt".to_vec(),
        b"\x9b31m".to_vec(),
        format!("\n{word}\nsecond line\n").into_bytes(),
        format!("--as={word}").into_bytes(),
        b"-".to_vec(),
        b"   ".to_vec(),
        format!(" {word} ").into_bytes(),
        "ä".repeat(125).into_bytes(),
        [b"\x1b[31m".repeat(49), b"m".to_vec()].concat(),
        format!("%s%n$(id)`id`;{word}'\"\\").into_bytes(),
    ];
    names.extend(raw.into_iter().map(OsString::from_vec));
    for name in &mut names {
        name.push(".txt");
    }
    names
}

/// A workspace whose documents have the names.
pub fn desk_of_names() -> (Desk, usize) {
    let desk = Desk::with_documents(PROGRAM, &[]);
    desk.has_been_here();
    let names: BTreeSet<OsString> = names().into_iter().collect();
    for (number, name) in names.iter().enumerate() {
        let words = format!("{HONEST}{number}. And more of it.\n");
        std::fs::write(desk.documents().join(name), words).expect("a document");
    }
    (desk, names.len())
}

#[test]
fn hostile_names_of_documents() {
    let (desk, count) = desk_of_names();
    let mut reader = desk.read();
    let mut seen = BTreeSet::new();
    for _ in 0..count {
        if !seen.is_empty() {
            reader.send("J");
        }
        let number = reader.wait_map("honest words of another document", |view| {
            let text = view.text(TEXT);
            let (_, rest) = text.split_once(HONEST)?;
            let number = rest.split('.').next()?.to_owned();
            (!seen.contains(&number)).then_some(number)
        });
        seen.insert(number);
        reader.change("f", seen.len());
        reader.send("y");
        reader.wait_for("a copy", |view| {
            view.status().contains("Sent to the terminal")
        });
    }
    look_at_lists(&mut reader, &["D", "t", "?"]);
    assert_eq!(reader.quit(), 0);
    let mut findings = Findings::default();
    findings.add("names", Sender::Reader, &reader.bytes(0), nonce());
    close("hostile names of documents", count, &findings);
    let checked = desk.run(&["check", "iom"]);
    assert!(checked.status.success(), "{checked:?}");
}

/// Opens lists and goes through them to the end.
fn look_at_lists(reader: &mut Pty, keys: &[&str]) {
    for key in keys {
        reader.send(key);
        reader.wait_for("a list", |view| view.status().contains("Esc back"));
        reader.send("\x1b[B".repeat(90));
        reader.escape(|view| !view.status().contains("Esc back"));
    }
}

/// A workspace with a tag for each text, which stands in all of its fields.
pub fn desk_of_notes() -> Desk {
    let sentences: Vec<String> = (0..TEXTS.len())
        .map(|number| format!("{HONEST}{number} stand here."))
        .collect();
    let text = sentences.join("\n\n") + "\n";
    let desk = Desk::with_documents(PROGRAM, &[("a.txt", text.as_bytes())]);
    desk.has_been_here();
    let mut start = 0;
    let mut annotations = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        annotations.push(annotation(number, start, sentence));
        start += sentence.len() + 2;
    }
    let file = json!({
        "format": "postil",
        "version": 1,
        "document": {"path": "seeds/a.txt", "sha256": "", "length": text.len()},
        "annotations": annotations,
    });
    write_annotations(&desk, "a.txt", file.to_string().as_bytes());
    desk
}

#[test]
fn hostile_notes_people_tags_and_sources_in_lines() {
    let desk = desk_of_notes();
    let root = desk.root();
    let arguments = ["--plain", root.to_str().expect("a path that is text")];
    let mut reader = Pty::spawn(desk.command(PROGRAM, &arguments), SIZE);
    let mut from = 0;
    for number in 1..=TEXTS.len() {
        let place = format!("Sentence {number} of {}.", TEXTS.len());
        reader.wait_for_bytes(&place, from, |bytes| {
            String::from_utf8_lossy(bytes).contains(&place)
        });
        from = reader.mark();
        reader.send("j");
    }
    reader.send("t");
    for _ in 0..20 {
        reader.send("\x1b[B");
    }
    reader.send("\x1b[27uq");
    let (status, _) = reader.wait_for_exit();
    assert_eq!(status.exit_code(), 0);
    let mut findings = Findings::default();
    // A command knows no sequence but colours, and here are none of these either.
    let bytes = reader.bytes(0);
    findings.add("notes in lines", Sender::Command, &bytes, nonce());
    assert!(!bytes.contains(&0x1b));
    close("hostile notes in lines", TEXTS.len(), &findings);
}

fn write_annotations(desk: &Desk, document: &str, bytes: &[u8]) {
    let folder = desk.root().join("annotations");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{document}.json")), bytes).expect("an annotation file");
}

fn annotation(number: usize, start: usize, quote: &str) -> Value {
    let hostile = planted(TEXTS[number].1);
    let mut annotation = json!({
        "id": format!("019ab000-0000-7000-8000-{number:012}"),
        "tag": if number.is_multiple_of(2) { "claim".to_owned() } else { hostile.clone() },
        "start": start,
        "end": start + quote.len(),
        "quote": quote,
        "prefix": "",
        "suffix": "",
        "note": format!("{hostile}\n{hostile} note {number}"),
        "sources": [{"citation": hostile}, {"url": format!("https://{hostile}")}, {"reference": hostile}],
        "links": [{"to": format!("{hostile}#x"), "rel": hostile}],
        "speaker": hostile,
        "creator": hostile,
        "created": "2026-01-01T00:00:00Z",
        "modified": "2026-01-01T00:00:00Z",
    });
    annotation[hostile.as_str()] = json!(hostile);
    annotation
}

#[test]
fn hostile_notes_people_tags_and_sources() {
    let desk = desk_of_notes();
    let mut reader = desk.read();
    reader.wait_for("all tags", |view| {
        view.row(0).contains(&format!(" {} tags", TEXTS.len())) && view.says_saved()
    });
    for number in 0..TEXTS.len() {
        let sentence = format!("▌{HONEST}{number} stand here.");
        reader.wait_for(&sentence, |view| view.find(&sentence, TEXT).is_some());
        reader.send("a");
        reader.wait_for("the note", |view| view.shows("Note on this"));
        reader.escape(|view| !view.shows("Note on this"));
        reader.send("j");
    }
    look_at_lists(&mut reader, &["t", "T", "?", ":"]);
    // Typed and pasted, too.
    reader.send("ga");
    reader.wait_for("the note", |view| view.shows("Note on this"));
    let paste = planted("\x1b]0;@\x07 @ \u{9b}31m\u{202e}@ pasted");
    reader.send(format!("\x1b[200~{paste}\x1b[201~"));
    reader.wait_for("the paste", |view| view.shows("pasted"));
    reader.escape(|view| !view.shows("Note on this") && view.says_saved());
    assert_eq!(reader.quit(), 0);
    let mut findings = Findings::default();
    findings.add("notes", Sender::Reader, &reader.bytes(0), nonce());
    close("hostile notes", TEXTS.len(), &findings);
}

/// Files that are not understood: what is told of them quotes them.
fn broken() -> Vec<Vec<u8>> {
    let escape = planted("\x1b]0;@\x07\u{9b}31m@\u{202e}@");
    let raw = planted("{\"format\": \"postil\", \"@\x1b]0;@\x07").into_bytes();
    let newer = json!({"format": "postil", "version": 99, "annotations": [], escape.as_str(): 1});
    let kind = json!({"format": escape, "version": 1, "annotations": []});
    let wrong = json!({"format": "postil", "version": 1, "document": escape,
        "annotations": [{"id": escape, "tag": escape, "start": escape}, escape]});
    let version = json!({"format": "postil", "version": escape, "annotations": escape});
    let tags = json!({"format": "postil", "version": 1, "annotations": [
        {"id": escape, "tag": escape, "start": 0, "end": 6, "quote": escape, "created": escape},
        {"id": escape, "tag": "fact", "start": 0, "end": 600, "quote": escape, "verdict": escape}]});
    let mut files: Vec<Vec<u8>> = [newer, kind, wrong, version, tags]
        .iter()
        .map(|it| it.to_string().into_bytes())
        .collect();
    files.push(raw);
    files.push(b"\xff\xfe\x9b31m".to_vec());
    files
}

pub fn desk_of_broken() -> (Desk, usize) {
    let desk = Desk::with_documents(PROGRAM, &[]);
    desk.has_been_here();
    let files = broken();
    for (number, file) in files.iter().enumerate() {
        let name = format!("b{number}.txt");
        let words = format!("{HONEST}{number}. And more of it.\n");
        std::fs::write(desk.documents().join(&name), words).expect("a document");
        write_annotations(&desk, &name, file);
    }
    (desk, files.len())
}

#[test]
fn hostile_annotation_files_that_are_broken() {
    let (desk, count) = desk_of_broken();
    let mut reader = desk.read();
    for number in 0..count {
        if number > 0 {
            reader.send("J");
        }
        let words = format!("{HONEST}{number}.");
        reader.wait_for(&words, |view| view.find(&words, TEXT).is_some());
        reader.send("f");
        reader.wait_for("an answer", |view| !view.status().trim().is_empty());
    }
    look_at_lists(&mut reader, &["t", "D"]);
    reader.send("q");
    let (_, restored) = reader.wait_for_exit();
    assert!(restored);
    let mut findings = Findings::default();
    findings.add("broken", Sender::Reader, &reader.bytes(0), nonce());
    close("hostile broken annotation files", count, &findings);
}

/// A string as TOML has it, with everything but plain letters escaped.
fn toml(words: &str) -> String {
    let escaped = words.chars().map(|it| match it {
        ' ' | 'a'..='z' | 'A'..='Z' | '0'..='9' => it.to_string(),
        _ => format!("\\U{:08X}", it as u32),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Configurations: some are taken, some are refused with a sentence that quotes
/// them.
fn configurations() -> Vec<String> {
    let escape = planted("\x1b]0;@\x07\u{9b}31m@\u{202e}@");
    let mut files: Vec<String> = TEXTS
        .chunks(10)
        .map(|texts| {
            let tags = texts.iter().enumerate().map(|(number, (_, text))| {
                let words = toml(&planted(text));
                format!("[tags.t{number}]\nname = {words}\nguideline = {words}\n")
            });
            format!("annotator = {}\n", toml(&escape)) + &tags.collect::<String>()
        })
        .collect();
    let quoted = toml(&escape);
    for line in [
        format!("[tags.{quoted}]\nname = {quoted}"),
        format!("[tags.x]\nkey = {quoted}"),
        format!("[tags.x]\nletter = {quoted}"),
        format!("[tags.x]\ncolour = {quoted}"),
        format!("theme = {quoted}"),
        format!("encoding = {quoted}"),
        format!("language = {quoted}"),
        format!("{quoted} = 1"),
        format!("[keys]\n{quoted} = [\"j\"]"),
        format!("[keys]\nnext-sentence = [{quoted}]"),
        format!("measure = {escape}"),
        format!("# {escape}\n"),
    ] {
        files.push(line + "\n");
    }
    files
}

#[test]
fn hostile_configurations() {
    let mut findings = Findings::default();
    let files = configurations();
    let mut taken = 0;
    for file in &files {
        let words = format!("{HONEST}0. And more of it.\n");
        let desk = Desk::with_documents(PROGRAM, &[("a.txt", words.as_bytes())]);
        desk.has_been_here();
        std::fs::write(desk.root().join("postil.toml"), file).expect("a configuration");
        let root = desk.root().display().to_string();
        let mut reader = Pty::spawn(desk.command(PROGRAM, &[&root]), SIZE);
        // Refused, or taken and shown.
        let shown = reader.wait_or_end("the text, or the end", |view| {
            let ready = view.find(HONEST, TEXT).is_some() && view.row(0).contains(" tag");
            ready.then_some(())
        });
        let sender = match shown {
            Some(()) => {
                look_at_lists(&mut reader, &["?", "T", ":"]);
                reader.quit();
                taken += 1;
                Sender::Reader
            }
            None => {
                reader.wait_for_exit();
                Sender::Command
            }
        };
        findings.add(file, sender, &reader.bytes(0), nonce());
    }
    close("hostile configurations", files.len(), &findings);
    assert!(taken > 5 && taken < files.len(), "{taken} were taken");
}
