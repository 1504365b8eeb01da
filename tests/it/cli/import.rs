//! `postil import`: what was exported for other programs comes back, and what they made of it.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Here, empty};

/// Two documents with tags, one of them with CRLF and a byte order mark.
fn here() -> Here {
    let here = empty();
    here.write("seeds/a.txt", "One two. Three four. Five six.");
    here.write("seeds/b.txt", "\u{feff}Seven 👍.\r\nNine ten.\r\n");
    let tag = |document: &str, tag: &str, sentence: &str, more: &[&str]| {
        let arguments = ["tag", document, tag, "--sentence", sentence];
        here.good(&[&arguments[..], more].concat())
    };
    tag("a.txt", "claim", "1", &["--note", "who says so?"]);
    tag("a.txt", "fact", "2", &["--source", "https://a.org"]);
    tag("b.txt", "claim", "2", &[]);
    here
}

/// The same documents without tags.
fn without_tags(from: &Here) -> Here {
    let here = empty();
    for name in ["seeds/a.txt", "seeds/b.txt"] {
        here.write(name, fs::read(from.path(name)).unwrap());
    }
    here
}

/// The archive with some of its files changed: nothing leaves one out.
fn changed(path: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            let options = SimpleFileOptions::default();
            writer.start_file(&*name, options).unwrap();
            writer.write_all(&bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_is_exported_in_xml_comes_back_as_it_was() {
    let here = here();
    let json = here.good(&["export", "--format", "json"]);
    for (format, file) in [("uima-xmi", "out.zip"), ("refi-qda", "out.qdpx")] {
        here.good(&["export", "--format", format, "--output", file]);
        let other = without_tags(&here);
        let file = here.path(file);
        let file = file.to_str().unwrap();
        assert_eq!(
            other.good(&["import", file]),
            "a.txt: 2 tags new\nb.txt: 1 tag new\n"
        );
        assert_eq!(
            other.good(&["export", "--format", "json"]),
            json,
            "{format}"
        );
        let again = other.run(&["import", file]);
        assert!(again.err.contains("nothing was changed"), "{}", again.err);
    }
}

#[test]
fn what_several_of_a_file_bring_to_one_document_is_all_there() {
    let here = empty();
    here.write("seeds/a.txt", "One two. Three four. Five six.");
    let document = |id: u32, start: u32, quote: &str| {
        format!(
            r#"{{"path": "a.txt", "annotations": [{{"id": "t{id}", "tag": "fact", "start": {start}, "end": {}, "quote": "{quote}"}}]}}"#,
            start + 3
        )
    };
    let documents = [
        document(1, 0, "One"),
        document(2, 4, "two"),
        document(3, 21, "Fiv"),
    ];
    let export = format!(
        r#"{{"format": "postil-export", "version": 1, "documents": [{}]}}"#,
        documents.join(",")
    );
    here.write("in.json", export);
    let file = here.path("in.json");
    let file = file.to_str().unwrap();
    let done = here.run(&["import", file]);
    assert_eq!(done.out, "a.txt: 3 tags new\n", "{}", done.err);
    let listed = here.good(&["list", "--format", "jsonl"]);
    assert_eq!(listed.lines().count(), 3, "{listed}");
    let back = here.run(&["import", "--undo", file]);
    assert!(back.err.contains("3 tags"), "{}", back.err);
    assert_eq!(here.run(&["list", "--format", "jsonl"]).out, "");
}

/// When it was made, and by whom, is no part of what such a file says.
#[test]
fn what_has_no_date_and_no_name_in_its_file_is_known_again_later_and_by_others() {
    let here = empty();
    here.write("seeds/a.txt", "One two. Three four. Five six.");
    here.write(
        "in.jsonl",
        r#"{"doc": "a.txt", "tag": "claim", "quote": "Three four."}"#,
    );
    here.good(&["import", "in.jsonl", "--as", "ana"]);
    let file = fs::read_to_string(here.path("annotations/a.txt.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(&file).unwrap();
    let created = value["annotations"][0]["created"].as_str().unwrap();
    here.write(
        "annotations/a.txt.json",
        file.replace(created, "2026-01-02T03:04:05Z"),
    );
    let again = here.run(&["import", "in.jsonl", "--as", "ben"]);
    assert_eq!(again.out, "a.txt: 0 tags new, 1 here already\n");
    let back = here.run(&["import", "--undo", "in.jsonl", "--as", "ben"]);
    assert_eq!(back.out, "a.txt: 1 tag taken back\n", "{}", back.err);
    assert_eq!(here.run(&["list", "--format", "jsonl"]).out, "");
}

/// QualCoder writes a project of its own, with new identifiers for everything.
#[test]
fn a_project_that_was_written_anew_brings_only_what_is_new() {
    let here = here();
    here.good(&["export", "--format", "refi-qda", "--output", "out.qdpx"]);
    let bytes = changed(&here.path("out.qdpx"), |name, bytes| match name {
        "postil.json" => None,
        "project.qde" => {
            let words = String::from_utf8(bytes).unwrap();
            let words = words.replace(
                "<PlainTextSelection guid=\"0",
                "<PlainTextSelection guid=\"X0",
            );
            let new = "<PlainTextSelection guid=\"n\" startPosition=\"0\" endPosition=\"3\">\
                       <Coding guid=\"m\"><CodeRef targetGUID=\"k\"/></Coding></PlainTextSelection>";
            let words = words.replacen("</TextSource>", &format!("{new}</TextSource>"), 1);
            let code = "<Codes><Code guid=\"k\" name=\"rumour\"/>";
            Some(words.replace("<Codes>", code).into_bytes())
        }
        _ => Some(bytes),
    });
    here.write("back.qdpx", bytes);
    let before = here.good(&["list"]);
    let ran = here.run(&["import", "back.qdpx", "--dry-run"]);
    // The sources of one have become words of its note.
    let told = "a.txt: 1 tag new, 1 here already, 1 here already with other words, left as they are\n\
                b.txt: 0 tags new, 1 here already\n";
    assert_eq!(ran.out, told, "{}", ran.err);
    assert_eq!(here.good(&["list"]), before);
    here.good(&["import", "back.qdpx"]);
    // What was here before is not what is taken back.
    here.good(&["import", "back.qdpx", "--undo"]);
    assert_eq!(here.good(&["list"]), before);
}

#[test]
fn a_codebook_is_told_as_tables_for_the_configuration() {
    let here = here();
    here.write("postil.toml", "");
    here.good(&["export", "--format", "refi-codebook", "--output", "out.qdc"]);
    let ran = here.run(&["import", "out.qdc"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(
        ran.err.contains("4 codes, and every one is a tag"),
        "{}",
        ran.err
    );
    let words = fs::read_to_string(here.path("out.qdc")).unwrap();
    let more = "<Codes><Code guid=\"1\" name=\"Hear &quot;say&quot;\" isCodable=\"true\" color=\"#E34948\">\
                <Description>What\nothers say.</Description></Code>";
    here.write("more.qdc", words.replace("<Codes>", more));
    let tables = here.good(&["import", "more.qdc"]);
    assert_eq!(
        tables,
        "[tags.\"Hear \\\"say\\\"\"]\ncolour = \"#E34948\"\nguideline = \"What others say.\"\n"
    );
    here.write("postil.toml", tables);
    let ran = here.run(&["import", "more.qdc"]);
    assert!(
        ran.err.contains("5 codes, and every one is a tag"),
        "{}",
        ran.err
    );
}

#[test]
fn archives_and_documents_that_are_more_than_they_seem_are_refused_whole() {
    let here = here();
    here.good(&["export", "--format", "refi-qda", "--output", "out.qdpx"]);
    let bomb = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Project \
                xmlns=\"urn:QDA-XML:project:1.0\">&b;</Project>";
    let bytes = changed(&here.path("out.qdpx"), |name, bytes| match name {
        "project.qde" => Some(bomb.as_bytes().to_vec()),
        _ => Some(bytes),
    });
    here.write("bomb.qdpx", bytes);
    let told = "project.qde line 1: has a document type, which is not read; nothing was imported";
    here.bad(&["import", "bomb.qdpx"], told);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.start_file("../project.qde", options).unwrap();
    here.write("out.zip", writer.finish().unwrap().into_inner());
    here.bad(
        &["import", "out.zip"],
        "leads out of the archive; nothing was imported",
    );
    let told = "refi-qda is an archive: give --output a file (qdpx)";
    here.bad(&["export", "--format", "refi-qda"], told);
    let whole = fs::read(here.path("out.qdpx")).unwrap();
    here.write("half.qdpx", &whole[..whole.len() / 2]);
    here.bad(
        &["import", "half.qdpx"],
        "is an archive that cannot be read",
    );
}
