//! The native annotation file: what stands in `annotations/`.
//!
//! Written with fields in a fixed order and one annotation a line, so that the
//! same tags give the same bytes; read strictly, because what is not
//! understood would be lost when the file is written again.
//!
//! ```
//! use postil::formats::{Integrity, native};
//!
//! let parsed = native::parse(br#"{"format": "postil", "version": 1, "annotations": [
//!     {"id": "i1", "tag": "claim", "start": 4, "end": 7, "quote": "two"}
//! ]}"#);
//! assert_eq!(parsed.integrity, Integrity::Whole, "{:?}", parsed.problems);
//! let claim = parsed.file.set.iter().next().unwrap();
//! assert_eq!(claim.selector.quote, "two");
//! assert_eq!(native::parse(&native::write(&parsed.file)).file, parsed.file);
//! ```
//!
//! Must not know: where the bytes come from or go to.

use crate::annotation::{
    Annotation, AnnotationSet, Attribute, AttributeTable, AttributeValue, Extra, Link, Source,
};

use super::json::{Node, Object};
use super::problem::Problem;

mod lines;
mod plain;
mod read;
mod reader;
mod strict;
mod whole;
mod write;

pub use read::parse;
pub(crate) use read::parse_watched;
#[cfg(test)]
pub(super) use read::parse_with;
pub(super) use read::{read_annotation, read_carried, read_facts};
pub(super) use write::put_facts;
pub use write::write;
pub(crate) use write::{reads_back, write_in_pieces};

/// Is told how many bytes of a file have been read, and answers whether to go on.
pub(crate) type Watch<'a> = &'a mut dyn FnMut(usize) -> bool;

const FORMAT: &str = "postil";
/// The version that is written, and the highest that is understood.
const VERSION: u64 = 1;

/// Whether a file that begins so is an annotation file, whole or not.
pub(crate) fn begins_so(bytes: &[u8]) -> bool {
    let words = String::from_utf8_lossy(bytes);
    let mut words = words.chars().filter(|sign| !sign.is_whitespace());
    let begun: String = words.by_ref().take(FORMAT.len() + 12).collect();
    begun == format!("{{\"format\":\"{FORMAT}\"")
}

/// The greatest offset that is accepted: every JSON reader is exact up to here.
const GREATEST_OFFSET: u64 = 1 << 53;

/// What the file says about its document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DocumentInfo {
    /// The path below the root of the workspace, with `/`.
    pub path: String,
    /// The bytes of the path, percent-encoded, where it is not UTF-8: `path` is then only
    /// what it is shown as.
    pub path_bytes: Option<String>,
    /// SHA-256 of the document's bytes when it was last tagged, in hexadecimal.
    pub sha256: String,
    /// Its length in code points.
    pub length: u64,
    /// The name of its encoding in the WHATWG Encoding Standard, where that is
    /// not UTF-8.
    pub encoding: Option<String>,
    /// Unknown fields.
    pub extra: Extra,
}

/// All that stands in an annotation file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnnotationFile {
    /// The document it belongs to.
    pub document: DocumentInfo,
    /// Its tags, and what is said of the document as a whole.
    pub set: AnnotationSet,
    /// Unknown fields at the top.
    pub extra: Extra,
}

/// Whether a file that was read may be written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// Everything in it was understood.
    Whole,
    /// A later version wrote it: what is understood is shown, nothing is written.
    Newer(u64),
    /// Something in it was not understood: the rest is shown, nothing is written.
    Broken,
}

/// The result of reading an annotation file.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What was understood.
    pub file: AnnotationFile,
    /// What was not understood, and what is odd.
    pub problems: Vec<Problem>,
    /// Whether it may be written over.
    pub integrity: Integrity,
}

const TOP_FIELDS: [&str; 6] = [
    "format",
    "version",
    "document",
    "annotations",
    SUGGESTIONS,
    REJECTED,
];
/// The field with what was suggested, and the one with the ids of what of that was rejected.
const SUGGESTIONS: &str = "suggestions";
const REJECTED: &str = "rejected";
const DOCUMENT_FIELDS: [&str; 7] = [
    "path",
    "path_bytes",
    "sha256",
    "length",
    "encoding",
    "note",
    "done",
];
/// The fields of a mark that somebody is done with a document.
const DONE_FIELDS: [&str; 3] = ["by", "at", "sha256"];

/// The fields that each annotation begins with, in the order they are written in. Its
/// attributes follow, in the order of their table.
const LEADING: [&str; 7] = ["id", "tag", "start", "end", "quote", "prefix", "suffix"];
/// The fields of a source that say what it points to.
const TARGET_FIELDS: [&str; 4] = ["url", "citation", "reference", "passage"];
/// The one of them that may stand beside an address: its title.
const TITLE_FIELD: &str = "citation";

/// Whether a field of an annotation is one that this version knows.
fn is_known(attributes: &AttributeTable, field: &str) -> bool {
    LEADING.contains(&field) || attributes.get(field).is_some_and(Attribute::is_listed)
}

/// Adds all that follows the quote; hands back the names of unknown fields that
/// had to be left out because `reserved` names them too.
pub(super) fn put_rest(
    object: &mut Object,
    annotation: &Annotation,
    reserved: &[&str],
) -> Vec<String> {
    object.put("prefix", annotation.selector.prefix.as_str());
    object.put("suffix", annotation.selector.suffix.as_str());
    for (attribute, value) in annotation.values() {
        object.put(attribute.name, node(&value));
    }
    let table = annotation.attributes.table();
    let is_taken = |name: &str| reserved.contains(&name) || is_known(table, name);
    object.put_extra(&annotation.unlisted(), is_taken)
}

pub(super) fn node(value: &AttributeValue<'_>) -> Node {
    match value {
        AttributeValue::Share(share) => (*share).into(),
        AttributeValue::Sources(sources) => Node::List(sources.iter().map(source).collect()),
        AttributeValue::Links(links) => Node::List(links.iter().map(link).collect()),
        AttributeValue::Text(_)
        | AttributeValue::Name(_)
        | AttributeValue::Annotation(_)
        | AttributeValue::History(_) => value.to_words().into(),
    }
}

fn source(source: &Source) -> Object {
    let mut object = Object::default();
    object.put(source.target.field(), source.target.value());
    object.put_text(TITLE_FIELD, &source.title);
    object.put_text("remark", &source.remark);
    object.put_text("accessed", &source.accessed);
    let is_known =
        |name: &str| TARGET_FIELDS.contains(&name) || matches!(name, "remark" | "accessed");
    object.put_extra(&source.extra, is_known);
    object
}

fn link(link: &Link) -> Object {
    let mut object = Object::default();
    object.put("to", link.to.as_str());
    object.put("rel", link.rel.as_str());
    object.put_extra(&link.extra, |name| matches!(name, "to" | "rel"));
    object
}
