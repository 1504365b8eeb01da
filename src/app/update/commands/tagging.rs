//! Tags, notes, sources, undo.

use crate::annotation::{self, Annotation, AnnotationId, Change, Selector, Source, Step, TagId};
use crate::text::TextRange;

use crate::app::Env;
use crate::app::document::selection::Unit;
use crate::app::document::{Access, DocumentId, OpenDocument, SaveState};
use crate::app::input::command::{Command, Pane};
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::Effect;
use crate::app::state::prompt::{Ask, NoteEditor, Prompt};
use crate::app::state::{Mode, Model};

use crate::app::update::commands::{drafts, history, recovery};

/// Runs a command of this family.
pub fn run(model: &mut Model, command: Command, env: &dyn Env) -> Vec<Effect> {
    match command {
        Command::Tag(index) => tag(model, index, false, env),
        Command::TagAndGoOn(index) => tag(model, index, true, env),
        Command::Note => edit_note(model),
        Command::Source => {
            ask_source(model);
            Vec::new()
        }
        Command::Delete => delete(model, env),
        Command::Resize => {
            resize(model);
            Vec::new()
        }
        Command::KeepVersion => keep_version(model, env),
        Command::Undo => history::undo(model),
        Command::Redo => history::redo(model),
        _ => save_again(model),
    }
}

/// The document, if it is open and may be changed; else says why not.
fn writable(model: &mut Model) -> Option<DocumentId> {
    let id = model.documents.open?;
    // What has to do with tags that are still being read was put off.
    let opened = model
        .open_document()
        .filter(|opened| opened.has_annotations());
    match opened.map(|opened| opened.access.clone()) {
        Some(Access::Writable) => Some(id),
        Some(Access::ReadOnly(reason)) => {
            model.notify_error(reason);
            None
        }
        None => None,
    }
}

fn tag(model: &mut Model, index: usize, go_on: bool, env: &dyn Env) -> Vec<Effect> {
    let Some(tag) = model
        .settings
        .tags
        .iter()
        .nth(index)
        .map(|it| it.id.clone())
    else {
        return Vec::new();
    };
    let Some(document) = writable(model) else {
        return Vec::new();
    };
    let annotator = model.annotator.clone();
    let Some(loaded) = model.open_document_mut() else {
        return Vec::new();
    };
    if loaded.resizing.is_some() {
        model.notify_error("the extent of a tag is being changed: Enter keeps it, Esc leaves it");
        return Vec::new();
    }
    let range = loaded.cursor.range();
    if range.is_empty() {
        model.notify_error("there is nothing to tag here");
        return Vec::new();
    }
    let change = match own_tag(loaded, &tag, range, &annotator) {
        // Going on over a tagged passage leaves it tagged.
        Some(_) if go_on => None,
        Some(id) => Some(Change::Remove(id)),
        None => Some(Change::Insert(Annotation::new(
            env.new_id(),
            tag,
            Selector::of(&loaded.text, range),
            annotator,
            env.now(),
        ))),
    };
    loaded.cursor.keep();
    loaded.pointed = match &change {
        Some(Change::Insert(annotation)) if !go_on => Some(annotation.id.clone()),
        _ => None,
    };
    if go_on {
        let mut cursor = loaded.cursor.clone();
        cursor.next(Unit::Sentence, loaded.units());
        loaded.cursor = cursor;
    }
    model.welcome = false;
    if let (Some(Change::Insert(annotation)), Some(filter)) = (&change, &model.filter)
        && *filter != annotation.tag
    {
        let name = model.settings.tags.look_up(&annotation.tag).name;
        model.notify_info(format!(
            "tagged as {name}, which the filter hides; Esc shows all tags"
        ));
    }
    change.map_or_else(Vec::new, |change| apply(model, document, change, range))
}

/// The annotator's own tag of that kind on exactly that passage.
fn own_tag(
    loaded: &OpenDocument,
    tag: &TagId,
    range: TextRange,
    annotator: &str,
) -> Option<AnnotationId> {
    let own = loaded.annotation_index().one_of(range, tag, annotator);
    own.map(|it| it.annotation.id.clone())
}

/// Applies a change, keeps its inverse, and wants it saved.
pub(super) fn apply(
    model: &mut Model,
    document: DocumentId,
    change: Change,
    place: TextRange,
) -> Vec<Effect> {
    let Some(loaded) = model.opened_mut(document) else {
        return Vec::new();
    };
    match loaded.apply(change) {
        Ok(inverse) => {
            let effects = save(model, document);
            model.history.push(Step {
                document,
                inverse,
                place,
            });
            effects
        }
        Err(error) => {
            model.notify_error(error.to_string());
            Vec::new()
        }
    }
}

/// Wants the annotations of a document saved.
pub fn save(model: &mut Model, document: DocumentId) -> Vec<Effect> {
    // What is not read yet is never saved.
    let Some(loaded) = model
        .opened_mut(document)
        .filter(|opened| opened.has_annotations())
    else {
        return Vec::new();
    };
    loaded.save = SaveState::Saving;
    vec![Effect::Save {
        document,
        set: loaded.set().clone(),
        revision: loaded.revision,
        acknowledged: loaded.acknowledged,
    }]
}

fn save_again(model: &mut Model) -> Vec<Effect> {
    let failed: Vec<DocumentId> = model
        .documents
        .all()
        .iter()
        .enumerate()
        .filter(|(_, document)| {
            let opened = document.opened();
            opened.is_some_and(|opened| matches!(opened.save, SaveState::Failed(_)))
        })
        .map(|(index, _)| DocumentId(index))
        .collect();
    if failed.is_empty() {
        model.notify_info("everything is saved");
    }
    failed
        .into_iter()
        .flat_map(|document| save(model, document))
        .collect()
}

/// The tag under the cursor, or a word that there is none.
fn current(model: &mut Model) -> Option<(DocumentId, Annotation)> {
    let document = model.documents.open?;
    let found = model.open_document()?.current().cloned();
    if found.is_none() {
        let keys: Vec<String> = model
            .settings
            .tags
            .iter()
            .filter_map(|tag| tag.key.map(|key| format!("{key} {}", tag.name)))
            .collect();
        model.notify_info(format!("there is no tag here yet: {}", keys.join(", ")));
    }
    found.map(|annotation| (document, annotation))
}

fn delete(model: &mut Model, env: &dyn Env) -> Vec<Effect> {
    let Some(document) = writable(model) else {
        return Vec::new();
    };
    let Some((_, annotation)) = current(model) else {
        return Vec::new();
    };
    let place = place_of(model, &annotation.id);
    let name = model.settings.tags.look_up(&annotation.tag).name;
    let only_other = model.open_document().and_then(|loaded| {
        let mut others = loaded.conflicts().others(&annotation.id);
        others.next().filter(|_| others.next().is_none()).cloned()
    });
    if let Some(other) = only_other {
        let effects = settle(model, document, &other, place, env);
        model.notify_info(format!(
            "deleted: this version of {name}; the other one stays (u brings it back)"
        ));
        return effects;
    }
    let effects = apply(model, document, Change::Remove(annotation.id), place);
    model.notify_info(format!("deleted: {name} (u brings it back)"));
    effects
}

/// Keeps the version under the cursor of a tag in conflict.
fn keep_version(model: &mut Model, env: &dyn Env) -> Vec<Effect> {
    let Some(document) = writable(model) else {
        return Vec::new();
    };
    let Some((_, annotation)) = current(model) else {
        return Vec::new();
    };
    let place = place_of(model, &annotation.id);
    let name = model.settings.tags.look_up(&annotation.tag).name;
    let effects = settle(model, document, &annotation.id, place, env);
    if effects.is_empty() {
        model.notify_info("there is only this one version of this tag");
    } else {
        model.notify_info(format!(
            "kept: this version of {name}; the others are gone (u brings them back)"
        ));
    }
    effects
}

/// Lets one version of a tag stay, as one step.
fn settle(
    model: &mut Model,
    document: DocumentId,
    kept: &AnnotationId,
    place: TextRange,
    env: &dyn Env,
) -> Vec<Effect> {
    let Some(loaded) = model.opened_mut(document) else {
        return Vec::new();
    };
    let Some(change) = annotation::keep(loaded.set(), kept, &env.now()) else {
        return Vec::new();
    };
    loaded.pointed = None;
    apply(model, document, change, place)
}

fn place_of(model: &Model, id: &AnnotationId) -> TextRange {
    model
        .open_document()
        .map_or(TextRange::empty_at(0), |loaded| {
            loaded
                .place_of(id)
                .map_or_else(|| loaded.cursor.range(), |it| it.range)
        })
}

fn edit_note(model: &mut Model) -> Vec<Effect> {
    if writable(model).is_none() {
        return Vec::new();
    }
    let has_tag = model
        .open_document()
        .is_some_and(|it| it.current().is_some());
    if !has_tag
        && model
            .open_document()
            .is_some_and(|it| it.resizing.is_none())
    {
        // Who begins to write at once must not find her words taken for commands.
        model.mode = Mode::TagFirst;
        return Vec::new();
    }
    if let Some((document, annotation)) = current(model) {
        if let Some(kept) = recovery::draft_for(model, document, &annotation.id) {
            return recovery::open_note(model, &kept);
        }
        // The note stays with this tag whatever else happens meanwhile.
        if let Some(loaded) = model.open_document_mut() {
            loaded.pointed = Some(annotation.id.clone());
        }
        let editor = NoteEditor::new(document, annotation.id, &annotation.note, model.note_edits);
        model.mode = Mode::Note(Box::new(editor));
    }
    Vec::new()
}

/// A key while a tag is chosen for a note: the tag's own, and the note begins.
pub fn tag_first(model: &mut Model, key: Key, env: &dyn Env) -> Vec<Effect> {
    if key.code == KeyCode::Esc {
        model.mode = Mode::Reading;
        return Vec::new();
    }
    let Some(Command::Tag(index)) = model.settings.keymap.get(Pane::Text, key) else {
        return Vec::new();
    };
    model.mode = Mode::Reading;
    let mut effects = tag(model, index, false, env);
    if model
        .open_document()
        .is_some_and(|it| it.current().is_some())
    {
        effects.extend(edit_note(model));
    }
    effects
}

/// Closes the note and keeps what was written.
pub fn keep_note(model: &mut Model, env: &dyn Env) -> Vec<Effect> {
    let draft = drafts::draft(model);
    let Mode::Note(editor) = std::mem::take(&mut model.mode) else {
        return Vec::new();
    };
    let note = editor.note();
    let set = model.documents.get(editor.document);
    let set = set.and_then(|it| it.set());
    if !set.is_some_and(|it| it.contains(&editor.annotation)) {
        let Some(draft) = draft else {
            model.notify_error("the tag is gone: it was deleted elsewhere; its note was copied");
            return vec![Effect::Copy(note)];
        };
        // Apart from the next note, which has the place of this one.
        model.notify_error("the tag is gone: it was deleted elsewhere; the note was copied, and R offers it, now and at the next start");
        let park = Effect::ParkDraft(draft, editor.resumed);
        return vec![park, Effect::Copy(note)];
    }
    let mut both = false;
    let mut effects = edit(model, editor.document, &editor.annotation, env, |it| {
        let plain = |note: &str| note.trim_end().replace("\r\n", "\n");
        let now = plain(&it.note);
        if now == note || plain(&editor.before) == note {
            return;
        }
        // Somebody else has written meanwhile: nothing is written over unseen.
        both = now != plain(&editor.before) && !note.contains(&now);
        it.note = if both {
            format!("{now}\n\n{note}")
        } else {
            note
        };
    });
    if both {
        model.notify_error("the note was changed elsewhere meanwhile: both versions are in it");
    }
    effects.extend(drafts::closed(model, &editor));
    effects
}

/// Closes the note without what was written.
pub fn leave_note(model: &mut Model) -> Vec<Effect> {
    let Mode::Note(editor) = std::mem::take(&mut model.mode) else {
        return Vec::new();
    };
    model.notify_info("the note is as it was");
    drafts::closed(model, &editor)
}

fn ask_source(model: &mut Model) {
    if writable(model).is_none() {
        return;
    }
    if let Some((document, annotation)) = current(model) {
        let ask = Ask::Source(document, annotation.id);
        model.mode = Mode::Prompt(Prompt::new(ask, ""));
    }
}

/// Adds a source to an annotation.
pub fn add_source(
    model: &mut Model,
    document: DocumentId,
    id: &AnnotationId,
    words: &str,
    env: &dyn Env,
) -> Vec<Effect> {
    let Some(source) = Source::from_words(words) else {
        return Vec::new();
    };
    edit(model, document, id, env, |it| it.sources.push(source))
}

/// Replaces an annotation by an edited one, if the edit changed it.
fn edit(
    model: &mut Model,
    document: DocumentId,
    id: &AnnotationId,
    env: &dyn Env,
    edit: impl FnOnce(&mut Annotation),
) -> Vec<Effect> {
    let place = place_of(model, id);
    let Some(before) = model
        .opened_mut(document)
        .and_then(|loaded| loaded.set().get(id).cloned())
    else {
        model.notify_error("the tag is gone: it was deleted elsewhere");
        return Vec::new();
    };
    let mut after = (*before).clone();
    edit(&mut after);
    if after == *before {
        return Vec::new();
    }
    after.modified = env.now();
    apply(model, document, Change::Replace(after), place)
}

fn resize(model: &mut Model) {
    if writable(model).is_none() {
        return;
    }
    if let Some(loaded) = model.open_document_mut() {
        loaded.point_at_orphaned();
    }
    let Some((_, annotation)) = current(model) else {
        return;
    };
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    // One that is lost begins where the reader is.
    let range = loaded.place_of(&annotation.id).map(|it| it.range);
    let range = range.unwrap_or_else(|| loaded.cursor.range());
    let mut cursor = loaded.cursor.clone();
    cursor.extend_over(range, loaded.units());
    loaded.cursor = cursor;
    loaded.pointed = Some(annotation.id.clone());
    loaded.resizing = Some(annotation.id);
    model.pane = crate::app::input::command::Pane::Text;
}

/// Keeps the new extent.
pub fn finish_resize(model: &mut Model, env: &dyn Env) -> Vec<Effect> {
    let Some(document) = model.documents.open else {
        return Vec::new();
    };
    let Some(loaded) = model.open_document_mut() else {
        return Vec::new();
    };
    let Some(id) = loaded.resizing.take() else {
        return Vec::new();
    };
    loaded.cursor.keep();
    loaded.pointed = Some(id.clone());
    let selector = Selector::of(&loaded.text, loaded.cursor.range());
    edit(model, document, &id, env, |it| it.selector = selector)
}
