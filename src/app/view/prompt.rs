//! What a prompt says: what is asked for, what helps with it, and what is wrong.
//!
//! Must not know: what is done with the answer.

use crate::annotation::ATTRIBUTES;
use crate::app::state::everywhere::Decision;
use crate::app::state::sources::{SourceDetail, SourceDetailAsk};
use crate::app::state::verdict::AttributeAsk;
use crate::app::view::verdict::hint;
use crate::app::view::words::wrap;
use crate::app::{Ask, Mode, Model, OpenDocument, Prompt};
use crate::text::visible::{columns, visible_within};

/// The columns around what is typed: the blanks behind it, and the cursor at its end.
const AROUND: usize = 4;

/// The rows above a prompt, which has so much room in its own, that say what is wrong with what
/// was entered, where that does not fit beside it: its end says what to do. What is wrong with a
/// search changes with each letter, and moves no text.
pub(super) fn problem_above(model: &Model, columns_of_row: u16, room: u16) -> Vec<String> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    let (label, problem, is_problem) = prompt_words(model, prompt);
    let is_entered = !matches!(prompt.ask, Ask::Search { .. } | Ask::SearchAll { .. });
    let beside = [&*label, prompt.line.as_str(), &*problem];
    let taken: usize = beside.into_iter().map(columns).sum();
    match is_problem && is_entered && taken + AROUND > usize::from(room) {
        true => wrap(&problem, columns_of_row.saturating_sub(2)),
        false => Vec::new(),
    }
}

/// The row above the question where to export to: what the format does not carry, counted once
/// that is known. It has this row from the start, so that nothing moves.
pub(super) fn told_above(model: &Model, columns_of_row: u16) -> Vec<String> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    left_out_words(model, prompt).map_or_else(Vec::new, |words| {
        let columns = columns_of_row.saturating_sub(2);
        let mut rows = wrap(&words, columns);
        if rows.len() > MOST_TOLD {
            rows.truncate(MOST_TOLD);
            // The export says all of it, too, and standard error more of it.
            if let Some(last) = rows.last_mut() {
                last.push_str(" …");
                *last = visible_within(last, usize::from(columns)).into_owned();
            }
        }
        rows
    })
}

/// The most rows about what is left out.
const MOST_TOLD: usize = 7;

/// What the format of an export does not carry: `brat: links to other documents left out: 3`.
pub(crate) fn left_out_words(model: &Model, prompt: &Prompt) -> Option<String> {
    let Ask::ExportTo {
        format, left_out, ..
    } = &prompt.ask
    else {
        return None;
    };
    let mut formats = model.settings.formats.iter();
    let choice = formats.find(|choice| choice.name == *format)?;
    Some(match left_out.as_deref() {
        None if choice.cannot_carry.is_empty() => format!("{format} carries all"),
        None => format!("{format} does not carry: {}", choice.cannot_carry),
        Some([]) => format!("{format} carries all of these tags"),
        Some(all) => format!("{format}: {}", all.join("; ")),
    })
}

/// What stands before and after the typed line, and whether that is a problem.
pub(crate) fn prompt_words(model: &Model, prompt: &Prompt) -> (String, String, bool) {
    let kind = |regex: &bool| match regex {
        true => "Ctrl-t literal",
        false if prompt.without_accents().is_some() => "Ctrl-x any accents",
        false => "Ctrl-t regular expression",
    };
    let (label, after, error) = match &prompt.ask {
        Ask::Search { regex, error, .. } => {
            let label = if *regex { "/regex/ " } else { "/" };
            let opened = model.open_document().filter(|_| !prompt.line.is_empty());
            let count = opened.map_or_else(String::new, match_count);
            (label, format!("{count}{}", kind(regex)), error)
        }
        Ask::SearchAll { regex, error } => {
            let label = if *regex {
                "All documents /regex/ "
            } else {
                "All documents /"
            };
            (label, kind(regex).to_owned(), error)
        }
        Ask::Percent { error } => (
            "Go to % ",
            "0 to 100 · Enter go · Esc cancel".to_owned(),
            error,
        ),
        Ask::Suggestions { decision, error } => return decision_words(*decision, error.as_deref()),
        Ask::Source(ask) => {
            let after = "URL, citation, or [35] (a reference in this text) · Ctrl-o a passage";
            let insist = |doubt: &String| format!("{doubt} · Enter saves it anyway");
            let doubt = ask.error.clone();
            let doubt = doubt.or_else(|| ask.doubt.as_ref().map(insist));
            return (
                "Source: ".to_owned(),
                doubt.clone().unwrap_or_else(|| after.to_owned()),
                doubt.is_some(),
            );
        }
        Ask::Attribute(ask) => return attribute_words(ask),
        Ask::SourceDetail(ask) => return detail_words(ask),
        Ask::SaveCopy { many, error } => {
            let label = if *many {
                "Save to folder: "
            } else {
                "Save to: "
            };
            (label, "Enter save and quit · Esc cancel".to_owned(), error)
        }
        Ask::ImportFrom { error } => (
            "Import from: ",
            "a file or folder · Tab complete · Enter read · Esc cancel".to_owned(),
            error,
        ),
        Ask::ExportTo { format, error, .. } => return export_words(format, error.as_deref()),
    };
    let problem = error.is_some();
    (label.to_owned(), error.clone().unwrap_or(after), problem)
}

fn decision_words(decision: Decision, error: Option<&str>) -> (String, String, bool) {
    let label = match decision {
        Decision::Accept => "Accept suggestions with a score of at least ",
        Decision::Reject => "Reject suggestions with a score below ",
    };
    let after = error.unwrap_or("0 to 1; empty: all · Enter · Esc cancel");
    (label.to_owned(), after.to_owned(), error.is_some())
}

fn export_words(format: &str, error: Option<&str>) -> (String, String, bool) {
    let label = format!("Export as {format} to: ");
    let after = error.unwrap_or("Tab complete · Enter export · Esc cancel");
    (label, after.to_owned(), error.is_some())
}

fn attribute_words(ask: &AttributeAsk) -> (String, String, bool) {
    let label = ATTRIBUTES.get(ask.name).map_or(ask.name, |one| one.label);
    let after = ask
        .error
        .clone()
        .unwrap_or_else(|| hint(ask.name).to_owned());
    (format!("{label}: "), after, ask.error.is_some())
}

fn detail_words(ask: &SourceDetailAsk) -> (String, String, bool) {
    let (label, after) = match ask.detail {
        SourceDetail::Remark => ("Remark: ", "on this source; empty removes it"),
        SourceDetail::Accessed => (
            "Looked at on: ",
            "2026-11-22 · Enter save · empty removes it",
        ),
    };
    let words = ask.error.clone().unwrap_or_else(|| after.to_owned());
    (label.to_owned(), words, ask.error.is_some())
}

fn match_count(opened: &OpenDocument) -> String {
    let words = opened.matches.words(opened.cursor.range());
    let words = words.as_deref().unwrap_or("no match");
    format!("{}   ", words.strip_prefix("match ").unwrap_or(words))
}
