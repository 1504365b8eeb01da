//! Compares what an annotation file says of its document with the document.
//!
//! Nothing that is wrong there keeps the file from being read: the tags prove themselves
//! by their quotes.
//!
//! Must not know: who asks.

use encoding_rs::{Encoding, UTF_8};

use crate::formats::{DocumentInfo, Problem};

use super::document::Document;
use super::path::DocumentPath;
use super::workspace::Workspace;

/// The digits of a SHA-256 in hexadecimal.
const DIGITS: usize = 64;

/// Lists what is wrong in an annotation file's description of its document. Length and
/// encoding count only where it describes the bytes that are there now, if they can be read.
pub(crate) fn misdescribed(
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
    // The path below the documents folder is right, too: a folder of texts may have become
    // the `seeds` of a workspace.
    let is_right = said.path == right
        || workspace.earlier_path_in_file(path).as_ref() == Some(&said.path)
        || path.is_called(&said.path);
    if !is_right {
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
    if Encoding::for_label(named.as_bytes()).is_none_or(|named| named.name() != encoding) {
        tell(
            "encoding",
            format!("is {named}, and the document is read as {encoding}"),
        );
    }
    problems
}

/// Says why something is no SHA-256; an empty one is fine: none was given.
pub(crate) fn unlike_sha256(sha256: &str) -> Option<String> {
    let is_one = sha256.len() == DIGITS && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    (!sha256.is_empty() && !is_one)
        .then(|| format!("must be {DIGITS} hexadecimal digits, or empty where it is not known"))
}
