//! Panes, lists, help, copying.

use crate::text::segment::ParagraphMode;

use crate::app::Env;
use crate::app::document::DocumentId;
use crate::app::input::command::Command;
use crate::app::input::command::Pane;
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::{Effect, ExportRequest};
use crate::app::state::picker::{Overlay, PickerAction};
use crate::app::state::prompt::{Ask, Prompt};
use crate::app::state::{Arrival, Mode, Model};
use crate::app::update::arrive;
use crate::app::update::conflicts;
use crate::app::update::indexing;
use crate::app::update::pickers::{self, help_lines};
use crate::app::view::cards::overlay_area;
use crate::app::view::layout::layout;
use crate::app::view::sidebar;

/// Runs a command of this family.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let list = match command {
        Command::AllTags => pickers::all_tags(model),
        Command::Conflicts => match conflicts::list(model) {
            Some(list) => list,
            None => {
                model.notify_info("there are no two versions of any tag");
                return Vec::new();
            }
        },
        Command::Filter => pickers::filters(model),
        Command::Find => pickers::documents(model),
        Command::Export => pickers::formats(model),
        Command::Palette => pickers::palette(model),
        _ => return run_other(model, command),
    };
    model.mode = Mode::Overlay(Overlay::Picker(list));
    Vec::new()
}

fn run_other(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Copy => return copy(model),
        Command::NextDocument => return step_document(model, true),
        Command::PreviousDocument => return step_document(model, false),
        Command::Open => return sidebar::open(model),
        Command::Fold => return sidebar::fold(model, false),
        Command::FoldAll => return sidebar::fold(model, true),
        Command::NextPane => model.pane = step_pane(model.pane, 1),
        Command::PreviousPane => model.pane = step_pane(model.pane, 2),
        Command::DocumentsPane => toggle(model, Pane::Documents),
        Command::AnnotationsPane => toggle(model, Pane::Annotations),
        Command::Paragraphs => return next_paragraph_mode(model),
        Command::Help => model.mode = Mode::Overlay(Overlay::Help { top: 0 }),
        _ => {}
    }
    Vec::new()
}

fn step_pane(pane: Pane, by: usize) -> Pane {
    let at = Pane::ALL.iter().position(|it| *it == pane).unwrap_or(0);
    Pane::ALL[(at + by) % Pane::ALL.len()]
}

/// Folds a pane that is shown, shows one that is folded.
fn toggle(model: &mut Model, pane: Pane) {
    let areas = layout(model);
    let seen = match pane {
        Pane::Documents => areas.documents.is_some(),
        _ => areas.annotations.is_some(),
    };
    let shown = match pane {
        Pane::Documents => &mut model.shown.documents,
        _ => &mut model.shown.annotations,
    };
    *shown = Some(!seen);
    if seen && model.pane == pane {
        model.pane = Pane::Text;
    }
    // Where it does not fit beside the text, it has to have the keys to be seen.
    let areas = layout(model);
    let fits = match pane {
        Pane::Documents => areas.documents.is_some(),
        _ => areas.annotations.is_some(),
    };
    if !seen && !fits {
        model.pane = pane;
    }
}

fn step_document(model: &mut Model, forward: bool) -> Vec<Effect> {
    let open = model.documents.open;
    match open.and_then(|it| model.documents.neighbour(it, forward)) {
        Some(there) => model.open(there),
        None => {
            let words = if forward {
                "this is the last document"
            } else {
                "this is the first document"
            };
            model.notify_info(words);
            Vec::new()
        }
    }
}

fn next_paragraph_mode(model: &mut Model) -> Vec<Effect> {
    let (mode, words) = match model.settings.paragraphs {
        ParagraphMode::Auto => (ParagraphMode::Lines, "paragraphs: every line is one"),
        ParagraphMode::Lines => (
            ParagraphMode::Wrapped,
            "paragraphs: they run to the blank line",
        ),
        ParagraphMode::Wrapped => (ParagraphMode::Auto, "paragraphs: as the document looks"),
    };
    model.settings.paragraphs = mode;
    let language = model.settings.language.clone();
    for document in model.documents.opened_mut() {
        if let Some(loaded) = document.opened_mut() {
            loaded.set_paragraphs(mode, &language);
        }
    }
    model.notify_info(words);
    let documents = 0..model.documents.all().len();
    let to_count = |id| indexing::begin(model, DocumentId(id));
    documents.filter_map(to_count).collect()
}

/// The passage with its document and place, as one would cite it.
fn copy(model: &mut Model) -> Vec<Effect> {
    let (Some(document), Some(loaded)) = (model.document(), model.open_document()) else {
        return Vec::new();
    };
    let range = loaded.cursor.range();
    let place = match loaded.structure.sentence_number(range.start()) {
        Some(number) => format!("sentence {}", number + 1),
        None => match loaded.text.line_number(range.start()) {
            (number, true) => format!("line {number}"),
            (number, false) => format!("about line {number}"),
        },
    };
    let quote = loaded.text.slice(range);
    let words = format!(
        "“{quote}”\n— {}, {place}, characters {}–{}\n",
        document.path,
        loaded.text.code_point_at(range.start()),
        loaded.text.code_point_at(range.end()),
    );
    let words = crate::text::visible::visible_multiline(&words);
    model.notify_info("copied, with its document and place");
    vec![Effect::Copy(words)]
}

/// A key while the help is shown.
pub fn help_key(model: &mut Model, key: Key) {
    let areas = layout(model);
    let inner = overlay_area(&areas).inner();
    let page = usize::from(inner.height).max(1);
    let last = help_lines(model, inner.width).len().saturating_sub(page);
    let Mode::Overlay(Overlay::Help { top }) = &mut model.mode else {
        return;
    };
    *top = match key.code {
        KeyCode::Down | KeyCode::Char('j') => *top + 1,
        KeyCode::Up | KeyCode::Char('k') => top.saturating_sub(1),
        KeyCode::PageDown | KeyCode::Char(' ') => *top + page,
        KeyCode::PageUp | KeyCode::Char('b') => top.saturating_sub(page),
        KeyCode::Home | KeyCode::Char('g') => 0,
        KeyCode::End | KeyCode::Char('G') => last,
        _ => {
            model.mode = Mode::Reading;
            return;
        }
    }
    .min(last);
}

/// A key while a list is shown.
pub fn list_key(model: &mut Model, key: Key, env: &dyn Env) -> Vec<Effect> {
    let areas = layout(model);
    let page = overlay_area(&areas).inner().height;
    let page = isize::try_from(page.saturating_sub(2).max(1)).unwrap_or(1);
    let Mode::Overlay(Overlay::Picker(list)) = &mut model.mode else {
        return Vec::new();
    };
    match key.code {
        KeyCode::Esc => pickers::close(model),
        KeyCode::Char('c' | 'g') if key.ctrl => pickers::close(model),
        KeyCode::Enter => return choose(model, env),
        KeyCode::Down | KeyCode::Tab => list.step(1),
        KeyCode::Up | KeyCode::BackTab => list.step(-1),
        KeyCode::Char('n') if key.ctrl => list.step(1),
        KeyCode::Char('p') if key.ctrl => list.step(-1),
        KeyCode::PageDown => list.step(page),
        KeyCode::PageUp => list.step(-page),
        KeyCode::Home => list.step(isize::MIN),
        KeyCode::End => list.step(isize::MAX),
        KeyCode::Backspace => {
            list.typed.pop();
            list.narrow();
        }
        KeyCode::Char('u') if key.ctrl => {
            list.typed.clear();
            list.narrow();
        }
        _ => {
            if let Some(character) = key.typed() {
                list.typed.push(character);
                list.narrow();
            }
        }
    }
    Vec::new()
}

/// Takes the chosen row of a list.
pub fn choose(model: &mut Model, env: &dyn Env) -> Vec<Effect> {
    let Mode::Overlay(Overlay::Picker(list)) = std::mem::take(&mut model.mode) else {
        return Vec::new();
    };
    let Some(row) = list.chosen_row() else {
        model.mode = Mode::Overlay(Overlay::Picker(list));
        return Vec::new();
    };
    let target = row.target.clone();
    pickers::free_later(model, list);
    match target {
        PickerAction::Command(command) => crate::app::update::commands::run(model, command, env),
        PickerAction::Annotation(document, id) => jump(model, document, Arrival::Annotation(id)),
        PickerAction::Passage(document, range) => jump(model, document, Arrival::Passage(range)),
        PickerAction::Document(document) => {
            model.pane = Pane::Text;
            model.open(document)
        }
        PickerAction::Format(name) => {
            let formats = &model.settings.formats;
            let extension = formats.iter().find(|it| it.name == name);
            let extension = extension.map_or("txt", |it| it.extension.as_str());
            let settings = &model.settings;
            let file = format!(
                "{}{}-tags.{extension}",
                settings.exports, settings.workspace
            );
            model.mode = Mode::Prompt(Prompt::new(Ask::ExportTo(name), &file));
            Vec::new()
        }
        PickerAction::Export(request) => vec![Effect::Export(ExportRequest {
            overwrite: true,
            ..request
        })],
        PickerAction::Rename(request) => {
            let ask = Ask::ExportTo(request.format);
            model.mode = Mode::Prompt(Prompt::new(ask, &request.file));
            Vec::new()
        }
        PickerAction::Filter(tag) => {
            model.set_filter(tag);
            Vec::new()
        }
        PickerAction::Leaving(leaving) => {
            crate::app::update::commands::leaving::choose(model, leaving)
        }
        PickerAction::Recovery(choice) => {
            crate::app::update::commands::recovery::choose(model, choice)
        }
        PickerAction::Stay => Vec::new(),
    }
}

fn jump(model: &mut Model, document: DocumentId, arrival: Arrival) -> Vec<Effect> {
    model.pane = Pane::Text;
    let mut effects = model.open(document);
    if model.open_document().is_some() {
        effects.extend(arrive(model, &arrival));
    } else {
        model.arrival = Some((document, arrival));
    }
    effects
}
