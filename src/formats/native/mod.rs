//! The native annotation file: what stands in `annotations/`.
//!
//! Written with fields in a fixed order and one annotation a line, so that the
//! same tags give the same bytes; read strictly, because what is not
//! understood would be lost when the file is written again.
//!
//! ```
//! use postil::formats::{Fitness, native};
//!
//! let parsed = native::parse(br#"{"format": "postil", "version": 1, "annotations": [
//!     {"id": "i1", "tag": "claim", "start": 4, "end": 7, "quote": "two"}
//! ]}"#);
//! assert_eq!(parsed.fitness, Fitness::Whole, "{:?}", parsed.problems);
//! let claim = parsed.file.set.iter().next().unwrap();
//! assert_eq!(claim.selector.quote, "two");
//! assert_eq!(native::parse(&native::write(&parsed.file)).file, parsed.file);
//! ```
//!
//! Must not know: where the bytes come from or go to.

use crate::annotation::{Annotation, AnnotationSet, Attributes, Extra, Link, Source};

use super::json::Object;
use super::problem::Problem;

mod lines;
mod read;
mod strict;
mod write;

pub use read::{parse, parse_watched};
pub use write::{annotation_line, reads_back, write, write_in_pieces};

/// Who hears how many bytes of a file have been read, and answers whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize) -> bool;

/// The word in the field `format`.
pub const FORMAT: &str = "postil";
/// The version that is written, and the highest that is understood.
pub const VERSION: u64 = 1;

/// The greatest offset that is believed: every JSON reader counts exactly so far.
const GREATEST_OFFSET: u64 = 1 << 53;

/// What the file says about its document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DocumentInfo {
    /// The path below the root of the workspace, with `/`.
    pub path: String,
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
    /// Its tags.
    pub set: AnnotationSet,
    /// Unknown fields at the top.
    pub extra: Extra,
}

/// Whether a file that was read may be written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fitness {
    /// Everything in it was understood.
    Whole,
    /// A later version wrote it: what is understood is shown, nothing is written.
    Newer(u64),
    /// Something in it was not understood: the same.
    Broken,
}

/// What came of reading an annotation file.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What was understood.
    pub file: AnnotationFile,
    /// What was not, and what is odd.
    pub problems: Vec<Problem>,
    /// Whether it may be written over.
    pub fitness: Fitness,
}

const TOP_FIELDS: [&str; 4] = ["format", "version", "document", "annotations"];
const DOCUMENT_FIELDS: [&str; 4] = ["path", "sha256", "length", "encoding"];
/// The fields of an annotation in the order they are written in.
pub(super) const ANNOTATION_FIELDS: [&str; 18] = [
    "id",
    "tag",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "note",
    "sources",
    "links",
    "speaker",
    "stated",
    "verdict",
    "confidence",
    "reason",
    "creator",
    "created",
    "modified",
];
const SOURCE_FIELDS: [&str; 6] = [
    "url",
    "citation",
    "reference",
    "passage",
    "remark",
    "accessed",
];
const LINK_FIELDS: [&str; 2] = ["to", "rel"];

/// Adds all that follows the quote; hands back the names of unknown fields that
/// had to be left out because `reserved` names them too.
pub(super) fn put_rest(
    object: &mut Object,
    annotation: &Annotation,
    reserved: &[&str],
) -> Vec<String> {
    object.put("prefix", annotation.selector.prefix.as_str());
    object.put("suffix", annotation.selector.suffix.as_str());
    object.put_text("note", &annotation.note);
    object.put_list("sources", source_objects(&annotation.sources));
    object.put_list("links", link_objects(&annotation.links));
    put_attributes(object, &annotation.attributes);
    object.put_text("creator", &annotation.creator);
    object.put_text("created", &annotation.created.0);
    object.put_text("modified", &annotation.modified.0);
    let known = [&ANNOTATION_FIELDS[..], reserved].concat();
    object.put_extra(&annotation.extra, &known)
}

fn put_attributes(object: &mut Object, attributes: &Attributes) {
    object.put_text("speaker", attributes.speaker.as_deref().unwrap_or(""));
    object.put_text("stated", attributes.stated.as_deref().unwrap_or(""));
    if let Some(verdict) = attributes.verdict {
        object.put("verdict", verdict.name());
    }
    if let Some(confidence) = attributes.confidence.filter(|it| it.is_finite()) {
        object.put("confidence", confidence);
    }
    object.put_text("reason", attributes.reason.as_deref().unwrap_or(""));
}

/// The sources as objects of the annotation file.
pub(super) fn source_objects(sources: &[Source]) -> Vec<Object> {
    let object = |source: &Source| {
        let mut object = Object::default();
        object.put(source.target.field(), source.target.value());
        object.put_text("remark", &source.remark);
        object.put_text("accessed", &source.accessed);
        object.put_extra(&source.extra, &SOURCE_FIELDS);
        object
    };
    sources.iter().map(object).collect()
}

/// The links as objects of the annotation file.
pub(super) fn link_objects(links: &[Link]) -> Vec<Object> {
    let object = |link: &Link| {
        let mut object = Object::default();
        object.put("to", link.to.as_str());
        object.put("rel", link.rel.as_str());
        object.put_extra(&link.extra, &LINK_FIELDS);
        object
    };
    links.iter().map(object).collect()
}
