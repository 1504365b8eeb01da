//! Pickers and the help: what is pressed in them, and what is made of long ones while
//! nothing else waits.

use crate::app::Env;
use crate::app::document::DocumentId;
use crate::app::input::command::Pane;
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::{Effect, ExportRequest};
use crate::app::state::picker::{FirstRow, Overlay, Picker, PickerAction, PickerSource};
use crate::app::state::prompt::{Ask, Prompt};
use crate::app::state::travel::Arrival;
use crate::app::state::{Mode, Model};
use crate::app::view::conflicts;
use crate::app::view::help::help_lines;
use crate::app::view::layout::{layout, overlay_area};
use crate::app::view::rows;

use super::outcome::{Next, Outcome};
use super::{leaving, recovering};

/// Shows the picker that is made of the state.
pub fn show(model: &mut Model, make: fn(&Model) -> Picker) -> Outcome {
    let picker = make(model);
    model.show_picker(picker);
    Outcome::none()
}

/// Shows the tags of which there are several versions.
pub fn show_conflicts(model: &mut Model) -> Outcome {
    match conflicts::picker(model) {
        Some(picker) => model.show_picker(picker),
        None => return Outcome::plain("there are no two versions of any tag"),
    }
    Outcome::none()
}

/// Shows the help.
pub fn show_help(mode: &mut Mode) -> Outcome {
    *mode = Mode::Overlay(Overlay::Help { top: 0 });
    Outcome::none()
}

/// Asks whether to export over a file, unless that would throw away what is being typed
/// or chosen meanwhile.
pub fn export_exists(model: &mut Model, request: ExportRequest) -> Outcome {
    if !matches!(model.mode, Mode::Reading) {
        let file = request.file;
        return Outcome::problem(format!("{file} is there already: nothing was exported"));
    }
    model.show_picker(rows::overwrite(request));
    Outcome::none()
}

/// A key while the help is shown.
pub fn press_in_help(model: &mut Model, key: Key) -> Outcome {
    let inner = overlay_area(&layout(model)).inner();
    let page = usize::from(inner.height).max(1);
    let last = help_lines(model, inner.width).len().saturating_sub(page);
    let Mode::Overlay(Overlay::Help { top }) = &mut model.mode else {
        return Outcome::none();
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
            return Outcome::none();
        }
    }
    .min(last);
    Outcome::none()
}

/// A key while a picker is shown.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    let page = overlay_area(&layout(model)).inner().height;
    let page = isize::try_from(page.saturating_sub(2).max(1)).unwrap_or(1);
    let Some(picker) = model.picker_mut() else {
        return Outcome::none();
    };
    match key.code {
        KeyCode::Esc => close(model),
        KeyCode::Char('c' | 'g') if key.ctrl => close(model),
        KeyCode::Enter => return choose(model, env),
        KeyCode::Down | KeyCode::Tab => picker.step(1),
        KeyCode::Up | KeyCode::BackTab => picker.step(-1),
        KeyCode::Char('n') if key.ctrl => picker.step(1),
        KeyCode::Char('p') if key.ctrl => picker.step(-1),
        KeyCode::PageDown => picker.step(page),
        KeyCode::PageUp => picker.step(-page),
        KeyCode::Home => picker.step(isize::MIN),
        KeyCode::End => picker.step(isize::MAX),
        KeyCode::Backspace => {
            picker.typed.pop();
            picker.narrow();
        }
        KeyCode::Char('u') if key.ctrl => {
            picker.typed.clear();
            picker.narrow();
        }
        _ => {
            if let Some(character) = key.typed() {
                picker.typed.push(character);
                picker.narrow();
            }
        }
    }
    Outcome::none()
}

/// Takes the chosen row of a picker.
pub fn choose(model: &mut Model, env: &dyn Env) -> Outcome {
    let Mode::Overlay(Overlay::Picker(picker)) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    let Some(row) = picker.chosen_row() else {
        model.show_picker(picker);
        return Outcome::none();
    };
    let target = row.target.clone();
    model.closed.push(picker);
    match target {
        PickerAction::Command(command) => Outcome::next(Next::Run(command)),
        PickerAction::Annotation(document, id) => go_to(model, document, Arrival::Annotation(id)),
        PickerAction::Passage(document, range) => go_to(model, document, Arrival::Passage(range)),
        PickerAction::Document(document) => {
            model.pane = Pane::Text;
            model.open(document).into()
        }
        PickerAction::Format(name) => ask_where_to_export(model, name),
        PickerAction::Export(request) => Effect::Export(ExportRequest {
            overwrite: true,
            ..request
        })
        .into(),
        PickerAction::Rename(request) => {
            let ask = Ask::ExportTo(request.format);
            model.mode = Mode::Prompt(Prompt::new(ask, &request.file));
            Outcome::none()
        }
        PickerAction::Filter(tag) => {
            model.set_filter(tag);
            Outcome::none()
        }
        PickerAction::Leaving(leaving) => leaving::choose(model, leaving).into(),
        PickerAction::Recovery(choice) => recovering::choose(model, choice, env),
        PickerAction::Stay => Outcome::none(),
    }
}

/// Goes somewhere in a document, once that is open.
fn go_to(model: &mut Model, document: DocumentId, arrival: Arrival) -> Outcome {
    model.pane = Pane::Text;
    let opening = Outcome::from(model.open(document));
    if model.open_document().is_some() {
        opening.and(Outcome::next(Next::Arrive(arrival)))
    } else {
        model.travel.arrival = Some((document, arrival));
        opening
    }
}

fn ask_where_to_export(model: &mut Model, format: String) -> Outcome {
    let settings = &model.settings;
    let mut formats = settings.formats.iter();
    let extension = formats.find(|choice| choice.name == format);
    let extension = extension.map_or("txt", |choice| choice.extension.as_str());
    let file = format!(
        "{}{}-tags.{extension}",
        settings.exports, settings.workspace
    );
    model.mode = Mode::Prompt(Prompt::new(Ask::ExportTo(format), &file));
    Outcome::none()
}

/// Adds documents that have come to a picker of the documents that is shown: behind the
/// others, so that nothing moves away from under the choice.
pub fn add_documents(model: &mut Model, mut new: Vec<DocumentId>) {
    let growing = model.documents.walking;
    let documents = &model.documents;
    let path = |id: &DocumentId| documents.get(*id).map(|document| document.path.as_str());
    new.sort_by(|a, b| path(a).cmp(&path(b)));
    let Some(picker) = model.picker_mut().filter(|picker| picker.finder) else {
        return;
    };
    picker.growing = growing;
    match picker.source.as_deref_mut() {
        Some(PickerSource::Documents(coming)) => coming.extend(new),
        _ if new.is_empty() => {}
        _ => picker.source = Some(Box::new(PickerSource::Documents(new.into()))),
    }
}

/// Goes on with the picker that is shown, and with freeing those that were.
pub fn more(model: &mut Model) -> Outcome {
    model.closed.asked = false;
    model.closed.free_some();
    let Some(picker) = model.picker_mut() else {
        return Outcome::none();
    };
    let Some(mut source) = picker.source.take() else {
        picker.match_more(FirstRow::Place);
        return Outcome::none();
    };
    let new = rows::source_rows(model, &mut source);
    let of_tags = !source.is_of_documents();
    let mut mode = std::mem::take(&mut model.mode);
    if let Mode::Overlay(Overlay::Picker(picker)) = &mut mode {
        picker.source = Some(source).filter(|source| !source.is_empty());
        picker.extend(new);
        if of_tags {
            picker.title = rows::tags_title(model, picker);
        }
    }
    model.mode = mode;
    Outcome::none()
}

/// Closes the picker that is shown.
pub fn close(model: &mut Model) {
    if let Mode::Overlay(Overlay::Picker(picker)) = std::mem::take(&mut model.mode) {
        model.closed.push(picker);
    }
}

/// Asks to be told when nothing else waits, where the picker that is shown is not
/// finished, or one that was is not freed.
pub fn ask_for_more(model: &mut Model) -> Option<Effect> {
    let unfinished = model.picker().is_some_and(Picker::is_unfinished);
    let asks = (unfinished || !model.closed.is_empty()) && !model.closed.asked;
    model.closed.asked |= asks;
    asks.then_some(Effect::NotifyWhenIdle)
}
