//! CSV by RFC 4180: one row a tag, CRLF between rows, every cell with a comma,
//! quote or line end in quotes.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab, CR or LF may run as a
//! formula in a spreadsheet. Such a cell of free text is given an apostrophe
//! in front, and the last column, `guarded`, names the columns of the row that
//! were: whoever reads the file with a program takes one apostrophe off those
//! and has the exact words. There is no byte order mark, which would stick to
//! the name of the first column. With pandas, read with
//! `keep_default_na=False`, or a passage `NA` reads as missing.
//!
//! Must not know: files.

use std::ops::Range;

use super::bundle::{ExportDocument, Placed};
use super::json::to_spaced_json;
use super::native::{link_objects, source_objects};
use super::piece::{Tally, Writer};
use super::problem::Problem;

const COLUMNS: [&str; 30] = [
    "doc",
    "id",
    "tag",
    "start",
    "end",
    "byte_start",
    "byte_end",
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
    "state",
    "score",
    "stored_start",
    "stored_end",
    "stored_quote",
    "doc_sha256",
    "doc_length",
    "extra",
    "guarded",
];

/// How a cell begins that a spreadsheet would take for a formula, by the list
/// of <https://owasp.org/www-community/attacks/CSV_Injection>.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// One row a tag under a row of column names.
pub(super) struct Csv;

impl Writer for Csv {
    fn head(&self, out: &mut Vec<u8>) {
        let mut writer = writer(out);
        writer.write_record(COLUMNS).expect(INTO_MEMORY);
        writer.flush().expect(INTO_MEMORY);
    }

    fn tags(
        &self,
        document: &ExportDocument,
        tags: Range<usize>,
        out: &mut Vec<u8>,
        tally: &mut Tally,
    ) {
        let mut writer = writer(out);
        for tag in &document.tags[tags] {
            let mut cells = cells(document, tag);
            tally.guarded += guard(&mut cells);
            writer.write_record(&cells).expect(INTO_MEMORY);
        }
        writer.flush().expect(INTO_MEMORY);
    }

    fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        let guarded = tally.guarded;
        let words = format!(
            "cells that begin like a spreadsheet formula and were given an apostrophe in \
             front: {guarded}; the column \"guarded\" names them"
        );
        let problem = (guarded > 0).then(|| Problem::warning("", words));
        problem.into_iter().collect()
    }
}

/// Why writing cannot fail here.
const INTO_MEMORY: &str = "a growing buffer takes every row, and all rows have the same length";

fn writer(out: &mut Vec<u8>) -> csv::Writer<&mut Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out)
}

/// The cells of a row, all but the last, which [`guard`] adds.
fn cells(document: &ExportDocument, tag: &Placed) -> Vec<String> {
    let annotation = &tag.annotation;
    let stored = &annotation.selector;
    let place = document.place(tag);
    let quote = place.map(|it| document.words(it)).unwrap_or_default();
    let offset = |number: Option<usize>| number.map(|it| it.to_string()).unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let attributes = &annotation.attributes;
    let objects = |list: Vec<_>| {
        if list.is_empty() {
            String::new()
        } else {
            to_spaced_json(&list)
        }
    };
    vec![
        document.path.clone(),
        annotation.id.to_string(),
        annotation.tag.to_string(),
        offset(place.map(|it| it.start.0)),
        offset(place.map(|it| it.end.0)),
        offset(place.map(|it| it.bytes.start())),
        offset(place.map(|it| it.bytes.end())),
        quote,
        stored.prefix.clone(),
        stored.suffix.clone(),
        annotation.note.clone(),
        objects(source_objects(&annotation.sources)),
        objects(link_objects(&annotation.links)),
        text(&attributes.speaker),
        text(&attributes.stated),
        attributes
            .verdict
            .map(|it| it.name().to_owned())
            .unwrap_or_default(),
        attributes
            .confidence
            .map(|it| it.to_string())
            .unwrap_or_default(),
        text(&attributes.reason),
        annotation.creator.clone(),
        annotation.created.0.clone(),
        annotation.modified.0.clone(),
        tag.anchor.state().name().to_owned(),
        format!("{:.3}", tag.anchor.score()),
        stored.start.to_string(),
        stored.end.to_string(),
        stored.quote.clone(),
        document.sha256.clone(),
        offset(document.text.as_ref().map(|it| it.code_points().0)),
        if annotation.extra.is_empty() {
            String::new()
        } else {
            to_spaced_json(&annotation.extra)
        },
    ]
}

/// Puts an apostrophe before what a spreadsheet would run, adds the cell that
/// says where, and counts.
fn guard(cells: &mut Vec<String>) -> usize {
    let mut names = Vec::new();
    for (cell, column) in cells.iter_mut().zip(COLUMNS) {
        if cell.starts_with(FORMULA) {
            cell.insert(0, '\'');
            names.push(column);
        }
    }
    cells.push(names.join(" "));
    names.len()
}
