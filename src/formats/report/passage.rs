//! What a report says of one passage.
//!
//! Must not know: what it is written in.

use std::ops::Range;
use std::sync::Arc;

use super::about::{Report, ReportDocument};
use super::lines::{self, Line, Span};
use super::number::Number;
use super::sentence::InSentence;
use super::told::Told;
use super::versions::{VersionTable, Versions, versions};
use crate::annotation::Tag;

/// A passage of a report, in words.
#[derive(Debug, Clone)]
pub(crate) struct Passage {
    pub number: Number,
    /// Its document: what it is called.
    pub title: Arc<str>,
    /// The language of its document, as a tag of BCP 47; may be empty.
    pub language: Arc<str>,
    pub tag: Tag,
    pub sentence: InSentence,
    /// Whether its words are in the document.
    pub is_found: bool,
    /// May have several paragraphs; may be empty.
    pub note: String,
    /// Why it is open, a sentence each.
    pub reasons: Vec<&'static str>,
    pub lines: Vec<Line>,
    /// The versions of it, where two sides changed it differently; with the first of them.
    pub versions: Option<VersionTable>,
}

/// The passages of a document from one index to another; `told` are those of the same tags.
pub(crate) fn passages<'a>(
    report: &'a Report,
    of: &'a ReportDocument<'a>,
    tags: Range<usize>,
    told: &'a [Told],
) -> impl Iterator<Item = Passage> + 'a {
    let title: Arc<str> = of.title().into();
    let language: Arc<str> = of.language(report).into();
    tags.zip(told).map(move |(index, told)| {
        let placed = &of.document.tags[index];
        let mut all = lines::of_tag(report, of, index, told);
        let table = match versions(report, of, index) {
            Versions::One => None,
            Versions::First(table) => Some(table),
            Versions::Of(number) => {
                all.push(Line {
                    label: "another version of".into(),
                    words: vec![Span::Passage {
                        number,
                        words: number.to_string(),
                    }],
                });
                None
            }
        };
        Passage {
            number: of.number_of(index),
            title: Arc::clone(&title),
            language: Arc::clone(&language),
            tag: report.masthead.tags.look_up(&placed.annotation.tag),
            sentence: InSentence::of(of.document, placed),
            is_found: of.document.text.is_some() && placed.anchor.range().is_some(),
            note: placed.annotation.note.clone(),
            reasons: told
                .reasons
                .iter()
                .map(|reason| reason.sentence())
                .collect(),
            lines: all,
            versions: table,
        }
    })
}
