//! The exports for programs: JSON Lines, one object a tag, and JSON, one
//! document of the whole selection.
//!
//! Must not know: files.

use std::ops::Range;

use super::bundle::ExportDocument;
use super::json::{Object, to_spaced_json};
use super::piece::{Tally, Writer};
use super::row::tag_line;

/// One object a tag and line.
pub(super) struct Jsonl;

impl Writer for Jsonl {
    fn tags(
        &self,
        document: &ExportDocument,
        tags: Range<usize>,
        out: &mut Vec<u8>,
        _: &mut Tally,
    ) {
        for tag in &document.tags[tags] {
            out.extend(tag_line(document, tag).as_bytes());
            out.push(b'\n');
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

    fn open(&self, document: &ExportDocument, out: &mut Vec<u8>) {
        let mut head = Object::default();
        head.put("path", document.path.as_str());
        head.put("sha256", document.sha256.as_str());
        if let Some(text) = &document.text {
            head.put("length", text.code_points().0);
        }
        let head = to_spaced_json(&head);
        out.extend(&head.as_bytes()[..head.len() - 1]);
        out.extend(b", \"annotations\": [");
    }

    fn tags(
        &self,
        document: &ExportDocument,
        tags: Range<usize>,
        out: &mut Vec<u8>,
        _: &mut Tally,
    ) {
        for index in tags {
            let before: &[u8] = if index == 0 {
                b"\n      "
            } else {
                b",\n      "
            };
            out.extend(before);
            out.extend(tag_line(document, &document.tags[index]).as_bytes());
        }
    }

    fn close(&self, document: &ExportDocument, out: &mut Vec<u8>) {
        let end: &[u8] = if document.tags.is_empty() {
            b"]}"
        } else {
            b"\n    ]}"
        };
        out.extend(end);
    }

    fn tail(&self, documents: usize, out: &mut Vec<u8>) {
        let end: &[u8] = if documents == 0 {
            b"]\n}\n"
        } else {
            b"\n  ]\n}\n"
        };
        out.extend(end);
    }
}
