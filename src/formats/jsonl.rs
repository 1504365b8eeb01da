//! The exports for programs: JSON Lines, one object a tag, and JSON, one
//! document of the whole selection.
//!
//! Must not know: files.

use super::bundle::ExportBundle;
use super::json::{Object, to_spaced_json};
use super::problem::Problem;
use super::row::tag_line;

/// Writes one object a tag and line.
pub(super) fn write_jsonl(bundle: &ExportBundle) -> (Vec<u8>, Vec<Problem>) {
    let mut out = String::new();
    for document in &bundle.documents {
        for tag in &document.tags {
            out.push_str(&tag_line(document, tag));
            out.push('\n');
        }
    }
    (out.into_bytes(), Vec::new())
}

/// Writes one JSON document, one line a tag.
pub(super) fn write_json(bundle: &ExportBundle) -> (Vec<u8>, Vec<Problem>) {
    let mut out =
        "{\n  \"format\": \"postil-export\",\n  \"version\": 1,\n  \"documents\": [".to_owned();
    for (index, document) in bundle.documents.iter().enumerate() {
        let mut head = Object::default();
        head.put("path", document.path.as_str());
        head.put("sha256", document.sha256.as_str());
        if let Some(text) = &document.text {
            head.put("length", text.code_points().0);
        }
        let head = to_spaced_json(&head);
        out.push_str(if index == 0 { "\n    " } else { ",\n    " });
        out.push_str(&head[..head.len() - 1]);
        out.push_str(", \"annotations\": [");
        for (index, tag) in document.tags.iter().enumerate() {
            out.push_str(if index == 0 { "\n      " } else { ",\n      " });
            out.push_str(&tag_line(document, tag));
        }
        out.push_str(if document.tags.is_empty() {
            "]}"
        } else {
            "\n    ]}"
        });
    }
    out.push_str(if bundle.documents.is_empty() {
        "]\n}\n"
    } else {
        "\n  ]\n}\n"
    });
    (out.into_bytes(), Vec::new())
}
