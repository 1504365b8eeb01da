//! How a report is written, whatever it is written in.
//!
//! Must not know: where it goes.

use super::about::{Report, ReportDocument};
use super::overview::Overview;
use super::passage::Passage;

/// How a report is written: each part by itself, in their order.
pub(crate) trait ReportWriter: Sync {
    /// Whether the documents follow with all their words.
    fn has_full_texts(&self) -> bool {
        false
    }

    /// What stands before the open passages: the title, what was counted, the contents.
    fn head(&self, report: &Report, overview: &Overview) -> String;

    /// An open passage, in the list of them.
    fn open_passage(&self, report: &Report, passage: &Passage) -> String;

    /// What stands between the open passages and those by document.
    fn after_open(&self, overview: &Overview) -> String;

    /// The beginning of a document.
    fn document(&self, document: &ReportDocument<'_>) -> String;

    /// A passage, under its document.
    fn passage(&self, report: &Report, passage: &Passage) -> String;

    /// What ends the passages of a document.
    fn after_document(&self) -> String {
        String::new()
    }

    /// What stands between the passages and the full texts.
    fn after_passages(&self, _overview: &Overview) -> String {
        String::new()
    }

    /// What stands after everything.
    fn tail(&self) -> String {
        String::new()
    }
}
