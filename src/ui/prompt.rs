//! The prompt in the last row: what is asked for, the typed line, and what helps with it.
//!
//! Must not know: what is done with the answer.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::{Line, width_of};
use crate::app::{Ask, Model, OpenDocument, Prompt};

/// Draws a prompt; returns where its cursor stands.
pub(super) fn draw(model: &Model, prompt: &Prompt, line: &mut Line<'_>) -> Position {
    let (label, after, problem) = prompt_words(model, prompt);
    line.words(&label, line.canvas.theme.key);
    // What helps gives way to what is typed; what is wrong stays.
    let typed = width_of(prompt.line.as_str());
    let has_room = line.x + typed + 4 + width_of(&after) <= line.end;
    let after = match after.split_once("   ") {
        _ if has_room || problem || prompt.line.is_empty() => after,
        Some((count, _)) => count.to_owned(),
        None => String::new(),
    };
    // The end that somebody types at stays in view.
    let width = width_of(&after) + 3;
    let room = line.end.saturating_sub(line.x + width).max(8);
    let (before, rest) = prompt.line.split();
    let mut shown = before;
    while width_of(shown) + 1 > room {
        let mut characters = shown.chars();
        characters.next();
        shown = characters.as_str();
    }
    line.words(shown, Style::new());
    let cursor = Position {
        x: line.x.min(line.end),
        y: line.y,
    };
    line.words(rest, Style::new());
    line.words("   ", Style::new());
    let style = if problem {
        line.canvas.theme.problem
    } else {
        line.canvas.theme.dim
    };
    line.words(&after, style);
    cursor
}

/// What stands before and after the typed line, and whether that is a problem.
pub(super) fn prompt_words(model: &Model, prompt: &Prompt) -> (String, String, bool) {
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
        Ask::Source(ask) => {
            let after = "URL, citation, or [35] (a reference in this text)";
            let insist = |doubt: &String| format!("{doubt} · Enter saves it as typed");
            let doubt = ask.doubt.as_ref().map(insist);
            return (
                "Source: ".to_owned(),
                doubt.clone().unwrap_or_else(|| after.to_owned()),
                doubt.is_some(),
            );
        }
        Ask::SaveCopy { many, error } => {
            let label = if *many {
                "Save to folder: "
            } else {
                "Save to: "
            };
            (label, "Enter save and quit · Esc cancel".to_owned(), error)
        }
        Ask::ExportTo { format, error } => {
            let label = format!("Export as {format} to: ");
            let after = "Enter export · Esc cancel";
            let words = error.clone().unwrap_or_else(|| after.to_owned());
            return (label, words, error.is_some());
        }
    };
    let problem = error.is_some();
    (label.to_owned(), error.clone().unwrap_or(after), problem)
}

fn match_count(opened: &OpenDocument) -> String {
    let words = opened.matches.words(opened.cursor.range());
    let words = words.as_deref().unwrap_or("no match");
    format!("{}   ", words.strip_prefix("match ").unwrap_or(words))
}
