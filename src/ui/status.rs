//! The last row: what the keys do here, and whether the last change is saved.
//!
//! Must not know: how commands and saves work.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::canvas::{Canvas, Line, width_of};
use super::prompt;
use super::theme::{Palette, Theme};
use crate::app::{
    Access, Area, Command, DraftState, Goal, HintPlace, Letters, Mode, Model, OpenDocument,
    Overlay, Pane, SaveState, TagFor, ThemeName, Unit, deferred_words, hints_of, progress,
    quiet_words, status_lines,
};
use crate::text::{TextRange, in_thousands};

/// Draws the row; returns the cursor of a prompt.
pub(super) fn draw(model: &Model, area: Area, canvas: &mut Canvas<'_>) -> Option<Position> {
    let (state, style) = save_words(model, canvas.theme);
    let warnings = warnings(model, area.width);
    let width = width_of(&state).min(area.width.saturating_sub(1));
    let end = area.x + area.width;
    let bottom = area.y + area.height.saturating_sub(1);
    canvas.put((end - width, bottom), width, &state, style);
    let aside = width_of(&warnings).min(end - width - area.x);
    let start = end - width - aside;
    canvas.put((start, bottom), aside, &warnings, canvas.theme.problem);
    let width = width + aside;
    let width = width + put_encoding(model, area, (end - width, bottom), canvas);
    let quiet =
        quiet_words(model, area.width).map_or_else(String::new, |words| format!("{words}   "));
    let room = width_of(&quiet).min((end - width).saturating_sub(area.x));
    canvas.put(
        (end - width - room, bottom),
        room,
        &quiet,
        canvas.theme.strong,
    );
    let width = width + room;
    let line_end = (end - width).saturating_sub(2 * u16::from(width > 0));
    let theme = canvas.theme;
    let mut line = canvas.line((area.x, bottom), line_end);
    if let Mode::Prompt(prompt) = &model.mode {
        return Some(prompt::draw(model, prompt, &mut line));
    }
    line.words(" ", Style::new());
    if let Some((lines, problem)) = status_lines(model, area.width) {
        let style = if problem { theme.problem } else { theme.strong };
        // Where there is no room for all, the beginning says more than the end.
        let fitting = usize::from(area.height.max(1)).min(lines.len());
        let is_cut = fitting < lines.len();
        for (words, above) in lines[..fitting].iter().zip((0..fitting).rev()) {
            if above > 0 {
                let y = bottom.saturating_sub(u16::try_from(above).unwrap_or(0));
                line.canvas.put((area.x + 1, y), area.width, words, style);
            } else if is_cut {
                line.words(&format!("{words} …"), style);
            } else {
                line.words(words, style);
            }
        }
        return None;
    }
    draw_keys(model, &mut line);
    None
}

/// Writes the encoding of the document before `end`, if it is not UTF-8; returns the
/// columns it takes.
fn put_encoding(model: &Model, area: Area, (end, y): (u16, u16), canvas: &mut Canvas<'_>) -> u16 {
    let name = model.open_document().and_then(|document| document.encoding);
    let Some(name) = name.filter(|_| area.width >= 2 * NARROW) else {
        return 0;
    };
    let words = format!("{name} · ");
    let start = end.saturating_sub(width_of(&words)).max(area.x);
    canvas.put((start, y), end - start, &words, canvas.theme.dim);
    end - start
}

/// The least columns of a row that says the place in words.
const NARROW: u16 = 30;

/// How much the row says of the place.
#[derive(Clone, Copy)]
pub(super) enum Wording {
    Short,
    Long,
}

/// The warnings of the open document. None on a narrow row: there the keys matter more, and
/// a notice has said them when the document was opened.
fn warnings(model: &Model, width: u16) -> String {
    let Some(opened) = model.open_document().filter(|_| width >= 2 * NARROW) else {
        return String::new();
    };
    let counting = progress(opened).map(|percent| format!("counting {percent} %"));
    let late = deferred_words(opened);
    let warnings = opened.warnings.iter().chain(&counting).chain(&late);
    warnings.map(|warning| format!("{warning} · ")).collect()
}

fn save_words(model: &Model, theme: &Theme) -> (String, Style) {
    if let Some(Access::ReadOnly(_)) = model.open_document().map(|document| &document.access) {
        return ("read-only ".to_owned(), theme.problem);
    }
    let state = model.documents.save_state();
    if let (Mode::Note(editor), SaveState::Saved | SaveState::Saving) = (&model.mode, &state) {
        match editor.draft {
            DraftState::Untouched => {}
            DraftState::Waiting => return ("unsaved ".to_owned(), theme.dim),
            DraftState::Kept => return ("draft saved ".to_owned(), theme.good),
            DraftState::Failed(_) => return ("NOT SAVED ".to_owned(), theme.problem),
        }
    }
    match state {
        // A key that waits has not done its change yet.
        SaveState::Saved if !model.queue.is_empty() => ("waiting … ".to_owned(), theme.dim),
        SaveState::Saved
            if model
                .open_document()
                .is_none_or(|opened| !opened.has_annotations()) =>
        {
            (String::new(), theme.dim)
        }
        SaveState::Saved => ("saved ".to_owned(), theme.good),
        SaveState::Saving => ("saving … ".to_owned(), theme.dim),
        SaveState::Failed(_) => ("NOT SAVED ".to_owned(), theme.problem),
    }
}

/// What the row says of the keys, as far as it would on a very wide screen.
pub(super) fn keys_in_words(model: &Model) -> String {
    const COLUMNS: u16 = 400;
    let theme = Theme::new(ThemeName::Plain, Palette::Monochrome);
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, 1));
    let mut canvas = Canvas {
        buffer: &mut buffer,
        theme: &theme,
    };
    draw_keys(model, &mut canvas.line((0, 0), COLUMNS));
    let row: String = buffer.content.iter().map(Cell::symbol).collect();
    let parts = row.split("  ").map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn draw_keys(model: &Model, line: &mut Line<'_>) {
    match &model.mode {
        Mode::Hints(hints) => {
            line.words(label_words(hints.goal), line.canvas.theme.strong);
            line.words("   ", Style::new());
            line.key("Esc", "cancel");
        }
        Mode::ChooseTag(what_for) => {
            let asks = match what_for {
                TagFor::Note | TagFor::Source => "Tag as?",
                TagFor::Second => "Add a second tag:",
            };
            line.words(asks, line.canvas.theme.strong);
            line.words("   ", Style::new());
            draw_tags(model, line);
            line.key("Esc", "cancel");
        }
        Mode::TagMatches(asked) => {
            line.words(&asked.question(), line.canvas.theme.strong);
            line.words("   ", Style::new());
            draw_tags(model, line);
            if let Some(other) = asked.alternative() {
                line.key("Tab", &other);
            }
            line.key("Esc", "cancel");
        }
        Mode::Note(editor) => {
            if let DraftState::Failed(reason) = &editor.draft {
                line.words(reason, line.canvas.theme.problem);
                line.words("   ", Style::new());
            }
            line.key("Esc", "save");
            line.key("Enter", "new line");
            line.key("Ctrl-g", "cancel");
        }
        Mode::Overlay(overlay) => draw_overlay_keys(overlay, line),
        Mode::Reading | Mode::Prompt(_) => match model.pane {
            Pane::Text => draw_text_keys(model, line),
            Pane::Documents if model.documents.folder(0).is_none() => {
                draw_hints(model, &[HintPlace::Documents], line);
            }
            Pane::Documents => {
                draw_hints(model, &[HintPlace::Documents, HintPlace::Folders], line);
            }
            Pane::Annotations => draw_hints(model, &[HintPlace::Annotations], line),
        },
    }
}

fn label_words(goal: Goal) -> &'static str {
    match goal {
        Goal::Phrase => "Type the letters of the first word",
        Goal::Word => "Type the letters of a word",
    }
}

/// Writes the tags, each with its key.
fn draw_tags(model: &Model, line: &mut Line<'_>) {
    for tag in model.settings.tags.iter() {
        let key = tag.key.map(|key| key.to_string()).unwrap_or_default();
        line.key(&key, &tag.name);
    }
}

fn draw_overlay_keys(overlay: &Overlay, line: &mut Line<'_>) {
    let keys: &[(&str, &str)] = match overlay {
        Overlay::Help { .. } => &[("↑ ↓", "scroll"), ("Esc", "back")],
        Overlay::Picker(picker) if picker.letters == Letters::Act => &[
            ("Enter", "correct"),
            ("a", "add"),
            ("o", "open"),
            ("y", "copy"),
            ("x", "remove"),
            ("Esc", "back"),
        ],
        Overlay::Picker(_) => &[
            ("type", "to narrow"),
            ("↑ ↓", "choose"),
            ("Enter", "go"),
            ("Esc", "back"),
        ],
    };
    for (key, does) in keys {
        line.key(key, does);
    }
    if let Overlay::Picker(picker) = overlay
        && picker.listing.is_asked()
    {
        line.key("Ctrl-y", "copy");
    }
}

/// Writes the commands that stand in some places of the row, each with its key.
fn draw_hints(model: &Model, places: &[HintPlace], line: &mut Line<'_>) {
    for (command, does) in hints_of(places) {
        let key = model.settings.keymap.shown_key(model.pane, command);
        line.key(&key, does);
    }
}

fn draw_text_keys(model: &Model, line: &mut Line<'_>) {
    let Some(opened) = model.open_document() else {
        draw_hints(model, &[HintPlace::NoDocument], line);
        return;
    };
    let wording = match line.end {
        ..NARROW => Wording::Short,
        _ => Wording::Long,
    };
    line.words(&where_we_are(opened, wording), line.canvas.theme.strong);
    line.words("   ", Style::new());
    if opened.resizing.is_some() {
        line.words("Resize: ", line.canvas.theme.strong);
        line.key("Enter", "save");
        draw_hints(model, &[HintPlace::Resizing], line);
        return;
    }
    if opened.cursor.is_extending() {
        line.words("Select: ", line.canvas.theme.strong);
        draw_hints(model, &[HintPlace::Extending], line);
    }
    if opened.matches.running.is_some() {
        draw_hints(model, &[HintPlace::Searching], line);
    }
    if !opened.matches.is_empty() {
        draw_hints(model, &[HintPlace::Matches], line);
    }
    for (index, tag) in model.settings.tags.iter().enumerate() {
        let key = model
            .settings
            .keymap
            .shown_key(Pane::Text, Command::Tag(index));
        line.key(&key, &tag.name);
    }
    draw_hints(model, &[HintPlace::Text], line);
}

/// The place of the cursor: `sentence 47/112`, or `word in sentence 47/112`. Before that,
/// `match 2 of 17` on a match, or how far a search has come. In a large document the line, which
/// is an estimate until it was counted.
pub(super) fn where_we_are(opened: &OpenDocument, wording: Wording) -> String {
    let sentence = opened.cursor.sentence(opened.units());
    let here = sentence.start();
    let structure = &opened.structure;
    let place = match (structure.sentence_number(here), structure.sentence_count()) {
        (Some(_), Some(0)) => "no sentence".to_owned(),
        (Some(before), Some(of)) => match wording {
            Wording::Short => format!("{}/{of}", before + 1),
            Wording::Long => format!("sentence {}/{of}", before + 1),
        },
        _ => line_in_words(opened, sentence, wording),
    };
    let selected = opened.cursor.range();
    let on_hit = opened.matches.within(selected).contains(&selected);
    let matches = opened.matches.words(selected);
    if let Some(words) = matches.filter(|_| on_hit || opened.matches.running.is_some()) {
        return format!("{words} · {place}");
    }
    match opened.cursor.unit() {
        Unit::Sentence => place,
        unit => format!("{} in {place}", unit.name()),
    }
}

/// The line and the share of the document before it: `line 12,345 · 40 %`, `about line
/// 1,204,000 · 40 %`. The last sentence is at 100 %.
fn line_in_words(opened: &OpenDocument, sentence: TextRange, wording: Wording) -> String {
    let (line, is_known) = opened.text.line_number(sentence.start());
    let share = if opened.is_end(sentence.end()) {
        100
    } else {
        sentence.start() * 100 / opened.text.len().max(1)
    };
    match (wording, is_known) {
        (Wording::Short, _) => format!("{share} %"),
        (Wording::Long, true) => format!("line {} · {share} %", in_thousands(line)),
        (Wording::Long, false) => format!("about line {} · {share} %", in_thousands(line)),
    }
}
