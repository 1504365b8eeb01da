//! Writing annotations in another format.
//!
//! Must not know: where an export goes.

use std::ops::Range;

use anyhow::Result;

use crate::annotation::DocumentFacts;
use crate::formats::{ExportDocument, Facts, Format, Tally};

use super::{gather::Completeness, observer::Observer, pieces::Selection, source::Source};

#[derive(Debug, Default)]
pub struct Exported {
    pub tally: Tally,
    /// The documents with annotations, or of which something is told.
    pub documents: usize,
    pub completeness: Completeness,
}

/// Writes a selection in a format, piece by piece: `put` gets the bytes in order.
pub fn export<O: Observer>(
    mut selection: Selection<'_>,
    sources: &[Source],
    format: &Format,
    observer: &mut O,
    mut put: impl FnMut(&[u8], &mut O) -> Result<()>,
) -> Result<Exported> {
    selection.wants_sentences = format.wants_sentences;
    // Who is told sentences is told passages in words.
    selection.wants_passages = format.wants_sentences;
    selection.wants_facts = match format.facts {
        Facts::Told => true,
        Facts::WithMarks => selection.has_marks(),
        Facts::LeftOut => false,
    };
    let mut exported = Exported::default();
    put(&format.begin(), observer)?;
    let piece = |document: &ExportDocument, facts: &DocumentFacts, tags: Range<usize>| {
        (tags.start == 0, format.piece(document, facts, tags))
    };
    exported.completeness =
        selection.each_told_piece(sources, observer, piece, |(is_first, piece), observer| {
            if is_first {
                put(format.between(exported.documents).as_bytes(), observer)?;
                exported.documents += 1;
            }
            put(&piece.bytes, observer)?;
            exported.tally += piece.tally;
            Ok(())
        })?;
    put(&format.end(exported.documents), observer)?;
    Ok(exported)
}
