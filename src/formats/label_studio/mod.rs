//! Label Studio: a task for each document, as a JSON file of its own, and one labelling
//! configuration for all.
//!
//! Offsets are code points, with the end exclusive. Each annotator has an annotation of the task, a
//! tag is a region with the label, links are relations between regions of one annotation. A note
//! is the text in the `meta` of a region, which the program shows as such; beside it stands
//! `postil`, with all that a region has no room for. The name of an annotator is a field that
//! Label Studio ignores, since it refuses a task whose annotator it does not know.
//!
//! Must not know: files.

mod read;

use serde_json::Value;

use crate::annotation::{Annotation, Colour, DocumentFacts};

use super::bundle::{ExportDocument, Place};
use super::carried;
use super::files::{FilesWriter, Met, OutFile};
use super::json::{Node, Object, to_spaced_json};
use super::piece::{Shown, Tally};
use super::within::Within;

pub(super) struct LabelStudio;

/// What the configuration calls the labels, and the text.
const LABELS: &str = "label";
const TEXT: &str = "text";

impl FilesWriter for LabelStudio {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile> {
        let Some(within) = Within::new(document, tally) else {
            return Vec::new();
        };
        let mut annotators: Vec<&str> = Vec::new();
        for (annotation, _) in &within.tags {
            if !annotators.contains(&annotation.creator.as_str()) {
                annotators.push(&annotation.creator);
            }
        }
        for (annotation, _) in &within.tags {
            tally.tell_hidden(annotation, &[Shown::Notes, Shown::Annotators]);
        }
        let by = |number: &usize| within.tags[*number].0.creator.as_str();
        let apart = within.relations.iter();
        let apart = apart.filter(|(from, _, to)| by(from) != by(to)).count();
        tally.leave_out("links between annotators as relations", apart);
        let annotations = annotators.iter().map(|annotator| {
            let own = within.tags.iter();
            let own = own.filter(|(annotation, _)| annotation.creator == *annotator);
            let mut result: Vec<Object> = own
                .map(|(annotation, place)| region(&within, annotation, *place))
                .collect();
            let links = within.relations.iter();
            let links =
                links.filter(|(from, _, to)| by(from) == *annotator && by(to) == *annotator);
            result.extend(links.map(|(from, name, to)| {
                let id = |number: &usize| within.tags[*number].0.id.as_str();
                let mut relation = Object::default();
                relation.put("type", "relation");
                relation.put("from_id", id(from));
                relation.put("to_id", id(to));
                relation.put("direction", "right");
                relation.put("labels", vec![Value::from(*name)]);
                relation
            }));
            let mut annotation = Object::default();
            annotation.put("created_username", *annotator);
            annotation.put("result", Node::List(result));
            annotation
        });
        let annotations: Vec<Object> = annotations.collect();
        let mut data = Object::default();
        data.put(TEXT, within.words());
        data.put("doc", document.path.as_str());
        data.put("sha256", document.sha256.as_str());
        let mut task = Object::default();
        task.put("data", Node::Object(data));
        task.put("annotations", Node::List(annotations));
        vec![OutFile {
            name: format!("{}.json", document.path),
            bytes: (to_spaced_json(&task) + "\n").into_bytes(),
        }]
    }

    fn shared(&self, met: &Met, _: &mut Tally) -> Vec<OutFile> {
        let known = met.tags.iter().map(|tag| (&tag.id, Some(tag.colour)));
        let others = met.labels.keys().filter(|label| !met.tags.knows(label));
        let labels = known.chain(others.map(|label| (label, None)));
        let mut xml = "<View>\n  <Relations>\n".to_owned();
        for relation in met.relations.keys() {
            xml.push_str(&format!("    <Relation value=\"{}\"/>\n", in_xml(relation)));
        }
        xml.push_str("  </Relations>\n");
        xml.push_str(&format!("  <Labels name=\"{LABELS}\" toName=\"{TEXT}\">\n"));
        for (label, colour) in labels {
            let background = match colour {
                Some(Colour::Rgb(red, green, blue)) => {
                    format!(" background=\"#{red:02x}{green:02x}{blue:02x}\"")
                }
                _ => String::new(),
            };
            let label = in_xml(label.as_str());
            xml.push_str(&format!("    <Label value=\"{label}\"{background}/>\n"));
        }
        xml.push_str("  </Labels>\n");
        xml.push_str(&format!(
            "  <Text name=\"{TEXT}\" value=\"${TEXT}\"/>\n</View>\n"
        ));
        vec![OutFile {
            name: "label-config.xml".to_owned(),
            bytes: xml.into_bytes(),
        }]
    }
}

/// A tag as a region.
fn region(within: &Within<'_>, annotation: &Annotation, place: Place) -> Object {
    let mut value = Object::default();
    value.put("start", place.start.0);
    value.put("end", place.end.0);
    value.put("text", within.text.slice(place.bytes).into_owned());
    value.put("labels", vec![Value::from(annotation.tag.as_str())]);
    let mut meta = Object::default();
    if !annotation.note.is_empty() {
        meta.put("text", vec![Value::from(annotation.note.as_str())]);
    }
    meta.put("postil", Node::Object(carried::object(annotation, place)));
    let mut region = Object::default();
    region.put("id", annotation.id.as_str());
    region.put("from_name", LABELS);
    region.put("to_name", TEXT);
    region.put("type", "labels");
    region.put("value", Node::Object(value));
    region.put("meta", Node::Object(meta));
    region
}

/// Words as the value of an attribute: what XML has no place for becomes a blank.
fn in_xml(words: &str) -> String {
    let plain = words.replace(
        |sign: char| sign.is_control() || sign > '\u{fffd}' && sign < '\u{10000}',
        " ",
    );
    quick_xml::escape::escape(plain).into_owned()
}
