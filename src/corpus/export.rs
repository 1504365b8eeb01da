//! Writing annotations in another format.
//!
//! Must not know: where an export goes.

use std::ops::Range;

use anyhow::Result;

use crate::annotation::DocumentFacts;
use crate::formats::{ExportDocument, Facts, Format, InReport, Masthead, Shape};

use super::exported::Exported;
use super::report::report;
use super::{observer::Observer, pieces::Selection, source::Source};

/// Writes a selection in a format, piece by piece: `put` gets the bytes in order. A report is
/// told what it is about by its masthead.
pub fn export<O: Observer>(
    mut selection: Selection<'_>,
    sources: &[Source],
    format: &Format,
    masthead: &Masthead,
    observer: &mut O,
    mut put: impl FnMut(&[u8], &mut O) -> Result<()>,
) -> Result<Exported> {
    let pieces = match format.shape {
        Shape::Pieces(pieces) => pieces,
        Shape::Report(InReport(writer)) => {
            selection.wants_facts = true;
            return report(selection, sources, writer, masthead, observer, put);
        }
    };
    selection.wants_sentences = format.wants_sentences;
    // Who is told sentences is told passages in words.
    selection.wants_passages = format.wants_sentences;
    selection.wants_facts = match format.facts {
        Facts::Told => true,
        Facts::WithMarks => selection.has_marks(),
        Facts::LeftOut => false,
    };
    let mut exported = Exported::default();
    put(&pieces.begin(), observer)?;
    let piece = |document: &ExportDocument, facts: &DocumentFacts, tags: Range<usize>| {
        (tags.start == 0, pieces.piece(document, facts, tags))
    };
    exported.completeness =
        selection.each_told_piece(sources, observer, piece, |(is_first, piece), observer| {
            if is_first {
                put(pieces.between(exported.documents).as_bytes(), observer)?;
                exported.documents += 1;
            }
            put(&piece.bytes, observer)?;
            exported.tally += piece.tally;
            Ok(())
        })?;
    put(&pieces.end(exported.documents), observer)?;
    Ok(exported)
}
