//! What a report is about: the workspace, its documents, and the numbers of its passages.
//!
//! Must not know: what is said of a passage, and what it is written in.

use super::ends::Ends;
use super::number::Number;
use crate::annotation::{DocumentFacts, RelationSet, TagSet};
use crate::formats::bundle::ExportDocument;
use crate::text::segment::{AUTO_LANGUAGE, language_of};
use crate::text::title;

/// What a report is about, as far as the documents do not say it.
#[derive(Debug, Clone, Default)]
pub struct Masthead {
    /// What the workspace is called.
    pub title: String,
    /// The day on which it is made, in UTC: `2026-11-22`.
    pub day: String,
    /// Which tags are in it, where that is not all: `claim by ben`.
    pub only: Option<String>,
    /// The label set.
    pub tags: TagSet,
    /// What links are called.
    pub relations: RelationSet,
}

/// What a report knows besides the document at hand.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// What it is about.
    pub masthead: Masthead,
    /// The language that documents are said to have, or that each shows its own.
    pub language: String,
    /// What links and sources lead to, and where links come from.
    pub ends: Ends,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            masthead: Masthead::default(),
            language: AUTO_LANGUAGE.to_owned(),
            ends: Ends::default(),
        }
    }
}

/// A document of a report.
#[derive(Clone, Copy)]
pub(crate) struct ReportDocument<'a> {
    pub document: &'a ExportDocument,
    pub facts: &'a DocumentFacts,
    /// Its number in the report, from 1.
    pub number: usize,
}

impl ReportDocument<'_> {
    /// What it is called: by its words, else by its name.
    pub(crate) fn title(&self) -> String {
        let title = self.document.text.as_ref().map(title);
        let title = title.filter(|title| !title.is_empty());
        title.unwrap_or_else(|| self.document.path.clone())
    }

    /// The language of its words, as a tag of BCP 47; empty where it has none.
    pub(super) fn language(&self, report: &Report) -> String {
        let text = self.document.text.as_ref();
        let language = text.map(|text| language_of(text, &report.language));
        language.unwrap_or_default().into_owned()
    }

    /// What is said of it as a whole besides its note, a line each.
    pub(super) fn facts_in_words(&self) -> Vec<String> {
        let version = Some(self.document.sha256.as_str()).filter(|version| !version.is_empty());
        let done = self.facts.done().iter().map(|mark| {
            let by = [mark.by.as_str(), mark.at.0.as_str()].into_iter();
            let by: Vec<&str> = by.filter(|by| !by.is_empty()).collect();
            let changed = match mark.is_about(version) {
                true => "",
                false => "; the document has changed since",
            };
            format!("done: {}{changed}", by.join(", "))
        });
        let gone = self.document.text.is_none();
        let gone =
            gone.then(|| "the document could not be read, or is not there any more".to_owned());
        done.chain(gone).collect()
    }

    /// The number of the tag of that index.
    pub(super) fn number_of(&self, index: usize) -> Number {
        Number {
            document: self.number,
            passage: index + 1,
        }
    }
}
