//! The cards of what models suggest.
//!
//! ```text
//! ▌SUGGESTED claim 0.83 by model-x
//! ▌a accept   x reject   ) next
//! ```
//!
//! Must not know: where they stand on the screen.

use crate::annotation::{Annotation, TagSet};
use crate::app::view::card::{CardForm, CardLine, LineKind};
use crate::app::view::words::on_one_line;
use crate::app::{Command, Keymap, Model, OpenDocument, Pane};
use crate::text::TextRange;
use crate::text::visible::visible_within;

/// The columns of a quote in a line.
const QUOTE_COLUMNS: usize = 120;

/// What is suggested, how surely, and by whom: `SUGGESTED claim 0.83 by model-x`.
pub(crate) fn suggested_words(tags: &TagSet, suggestion: &Annotation) -> String {
    let mut words = format!("SUGGESTED {}", tags.look_up(&suggestion.tag).name);
    if let Some(score) = suggestion.score() {
        words.push_str(&format!(" {score:.2}"));
    }
    if !suggestion.creator.is_empty() {
        words.push_str(&format!(" by {}", suggestion.creator));
    }
    on_one_line(&words)
}

/// A line for each suggestion on a sentence, at most so many of them:
/// `SUGGESTED claim 0.83 by model-x on “the words”`.
pub(crate) fn suggestion_lines(
    model: &Model,
    opened: &OpenDocument,
    sentence: TextRange,
    most: usize,
) -> Vec<String> {
    let Some(suggested) = opened.placed_suggestions() else {
        return Vec::new();
    };
    let mut on_it = suggested.overlapping(0..suggested.len(), sentence);
    let lines = on_it.by_ref().take(most).map(|placed| {
        let words = suggested_words(&model.settings.tags, &placed.annotation);
        let quote = on_one_line(&placed.annotation.selector.quote);
        match placed.range == sentence {
            true => words,
            false => format!("{words} on “{}”", visible_within(&quote, QUOTE_COLUMNS)),
        }
    });
    let mut lines: Vec<String> = lines.collect();
    if on_it.next().is_some() {
        lines.push("And more suggestions.".to_owned());
    }
    lines
}

/// Who suggested what somebody has accepted: `suggested by model-x, 0.83`.
pub(crate) fn suggested_by_words((by, score): (&str, Option<f64>)) -> String {
    let mut words = "suggested".to_owned();
    if !by.is_empty() {
        words.push_str(&format!(" by {}", on_one_line(by)));
    }
    if let Some(score) = score {
        words.push_str(&format!(", {score:.2}"));
    }
    words
}

/// The keys that decide about a suggestion, in words.
pub(crate) fn decision_lines(keymap: &Keymap, form: CardForm) -> Vec<CardLine> {
    let keys = [
        (Command::Note, "accept"),
        (Command::Delete, "reject"),
        (Command::NextSuggestion, "next"),
    ];
    let keys = keys.map(|(command, does)| (keymap.shown_key(Pane::Text, command), does));
    let keys = keys.iter().filter(|(key, _)| !key.is_empty());
    let keys: Vec<String> = keys.map(|(key, does)| format!("{key} {does}")).collect();
    form.rows(LineKind::About, "", &keys.join(" · "))
}
