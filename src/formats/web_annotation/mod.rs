//! The Web Annotation Data Model of the W3C, as JSON-LD
//! (<https://www.w3.org/TR/annotation-model/>): one page of annotations.
//!
//! Offsets are code points, with the end exclusive; the words are always written beside them,
//! since some readers count otherwise. Documents and tags are named by identifiers of
//! [`super::iri`], so that links lead across documents too. All that a tag says besides stands
//! as JSON in a text under `postil:tag`, which the context maps, so that processors of JSON-LD
//! keep it.
//!
//! Must not know: files.

mod read;

use std::ops::Range;

use serde_json::Value;

use crate::annotation::{Source, SourceTarget, Timestamp};

use super::bundle::{ExportDocument, Placed};
use super::json::{Node, Object, to_spaced_json};
use super::piece::{Piece, Writer};
use super::{carried, iri, selectors};

pub(super) struct WebAnnotation;

/// The context of the model, which every annotation names.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// What our own terms begin with.
const PREFIX: &str = "postil";
/// The field with all that a tag says.
const CARRIED: &str = "postil:tag";
/// The field with what a link is called.
const RELATION: &str = "postil:relation";

impl Writer for WebAnnotation {
    fn head(&self, out: &mut Vec<u8>) {
        let names = iri::NAMESPACE;
        let head = format!(
            "{{\n  \"@context\": [\"{CONTEXT}\", {{\"{PREFIX}\": \"{names}\"}}],\n  \
             \"id\": \"{names}export:page\",\n  \"type\": \"AnnotationPage\",\n  \
             \"partOf\": {{\"id\": \"{names}export\", \"type\": \"AnnotationCollection\", \
             \"label\": \"Tags\"}},\n  \"startIndex\": 0,\n  \"items\": ["
        );
        out.extend(head.as_bytes());
    }

    fn between(&self, documents: usize) -> &'static str {
        if documents == 0 { "" } else { "," }
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        for index in tags {
            let before = if index == 0 { "\n    " } else { ",\n    " };
            piece.bytes.extend(before.as_bytes());
            let item = item(document, &document.tags[index]);
            piece.bytes.extend(to_spaced_json(&item).as_bytes());
        }
    }

    fn tail(&self, _: usize, out: &mut Vec<u8>) {
        out.extend(b"\n  ]\n}\n");
    }
}

fn item(document: &ExportDocument, tag: &Placed) -> Object {
    let annotation = &tag.annotation;
    let mut item = Object::default();
    item.put("id", iri::of_tag(&document.path, &annotation.id));
    item.put("type", "Annotation");
    let mut motivation = vec![Value::from("tagging")];
    if !annotation.note.is_empty() {
        motivation.push("commenting".into());
    }
    if annotation.leads_to().next().is_some() {
        motivation.push("linking".into());
    }
    item.put("motivation", motivation);
    put_time(&mut item, "created", &annotation.created);
    put_time(&mut item, "modified", &annotation.modified);
    if !annotation.creator.is_empty() {
        let mut creator = Object::default();
        creator.put("type", "Person");
        creator.put("name", annotation.creator.as_str());
        item.put("creator", Node::Object(creator));
    }
    let mut bodies = vec![textual("tagging", annotation.tag.as_str())];
    if !annotation.note.is_empty() {
        bodies.push(textual("commenting", &annotation.note));
    }
    bodies.extend(annotation.sources.iter().filter_map(source));
    for link in &annotation.links {
        let mut body = leading_to(iri::of_passage(&link.to));
        body.put(RELATION, link.rel.as_str());
        bodies.push(body);
    }
    item.put("body", Node::List(bodies));
    let mut target = Object::default();
    target.put("type", "SpecificResource");
    target.put("source", iri::of_document(&document.path));
    let mut selectors = vec![selectors::quote(document, tag)];
    if let Some(place) = document.place(tag) {
        selectors.push(selectors::position(place.start.0, place.end.0));
    }
    target.put("selector", Node::List(selectors));
    item.put("target", Node::Object(target));
    item.put(CARRIED, carried::of_tag(document, tag));
    item
}

/// The model takes times of UTC alone.
fn put_time(item: &mut Object, name: &'static str, time: &Timestamp) {
    if time.is_rfc_3339() && time.0.ends_with('Z') && time.0.contains('T') {
        item.put(name, time.0.as_str());
    }
}

fn textual(purpose: &'static str, value: &str) -> Object {
    let mut body = Object::default();
    body.put("type", "TextualBody");
    body.put("purpose", purpose);
    body.put("format", "text/plain");
    body.put("value", value);
    body
}

fn leading_to(iri: String) -> Object {
    let mut body = Object::default();
    body.put("type", "SpecificResource");
    body.put("purpose", "linking");
    body.put("source", iri);
    body
}

/// A source that has an address.
fn source(source: &Source) -> Option<Object> {
    match &source.target {
        SourceTarget::Passage(passage) => Some(leading_to(iri::of_passage(passage))),
        _ => source.address().map(leading_to),
    }
}
