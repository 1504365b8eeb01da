//! The one table of the export formats, from which help, completions and the export
//! dialog are made, and how an export is put together.
//!
//! Must not know: where an export goes.

use std::ops::Range;

use crate::annotation::{ATTRIBUTES, DocumentFacts};

use super::piece::{Piece, Tally, Writer};
use super::report::{Html, Markdown, ReportWriter, dropped};
use super::{bundle::ExportDocument, problem::Problem};
use super::{csv, jsonl, spreadsheet};

/// One format that tags are exported to.
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// How its files end, without the dot; the first one is written.
    pub extensions: &'static [&'static str],
    /// What it is for, in one sentence.
    pub description: &'static str,
    /// The same in a few words, where a row has no room for more.
    pub in_short: &'static str,
    /// Whether it is JSON, in which any character may be written as an escape.
    pub is_json: bool,
    /// Whether it is made with the sentences of each document.
    pub wants_sentences: bool,
    /// Whether it tells what is said of a document as a whole.
    pub facts: Facts,
    /// How it is put together.
    pub shape: Shape,
}

/// How an export is put together.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Of what is said of one tag after the other.
    Pieces(Pieces),
    /// A report for people, which begins with what was counted.
    Report(InReport),
}

/// A format of which each piece is written by itself.
#[derive(Clone, Copy)]
pub struct Pieces(&'static dyn Writer);

/// When a format tells what is said of a document as a whole: its note, and who is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facts {
    /// Always.
    Told,
    /// With the marks of sentences with nothing to check.
    WithMarks,
    /// Never: each of its rows is a tag.
    LeftOut,
}

/// Every export format, in the order of the help.
pub static FORMATS: &[Format] = &[
    Format {
        name: "json",
        extensions: &["json"],
        description: "One JSON document of the whole selection, by document.",
        in_short: "One JSON document, by document",
        is_json: true,
        wants_sentences: false,
        facts: Facts::Told,
        shape: Shape::Pieces(Pieces(&jsonl::Json)),
    },
    Format {
        name: "jsonl",
        extensions: &["jsonl"],
        description: "JSON Lines: one object a tag, as `list --format jsonl` gives them.",
        in_short: "JSON Lines: one object a tag",
        is_json: true,
        wants_sentences: false,
        facts: Facts::WithMarks,
        shape: Shape::Pieces(Pieces(&jsonl::Jsonl)),
    },
    Format {
        name: "csv",
        extensions: &["csv"],
        description: "One row a tag for programs and data frames, with offsets in code \
                      points and in bytes; the column `guarded` names cells that begin like a \
                      formula and have an apostrophe put in front.",
        in_short: "One row a tag, for programs",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        shape: Shape::Pieces(Pieces(&csv::Csv(&ATTRIBUTES))),
    },
    Format {
        name: "table",
        extensions: &["csv"],
        description: "A table of fifteen columns for people who open it in a spreadsheet, with the \
                      byte order mark that Excel wants; the apostrophe in front of what would be \
                      run as a formula stays.",
        in_short: "Fifteen columns, for a spreadsheet",
        is_json: false,
        wants_sentences: true,
        facts: Facts::LeftOut,
        shape: Shape::Pieces(Pieces(&spreadsheet::Spreadsheet)),
    },
    Format {
        name: "markdown",
        extensions: &["md"],
        description: "A report for people, in Markdown: what was counted, what is open, and by document \
                      each passage in its sentence, with its note, sources and links.",
        in_short: "A report in Markdown, for people",
        is_json: false,
        wants_sentences: true,
        facts: Facts::Told,
        shape: Shape::Report(InReport(&Markdown)),
    },
    Format {
        name: "html",
        extensions: &["html"],
        description: "The same report as one page for a browser or a printer, with all words of the \
                      documents and the passages marked in them; it runs nothing and fetches nothing.",
        in_short: "A report for browser and printer",
        is_json: false,
        wants_sentences: true,
        facts: Facts::Told,
        shape: Shape::Report(InReport(&Html)),
    },
];

/// A format in which reports are written.
#[derive(Clone, Copy)]
pub struct InReport(pub(crate) &'static dyn ReportWriter);

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// What the pieces with that tally could not carry.
    pub fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        match self.shape {
            Shape::Pieces(Pieces(writer)) => writer.dropped(tally),
            Shape::Report(_) => dropped(tally),
        }
    }
}

impl Pieces {
    /// What stands before the first piece.
    pub fn begin(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.0.head(&mut out);
        out
    }

    /// What stands before the first piece of a document that comes behind so many others.
    pub fn between(&self, documents: usize) -> &'static str {
        self.0.between(documents)
    }

    /// The piece with the tags of a document from one index to another. The first one
    /// also opens the document and the last one closes it; of a document without tags
    /// `0..0` is both.
    pub fn piece(
        &self,
        document: &ExportDocument,
        facts: &DocumentFacts,
        tags: Range<usize>,
    ) -> Piece {
        let mut piece = Piece::default();
        let (first, last) = (tags.start == 0, tags.end == document.tags.len());
        if first {
            self.0.open(document, facts, &mut piece);
        }
        piece.tally.tags = tags.len();
        self.0.tags(document, tags, &mut piece);
        if last {
            self.0.close(document, &mut piece.bytes);
        }
        piece
    }

    /// What stands after the last piece, of so many documents.
    pub fn end(&self, documents: usize) -> Vec<u8> {
        let mut out = Vec::new();
        self.0.tail(documents, &mut out);
        out
    }
}
