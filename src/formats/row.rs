//! One tag as an object for programs: the fields of the annotation file, with
//! its document and where it stands now.
//!
//! Must not know: what the objects are put into.

use serde_json::Value;

use super::bundle::{ExportDocument, Placed};
use super::json::{Node, Object, to_spaced_json};
use super::native;
use crate::annotation::{DocumentFacts, OpenReason};

/// The fields that come on top of those of the annotation file.
const RESERVED: [&str; 9] = [
    "doc",
    "doc_bytes",
    "state",
    "score",
    "stale",
    "stored",
    "candidates",
    "versions",
    "extra",
];

/// What is said of a document as a whole, as one line of JSON without its line end: it has
/// no `id` and no `tag`.
pub(crate) fn document_line(document: &ExportDocument, facts: &DocumentFacts) -> String {
    let mut object = Object::default();
    object.put("doc", document.path.as_str());
    object.put_text("doc_bytes", document.path_bytes.as_deref().unwrap_or(""));
    object.put("sha256", document.sha256.as_str());
    native::put_facts(&mut object, facts);
    to_spaced_json(&object)
}

/// A tag as one line of JSON without its line end.
///
/// `start`, `end` (code points) and `quote` are those of the document as it is now, `null`
/// when the passage is not found; `stored` holds the annotation file's own where they differ;
/// `stale` names what was said of other words than those it has now; `candidates` the places,
/// `[start, end]`, where the words of a lost passage stand, up to
/// [`MOST_CANDIDATES`](super::bundle::MOST_CANDIDATES); `doc_bytes` the bytes of a path that is
/// not UTF-8, percent-encoded; `versions` names the other versions of a tag in conflict; `extra`
/// holds unknown fields whose names are taken by these.
pub(crate) fn tag_line(document: &ExportDocument, tag: &Placed) -> String {
    to_spaced_json(&tag_object(document, tag, &RESERVED))
}

/// As [`tag_line`] for a tag that is open: `why` names the most pressing of the reasons,
/// `reasons` all of them.
pub(crate) fn open_line(document: &ExportDocument, tag: &Placed, reasons: &[OpenReason]) -> String {
    let reserved = [&RESERVED[..], &["why", "reasons"]].concat();
    let mut object = tag_object(document, tag, &reserved);
    if let Some(first) = reasons.first() {
        object.put("why", first.name());
    }
    let names: Vec<Value> = reasons.iter().map(|reason| reason.name().into()).collect();
    object.put("reasons", names);
    to_spaced_json(&object)
}

fn tag_object(document: &ExportDocument, tag: &Placed, reserved: &[&str]) -> Object {
    let annotation = &tag.annotation;
    let stored = &annotation.selector;
    let mut object = Object::default();
    object.put("doc", document.path.as_str());
    object.put_text("doc_bytes", document.path_bytes.as_deref().unwrap_or(""));
    object.put("id", annotation.id.as_str());
    object.put("tag", annotation.tag.as_str());
    let mut differs = true;
    if let Some(place) = document.place(tag) {
        let quote = document.words(place);
        differs = place.start != stored.start || place.end != stored.end || quote != stored.quote;
        object.put("start", place.start.0);
        object.put("end", place.end.0);
        object.put("quote", quote);
    } else {
        for field in ["start", "end", "quote"] {
            object.put(field, Value::Null);
        }
    }
    let taken = native::put_rest(&mut object, annotation, reserved);
    object.put("state", tag.anchor.state().name());
    object.put("score", (tag.anchor.score() * 1000.0).round() / 1000.0);
    if document.stale_verdict(tag).is_some() {
        object.put("stale", vec![Value::from("verdict")]);
    }
    if differs {
        let mut own = Object::default();
        own.put("start", stored.start.0);
        own.put("end", stored.end.0);
        own.put("quote", stored.quote.as_str());
        object.put("stored", Node::Object(own));
    }
    let candidates = document.candidates(tag);
    if !candidates.is_empty() {
        object.put("candidates", candidates);
    }
    let versions = document.conflicts.others(&annotation.id);
    let versions: Vec<Value> = versions.map(|id| id.as_str().into()).collect();
    if !versions.is_empty() {
        object.put("versions", versions);
    }
    if !taken.is_empty() {
        let mut extra = Object::default();
        extra.put_extra(&annotation.unlisted(), |name| {
            !taken.iter().any(|taken| taken == name)
        });
        object.put("extra", Node::Object(extra));
    }
    object
}
