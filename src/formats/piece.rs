//! Exports in pieces, so that an export of a million tags is never held whole.
//!
//! A piece holds a run of the tags of one document. Several threads may make pieces in
//! any order; joined in order they are the export.
//!
//! Must not know: the formats, or where the pieces go.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Range};

use super::{bundle::ExportDocument, problem::Problem};
use crate::annotation::{Annotation, DocumentFacts, VERDICT};
use crate::text::in_thousands;

/// What was counted while pieces were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub tags: usize,
    /// How many of them are not written at all.
    pub(super) unwritten: usize,
    /// Cells that were kept from a spreadsheet.
    pub(super) guarded: usize,
    /// Unknown fields that the format does not carry.
    pub(super) unknown: usize,
    /// Controls that are shown as symbols.
    pub(super) replaced: usize,
    /// What else the format does not carry, in words for many, and how often: `notes`.
    pub(super) left_out: BTreeMap<&'static str, usize>,
    /// What it carries in another form, in words for many, and how often.
    pub(super) told: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Counts something that is not carried.
    pub(super) fn leave_out(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.left_out.entry(what).or_default() += count;
        }
    }

    /// Counts what is said of documents as a whole, and not carried.
    pub(crate) fn leave_out_facts(&mut self, notes: usize, done: usize) {
        self.leave_out("notes on documents", notes);
        self.leave_out("marks of who is done with a document", done);
    }

    /// Counts verdicts that were given on other words than those that are there now.
    pub(crate) fn hide_stale_verdicts(&mut self, count: usize) {
        let what = "verdicts on words that have changed since, which only postil reads as that";
        self.tell(what, count);
    }

    /// Counts tags that are not written at all.
    pub(super) fn leave_out_tags(&mut self, what: &'static str, count: usize) {
        self.leave_out(what, count);
        self.unwritten += count;
    }

    /// Counts what of a tag stands only where this program reads it.
    pub(super) fn tell_hidden(&mut self, annotation: &Annotation, has: &[Shown]) {
        let hides = |what: Shown| !has.contains(&what);
        let attributes = annotation.values().filter(|(attribute, _)| {
            let is_verdict = attribute.name == VERDICT && !hides(Shown::Verdicts);
            attribute.is_optional() && !is_verdict
        });
        for (what, count) in [
            (Shown::Notes, usize::from(!annotation.note.is_empty())),
            (
                Shown::Annotators,
                usize::from(!annotation.creator.is_empty()),
            ),
            (Shown::Sources, annotation.sources.len()),
            (Shown::Verdicts, attributes.count()),
        ] {
            match (what, hides(what)) {
                (_, true) => self.tell(what.hidden(), count),
                (Shown::Verdicts, false) => self.tell(OTHER_ATTRIBUTES, count),
                (_, false) => {}
            }
        }
    }

    /// How many tags are written.
    pub fn written(&self) -> usize {
        self.tags - self.unwritten.min(self.tags)
    }

    /// Counts a document whose files have another name than theirs.
    pub(crate) fn count_renamed(&mut self, is_renamed: bool) {
        let what = "documents under another name, since another one has theirs there";
        self.tell(what, usize::from(is_renamed));
    }

    /// Counts something that is carried, but not as it is here.
    pub(super) fn tell(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.told.entry(what).or_default() += count;
        }
    }

    /// What is not carried, a sentence each, and what is carried in another form.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let all = self.left_out.iter();
        let words = all.map(|(what, count)| format!("{what} left out: {}", in_thousands(*count)));
        let told = self.told.iter();
        let told = told.map(|(what, count)| format!("{what}: {}", in_thousands(*count)));
        let words = words.chain(told);
        words.map(|words| Problem::warning("", words)).collect()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.tags += other.tags;
        self.unwritten += other.unwritten;
        self.guarded += other.guarded;
        self.unknown += other.unknown;
        self.replaced += other.replaced;
        for (what, count) in other.left_out {
            self.leave_out(what, count);
        }
        for (what, count) in other.told {
            self.tell(what, count);
        }
    }
}

/// What is told where the verdict is seen.
const OTHER_ATTRIBUTES: &str = "attributes besides the verdict that only postil reads there";

/// What other programs may see of a tag besides its passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Notes,
    Annotators,
    Sources,
    /// Of the attributes, the verdict.
    Verdicts,
}

impl Shown {
    fn hidden(self) -> &'static str {
        match self {
            Self::Notes => "notes that only postil reads there",
            Self::Annotators => "names of annotators that only postil reads there",
            Self::Sources => "sources that only postil reads there",
            Self::Verdicts => "verdicts and other attributes that only postil reads there",
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Piece {
    pub bytes: Vec<u8>,
    pub tally: Tally,
}

/// How a format is written; everything is added to the end of `out`.
pub(super) trait Writer: Sync {
    fn head(&self, _out: &mut Vec<u8>) {}

    /// What stands before a document, given how many documents come before it.
    fn between(&self, _documents: usize) -> &'static str {
        ""
    }

    /// What stands before the tags of a document, of which as a whole these things are said.
    fn open(&self, _document: &ExportDocument, _facts: &DocumentFacts, _piece: &mut Piece) {}

    /// The tags of a document from one index to another.
    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece);

    fn close(&self, _document: &ExportDocument, _out: &mut Vec<u8>) {}

    /// What stands after everything, of so many documents.
    fn tail(&self, _documents: usize, _out: &mut Vec<u8>) {}

    /// Whether it needs all tags of a document at once.
    fn is_whole(&self) -> bool {
        false
    }

    fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        tally.problems()
    }
}
