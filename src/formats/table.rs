//! The one table of the export formats; help, completions and the export's
//! dialog are made of it.
//!
//! Must not know: where an export goes.

use super::piece::Writer;
use super::{csv, jsonl, markdown};

/// One format that tags are exported to.
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// How its files end, without the dot; the first one is written.
    pub extensions: &'static [&'static str],
    /// What it is for, in one sentence.
    pub description: &'static str,
    /// Whether it is JSON, in which any character may be written as an escape.
    pub is_json: bool,
    /// Whether it is made with the sentences of each document.
    pub wants_sentences: bool,
    pub(super) writer: &'static dyn Writer,
}

/// Every export format, in the order of the help.
pub static FORMATS: [Format; 4] = [
    Format {
        name: "json",
        extensions: &["json"],
        description: "One JSON document of the whole selection, by document.",
        is_json: true,
        wants_sentences: false,
        writer: &jsonl::Json,
    },
    Format {
        name: "jsonl",
        extensions: &["jsonl"],
        description: "JSON Lines: one object a tag, as `list --format jsonl` gives them.",
        is_json: true,
        wants_sentences: false,
        writer: &jsonl::Jsonl,
    },
    Format {
        name: "csv",
        extensions: &["csv"],
        description: "One row a tag for spreadsheets and data frames, with offsets in code \
                      points and in bytes; the column `guarded` names cells that begin like a \
                      formula and have an apostrophe put in front.",
        is_json: false,
        wants_sentences: false,
        writer: &csv::Csv,
    },
    Format {
        name: "markdown",
        extensions: &["md"],
        description: "A report for people: each passage as a quotation, with its note and \
                      sources.",
        is_json: false,
        wants_sentences: true,
        writer: &markdown::Markdown,
    },
];

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}
