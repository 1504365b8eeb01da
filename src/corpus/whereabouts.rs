//! Where a passage is now that is not where it was marked, in words.
//!
//! Must not know: who is told.

use crate::annotation::{Anchor, Annotation, Excerpt, Shift, difference_excerpts};
use crate::text::equivalence::difference_in_form;
use crate::text::visible::visible_within;
use crate::text::{Text, TextRange, one_line};

/// The most columns of a passage that are quoted.
const QUOTED: usize = 60;

/// Where a passage is now, with its old and its new words where they differ; `None` for one
/// that is where it was marked. `earlier` are texts that its document had.
pub fn whereabouts(
    annotation: &Annotation,
    anchor: Anchor,
    text: &Text,
    earlier: &[Text],
) -> Option<String> {
    let stored = &annotation.selector;
    let from = format!("not at {}:{}", stored.start, stored.end);
    Some(match anchor {
        Anchor::Exact(_) => return None,
        Anchor::Moved {
            range,
            score,
            shift,
        } => {
            let own = difference_in_form(&stored.quote, &text.slice(range));
            let cause = own.or_else(|| of_all(earlier, text).filter(|_| shift == Shift::Form));
            let cause = cause.map_or_else(String::new, |cause| format!("; {cause} differ"));
            let is_there = is_there(text, range, stored.start.0, stored.end.0);
            let place = place(text, range);
            match (is_there, cause.is_empty()) {
                (true, true) => format!(
                    "moved: its passage is at {place} as before, between other words (score {score:.2})"
                ),
                (true, false) => {
                    format!("moved: its passage is at {place} (score {score:.2}){cause}")
                }
                (false, _) => {
                    format!("moved: its passage is at {place}, {from} (score {score:.2}){cause}")
                }
            }
        }
        Anchor::Changed { range, score } => {
            let place = place(text, range);
            let place = match is_there(text, range, stored.start.0, stored.end.0) {
                true => format!("at {place}"),
                false => format!("at {place}, {from}"),
            };
            format!(
                "changed: its passage is {place} (score {score:.2}): {}",
                were_and_are(&stored.quote, &text.slice(range))
            )
        }
        Anchor::Lost { candidates } => lost(annotation, candidates, text),
    })
}

/// Why a passage is nowhere.
fn lost(annotation: &Annotation, candidates: usize, text: &Text) -> String {
    let stored = &annotation.selector;
    let (start, end) = (stored.start, stored.end);
    let old = quoted(&stored.quote);
    if let Some(rejected) = annotation.rejected() {
        let not = quoted(rejected);
        return format!(
            "lost: its passage {old} stood at {start}:{end}, and is said not to be {not}"
        );
    }
    let why = match text.byte_of(stored.end) {
        Some(_) => "other words are there",
        None => "the document is shorter than that",
    };
    let way_out = "in the reader, select it, choose this tag in the list of ~, and press s";
    match candidates {
        0 => format!("lost: its passage {old} is not at {start}:{end} nor elsewhere ({why})"),
        1 => format!(
            "lost: its passage {old} is not at {start}:{end} ({why}); the quote occurs once, between other words: {way_out}"
        ),
        _ => format!(
            "lost: its passage {old} is not at {start}:{end} ({why}); the quote occurs {candidates} times and is ambiguous: {way_out}"
        ),
    }
}

/// In what the whole document differs from an earlier one, where that is its form alone.
fn of_all(earlier: &[Text], text: &Text) -> Option<&'static str> {
    let now = text.slice(text.full_range());
    let mut differences = earlier.iter().map(|old| {
        let old = old.slice(old.full_range());
        difference_in_form(&old, &now)
    });
    differences.find_map(|difference| difference)
}

fn place(text: &Text, range: TextRange) -> String {
    let (start, end) = (
        text.code_point_at(range.start()),
        text.code_point_at(range.end()),
    );
    format!("{start}:{end}")
}

fn is_there(text: &Text, range: TextRange, start: usize, end: usize) -> bool {
    let place = (
        text.code_point_at(range.start()),
        text.code_point_at(range.end()),
    );
    (place.0.0, place.1.0) == (start, end)
}

/// Two versions of some words, with what differs: `“It ‹was› so” is “It ‹is› so” now`.
pub(super) fn were_and_are(old: &str, new: &str) -> String {
    let (old, new) = difference_excerpts(old, new, Excerpt::SENTENCE);
    format!("“{old}” is “{new}” now")
}

fn quoted(words: &str) -> String {
    format!("“{}”", visible_within(&one_line(words), QUOTED))
}
