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

use memchr::{memchr, memchr3};

use crate::annotation::{AttributeTable, AttributeValue};
use crate::text::byte_table;

use super::bundle::{ExportDocument, Placed};
use super::piece::{Piece, Tally, Writer};
use super::{json::to_spaced_json, native::node, problem::Problem};

const PASSAGE: &str = "doc id tag start end byte_start byte_end quote prefix suffix";
const STATE: &str =
    "state score stored_start stored_end stored_quote doc_sha256 doc_length extra guarded stale";

/// How a cell begins that a spreadsheet would take for a formula, by
/// <https://owasp.org/www-community/attacks/CSV_Injection>. A line feed, which stands there
/// too, runs nothing, and begins the context of every passage that begins a line.
const FORMULA: [bool; 256] = byte_table(b"=+-@\t\r");

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
        write_row(&self.columns(), out);
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        let columns = self.columns();
        for tag in &document.tags[tags] {
            let mut cells = self.cells(document, tag);
            let guarded = guard(&mut cells);
            piece.tally.guarded += guarded.len();
            let names: Vec<_> = guarded.into_iter().map(|cell| columns[cell]).collect();
            cells.push(names.join(" ").into());
            let stale = document.stale_verdict(tag).map(|_| "verdict");
            cells.push(stale.unwrap_or_default().into());
            write_row(&cells, &mut piece.bytes);
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

/// Adds a row to the end of `out`. Most cells need no quotation marks: to let `csv_core` look at
/// each byte of those takes longer than all else that is done for a row.
pub(super) fn write_row<C: AsRef<str>>(cells: &[C], out: &mut Vec<u8>) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        let cell = cell.as_ref().as_bytes();
        if needs_quotes(cell) {
            write_quoted(cell, out);
        } else if !cell.is_empty() {
            out.extend_from_slice(cell);
        }
    }
    out.extend_from_slice(b"\r\n");
}

/// Whether a cell is written between quotation marks. In a longer one, to look for each of the bytes
/// is faster than to look at each byte.
fn needs_quotes(cell: &[u8]) -> bool {
    const NEEDS_QUOTES: [bool; 256] = byte_table(b",\"\r\n");
    const LONGER: usize = 16;
    match cell.len() < LONGER {
        true => cell.iter().any(|byte| NEEDS_QUOTES[usize::from(*byte)]),
        false => memchr3(b',', b'"', b'\n', cell).is_some() || memchr(b'\r', cell).is_some(),
    }
}

fn write_quoted(cell: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let start = out.len();
    // Room for as many quotation marks, each of which is written twice.
    out.resize(start + 2 * cell.len(), 0);
    let (_, _, written) = csv_core::quote(cell, &mut out[start..], b'"', b'"', true);
    out.truncate(start + written);
    out.push(b'"');
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
    let first = cell.as_bytes().first();
    first.is_some_and(|first| FORMULA[usize::from(*first)])
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_row_is_written_as_the_writer_of_the_csv_crate_writes_it(
            cells in proptest::collection::vec("[a é👍,;\"'\r\n\t\\\\]{0,12}a{0,20}[,\"\r\n]?", 2..6),
        ) {
            let mut row = Vec::new();
            write_row(&cells, &mut row);
            let mut builder = csv::WriterBuilder::new();
            let mut writer = builder.terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            prop_assert_eq!(row, writer.into_inner().unwrap());
        }
    }
}
