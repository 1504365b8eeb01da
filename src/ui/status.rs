//! The last row: what the keys do here.
//!
//! Must not know: how commands and saves work.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::canvas::{Canvas, Line, width_of};
use super::prompt::Told;
use super::theme::{Palette, Theme};
use super::top::open_style;
use super::{prompt, saving};
use crate::annotation::{Annotation, Tag, TagId};
use crate::app::{
    Acts, Area, Command, DraftState, Goal, HintPlace, Layout, Letters, Mode, Model, OpenDocument,
    Overlay, Pane, Prompt, Remarks, TagFor, ThemeName, by_words, hinted_keys, hints_of, mark_words,
    may_be_fact, open_words, prompt_problem, prompt_told, quiet_words, remarks, saving_gives_way,
    status_lines,
};
use crate::text::visible::visible_within;
use crate::text::{TextRange, in_thousands};

/// How many columns say whose a tag is, at most.
/// The columns of the passage from which a link leads.
const LINKED_COLUMNS: usize = 24;
const BY_COLUMNS: usize = 20;

/// Draws the row; returns the cursor of a prompt.
pub(super) fn draw(model: &Model, areas: &Layout, canvas: &mut Canvas<'_>) -> Option<Position> {
    let area = areas.status?;
    let bottom = area.y + area.height.saturating_sub(1);
    let lines = status_lines(model, area.width);
    let mut asides = match lines {
        // What is open has been told, and the sentence needs the room.
        Some(_) if areas.top.is_none() => state(model, canvas.theme).into_iter().collect(),
        _ => asides(model, areas, canvas.theme),
    };
    if let Some((last, _)) = asides.last_mut().filter(|_| area.width < NARROW) {
        last.truncate(last.trim_end().len());
    }
    let width: u16 = asides.iter().map(|(words, _)| width_of(words)).sum();
    let width = width.min(area.width.saturating_sub(1));
    let start = area.x + area.width - width;
    let mut aside = canvas.line((start, bottom), area.x + area.width);
    for (words, style) in &asides {
        aside.words(words, *style);
    }
    let gap = if area.width < NARROW { 1 } else { 2 };
    let line_end = start.saturating_sub(gap * u16::from(width > 0));
    let theme = canvas.theme;
    let mut line = canvas.line((area.x, bottom), line_end);
    if let Mode::Prompt(prompt) = &model.mode {
        return Some(draw_prompt(model, prompt, area, &mut line));
    }
    line.words(" ", Style::new());
    if let Some((lines, problem)) = lines {
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

/// Draws a prompt, and above it what is wrong, where that needs rows of its own and has them.
fn draw_prompt(model: &Model, prompt: &Prompt, area: Area, line: &mut Line<'_>) -> Position {
    let above = prompt_problem(model, area.width);
    let has_room = above.len() < usize::from(area.height);
    let told = match above.is_empty() || !has_room {
        true => Told::Beside,
        false => Told::Above,
    };
    let theme = line.canvas.theme;
    let said = prompt_told(model, area.width);
    let said = match said.len() + above.len() < usize::from(area.height) {
        true => said,
        false => Vec::new(),
    };
    let problems = above.iter().filter(|_| told == Told::Above);
    let problems = problems.map(|words| (words, theme.problem));
    let rows = said.iter().map(|words| (words, theme.dim)).chain(problems);
    for ((words, style), y) in rows.zip(area.y..) {
        line.canvas.put((area.x + 1, y), area.width, words, style);
    }
    prompt::draw(model, prompt, told, line)
}

/// How saving stands, if there is anything to say of it, and room.
fn state(model: &Model, theme: &Theme) -> Option<(String, Style)> {
    let state = saving::words(model, theme);
    let is_said = !state.0.is_empty() && !saving_gives_way(model, model.size.0);
    is_said.then_some(state)
}

/// What stands at the right of the row: a quiet notice, the encoding where it is not UTF-8,
/// warnings, and how saving stands where no first row tells it.
fn asides(model: &Model, areas: &Layout, theme: &Theme) -> Vec<(String, Style)> {
    let columns = areas.screen.width;
    let quiet = quiet_words(model, columns).map(|words| (format!("{words}   "), theme.strong));
    let Remarks { encoding, warnings } = remarks(model, columns);
    let encoding = encoding.map(|name| (name.to_owned(), theme.dim));
    let warnings = warnings.into_iter();
    let warnings = warnings.map(|warning| (warning, theme.problem));
    let state = state(model, theme).filter(|_| areas.top.is_none());
    // What is open is told wherever a first row is not, unless there is hardly room for keys.
    let (open, _) = open_words(model);
    let open = open.filter(|_| areas.top.is_none() && columns >= WITH_OPEN);
    let open = open.map(|words| (words, open_style(model, theme)));
    let parts = encoding.into_iter().chain(warnings);
    let mut parts: Vec<_> = parts.chain(open).chain(state).collect();
    let behind = parts.len().saturating_sub(1);
    for (words, _) in &mut parts[..behind] {
        words.push_str(" · ");
    }
    if let Some((last, _)) = parts.last_mut().filter(|(last, _)| !last.ends_with(' ')) {
        last.push(' ');
    }
    quiet.into_iter().chain(parts).collect()
}

/// The least columns of a row that says the place in words.
const NARROW: u16 = 30;

/// The least columns of a row that says what is open.
const WITH_OPEN: u16 = 40;

/// The least columns of a row with whole phrases.
const ROOMY: u16 = 100;

/// How much the row says of the place.
#[derive(Clone, Copy)]
pub(super) enum Wording {
    Short,
    Long,
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
    let mut words = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !words.is_empty() {
            let is_asked = words.ends_with(['?', ':']);
            words.push_str(if is_asked { " " } else { ", " });
        }
        words.push_str(part);
    }
    words
}

fn draw_keys(model: &Model, line: &mut Line<'_>) {
    match &model.mode {
        Mode::Hints(hints) => {
            line.words(label_words(hints.goal), line.canvas.theme.strong);
            line.words("   ", Style::new());
            line.key("Esc", "cancel");
        }
        Mode::ChooseTag(what_for) => {
            let is_tagged = model
                .open_document()
                .is_some_and(|opened| opened.current().is_some());
            let asks = match what_for {
                TagFor::Second if is_tagged && line.end >= NARROW => "Add a second tag:",
                _ => "Tag as?",
            };
            draw_choice(model, (asks, asks), None, line);
        }
        Mode::TagMatches(asked) => {
            let questions = (&*asked.question(), &*asked.short_question());
            draw_choice(model, questions, asked.alternative().as_deref(), line);
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
        Mode::Overlay(overlay) => draw_overlay_keys(model, overlay, line),
        Mode::Reading | Mode::Prompt(_) => match model.pane {
            Pane::Text => draw_text_keys(model, line),
            Pane::Documents if model.documents.folder(0).is_none() => {
                draw_hints(model, &[HintPlace::Documents], line);
            }
            Pane::Documents => {
                draw_hints(model, &[HintPlace::Documents, HintPlace::Folders], line);
            }
            Pane::Annotations => {
                let current = model
                    .open_document()
                    .and_then(|opened| Some((opened, opened.current()?)));
                draw_before_help(model, line, |line| {
                    if let Some((opened, annotation)) = current {
                        draw_changes(model, opened, annotation, line);
                    }
                    draw_hints(model, &[HintPlace::Annotations], line);
                });
            }
        },
    }
}

fn label_words(goal: Goal) -> &'static str {
    match goal {
        Goal::Phrase => "Type the letters of the first word",
        Goal::Word => "Type the letters of a word",
    }
}

/// Writes a question that the key of a tag answers, and the tags, each with its key. Where
/// there is no room for their names, the keys are told alone: without them it cannot be answered.
fn draw_choice(
    model: &Model,
    (question, short): (&str, &str),
    other: Option<&str>,
    line: &mut Line<'_>,
) {
    let tags = model.settings.tags.iter();
    let tags = tags.filter_map(|tag| Some((tag.key?.to_string(), &*tag.name)));
    let tags: Vec<(String, &str)> = tags.collect();
    let (question, gap) = match line.end {
        ..ROOMY => (short, "  "),
        _ => (question, "   "),
    };
    let width = |(key, name): &(String, &str)| width_of(key) + width_of(name) + 3;
    let names: u16 = tags.iter().map(width).sum();
    let needed = width_of(question) + width_of(gap) + names + width_of("Esc cancel");
    if needed <= line.end.saturating_sub(line.x) {
        line.words(question, line.canvas.theme.strong);
        line.words(gap, Style::new());
        for (key, name) in &tags {
            line.key(key, name);
        }
    } else {
        let keys: Vec<&str> = tags.iter().map(|(key, _)| key.as_str()).collect();
        let (mut question, mut keys) = (question, keys.join(" "));
        if line.x + width_of(question) + 1 + width_of(&keys) > line.end {
            // On the smallest screens, what is asked and what answers it.
            (question, keys) = ("Tag?", keys.replace(' ', ""));
        }
        let end = line.end;
        line.end = end.saturating_sub(width_of(&keys) + 1).max(line.x);
        line.words(question, line.canvas.theme.strong);
        line.end = end;
        line.words(" ", Style::new());
        line.words(&keys, line.canvas.theme.key);
        line.words("  ", Style::new());
    }
    if let Some(other) = other {
        line.key("Tab", other);
    }
    line.key("Esc", "cancel");
}

fn draw_overlay_keys(model: &Model, overlay: &Overlay, line: &mut Line<'_>) {
    if let Overlay::Picker(picker) = overlay
        && let Letters::Act(acts) = picker.letters
    {
        let hints = hinted_keys(model, picker, acts);
        return draw_before_help(model, line, |line| {
            for (key, does) in hints {
                line.key(key, does);
            }
            // What the letters of a list do that links at once.
            if acts == Acts::Elsewhere {
                for relation in model.settings.relations.iter() {
                    line.key(&relation.key.to_string(), &relation.name);
                }
            }
        });
    }
    let keys: &[(&str, &str)] = match overlay {
        Overlay::Help { .. } => &[("↑ ↓", "scroll"), ("Esc", "back")],
        // Where nothing fits, what shows rows again.
        Overlay::Picker(picker) if picker.chosen_row().is_none() && !picker.typed.is_empty() => &[
            ("type", "to narrow"),
            ("Ctrl-u", "show all"),
            ("Esc", "back"),
        ],
        // The way back stands before what a narrow row has no room for.
        Overlay::Picker(picker) => &[
            ("type", "to narrow"),
            ("Enter", picker.enter_does().unwrap_or_default()),
            ("Esc", "back"),
            ("↑ ↓", "choose"),
            (
                "Ctrl-y",
                if picker.listing.is_asked() {
                    "copy"
                } else {
                    ""
                },
            ),
        ],
    };
    for (key, does) in keys.iter().filter(|(_, does)| !does.is_empty()) {
        line.key(key, does);
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
    let current = opened.current();
    draw_before_help(model, line, |line| {
        draw_keys_here(model, opened, current, line);
    });
}

/// Writes keys, and the way to all others behind them.
fn draw_before_help(model: &Model, line: &mut Line<'_>, draw: impl FnOnce(&mut Line<'_>)) {
    // It is at the end, and there however narrow the row is.
    let end = line.end;
    let help = model.settings.keymap.shown_key(model.pane, Command::Help);
    line.end = end.saturating_sub(width_of(&help) + HELP_COLUMNS);
    draw(line);
    // What fits just so leaves one blank before it.
    line.x = line.x.min(line.end + 1);
    // Words that were cut leave no blank before it.
    let before = line.x.checked_sub(1).map(|x| (x, line.y));
    let before = before.and_then(|at| line.canvas.buffer.cell(at));
    line.x += u16::from(before.is_some_and(|cell| cell.symbol() != " "));
    line.end = end;
    draw_hints(model, &[HintPlace::Last], line);
}

/// The columns of what the key of the help does, with the blanks around it.
const HELP_COLUMNS: u16 = 6;

/// Writes where one is: the tag under the cursor, the sentence, the mark on it.
fn draw_place(
    model: &Model,
    opened: &OpenDocument,
    current: Option<&Annotation>,
    line: &mut Line<'_>,
) {
    let theme = line.canvas.theme;
    let wording = match line.end {
        ..NARROW => Wording::Short,
        _ => Wording::Long,
    };
    if let Some(annotation) = current {
        let tag = model.settings.tags.look_up(&annotation.tag);
        line.words(&tag.letter, theme.tag(&tag));
        if !model.is_own(annotation) {
            let by = by_words(&annotation.creator);
            line.words(
                &format!(" {}", visible_within(&by, BY_COLUMNS)),
                theme.strong,
            );
        }
        line.words(if line.end >= ROOMY { " on " } else { " " }, theme.strong);
    }
    line.words(&where_we_are(opened, wording), theme.strong);
    let sentence = opened.cursor.sentence(opened.units());
    if let Some(mark) = mark_words(model, opened, sentence).filter(|_| current.is_none()) {
        line.words(&format!(" · {mark}"), theme.strong);
    }
}

fn draw_keys_here(
    model: &Model,
    opened: &OpenDocument,
    current: Option<&Annotation>,
    line: &mut Line<'_>,
) {
    let theme = line.canvas.theme;
    draw_place(model, opened, current, line);
    line.x = (line.x + 3).min(line.end);
    if opened.resizing.is_some() {
        line.words("Resize: ", theme.strong);
        line.key("Enter", "save");
        draw_hints(model, &[HintPlace::Resizing], line);
        return;
    }
    if let Some(from) = model.linked_from() {
        let from = visible_within(&from, LINKED_COLUMNS);
        line.words(&format!("Link from “{from}”: "), theme.strong);
        draw_hints(model, &[HintPlace::Linking], line);
        return;
    }
    if let Some(of) = model.sourced_for() {
        let of = visible_within(&of, LINKED_COLUMNS);
        line.words(&format!("Source of “{of}”: "), theme.strong);
        draw_hints(model, &[HintPlace::Sourcing], line);
        return;
    }
    if opened.cursor.is_extending() {
        line.words("Select: ", theme.strong);
        draw_hints(model, &[HintPlace::Extending], line);
    }
    if opened.matches.running.is_some() {
        draw_hints(model, &[HintPlace::Searching], line);
    }
    if !opened.matches.is_empty() {
        draw_hints(model, &[HintPlace::Matches], line);
    }
    match current {
        Some(annotation) => {
            draw_changes(model, opened, annotation, line);
            draw_hints(model, &[HintPlace::OnTag], line);
        }
        None if opened.current_suggestion().is_some() => {
            draw_hints(model, &[HintPlace::OnSuggestion], line);
        }
        None => {
            for (index, tag) in model.settings.tags.iter().enumerate() {
                let key = tag_key(model, index);
                line.key(&key, &tag.name);
            }
        }
    }
    if model.is_split() {
        draw_hints(model, &[HintPlace::Beside], line);
    }
    draw_text_hints(model, opened, line);
}

/// Writes the keys of the text.
fn draw_text_hints(model: &Model, opened: &OpenDocument, line: &mut Line<'_>) {
    let is_suggestion = opened.current_suggestion().is_some();
    // A key that decides about a suggestion does nothing else there.
    let decides = |command| {
        let mut hints = hints_of(&[HintPlace::OnSuggestion]);
        is_suggestion && hints.any(|(decides, _)| decides == command)
    };
    for (command, does) in hints_of(&[HintPlace::Text]) {
        if !decides(command) {
            let key = model.settings.keymap.shown_key(model.pane, command);
            line.key(&key, does);
        }
    }
}

fn tag_key(model: &Model, index: usize) -> String {
    let keymap = &model.settings.keymap;
    keymap.shown_key(Pane::Text, Command::Tag(index))
}

/// Writes the keys of the other tags, which make one of them of the tag under the cursor. What
/// another annotator has tagged stays theirs: there, a tag's key adds one's own.
fn draw_changes(model: &Model, opened: &OpenDocument, current: &Annotation, line: &mut Line<'_>) {
    let adds = !model.is_own(current) && !has_own(model, opened, current);
    if adds && model.pane == Pane::Annotations {
        let keymap = &model.settings.keymap;
        let key = keymap.shown_key(Pane::Annotations, Command::SecondTag);
        line.key(&key, "add yours");
        return;
    }
    let document = model.documents.open;
    let may_be_fact = !adds && document.is_some_and(|id| may_be_fact(model, (id, current)));
    let is_fact = |tag: &Tag| may_be_fact && tag.id.as_str() == TagId::FACT;
    let others = model.settings.tags.iter().enumerate();
    let others = others.filter(|(_, tag)| adds || tag.id != current.tag);
    if let Some((index, _)) = others.clone().find(|(_, tag)| is_fact(tag)) {
        line.key(&tag_key(model, index), "make it a fact");
    }
    let others = others.filter(|(_, tag)| !is_fact(tag));
    let keys: Vec<_> = others.map(|(index, _)| tag_key(model, index)).collect();
    let keys: Vec<_> = keys.into_iter().filter(|key| !key.is_empty()).collect();
    let does = match (adds, line.end >= ROOMY) {
        (true, true) => "add yours",
        (true, false) => "add",
        (false, true) => "change it",
        (false, false) => "change",
    };
    line.key(&keys.join(" "), does);
}

/// Whether the passage of an annotation has a tag of the annotator's own.
fn has_own(model: &Model, opened: &OpenDocument, annotation: &Annotation) -> bool {
    let placed = opened.place_of(&annotation.id);
    placed.is_some_and(|placed| {
        let mut here = opened.annotation_index().shown_at(placed.range);
        here.any(|placed| model.is_own(&placed.annotation))
    })
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
        (Some(before), Some(of)) => {
            let [number, of] = [before + 1, of].map(in_thousands);
            match wording {
                Wording::Short => format!("{number}/{of}"),
                Wording::Long => format!("sentence {number}/{of}"),
            }
        }
        _ => line_in_words(opened, sentence, wording),
    };
    let selected = opened.cursor.range();
    let on_hit = opened.matches.within(selected).contains(&selected);
    let matches = opened.matches.words(selected);
    if let Some(words) = matches.filter(|_| on_hit || opened.matches.running.is_some()) {
        return format!("{words} · {place}");
    }
    match opened.cursor.unit() {
        _ if selected == sentence => place,
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
