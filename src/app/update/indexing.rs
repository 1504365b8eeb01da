//! A large document is counted while it is read: its lines, and the code points
//! that say where a tag is.

use crate::app::document::{DocumentId, OpenDocument};
use crate::app::input::command::Command;
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::{Effect, IndexProgress, IndexRequest, Message};
use crate::app::state::{Mode, Model};
use crate::app::update::deferred;

/// Stands in a large text for a byte that is not UTF-8, as long as it is not known what
/// else it is.
const SUBSTITUTE: char = '\u{1a}';

/// Begins to count a document that was opened or has changed, if there is anything
/// to count.
pub fn begin(model: &mut Model, id: DocumentId) -> Option<Effect> {
    let loaded = model.opened_mut(id)?;
    let counted = loaded.text.counted();
    // Also where all has been counted already: annotations may wait for their place,
    // or sentences be told in another way now.
    let any = counted.bytes < counted.of
        || loaded.text.is_paged() && loaded.pending() > 0
        || loaded.structure.is_to_be_counted();
    loaded.indexing = any;
    any.then(|| {
        Effect::Index(Box::new(IndexRequest {
            document: id,
            text: loaded.text.clone(),
            structure: loaded.structure.clone(),
            annotation_index: loaded
                .has_annotations()
                .then(|| loaded.annotation_index().clone()),
        }))
    })
}

/// Takes in how far a document was counted; answers what was pressed meanwhile and
/// can be done now.
pub fn counted(model: &mut Model, counted: IndexProgress) -> Vec<Message> {
    let mut news = None;
    if let Some(loaded) = model.opened_mut(counted.document)
        && loaded.text.ptr_eq(&counted.text)
    {
        if let Some(annotation_index) = counted.annotation_index {
            loaded.indexing = false;
            loaded.replace_annotation_index(annotation_index, &counted.structure);
        }
        // It may be counted again, and found out again.
        if !counted
            .warnings
            .iter()
            .all(|it| loaded.warnings.contains(it))
        {
            news = counted.notices.first().cloned();
            loaded.notices.extend(counted.notices);
            loaded.warnings.extend(counted.warnings);
        }
    }
    if let Some(news) = news.filter(|_| model.documents.open == Some(counted.document)) {
        model.notify_error(news);
    }
    match model.open_document() {
        _ if deferred::is_awaited(model) => Vec::new(),
        Some(loaded) if !is_known(loaded) => Vec::new(),
        _ if model.is_loading() => Vec::new(),
        _ => std::mem::take(&mut model.waiting),
    }
}

/// How far the open document was counted, in per cent, while it is.
pub fn progress(loaded: &OpenDocument) -> Option<usize> {
    let counted = loaded.text.counted();
    (counted.bytes < counted.of).then(|| counted.bytes / (counted.of / 100).max(1))
}

/// Whether what was pressed has to wait until it is known where the selection is, in
/// code points; and what comes after it, so that all is done in its order. Esc gives
/// it up; leaving does not wait.
pub fn waits(model: &mut Model, message: &Message) -> bool {
    if !matches!(message, Message::Key(_) | Message::Run(_)) {
        return false;
    }
    if !matches!(model.mode, Mode::Reading) {
        return false;
    }
    let Some(loaded) = model.open_document() else {
        return false;
    };
    if is_known(loaded) {
        return false;
    }
    if !model.waiting.is_empty() {
        return queues(model, message);
    }
    let needs_it = matches!(
        command_of(model, message),
        Some(
            Command::Tag(_)
                | Command::TagAndGoOn(_)
                | Command::Note
                | Command::Source
                | Command::Resize
                | Command::Copy
        )
    );
    if needs_it {
        model.notify_info("done as soon as the document is counted up to here; Esc gives it up");
    }
    needs_it
}

/// Whether what was pressed waits behind something else that does. Esc gives all of it
/// up; who insists on leaving does not wait.
pub fn queues(model: &mut Model, message: &Message) -> bool {
    let Message::Key(key) = message else {
        return true;
    };
    if *key == Key::plain(KeyCode::Esc) {
        model.waiting.clear();
        model.notify_info("given up: what was pressed since then is not done");
        return false;
    }
    // To leave would be to lose what waits: it waits, too, if it is not insisted on.
    let leaves = command_of(model, message) == Some(Command::Quit);
    let insists = model.waiting.last().is_some_and(|it| is_same_key(it, *key));
    if leaves && !insists {
        model.notify_info("leaving once what was pressed is done; again: at once, without it");
    }
    !leaves || !insists
}

fn command_of(model: &Model, message: &Message) -> Option<Command> {
    let keymap = &model.settings.keymap;
    match message {
        Message::Key(key) => keymap.get(model.pane, *key),
        Message::Run(command) => Some(*command),
        _ => None,
    }
}

fn is_same_key(message: &Message, key: Key) -> bool {
    matches!(message, Message::Key(before) if *before == key)
}

/// Whether it is known where the selection is, and that its words are what they seem:
/// bytes that are not UTF-8 may turn out to be of another encoding.
fn is_known(loaded: &OpenDocument) -> bool {
    let text = &loaded.text;
    let selected = loaded.cursor.range();
    let counted = text.counted();
    let all = counted.bytes >= counted.of;
    let is_plain = || all || !text.slice(selected).contains(SUBSTITUTE);
    text.is_counted_at(selected.end()) && is_plain()
}
