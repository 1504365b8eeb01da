//! The report for people without a terminal: what it says, whatever it is written in.
//!
//! What is said of a passage is put into words once ([`passage`], [`lines`]); HTML and
//! Markdown only set these words ([`writer`]). Everything comes in parts, so that no
//! report is ever held whole: what is counted, the open passages, the passages by document, and
//! the documents themselves.
//!
//! Must not know: files, clocks, and where links lead; all of that is told.

mod about;
mod dropped;
mod ends;
mod html;
mod lines;
mod markdown;
mod number;
mod overview;
mod passage;
mod sentence;
#[cfg(test)]
mod tests;
mod told;
mod versions;
mod writer;

pub use about::Masthead;
pub(crate) use about::{Report, ReportDocument};
pub(super) use dropped::dropped;
pub(crate) use dropped::{tally, tally_of_facts};
pub(crate) use ends::{End, Ends, Incoming};
pub(crate) use html::FullText;
pub(super) use html::Html;
pub(super) use markdown::Markdown;
pub(crate) use number::Number;
pub(crate) use overview::{Checked, Counts, Overview};
pub(crate) use passage::passages;
pub(crate) use told::Told;
pub(crate) use writer::ReportWriter;
