//! CSV by RFC 4180: one row a tag, CRLF between rows, every cell with a comma,
//! quote or line end in quotes.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or CR may run as a formula
//! in a spreadsheet. Such a cell of free text is given an apostrophe in front, and the column
//! `guarded` names the columns of the row that were: whoever reads the file with a program takes
//! one apostrophe off those and has the exact words. There is no byte order mark, which would
//! stick to the name of the first column. With pandas, read with
//! `keep_default_na=False`, or a passage `NA` reads as missing.
//!
//! Must not know: files.

use std::borrow::Cow;
use std::ops::Range;

use crate::annotation::{AttributeTable, AttributeValue};

use super::bundle::{ExportDocument, Placed};
use super::piece::{Piece, Tally, Writer};
use super::{json::to_spaced_json, native::node, problem::Problem};

const PASSAGE: &str = "doc id tag start end byte_start byte_end quote prefix suffix";
const STATE: &str =
    "state score stored_start stored_end stored_quote doc_sha256 doc_length extra guarded stale";

/// How a cell begins that a spreadsheet would take for a formula, by
/// <https://owasp.org/www-community/attacks/CSV_Injection>. A line feed, which stands there
/// too, runs nothing, and begins the context of every passage that begins a line.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One row a tag under a row of column names, with a column for each attribute.
pub(super) struct Csv(pub(super) &'static AttributeTable);

impl Csv {
    fn columns(&self) -> Vec<&'static str> {
        let attributes = self.0.listed().map(|attribute| attribute.name);
        let (before, after) = (PASSAGE.split(' '), STATE.split(' '));
        before.chain(attributes).chain(after).collect()
    }

    /// The cells of a row up to the column that names those that were guarded.
    fn cells<'a>(&self, document: &'a ExportDocument, tag: &'a Placed) -> Vec<Cow<'a, str>> {
        let annotation = &tag.annotation;
        let stored = &annotation.selector;
        let place = document.place(tag);
        let quote = place.map(|place| document.words(place));
        let number = |number: Option<usize>| -> Cow<'a, str> {
            number
                .map_or_else(String::new, |number| number.to_string())
                .into()
        };
        let mut cells: Vec<Cow<'a, str>> = vec![
            document.path.as_str().into(),
            annotation.id.as_str().into(),
            annotation.tag.as_str().into(),
            number(place.map(|place| place.start.0)),
            number(place.map(|place| place.end.0)),
            number(place.map(|place| place.bytes.start())),
            number(place.map(|place| place.bytes.end())),
            quote.unwrap_or_default().into(),
            stored.prefix.as_str().into(),
            stored.suffix.as_str().into(),
        ];
        cells.extend(self.0.listed().map(|attribute| {
            let value = annotation.value(attribute);
            let value = value.filter(|value| !value.is_empty());
            value.map(|value| cell(&value)).unwrap_or_default().into()
        }));
        let length = document.text.as_ref().map(|text| text.code_points().0);
        let unlisted = Some(annotation.unlisted()).filter(|unlisted| !unlisted.is_empty());
        cells.extend([
            tag.anchor.state().name().into(),
            format!("{:.3}", tag.anchor.score()).into(),
            stored.start.to_string().into(),
            stored.end.to_string().into(),
            stored.quote.as_str().into(),
            document.sha256.as_str().into(),
            number(length),
            unlisted
                .map_or_else(String::new, |unlisted| to_spaced_json(&unlisted))
                .into(),
        ]);
        cells
    }
}

impl Writer for Csv {
    fn head(&self, out: &mut Vec<u8>) {
        Rows::new().write(&self.columns(), out);
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        let columns = self.columns();
        let mut rows = Rows::new();
        for tag in &document.tags[tags] {
            let mut cells = self.cells(document, tag);
            let guarded = guard(&mut cells);
            piece.tally.guarded += guarded.len();
            let names: Vec<_> = guarded.into_iter().map(|cell| columns[cell]).collect();
            cells.push(names.join(" ").into());
            let stale = document.stale_verdict(tag).map(|_| "verdict");
            cells.push(stale.unwrap_or_default().into());
            rows.write(&cells, &mut piece.bytes);
        }
    }

    fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        let guarded = tally.guarded;
        let words = format!(
            "cells that begin like a spreadsheet formula and were given an apostrophe in \
             front: {guarded}; the column \"guarded\" names them"
        );
        let problem = (guarded > 0).then(|| Problem::warning("", words));
        problem.into_iter().chain(tally.problems()).collect()
    }
}

/// The bytes around a cell at most: two quotation marks, and a comma or the end of the row.
const AROUND: usize = 4;

/// Writes rows one after the other.
pub(super) struct Rows(csv_core::Writer);

impl Rows {
    pub(super) fn new() -> Self {
        let mut builder = csv_core::WriterBuilder::new();
        Self(builder.terminator(csv_core::Terminator::CRLF).build())
    }

    /// Adds a row to the end of `out`.
    pub(super) fn write<C: AsRef<str>>(&mut self, cells: &[C], out: &mut Vec<u8>) {
        let mut at = out.len();
        // Room for the row if all of it were quotation marks, each of which is written twice.
        let room = cells.iter().map(|cell| 2 * cell.as_ref().len() + AROUND);
        out.resize(at + room.sum::<usize>(), 0);
        for (number, cell) in cells.iter().enumerate() {
            if number > 0 {
                at += self.0.delimiter(&mut out[at..]).1;
            }
            at += self.0.field(cell.as_ref().as_bytes(), &mut out[at..]).2;
        }
        at += self.0.terminator(&mut out[at..]).1;
        out.truncate(at);
    }
}

/// An attribute in a cell: lists as JSON.
fn cell(value: &AttributeValue<'_>) -> String {
    match value {
        AttributeValue::Sources(_) | AttributeValue::Links(_) => to_spaced_json(&node(value)),
        _ => value.to_words().into_owned(),
    }
}

/// Whether a spreadsheet would run it.
pub(super) fn is_formula(cell: &str) -> bool {
    cell.starts_with(FORMULA)
}

/// Puts an apostrophe before what a spreadsheet would run, and answers which cells those
/// are.
pub(super) fn guard(cells: &mut [Cow<'_, str>]) -> Vec<usize> {
    let mut guarded = Vec::new();
    for (number, cell) in cells.iter_mut().enumerate() {
        if is_formula(cell) {
            cell.to_mut().insert(0, '\'');
            guarded.push(number);
        }
    }
    guarded
}
