//! Reading an annotation file, whichever way it stands.

use crate::annotation::{ATTRIBUTES, Annotation, AttributeTable, DocumentFacts};
use crate::formats::problem::Problem;

use super::lines::{self, Lines};
use super::reader::{Fields, Reader};
use super::whole::whole;
use super::{Parsed, Watch};

/// Reads an annotation file. Never fails: what was not understood is in the
/// problems, and the integrity says whether the file may be written over.
pub fn parse(bytes: &[u8]) -> Parsed {
    parse_with(&ATTRIBUTES, bytes)
}

pub(in crate::formats) fn parse_with(attributes: &'static AttributeTable, bytes: &[u8]) -> Parsed {
    let parsed = watched(attributes, bytes, &mut |_| true);
    parsed.unwrap_or_else(|| whole(attributes, bytes))
}

/// Reads an annotation file and tells on the way how many bytes have been read; `None`
/// where the answer to that was not to go on.
pub(crate) fn parse_watched(bytes: &[u8], watch: Watch<'_>) -> Option<Parsed> {
    watched(&ATTRIBUTES, bytes, watch)
}

/// Reads the fields of one annotation, as they stand in an annotation file, and in the exports
/// for programs; `None` when nothing of it could be shown.
pub(in crate::formats) fn read_annotation(
    place: &str,
    fields: Fields,
) -> (Option<Annotation>, Vec<Problem>) {
    let mut reader = Reader::new(&ATTRIBUTES);
    (reader.annotation(place, fields), reader.problems)
}

/// Reads an annotation without its words from one line of JSON; `None` where it is anything but a
/// faultless one.
pub(in crate::formats) fn read_carried(line: &str) -> Option<Annotation> {
    lines::without_quote(&ATTRIBUTES, line)
}

/// Takes out of the fields of a document what is said of it as a whole.
pub(in crate::formats) fn read_facts(fields: &mut Fields) -> (DocumentFacts, Vec<Problem>) {
    let mut reader = Reader::new(&ATTRIBUTES);
    (reader.facts(fields), reader.problems)
}

fn watched(attributes: &'static AttributeTable, bytes: &[u8], watch: Watch<'_>) -> Option<Parsed> {
    let json = std::str::from_utf8(bytes).ok();
    match json.and_then(|json| lines::parse(attributes, json, watch)) {
        Some(Lines::Read(parsed)) => Some(*parsed),
        Some(Lines::GivenUp) => None,
        None => Some(whole(attributes, bytes)),
    }
}
