//! The prompt in the last row: what is asked for, the typed line, and what helps with it.
//!
//! Must not know: what is done with the answer.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::width_of;
use super::line::Line;
use crate::app::{Ask, Model, OpenDocument, Prompt};

/// Draws a prompt; returns where its cursor stands.
pub(super) fn draw(model: &Model, prompt: &Prompt, line: &mut Line<'_>) -> Position {
    let (label, after, problem) = prompt_words(model, prompt);
    line.words(&label, line.theme.key);
    // The end that somebody types at stays in view.
    let width = width_of(&after) + 3;
    let room = line.end.saturating_sub(line.x + width).max(8);
    let (before, rest) = prompt.line.split_at(prompt.at);
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
        line.theme.problem
    } else {
        line.theme.dim
    };
    line.words(&after, style);
    cursor
}

/// What stands before and after the typed line, and whether that is a problem.
fn prompt_words(model: &Model, prompt: &Prompt) -> (String, String, bool) {
    let kind = |regex: bool| {
        if regex {
            "Ctrl-t literal"
        } else {
            "Ctrl-t regular expression"
        }
    };
    match &prompt.ask {
        Ask::Search { regex, error, .. } => {
            let label = if *regex { "/regex/ " } else { "/" };
            if let Some(error) = error {
                return (label.to_owned(), error.clone(), true);
            }
            let count = match model.open_document().filter(|_| !prompt.line.is_empty()) {
                Some(opened) => match_count(opened),
                None => String::new(),
            };
            (label.to_owned(), format!("{count}{}", kind(*regex)), false)
        }
        Ask::SearchAll { regex, error } => {
            let label = if *regex {
                "all documents /regex/ "
            } else {
                "all documents /"
            };
            match error {
                Some(error) => (label.to_owned(), error.clone(), true),
                None => (label.to_owned(), kind(*regex).to_owned(), false),
            }
        }
        Ask::Percent => ("go to % ".to_owned(), "0 to 100, Enter".to_owned(), false),
        Ask::Source(..) => (
            "source: ".to_owned(),
            "an address, words, or [35] for a reference of the document".to_owned(),
            false,
        ),
        Ask::SaveCopy { many, error } => {
            let label = if *many {
                "write to folder: "
            } else {
                "write to: "
            };
            match error {
                Some(error) => (label.to_owned(), error.clone(), true),
                None => {
                    let after = "Enter writes it and quits, Esc leaves";
                    (label.to_owned(), after.to_owned(), false)
                }
            }
        }
        Ask::ExportTo(format) => (
            format!("export as {format} to: "),
            "Enter writes it, Esc leaves".to_owned(),
            false,
        ),
    }
}

fn match_count(opened: &OpenDocument) -> String {
    let words = opened.matches.words(opened.cursor.range());
    let words = words.as_deref().unwrap_or("no hit");
    format!("{}   ", words.strip_prefix("hit ").unwrap_or(words))
}
