//! What happened becomes what follows.

pub mod commands;
pub mod conflicts;
pub mod deferred;
pub mod discovery;
pub mod disk;
pub mod indexing;
pub mod mouse;
pub mod pickers;
pub mod reanchoring;
pub mod remembering;

use crate::annotation::{AnnotationId, AnnotationSet, Conflict, merge};

use crate::app::Env;
use crate::app::document::search_matches::Step;
use crate::app::document::selection::Unit;
use crate::app::document::{Document, DocumentId, OnDisk, OpenDocument, SaveState, Summary};
use crate::app::documents::KnownAnnotations;
use crate::app::input::command::{Command, Pane};
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::{Effect, ExportRequest, IndexProgress, LoadedDocument, Message};
use crate::app::state::hints::Typed;
use crate::app::state::picker::Overlay;
use crate::app::state::{Arrival, Mode, Model};
use crate::app::update::commands::{drafts, leaving, program, prompts, recovery, search, tagging};
use crate::app::view::cards;
use crate::app::view::layout::layout;
use crate::app::view::viewport;

/// Takes in what happened; answers what IO is wanted.
pub fn update(model: &mut Model, message: Message, env: &dyn Env) -> Vec<Effect> {
    if waits(model, &message)
        || deferred::waits(model, &message)
        || indexing::waits(model, &message)
    {
        model.waiting.push(message);
        return Vec::new();
    }
    let brings_tags = brings_tags(&message);
    let mut effects = take(model, message, env);
    model.documents.recount_opened(brings_tags);
    effects.extend(search::give_up(model));
    effects.extend(reanchoring::ask(model));
    effects.extend(pickers::ask_for_more(model));
    let areas = layout(model);
    viewport::follow_cursor(model, &areas);
    effects.extend(discovery::follow(model));
    effects.extend(model.free_later());
    effects.extend(remembering::follow(model, &effects));
    effects
}

fn take(model: &mut Model, message: Message, env: &dyn Env) -> Vec<Effect> {
    match message {
        Message::Key(key) => press(model, key, env),
        Message::Paste(words) => paste(model, &words),
        Message::Mouse(mouse) => mouse::update(model, mouse, env),
        Message::Resized(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Message::Loaded(id, result) => loaded(model, id, result, env),
        Message::Deferred(id, news) => deferred::take(model, id, news, env),
        Message::Run(command) => commands::run(model, command, env),
        Message::Indexed(news) => counted(model, *news, env),
        Message::Discovered(listed) => discovery::take(model, listed, env),
        Message::Tags(read) => discovery::take_tags(model, read),
        Message::Summarised(id, result) => summarised(model, id, result),
        Message::Saved {
            document,
            revision,
            sent,
            stored,
            conflicts,
        } => saved(model, document, revision, (&sent, &stored), &conflicts),
        Message::SaveFailed {
            document,
            revision,
            reason,
            kept,
        } => save_failed(model, document, revision, (&reason, kept)),
        Message::Recovered(leftovers) => recovery::arrived(model, leftovers),
        Message::DraftKept(edits, result) => drafts::kept(model, edits, result),
        Message::Parked(leftover, instead_of) => recovery::parked(model, leftover, instead_of),
        Message::CopySaved(request, result) => leaving::written(model, request, result),
        Message::DocumentMatches(found) => search::take_found(model, found),
        Message::WorkspaceMatches(search, found) => search::take_hits(model, search, found),
        Message::SearchDone { search } => search::search_done(model, search),
        Message::Exported(Ok(words)) => {
            model.notify_info(words);
            Vec::new()
        }
        Message::Exported(Err(words)) | Message::Notice(words) => {
            model.notify_error(words);
            Vec::new()
        }
        Message::ExportExists(request) => export_exists(model, request),
        Message::Disk(news) => disk::take(model, news),
        Message::Reanchored(result) => reanchoring::take(model, &result),
        Message::More => pickers::more(model),
        Message::Annotator(name) => {
            model.annotator = name;
            Vec::new()
        }
    }
}

/// Asks whether to export over a file, unless that would throw away what is being typed
/// or chosen meanwhile.
fn export_exists(model: &mut Model, request: ExportRequest) -> Vec<Effect> {
    if matches!(model.mode, Mode::Reading) {
        let picker = pickers::overwrite(request);
        model.mode = Mode::Overlay(Overlay::Picker(picker));
    } else {
        let file = request.file;
        model.notify_error(format!("{file} is there already: nothing was exported"));
    }
    Vec::new()
}

fn summarised(
    model: &mut Model,
    id: DocumentId,
    result: Result<Box<Summary>, String>,
) -> Vec<Effect> {
    if let Some(document) = model.documents.get_mut(id) {
        match result {
            // What is open knows its tags better.
            Ok(summary) if document.opened().is_some() => document.summary = Some(summary),
            Ok(summary) => {
                let tags = KnownAnnotations::of(summary.set.clone());
                document.summary = Some(summary);
                model.documents.take_tags(id, Box::new(tags));
            }
            Err(reason) => document.set_unreadable(reason),
        }
    }
    Vec::new()
}

/// Whether tags may come from elsewhere than the keys with a message.
fn brings_tags(message: &Message) -> bool {
    matches!(message, Message::Saved { .. } | Message::Disk(_))
}

/// Whether what was pressed is meant for a document that is still being read.
/// Leaving does not wait.
fn waits(model: &Model, message: &Message) -> bool {
    let context = model.pane;
    match message {
        _ if !model.is_loading() || !matches!(model.mode, Mode::Reading) => false,
        Message::Key(key) => {
            model.settings.keymap.get(context, *key) != Some(Command::Quit)
                && model.waiting.len() < MOST_WAITING
        }
        Message::Mouse(_) | Message::Paste(_) | Message::Run(_) => {
            model.waiting.len() < MOST_WAITING
        }
        _ => false,
    }
}

/// More keys than anybody types while a document is read.
const MOST_WAITING: usize = 10_000;

/// Enter is a line feed where it was pressed before the program had the terminal, and
/// a line feed is Ctrl-j. Nobody means that where nothing is on it.
fn meant(model: &Model, context: Pane, key: Key) -> Key {
    let is_bound = model.settings.keymap.get(context, key).is_some();
    if key == Key::ctrl('j') && !(is_bound && matches!(model.mode, Mode::Reading)) {
        return Key {
            code: KeyCode::Enter,
            ctrl: false,
            ..key
        };
    }
    key
}

fn press(model: &mut Model, key: Key, env: &dyn Env) -> Vec<Effect> {
    model.notice = None;
    model.begun = true;
    let context = model.pane;
    let key = meant(model, context, key);
    // Also while a note is written.
    if key.ctrl && model.settings.keymap.get(context, key) == Some(Command::Suspend) {
        return vec![Effect::Suspend];
    }
    match &mut model.mode {
        Mode::Reading => read(model, key, env),
        Mode::Hints(hints) => {
            let typed = hints.type_key(key);
            match typed {
                Typed::More => {}
                Typed::Nothing => model.mode = Mode::Reading,
                Typed::Word(word) => {
                    model.mode = Mode::Reading;
                    if let Some(loaded) = model.open_document_mut() {
                        loaded.pointed = None;
                        loaded.cursor.go(word, Unit::Word);
                    }
                }
            }
            Vec::new()
        }
        Mode::TagFirst => tagging::tag_first(model, key, env),
        Mode::Prompt(_) => prompts::prompt_key(model, key, env),
        Mode::Note(editor) => {
            let ctrl = |letter| key == Key::ctrl(letter);
            if key.code == KeyCode::Esc || ctrl('s') {
                tagging::keep_note(model, env)
            } else if ctrl('g') {
                tagging::leave_note(model)
            } else if editor.edit(key) {
                drafts::changed(model)
            } else {
                Vec::new()
            }
        }
        Mode::Overlay(Overlay::Help { .. }) => {
            program::help_key(model, key);
            Vec::new()
        }
        Mode::Overlay(Overlay::Picker(_)) => program::list_key(model, key, env),
    }
}

/// A key in a pane: first what the changing of an extent wants, then the map.
fn read(model: &mut Model, key: Key, env: &dyn Env) -> Vec<Effect> {
    let resizing = model
        .open_document()
        .is_some_and(|it| it.resizing.is_some());
    if resizing && key.code == KeyCode::Enter {
        return tagging::finish_resize(model, env);
    }
    let context = model.pane;
    match model.settings.keymap.get(context, key) {
        Some(command) => commands::run(model, command, env),
        None => {
            model.notify_info(format!("{key} does nothing here; ? shows the keys"));
            Vec::new()
        }
    }
}

fn paste(model: &mut Model, words: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    match &mut model.mode {
        Mode::Note(editor) => {
            editor
                .area
                .insert_str(words.replace("\r\n", "\n").replace('\r', "\n"));
        }
        Mode::Prompt(prompt) => {
            prompt.insert(words);
            effects = prompts::line_changed(model);
        }
        Mode::Overlay(Overlay::Picker(list)) => {
            list.typed.push_str(&words.replace(['\r', '\n'], " "));
            list.narrow();
        }
        _ => model.notify_info("there is nothing to paste into here"),
    }
    effects.extend(drafts::changed(model));
    effects
}

fn loaded(
    model: &mut Model,
    id: DocumentId,
    result: Result<Box<LoadedDocument>, String>,
    env: &dyn Env,
) -> Vec<Effect> {
    let how = (model.settings.paragraphs, model.settings.language.clone());
    let Some(document) = model.documents.get_mut(id).filter(|it| it.is_loading()) else {
        return Vec::new();
    };
    match result {
        Ok(content) => {
            let content = *content;
            let notices = content.notices.clone();
            let mut opened = OpenDocument::new(content, (how.0, &how.1), document.place);
            opened.set_filter(model.filter.clone());
            document.finish_loading(Ok(opened));
            model.documents.note_opened(id);
            let open = model.documents.open == Some(id);
            match notices.first().filter(|_| open) {
                Some(first) => model.notify_error(first.clone()),
                None if open => report_displaced(model, id),
                None => {}
            }
        }
        Err(reason) => {
            recovery::document_unreadable(model, id, &reason);
            if let Some(document) = model.documents.get_mut(id) {
                document.finish_loading(Err(reason));
            }
        }
    }
    let mut effects = match deferred::ask(model, id) {
        Some(tags) => vec![tags],
        None => recovery::document_loaded(model, id),
    };
    effects.extend(indexing::begin(model, id));
    effects.extend(disk::take_what_came_early(model, id));
    effects.extend(arrive_where_wanted(model, id));
    let areas = layout(model);
    viewport::follow_cursor(model, &areas);
    effects.extend(press_what_waited(model, env));
    effects
}

/// Says how many of the tags of the open document have lost their passage, if any.
pub fn report_displaced(model: &mut Model, id: DocumentId) {
    let document = model.documents.get(id);
    let (moved, lost) = document.map_or((0, 0), Document::displaced);
    if lost > 0 {
        model.notify_error(format!(
            "the document has changed: {lost} of its tags have lost their passage, {moved} have moved; t lists them"
        ));
    }
}

/// Goes to where a list pointed in a document that has been read, if one did.
pub fn arrive_where_wanted(model: &mut Model, id: DocumentId) -> Vec<Effect> {
    match model.arrival.take() {
        Some((document, arrival)) if document == id => arrive(model, &arrival),
        other => {
            model.arrival = other;
            Vec::new()
        }
    }
}

/// Takes in what was pressed while the document was being read.
pub fn press_what_waited(model: &mut Model, env: &dyn Env) -> Vec<Effect> {
    let held = std::mem::take(&mut model.waiting);
    all(model, held, env)
}

fn counted(model: &mut Model, news: IndexProgress, env: &dyn Env) -> Vec<Effect> {
    let held = indexing::counted(model, news);
    all(model, held, env)
}

/// Takes in what has waited.
fn all(model: &mut Model, messages: Vec<Message>, env: &dyn Env) -> Vec<Effect> {
    let messages = messages.into_iter();
    messages.flat_map(|it| update(model, it, env)).collect()
}

/// Goes to where a list pointed, in the document that is open now.
pub fn arrive(model: &mut Model, arrival: &Arrival) -> Vec<Effect> {
    let open = model.documents.open;
    let Some(loaded) = model.open_document_mut() else {
        return Vec::new();
    };
    let needs_tags = !matches!(arrival, Arrival::Passage(_));
    if needs_tags && !loaded.has_annotations() {
        model.arrival = open.map(|id| (id, arrival.clone()));
        return Vec::new();
    }
    if let Arrival::Note(id) = arrival {
        return recovery::open_note(model, id);
    }
    loaded.cursor.keep();
    match arrival {
        Arrival::Annotation(id) => match loaded.place_of(id).map(|it| it.range) {
            Some(range) => {
                loaded.cursor.go(range, Unit::Passage);
                loaded.pointed = Some(id.clone());
            }
            None => arrive_at_lost(model, id),
        },
        Arrival::Passage(range) => {
            let range = *range;
            let start = loaded.text.floor_grapheme(range.start());
            let end = loaded.text.ceil_grapheme(range.end());
            loaded.pointed = None;
            loaded
                .cursor
                .go(crate::text::TextRange::between(start, end), Unit::Passage);
            let step = Step::From(start);
            // A query that is none was not listed.
            return search::begin(model, step).unwrap_or_default();
        }
        Arrival::Note(_) => {}
    }
    Vec::new()
}

/// Goes to a tag that has no place: what is selected stays, so that the tag can be put
/// there.
fn arrive_at_lost(model: &mut Model, id: &AnnotationId) {
    let keys = &model.settings.keymap;
    let key = |command| keys.shown_key(Pane::Text, command);
    let (resize, delete) = (key(Command::Resize), key(Command::Delete));
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    let why = cards::why_lost(loaded, id);
    loaded.pointed = Some(id.clone());
    loaded.orphaned = Some(id.clone());
    model.notify_error(format!(
        "{why}; {resize} puts it on what is selected, here or where you go, {delete} deletes it"
    ));
}

fn saved(
    model: &mut Model,
    id: DocumentId,
    revision: u64,
    (sent, stored): (&AnnotationSet, &AnnotationSet),
    conflicts: &[Conflict],
) -> Vec<Effect> {
    let Some(loaded) = model.opened_mut(id) else {
        return Vec::new();
    };
    if sent != stored {
        // Somebody else has written meanwhile: what is here now and what is
        // there now both come from what was sent.
        let (merged, _) = merge(sent, loaded.set(), stored);
        disk::take_in(model, id, &merged);
    }
    let Some(loaded) = model.opened_mut(id) else {
        return Vec::new();
    };
    loaded.acknowledged = revision;
    let is_last = loaded.revision == revision;
    if is_last {
        loaded.save = SaveState::Saved;
    }
    if !conflicts.is_empty() {
        model.notify_error(conflicts::words(model, conflicts.len()));
    }
    let mut effects = recovery::saved(model, id, revision);
    if model.leaving && model.save_state() == SaveState::Saved {
        effects.extend(leaving::leave(model));
    } else if is_last {
        effects.extend(remembering::keep_if_moved(model));
    }
    leaving::follow(model);
    effects
}

fn save_failed(
    model: &mut Model,
    id: DocumentId,
    revision: u64,
    (reason, kept): (&str, bool),
) -> Vec<Effect> {
    let Some(loaded) = model.opened_mut(id) else {
        return Vec::new();
    };
    if revision < loaded.revision {
        // The save of a later change is on its way, and says more.
        return Vec::new();
    }
    loaded.save = SaveState::Failed(reason.to_owned());
    loaded.kept = kept;
    // Why has to be seen: what was said of the change stands in its place, and that
    // the document is gone in the sidebar.
    let disk = model.documents[id].disk;
    let gone = matches!(disk, OnDisk::Gone | OnDisk::Unreadable);
    model.notice = model.notice.take().filter(|it| it.problem && !gone);
    if std::mem::take(&mut model.leaving) {
        leaving::ask(model, reason);
    } else {
        leaving::follow(model);
    }
    Vec::new()
}
