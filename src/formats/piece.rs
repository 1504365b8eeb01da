//! An export piece by piece: one of a million tags is written without ever being
//! held whole.
//!
//! Pieces of one document are made from runs of its tags, in any order and by several
//! threads; put together in order they are the export.
//!
//! Must not know: the formats, or where the pieces go.

use std::ops::{AddAssign, Range};

use super::bundle::{ExportBundle, ExportDocument};
use super::problem::Problem;
use super::table::Format;

/// What was counted while pieces were made; adds up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tags.
    pub tags: usize,
    /// Cells that were kept from a spreadsheet.
    pub(super) guarded: usize,
    /// Unknown fields that the format does not carry.
    pub(super) unknown: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.tags += other.tags;
        self.guarded += other.guarded;
        self.unknown += other.unknown;
    }
}

/// A piece of an export.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// As it is written.
    pub bytes: Vec<u8>,
    /// What is in it.
    pub tally: Tally,
}

/// What a format has to say. All of it goes to the end of `out`.
pub(super) trait Writer: Sync {
    /// What stands before everything.
    fn head(&self, _out: &mut Vec<u8>) {}

    /// What stands before a document that so many come before.
    fn between(&self, _documents: usize) -> &'static str {
        ""
    }

    /// What stands before the tags of a document.
    fn open(&self, _document: &ExportDocument, _out: &mut Vec<u8>) {}

    /// The tags of a document from one index to another.
    fn tags(
        &self,
        document: &ExportDocument,
        tags: Range<usize>,
        out: &mut Vec<u8>,
        tally: &mut Tally,
    );

    /// What stands after the tags of a document.
    fn close(&self, _document: &ExportDocument, _out: &mut Vec<u8>) {}

    /// What stands after everything, of so many documents.
    fn tail(&self, _documents: usize, _out: &mut Vec<u8>) {}

    /// What was not carried.
    fn dropped(&self, _tally: &Tally) -> Vec<Problem> {
        Vec::new()
    }
}

impl Format {
    /// What stands before the first piece.
    pub fn begin(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.writer.head(&mut out);
        out
    }

    /// What stands before the first piece of a document that so many come before.
    pub fn between(&self, documents: usize) -> &'static str {
        self.writer.between(documents)
    }

    /// The piece with the tags of a document from one index to another. The first one
    /// also opens the document and the last one closes it; of a document without tags
    /// `0..0` is both.
    pub fn piece(&self, document: &ExportDocument, tags: Range<usize>) -> Piece {
        let mut piece = Piece::default();
        let (first, last) = (tags.start == 0, tags.end == document.tags.len());
        if first {
            self.writer.open(document, &mut piece.bytes);
        }
        piece.tally.tags = tags.len();
        self.writer
            .tags(document, tags, &mut piece.bytes, &mut piece.tally);
        if last {
            self.writer.close(document, &mut piece.bytes);
        }
        piece
    }

    /// What stands after the last piece, of so many documents.
    pub fn end(&self, documents: usize) -> Vec<u8> {
        let mut out = Vec::new();
        self.writer.tail(documents, &mut out);
        out
    }

    /// What the pieces with that tally could not carry.
    pub fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        self.writer.dropped(tally)
    }

    /// Writes a selection that is held whole; says what it could not carry.
    pub fn write(&self, bundle: &ExportBundle) -> (Vec<u8>, Vec<Problem>) {
        let mut out = self.begin();
        let mut tally = Tally::default();
        for (index, document) in bundle.documents.iter().enumerate() {
            out.extend(self.between(index).as_bytes());
            let piece = self.piece(document, 0..document.tags.len());
            out.extend(piece.bytes);
            tally += piece.tally;
        }
        out.extend(self.end(bundle.documents.len()));
        (out, self.dropped(&tally))
    }
}
