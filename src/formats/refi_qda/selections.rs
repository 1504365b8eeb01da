//! The tags of a document as selections, and what is said of them in the words of the standard.
//!
//! Must not know: how they are written.

use crate::annotation::{Annotation, Source, Timestamp};
use crate::formats::bundle::{ExportDocument, Place};

use super::copy::Copy;
use super::guid::{Of, guid, of_tag};

/// A tag that has a place in the copy.
pub(super) struct Selection<'a> {
    pub(super) guid: String,
    pub(super) annotation: &'a Annotation,
    pub(super) place: Place,
    /// Where it is in the copy, in code points.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The tags of a document that have a place, and how many have none in the copy.
pub(super) fn selections<'a>(
    document: &'a ExportDocument,
    copy: &Copy,
) -> (usize, Vec<Selection<'a>>) {
    let mut nowhere = 0;
    let mut selections = Vec::with_capacity(document.tags.len());
    for tag in &document.tags {
        let Some(place) = document.place(tag) else {
            continue;
        };
        let (start, end) = (copy.to_copy(place.start.0), copy.to_copy(place.end.0));
        match start < end {
            true => selections.push(Selection {
                guid: of_tag(&document.path, &tag.annotation.id),
                annotation: &tag.annotation,
                place,
                start,
                end,
            }),
            false => nowhere += 1,
        }
    }
    (nowhere, selections)
}

/// The identifier of an annotator; empty for nobody.
pub(super) fn user(name: &str) -> String {
    match name.is_empty() {
        true => String::new(),
        false => guid(Of::User, &[name]),
    }
}

/// A time as XML Schema has it, which knows no leap seconds and no year 0; else empty.
pub(super) fn time(time: &Timestamp) -> &str {
    let written = time.0.as_str();
    let is_plain = |written: &str| {
        let leap = written.get(17..19) == Some("60");
        let zero = written.starts_with("0000");
        written.bytes().all(|byte| !byte.is_ascii_lowercase()) && !leap && !zero
    };
    match time.is_rfc_3339() && is_plain(written) {
        true => written,
        false => "",
    }
}

/// What is said of a tag besides its note, for people: a line each; empty where it is nothing.
pub(super) fn remarks(annotation: &Annotation) -> String {
    let values = annotation.values();
    let values = values.filter(|(attribute, _)| attribute.is_optional());
    let mut lines: Vec<String> = values
        .map(|(attribute, value)| format!("{}: {}", attribute.name, attribute.in_words(&value)))
        .collect();
    lines.extend(annotation.sources.iter().map(source));
    lines.join("\n")
}

fn source(source: &Source) -> String {
    let mut line = format!("source: {}", source.to_words());
    let remarks = [("", &source.remark), ("seen ", &source.accessed)];
    for (before, words) in remarks.iter().filter(|(_, words)| !words.is_empty()) {
        let words = words.replace('\n', " ");
        line.push_str(&format!("; {before}{words}"));
    }
    line
}
