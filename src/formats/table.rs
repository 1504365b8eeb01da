//! The one table of the export formats, from which help, completions and the export
//! dialog are made, and how an export is put together.
//!
//! Must not know: where an export goes.

use std::ops::Range;

use crate::annotation::{ATTRIBUTES, DocumentFacts};

use super::files::{Container, InFiles};
use super::import::{self, Imported, Input, Reader};
use super::piece::{Piece, Tally, Writer};
use super::report::{Html, Markdown, ReportWriter, dropped};
use super::{brat, bundle::ExportDocument, problem::Problem};
use super::{
    claim_review, conll, csv, doccano, highlights, hypothesis, jsonl, label_studio, mrsf, parquet,
    refi_qda, spacy, spreadsheet, uima_xmi, web_annotation,
};

/// The bytes that a tag takes at least, in most formats.
const USUAL_TAG: usize = 128;

/// One format that tags are exported to, or imported from.
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
    /// What it cannot carry, in a few words; nothing where it carries all.
    pub cannot_carry: &'static str,
    /// How it is put together.
    pub shape: Shape,
    /// How it is read, where it is.
    pub(super) reader: Option<&'static dyn Reader>,
}

/// How an export is put together.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Of what is said of one tag after the other.
    Pieces(Pieces),
    /// A report for people, which begins with what was counted.
    Report(InReport),
    /// Of several files.
    Files(InFiles),
    /// It is only read.
    Unwritten,
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
        cannot_carry: "",
        shape: Shape::Pieces(Pieces(&jsonl::Json)),
        reader: Some(&import::Export),
    },
    Format {
        name: "jsonl",
        extensions: &["jsonl"],
        description: "JSON Lines: one object a tag, as `list --format jsonl` gives them.",
        in_short: "JSON Lines: one object a tag",
        is_json: true,
        wants_sentences: false,
        facts: Facts::WithMarks,
        cannot_carry: "",
        shape: Shape::Pieces(Pieces(&jsonl::Jsonl)),
        reader: Some(&import::Lines),
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
        cannot_carry: "notes on documents",
        shape: Shape::Pieces(Pieces(&csv::Csv(&ATTRIBUTES))),
        reader: Some(&csv::Csv(&ATTRIBUTES)),
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
        cannot_carry: "ids, links, offsets in bytes",
        shape: Shape::Pieces(Pieces(&spreadsheet::Spreadsheet)),
        reader: Some(&spreadsheet::Spreadsheet),
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
        cannot_carry: "offsets, ids",
        shape: Shape::Report(InReport(&Markdown)),
        reader: None,
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
        cannot_carry: "offsets, ids",
        shape: Shape::Report(InReport(&Html)),
        reader: None,
    },
    Format {
        name: "brat",
        extensions: &["zip"],
        description: "Standoff files for brat: a .txt and an .ann for each document, and the \
                      configuration of the annotation.",
        in_short: "brat: a folder of .txt and .ann",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "links to other documents, sources",
        shape: Shape::Files(InFiles {
            writer: &brat::Brat,
            container: Container::Folder,
        }),
        reader: Some(&brat::Brat),
    },
    Format {
        name: "web-annotation",
        extensions: &["jsonld"],
        description: "The Web Annotation Data Model of the W3C, as JSON-LD: words and positions, notes, \
                      sources, and links also across documents.",
        in_short: "W3C Web Annotations, as JSON-LD",
        is_json: true,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "notes on documents",
        shape: Shape::Pieces(Pieces(&web_annotation::WebAnnotation)),
        reader: Some(&web_annotation::WebAnnotation),
    },
    Format {
        name: "hypothesis",
        extensions: &["json"],
        description: "The JSON that the client of Hypothesis imports and exports, and its API answers; \
                      offsets in UTF-16 units.",
        in_short: "Hypothesis: JSON of its client",
        is_json: true,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "links, sources, verdicts",
        shape: Shape::Pieces(Pieces(&hypothesis::Hypothesis)),
        reader: Some(&hypothesis::Hypothesis),
    },
    Format {
        name: "mrsf",
        extensions: &["zip"],
        description: "Sidecars for reviews of Markdown (MRSF, Sidemark): a .review.yaml beside each document.",
        in_short: "Review comments beside Markdown",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "links, sources, verdicts, words of passages over 4,096 characters",
        shape: Shape::Files(InFiles {
            writer: &mrsf::Mrsf,
            container: Container::Folder,
        }),
        reader: Some(&mrsf::Mrsf),
    },
    Format {
        name: "claim-review",
        extensions: &["jsonld"],
        description: "Fact checks for search engines: what has a verdict, as ClaimReview of schema.org in \
                      JSON-LD.",
        in_short: "ClaimReview: claims with a verdict",
        is_json: true,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "what has no verdict, links, offsets",
        shape: Shape::Pieces(Pieces(&claim_review::ClaimReviews)),
        reader: None,
    },
    Format {
        name: "parquet",
        extensions: &["zip"],
        description: "Parquet for warehouses: one row a tag, with its sentence and offsets in code points \
                      and in bytes; a file for each document, all of which are one table.",
        in_short: "Parquet: a folder of tables",
        is_json: false,
        wants_sentences: true,
        facts: Facts::LeftOut,
        cannot_carry: "notes on documents",
        shape: Shape::Files(InFiles {
            writer: &parquet::Parquet,
            container: Container::Folder,
        }),
        reader: None,
    },
    Format {
        name: "doccano",
        extensions: &["jsonl"],
        description: "JSON Lines for doccano: one object a document, with its text and spans, for \
                      sequence labelling and for relations.",
        in_short: "doccano: one line a document",
        is_json: true,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "links to other documents, notes, sources, verdicts",
        shape: Shape::Pieces(Pieces(&doccano::Doccano)),
        reader: Some(&doccano::Doccano),
    },
    Format {
        name: "label-studio",
        extensions: &["zip"],
        description: "Tasks for Label Studio, a JSON file for each document with the annotations of \
                      each annotator, and the labelling configuration.",
        in_short: "Label Studio: a folder of tasks",
        is_json: true,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "links to other documents, sources, verdicts",
        shape: Shape::Files(InFiles {
            writer: &label_studio::LabelStudio,
            container: Container::Folder,
        }),
        reader: Some(&label_studio::LabelStudio),
    },
    Format {
        name: "uima-xmi",
        extensions: &["zip"],
        description: "CAS in XMI for INCEpTION and other programs of UIMA: an .xmi for each document, and \
                      the type system; offsets in UTF-16 units.",
        in_short: "INCEpTION: a folder of XMI",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "links to other documents, sources",
        shape: Shape::Files(InFiles {
            writer: &uima_xmi::UimaXmi,
            container: Container::Folder,
        }),
        reader: Some(&uima_xmi::UimaXmi),
    },
    Format {
        name: "refi-qda",
        extensions: &["qdpx"],
        description: "A REFI-QDA project for QualCoder, ATLAS.ti, MAXQDA, NVivo: texts, codes, codings, \
                      notes, annotators, links.",
        in_short: "QualCoder, ATLAS.ti and others",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "notes on documents",
        shape: Shape::Files(InFiles {
            writer: &refi_qda::RefiQda,
            container: Container::Archive,
        }),
        reader: Some(&refi_qda::RefiQda),
    },
    Format {
        name: "refi-codebook",
        extensions: &["qdc"],
        description: "The label set as a REFI-QDA codebook; read, it is told as tables for postil.toml.",
        in_short: "The label set, for the same",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "tags on passages",
        shape: Shape::Files(InFiles {
            writer: &refi_qda::RefiCodebook,
            container: Container::Nothing,
        }),
        reader: Some(&refi_qda::RefiCodebook),
    },
    Format {
        name: "spacy",
        extensions: &["jsonl"],
        description: "JSON Lines for spaCy and Prodigy: one object a document, with its text, its \
                      tokens and the spans for `doc.spans`.",
        in_short: "spaCy and Prodigy: spans",
        is_json: true,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "links to other documents, notes, sources, verdicts",
        shape: Shape::Pieces(Pieces(&spacy::Spacy)),
        reader: Some(&spacy::Spacy),
    },
    Format {
        name: "conll",
        extensions: &["zip"],
        description: "CoNLL columns for training scripts, in the IOB2 scheme: a file for each document, \
                      a token a line, and a column for each layer of tags that overlap.",
        in_short: "CoNLL columns, IOB2",
        is_json: false,
        wants_sentences: true,
        facts: Facts::LeftOut,
        cannot_carry: "anything but tags; edges inside words",
        shape: Shape::Files(InFiles {
            writer: &conll::Conll,
            container: Container::Folder,
        }),
        reader: None,
    },
    Format {
        name: "readwise",
        extensions: &["csv"],
        description: "Highlights of Readwise, found by their words: note, tags, page, date.",
        in_short: "Highlights of Readwise",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "positions",
        shape: Shape::Unwritten,
        reader: Some(&highlights::READWISE),
    },
    Format {
        name: "zotero",
        extensions: &["csv"],
        description: "Annotations of Zotero as a table with the names of its own fields (annotationText, \
                      annotationComment, annotationPageLabel, tags, title), found by their words.",
        in_short: "Annotations of Zotero",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "positions",
        shape: Shape::Unwritten,
        reader: Some(&highlights::ZOTERO),
    },
    Format {
        name: "hypothesis-csv",
        extensions: &["csv"],
        description: "The table that the client of Hypothesis exports, found by its words.",
        in_short: "Hypothesis: table of its client",
        is_json: false,
        wants_sentences: false,
        facts: Facts::LeftOut,
        cannot_carry: "positions",
        shape: Shape::Unwritten,
        reader: Some(&highlights::HYPOTHESIS),
    },
    Format {
        name: "postil",
        extensions: &["json"],
        description: "Annotation files of postil, one or a folder of them.",
        in_short: "Annotation files",
        is_json: true,
        wants_sentences: false,
        facts: Facts::Told,
        cannot_carry: "",
        shape: Shape::Unwritten,
        reader: Some(&import::AnnotationFiles),
    },
];

/// A format in which reports are written.
#[derive(Clone, Copy)]
pub struct InReport(pub(crate) &'static dyn ReportWriter);

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        let is_it = |format: &&Self| format.name.eq_ignore_ascii_case(name);
        FORMATS.iter().find(is_it)
    }

    /// The format that something looks to be in, where that is one that is not read.
    pub(crate) fn only_written(input: &Input) -> Option<&'static Self> {
        let begins = |begun: &[u8]| input.files.iter().any(|file| file.bytes.starts_with(begun));
        let has_ending = |ending| input.with_ending(ending).next().is_some();
        let says = |words: &str| {
            let texts = input.files.iter().filter_map(|file| file.text().ok());
            texts.take(1).any(|text| text.contains(words))
        };
        let looks = [
            ("parquet", begins(b"PAR1")),
            ("conll", has_ending("conll")),
            ("html", has_ending("html")),
            ("markdown", has_ending("md")),
            ("claim-review", says("schema.org")),
        ];
        let found = looks.into_iter().find(|(_, looks_so)| *looks_so);
        found.and_then(|(name, _)| Self::named(name))
    }

    /// The formats that are written.
    pub fn written() -> impl Iterator<Item = &'static Self> {
        FORMATS
            .iter()
            .filter(|format| !matches!(format.shape, Shape::Unwritten))
    }

    /// The formats that are read.
    pub fn readable() -> impl Iterator<Item = &'static Self> {
        FORMATS.iter().filter(|format| format.reader.is_some())
    }

    /// The format that something is in, by its content.
    pub fn recognised(input: &Input) -> Option<&'static Self> {
        let recognises = |reader: &dyn Reader| reader.recognises(input);
        Self::readable().find(|format| format.reader.is_some_and(recognises))
    }

    /// Reads something that is in this format.
    ///
    /// # Errors
    /// What is wrong, and where, or that this format is not read: nothing is imported then.
    pub fn read(&self, input: &Input) -> Result<Imported, Problem> {
        match self.reader {
            Some(reader) => {
                let mut imported = reader.read(input).map_err(Problem::in_short)?;
                let problems = std::mem::take(&mut imported.problems).into_iter();
                imported.problems = problems.map(Problem::in_short).collect();
                Ok(imported)
            }
            None => Err(Problem::error("", format!("{} is not read", self.name))),
        }
    }

    /// Whether it says of a verdict that it was given on other words than the passage has now.
    pub(crate) fn tells_stale_verdicts(&self) -> bool {
        let told = ["json", "jsonl", "csv", "table", "claim-review"];
        matches!(self.shape, Shape::Report(_)) || told.contains(&self.name)
    }

    /// What the pieces with that tally could not carry.
    pub fn dropped(&self, tally: &Tally) -> Vec<Problem> {
        match self.shape {
            Shape::Pieces(Pieces(writer)) => writer.dropped(tally),
            Shape::Report(_) => dropped(tally),
            Shape::Files(_) => tally.problems(),
            Shape::Unwritten => Vec::new(),
        }
    }
}

impl Pieces {
    /// Whether it needs all tags of a document at once.
    pub fn is_whole(&self) -> bool {
        self.0.is_whole()
    }

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
        let mut piece = Piece {
            bytes: Vec::with_capacity(tags.len() * USUAL_TAG),
            ..Piece::default()
        };
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
