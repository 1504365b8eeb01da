//! What an annotation file says of its document, held against the document.
//!
//! Must not know: who asks. Nothing of it stops reading: the tags prove themselves
//! by their words.

use encoding_rs::{Encoding, UTF_8};

use crate::formats::{DocumentInfo, Problem};

use super::document::Document;
use super::path::DocumentPath;
use super::workspace::Workspace;

/// The digits of a SHA-256 in hexadecimal.
const DIGITS: usize = 64;

/// What is wrong in what an annotation file says of a document: its path in any
/// case; its length and its encoding where the file speaks of the bytes that the
/// document has now. Of another state of it nothing is known. `document` is `None`
/// where it cannot be read.
pub fn misdescribed(
    workspace: &Workspace,
    path: &DocumentPath,
    document: Option<&Document>,
    said: &DocumentInfo,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut tell = |field: &str, words: String| {
        problems.push(Problem::warning(format!("document.{field}"), words));
    };
    let right = workspace.path_in_file(path);
    // The name below the documents' folder is the document's, too: a folder of texts
    // may have become the `seeds` of a workspace.
    if said.path != right && said.path != path.as_str() {
        let is = if said.path.is_empty() {
            "is missing or empty".to_owned()
        } else {
            format!("is {}", said.path)
        };
        tell("path", format!("{is}, and the document is {right}"));
    }
    if let Some(words) = unlike_sha256(&said.sha256) {
        tell("sha256", words);
    }
    let Some(document) = document else {
        return problems;
    };
    if !said.sha256.eq_ignore_ascii_case(document.sha256()) {
        return problems;
    }
    let length = document.text.code_points().0;
    if said.length != length as u64 {
        let said = said.length;
        tell(
            "length",
            format!("is {said}, and the document has {length} code points"),
        );
    }
    let encoding = document.encoding.unwrap_or(UTF_8.name());
    let named = said.encoding.as_deref().unwrap_or(UTF_8.name());
    if Encoding::for_label(named.as_bytes()).is_none_or(|it| it.name() != encoding) {
        tell(
            "encoding",
            format!("is {named}, and the document is read as {encoding}"),
        );
    }
    problems
}

/// Why that is no SHA-256; an empty one is none that was given.
pub fn unlike_sha256(sha256: &str) -> Option<String> {
    let is_one = sha256.len() == DIGITS && sha256.bytes().all(|it| it.is_ascii_hexdigit());
    (!sha256.is_empty() && !is_one)
        .then(|| format!("must be {DIGITS} hexadecimal digits, or empty where it is not known"))
}
