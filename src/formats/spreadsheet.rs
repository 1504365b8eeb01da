//! A table for people who open it in a spreadsheet: fifteen columns, and a byte order mark,
//! without which Excel takes the file for one in a legacy encoding.
//!
//! Cells are guarded as those of [`super::csv`]. What it has of a tag is read back by its words.
//!
//! Must not know: files.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use compact_str::{CompactString, ToCompactString as _};
use memchr::memchr;

use crate::annotation::{ATTRIBUTES, Annotation, Attribute, Past, Source};
use crate::text::{counted, one_line};

use super::bundle::{ExportDocument, Placed};
use super::csv::{guard, write_row};
use super::piece::{Piece, Tally, Writer};
use super::problem::Problem;

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) const COLUMNS: [&str; 15] = [
    "document",
    "sentence",
    "tag",
    "passage",
    "note",
    "sources",
    "verdict",
    "speaker",
    "annotator",
    "date (UTC)",
    "verdict was given on",
    "said on",
    "confidence",
    "reason",
    "was",
];

/// The attributes that have a column.
const CARRIED: [&str; 9] = [
    "note",
    "sources",
    "verdict",
    "speaker",
    "stated",
    "confidence",
    "reason",
    "creator",
    "created",
];

/// The attributes that have none; the time of change is not missed.
static UNCARRIED: LazyLock<Vec<&Attribute>> = LazyLock::new(|| {
    let has_column = |name| CARRIED.contains(&name) || name == "modified";
    let all = ATTRIBUTES.listed();
    all.filter(|attribute| !has_column(attribute.name))
        .collect()
});

pub(super) struct Spreadsheet;

impl Writer for Spreadsheet {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend(BYTE_ORDER_MARK.as_bytes());
        write_row(&COLUMNS, out);
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        for tag in &document.tags[tags] {
            let (sentence, date) = (sentence(document, tag), date(&tag.annotation.created.0));
            let mut cells = cells(document, tag, [&sentence, &date]);
            piece.tally.guarded += guard(&mut cells).len();
            piece.tally.unknown += left_out(&tag.annotation);
            write_row(&cells, &mut piece.bytes);
        }
    }

    fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        let [tags, unknown, guarded] = [tally.tags, tally.unknown, tally.guarded];
        let told = [
            (
                tags,
                format!(
                    "ids, offsets and context of {} are not in the table; --format csv has them",
                    counted(tags, "tag")
                ),
            ),
            (
                unknown,
                format!(
                    "links, further attributes and unknown fields that are not in the table: {unknown}"
                ),
            ),
            (
                guarded,
                format!(
                    "cells that begin like a spreadsheet formula and were given an apostrophe in front: {guarded}"
                ),
            ),
        ];
        let told = told.into_iter().filter(|(count, _)| *count > 0);
        told.map(|(_, words)| Problem::warning("", words))
            .chain(tally.problems())
            .collect()
    }
}

/// The number of the sentence that a tag is in; of one whose place is not known, how it is instead.
fn sentence(document: &ExportDocument, tag: &Placed) -> CompactString {
    match document.text.as_ref().and(tag.anchor.range()) {
        None => tag.anchor.state().name().into(),
        Some(place) => match document.sentence_number(place.start()) {
            Some(number) => number.to_compact_string(),
            None => CompactString::default(),
        },
    }
}

fn cells<'a>(
    document: &'a ExportDocument,
    tag: &'a Placed,
    [sentence, date]: [&'a str; 2],
) -> [Cow<'a, str>; COLUMNS.len()] {
    let annotation = &tag.annotation;
    let passage = document.passage(tag);
    let attribute = |name| -> Cow<'a, str> {
        let value = annotation.attributes.get(name);
        value.map_or(Cow::Borrowed(""), |value| value.to_words())
    };
    let sources: Vec<String> = annotation
        .sources
        .iter()
        .map(|one| source(document, tag, one))
        .collect();
    let was = annotation.past().iter().map(Past::to_words);
    let was: Vec<String> = was.collect();
    [
        document.path.as_str().into(),
        sentence.into(),
        annotation.tag.as_str().into(),
        match passage {
            Cow::Borrowed(passage) => one_line(passage),
            Cow::Owned(passage) => one_line(&passage).into_owned().into(),
        },
        annotation.note.as_str().into(),
        sources.join("\n").into(),
        attribute("verdict"),
        attribute("speaker"),
        annotation.creator.as_str().into(),
        date.into(),
        document
            .stale_verdict(tag)
            .map(one_line)
            .unwrap_or_default(),
        attribute("stated"),
        attribute("confidence"),
        attribute("reason"),
        was.join("\n").into(),
    ]
}

/// A source with what is said of it: `https://example.org (p. 4; seen 2026-11-22)`; a
/// reference of the document with its words.
fn source(document: &ExportDocument, tag: &Placed, source: &Source) -> String {
    let mut named = match source.passage() {
        Some(passage) => document.passage_source(passage).to_owned(),
        None => source.to_words(),
    };
    if let Some(words) = document.reference_in_words(tag, source) {
        named = words;
    }
    let seen = match source.accessed.as_str() {
        "" => String::new(),
        day => format!("seen {day}"),
    };
    let said = [source.remark.clone(), seen];
    let said: Vec<String> = said.into_iter().filter(|words| !words.is_empty()).collect();
    match said.is_empty() {
        true => named,
        false => format!("{named} ({})", said.join("; ")),
    }
}

/// A time stamp in UTC as spreadsheets read it: `2026-11-22 10:00:00`.
fn date(stamp: &str) -> CompactString {
    let utc = stamp.strip_suffix('Z');
    let mut date = CompactString::from(utc.unwrap_or(stamp));
    if let Some(at) = utc.and_then(|utc| memchr(b'T', utc.as_bytes())) {
        date.replace_range(at..=at, " ");
    }
    date
}

/// How many fields of an annotation have no column.
fn left_out(annotation: &Annotation) -> usize {
    let others = UNCARRIED.iter().filter(|attribute| {
        let value = annotation.value(attribute);
        value.is_some_and(|value| !value.is_empty())
    });
    let extra = annotation.sources.iter().map(Source::unknown_fields);
    others.count() + annotation.untold_fields() + extra.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_spreadsheets() {
        for (stamp, date_of_it) in [
            ("2026-11-22T10:00:00Z", "2026-11-22 10:00:00"),
            ("2026-11-22T10:00:00+02:00", "2026-11-22T10:00:00+02:00"),
            ("", ""),
        ] {
            assert_eq!(date(stamp), date_of_it);
        }
    }
}
