//! The prompt in the last row: what is asked for, the typed line, and what helps with it.
//!
//! Must not know: what is done with the answer.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::{Line, width_of};
use crate::app::{Model, Prompt, prompt_words};

/// Where it is told what is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Behind that.
    Beside,
    /// In rows of its own above it.
    Above,
}

/// More characters than stand in a column of any text that is read.
const CHARACTERS_A_COLUMN: usize = 8;

/// Draws a prompt; returns where its cursor stands.
pub(super) fn draw(model: &Model, prompt: &Prompt, told: Told, line: &mut Line<'_>) -> Position {
    let (label, mut after, problem) = prompt_words(model, prompt);
    if told == Told::Above {
        after.clear();
    }
    line.words(&label, line.canvas.theme.key);
    // What helps gives way to what is typed; what is wrong stays.
    let typed = width_of(prompt.line.as_str());
    let taken = typed.saturating_add(line.x + 4 + width_of(&after));
    let has_room = taken <= line.end;
    let after = match after.split_once("   ") {
        _ if has_room || problem || prompt.line.is_empty() => after,
        Some((count, _)) => count.to_owned(),
        None => String::new(),
    };
    // The end that somebody types at stays in view.
    let width = width_of(&after) + 3;
    let room = line.end.saturating_sub(line.x + width).max(8);
    let (before, rest) = prompt.line.split();
    // No more of a long line is looked at than may be shown.
    let most = usize::from(room) * CHARACTERS_A_COLUMN;
    let from = before.char_indices().rev().nth(most);
    let mut shown = &before[from.map_or(0, |(at, _)| at)..];
    while width_of(shown) >= room {
        let mut characters = shown.chars();
        characters.next();
        shown = characters.as_str();
    }
    let style = match prompt.line.is_proposed() {
        true => line.canvas.theme.selected,
        false => Style::new(),
    };
    line.words(shown, style);
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
