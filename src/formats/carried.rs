//! What a tag says besides its passage, as one line of JSON: for formats that have a free field,
//! so that what was written comes back whole.
//!
//! Must not know: the formats.

use std::collections::HashMap;

use serde_json::Value;

use crate::annotation::{Annotation, TagId};
use crate::text::TextRange;

use super::bundle::{ExportDocument, Place, Placed};
use super::import::{ImportedTag, Placing};
use super::json::{Object, to_spaced_json};
use super::native;
use super::problem::{Problem, Severity};
use super::xml;

/// All that an annotation says, as one line of JSON, with where it stands, but without its words.
pub(super) fn to_json(annotation: &Annotation, place: Place) -> String {
    to_spaced_json(&object(annotation, place))
}

/// The same as an object.
pub(super) fn object(annotation: &Annotation, place: Place) -> Object {
    let mut object = Object::default();
    object.put("id", annotation.id.as_str());
    object.put("tag", annotation.tag.as_str());
    object.put("start", place.start.0);
    object.put("end", place.end.0);
    native::put_rest(&mut object, annotation, &[]);
    object
}

/// Reads what [`to_json`] wrote; its selector has no words. The tag is the one that was written,
/// where the label of the format is still the one that was made of it; else somebody has changed
/// it, and it is that label.
///
/// # Errors
/// What is wrong in it.
pub(super) fn from_json(
    place: &str,
    label: &TagId,
    label_of: impl Fn(&TagId) -> String,
    value: Value,
) -> Result<Annotation, Problem> {
    let Value::Object(mut fields) = value else {
        return Err(Problem::error(place, "must be an object"));
    };
    let written = fields.get("tag").and_then(Value::as_str).map(TagId::from);
    let is_it = written.is_some_and(|written| label_of(&written) == label.as_str());
    if !is_it {
        fields.insert("tag".to_owned(), label.as_str().into());
    }
    fields.insert("quote".to_owned(), "".into());
    for name in ["start", "end"] {
        if !fields.contains_key(name) {
            fields.insert(name.to_owned(), 0.into());
        }
    }
    let (annotation, problems) = native::read_annotation(place, fields);
    let mut errors = problems
        .into_iter()
        .filter(|problem| problem.severity == Severity::Error);
    match (annotation, errors.next()) {
        (Some(annotation), None) => Ok(annotation),
        (_, Some(problem)) => Err(problem),
        (None, None) => Err(Problem::error(place, "is no tag")),
    }
}

/// A tag that a format with its own fields has read, as it was carried in full, as one line of
/// JSON: where the format says that it stands now, with the note that it has there now.
///
/// # Errors
/// What is wrong in what was carried.
pub(super) fn merged(
    place: &str,
    written: &str,
    tag: &ImportedTag,
    label_of: impl Fn(&TagId) -> String,
) -> Result<Annotation, Problem> {
    let carried = from_line(place, written, &tag.annotation.tag, label_of)?;
    let note = tag.annotation.note.clone();
    Ok(merged_with(carried, note, tag))
}

/// As [`merged`], in formats whose notes stand in XML: one that is as XML could carry it has not been
/// changed.
///
/// # Errors
/// Those of [`merged`].
pub(super) fn merged_from_xml(
    place: &str,
    written: &str,
    tag: &ImportedTag,
    label_of: impl Fn(&TagId) -> String,
) -> Result<Annotation, Problem> {
    let carried = from_line(place, written, &tag.annotation.tag, label_of)?;
    Ok(with_note_of_xml(carried, tag))
}

/// Reads what [`to_json`] wrote, with the tag that was written; its selector has no words.
///
/// # Errors
/// What is wrong in it.
pub(super) fn read(place: &str, written: &str) -> Result<Annotation, Problem> {
    if let Some(mut annotation) = native::read_carried(written) {
        annotation.selector.quote.clear();
        return Ok(annotation);
    }
    let value = parsed(place, written)?;
    let label = value.get("tag").and_then(Value::as_str).unwrap_or_default();
    let label = TagId::from(label);
    from_json(place, &label, TagId::to_string, value)
}

fn parsed(place: &str, written: &str) -> Result<Value, Problem> {
    serde_json::from_str(written)
        .map_err(|error| Problem::error(place, format!("is not JSON: {error}")))
}

/// As [`from_json`], of one line of it.
fn from_line(
    place: &str,
    written: &str,
    label: &TagId,
    label_of: impl Fn(&TagId) -> String,
) -> Result<Annotation, Problem> {
    let Some(mut annotation) = native::read_carried(written) else {
        return from_json(place, label, label_of, parsed(place, written)?);
    };
    annotation.selector.quote.clear();
    if label_of(&annotation.tag) != label.as_str() {
        annotation.tag.clone_from(label);
    }
    Ok(annotation)
}

/// As [`merged_from_xml`], of what was read before, with the tag that it has now.
pub(super) fn with_note_of_xml(carried: Annotation, tag: &ImportedTag) -> Annotation {
    let theirs = tag.annotation.note.as_str();
    let note = match xml::carried(&carried.note) == theirs {
        true => carried.note.clone(),
        false => theirs.to_owned(),
    };
    merged_with(carried, note, tag)
}

/// What was carried, with this note, where the format says that it stands.
fn merged_with(mut carried: Annotation, note: String, tag: &ImportedTag) -> Annotation {
    let theirs = &tag.annotation.selector;
    carried.note = note;
    match tag.placing {
        Placing::Position => carried.selector.clone_from(theirs),
        _ => carried.selector.quote.clone_from(&theirs.quote),
    }
    carried
}

/// As [`to_json`], of a tag wherever it stands: of a lost one, where it was.
pub(super) fn of_tag(document: &ExportDocument, tag: &Placed) -> String {
    let selector = &tag.annotation.selector;
    let place = document.place(tag).unwrap_or(Place {
        start: selector.start,
        end: selector.end,
        bytes: TextRange::between(0, 0),
    });
    to_json(&tag.annotation, place)
}

/// What was carried beside the passages of a document, in formats that have no room at each: it
/// belongs to the passage with the same place and label, or else to one with the same place.
#[derive(Debug, Default)]
pub(super) struct CarriedBeside(HashMap<(usize, usize), Vec<Waiting>>);

#[derive(Debug)]
struct Waiting {
    place: String,
    label: TagId,
    value: Value,
}

impl CarriedBeside {
    /// Takes a list of what [`object`] made.
    pub(super) fn new(place: &str, values: Vec<Value>) -> Self {
        let mut carried = Self::default();
        for (number, value) in values.into_iter().enumerate() {
            // What is no tag of ours belongs to nothing.
            if let Some((start, end, label)) = passage_of(&value) {
                carried.0.entry((start, end)).or_default().push(Waiting {
                    place: format!("{place}[{number}]"),
                    label: label.into(),
                    value,
                });
            }
        }
        carried
    }

    /// What was said of passages with these places and labels, each once.
    ///
    /// # Errors
    /// What is wrong in it.
    pub(super) fn take(
        &mut self,
        passages: &[(usize, usize, TagId)],
    ) -> Result<Vec<Option<Annotation>>, Problem> {
        let mut found: Vec<Option<Annotation>> = vec![None; passages.len()];
        // First those that are as they were, then those that have another label now.
        for same in [true, false] {
            for ((start, end, label), found) in passages.iter().zip(&mut found) {
                let waiting = self.0.get_mut(&(*start, *end));
                let Some(waiting) = waiting.filter(|_| found.is_none()) else {
                    continue;
                };
                let is_it = |one: &Waiting| !same || one.label == *label;
                let Some(index) = waiting.iter().position(is_it) else {
                    continue;
                };
                let one = waiting.remove(index);
                let read = from_json(&one.place, label, TagId::to_string, one.value)?;
                *found = Some(read);
            }
        }
        Ok(found)
    }
}

/// Where something that was carried stood, and the label that it had.
pub(super) fn passage_of(value: &Value) -> Option<(usize, usize, &str)> {
    let offset = |name: &str| usize::try_from(value.get(name)?.as_u64()?).ok();
    let label = value.get("tag")?.as_str()?;
    Some((offset("start")?, offset("end")?, label))
}
