//! The exports for programs: JSON Lines, one object a tag, and one for what is said of a
//! document as a whole where that is wanted; and JSON, one document of the whole selection.
//!
//! Must not know: files.

use std::ops::Range;

use super::json::{Object, to_spaced_json};
use super::piece::{Piece, Writer};
use super::row::{document_line, tag_line};
use super::{bundle::ExportDocument, native};
use crate::annotation::DocumentFacts;

/// One object a tag and line.
pub(super) struct Jsonl;

impl Writer for Jsonl {
    fn open(&self, document: &ExportDocument, facts: &DocumentFacts, piece: &mut Piece) {
        if !facts.says_nothing() {
            piece
                .bytes
                .extend(document_line(document, facts).as_bytes());
            piece.bytes.push(b'\n');
        }
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        for tag in &document.tags[tags] {
            piece.bytes.extend(tag_line(document, tag).as_bytes());
            piece.bytes.push(b'\n');
        }
    }
}

/// One JSON document, one line a tag.
pub(super) struct Json;

impl Writer for Json {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend(b"{\n  \"format\": \"postil-export\",\n  \"version\": 1,\n  \"documents\": [");
    }

    fn between(&self, documents: usize) -> &'static str {
        if documents == 0 { "\n    " } else { ",\n    " }
    }

    fn open(&self, document: &ExportDocument, facts: &DocumentFacts, piece: &mut Piece) {
        let out = &mut piece.bytes;
        let mut head = Object::default();
        head.put("path", document.path.as_str());
        head.put_text("path_bytes", document.path_bytes.as_deref().unwrap_or(""));
        head.put("sha256", document.sha256.as_str());
        if let Some(text) = &document.text {
            head.put("length", text.code_points().0);
        }
        native::put_facts(&mut head, facts);
        let head = to_spaced_json(&head);
        out.extend(&head.as_bytes()[..head.len() - 1]);
        out.extend(b", \"annotations\": [");
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        for index in tags {
            let before = if index == 0 { "\n      " } else { ",\n      " };
            piece.bytes.extend(before.as_bytes());
            piece
                .bytes
                .extend(tag_line(document, &document.tags[index]).as_bytes());
        }
    }

    fn close(&self, document: &ExportDocument, out: &mut Vec<u8>) {
        let is_empty = document.tags.is_empty();
        out.extend(if is_empty { "]}" } else { "\n    ]}" }.as_bytes());
    }

    fn tail(&self, documents: usize, out: &mut Vec<u8>) {
        let end = if documents == 0 {
            "]\n}\n"
        } else {
            "\n  ]\n}\n"
        };
        out.extend(end.as_bytes());
    }
}
