//! Input waits until what it needs is there.
//!
//! What the reader sees: keys pressed while a document is read are done when it is there.
//! A tag on a passage of a large document, or of one whose tags are still being read, is
//! made as soon as that can be, and so is what was pressed after it, so that all is done
//! in its order; Esc gives it up. Leaving does not wait for a document; where something
//! waits for tags, it is done first, unless one insists.
//!
//! The table of commands says what each of them needs.

use crate::app::input::command::{Annotations, Needs};
use crate::app::state::queue::Input;
use crate::app::{Command, Key, KeyCode, Mode, Model};

use super::open_list;
use super::outcome::Outcome;

/// The most input that waits: more than anybody types while a document is read.
const MOST: usize = 10_000;

/// The notice while input waits for annotations.
const FOR_TAGS: &str = "Waiting for the tags to be read; Esc cancels";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Document,
    Annotations,
    Position,
    Annotator,
    /// For a change of many documents, which is one step whatever is pressed meanwhile.
    Everywhere,
}

/// Hands back input that can be handled now; else puts it in the queue, and the outcome
/// says so.
pub fn hold(model: &mut Model, input: Input) -> Result<Input, Outcome> {
    let waits = waits_for(model, &input);
    let first = model.queue.front();
    let behind = first.and_then(|first| waits_for(model, first));
    let command = command_of(model, &input);
    let leaves = command == Some(Command::Quit);
    let said = match (behind, waits) {
        (None, None) => return Ok(input),
        (Some(Wait::Everywhere), _) if input == Input::Key(Key::plain(KeyCode::Esc)) => {
            model.queue.clear();
            return Ok(input);
        }
        (Some(Wait::Document), _) if leaves => return Ok(input),
        (Some(Wait::Annotations | Wait::Position | Wait::Annotator), _)
            if input == Input::Key(Key::plain(KeyCode::Esc)) =>
        {
            model.queue.clear();
            return Err(Outcome::plain(
                "Cancelled; keys pressed meanwhile were ignored",
            ));
        }
        // Leaving would lose what waits: it waits too, unless it is pressed again.
        (Some(_), _) if leaves && model.queue.back() == Some(&input) => return Ok(input),
        (Some(_), _) if leaves => {
            Some("Quitting once these keys are done; press again to quit now, without them")
        }
        (Some(_), _) | (None, Some(Wait::Document | Wait::Annotator)) => None,
        (None, Some(Wait::Everywhere)) => Some("Waits until all documents are done; Esc cancels"),
        (None, Some(Wait::Annotations)) => Some(FOR_TAGS),
        (None, Some(Wait::Position)) => {
            Some("Waiting for the document to be counted up to here; Esc cancels")
        }
    };
    model.begun = true;
    if model.queue.len() >= MOST {
        return Err(Outcome::problem(
            "Too many keys are waiting: this one was ignored",
        ));
    }
    model.queue.push_back(input);
    Err(said.map_or_else(Outcome::none, Outcome::plain))
}

/// Takes the first input out of the queue, if it can be handled now.
pub fn release(model: &mut Model) -> Option<Input> {
    let first = model.queue.front()?;
    if waits_for(model, first).is_some() {
        return None;
    }
    // Nobody waits for the annotations any more.
    model.notice = model.notice.take().filter(|said| said.words != FOR_TAGS);
    model.queue.pop_front()
}

/// What input has to wait for: nothing, where keys type or choose something.
fn waits_for(model: &Model, input: &Input) -> Option<Wait> {
    if !matches!(model.mode, Mode::Reading) {
        return None;
    }
    if open_list::is_on_its_way(model) {
        return Some(Wait::Document);
    }
    let needs = needs_of(model, input);
    if needs.document && model.is_loading() {
        return Some(Wait::Document);
    }
    if model.everywhere.is_some() && command_of(model, input).is_some_and(would_interfere) {
        return Some(Wait::Everywhere);
    }
    let opened = model.open_document();
    let loading = match needs.annotations {
        Annotations::None => false,
        Annotations::Open => opened.is_some_and(|opened| !opened.has_annotations()),
        Annotations::All => is_reading_annotations(model),
    };
    if loading {
        return Some(Wait::Annotations);
    }
    if needs.position && !opened.is_none_or(|opened| opened.is_counted_at(opened.cursor.range())) {
        return Some(Wait::Position);
    }
    (needs.annotator && model.annotator.is_none()).then_some(Wait::Annotator)
}

/// Whether a command would change tags, or leave, in the middle of a change of many documents.
fn would_interfere(command: Command) -> bool {
    let is_step = matches!(command, Command::Undo | Command::Redo);
    let needs = command.needs();
    needs.writable || needs.annotator || is_step || command == Command::Quit
}

fn needs_of(model: &Model, input: &Input) -> Needs {
    match input {
        Input::Key(key) if is_resizing(model) && key.code == KeyCode::Enter => Needs::CHANGE,
        Input::Key(_) | Input::Command(_) => {
            command_of(model, input).map_or(Needs::DOCUMENT, Command::needs)
        }
        Input::Mouse(_) | Input::Paste(_) => Needs::DOCUMENT,
    }
}

/// Whether the extent of an annotation is being changed.
pub fn is_resizing(model: &Model) -> bool {
    let opened = model.open_document();
    opened.is_some_and(|opened| opened.resizing.is_some())
}

fn command_of(model: &Model, input: &Input) -> Option<Command> {
    match input {
        Input::Key(key) => model.settings.keymap.get(model.pane, *key),
        Input::Command(command) => Some(*command),
        Input::Mouse(_) | Input::Paste(_) => None,
    }
}

fn is_reading_annotations(model: &Model) -> bool {
    let documents = model.documents.opened();
    let mut opened = documents.filter_map(|(_, document)| document.opened());
    opened.any(|opened| !opened.has_annotations())
}
