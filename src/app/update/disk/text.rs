//! A document that says something else than it did.
//!
//! Must not know: how it was found out.

use crate::annotation::{CommonEnds, Edit};
use crate::app::document::search_matches::Step;
use crate::app::document::selection::{Cursor, Unit};
use crate::app::document::{DocumentId, OnDisk, OpenDocument};
use crate::app::message::Effect;
use crate::app::state::picker::{Overlay, PickerAction};
use crate::app::state::prompt::Ask;
use crate::app::state::{Arrival, Mode, Model};
use crate::app::update::commands::{prompts, search};
use crate::app::view::layout::layout;
use crate::app::view::viewport;
use crate::text::Text;
use crate::text::segment::Structure;

use crate::app::update::disk::{
    TextOnDisk, its_or_their, notify_quiet, of_document, set_disk, tags_in_words,
};

/// Carries the cursor over an edit; to the sentence there where its words are gone, and
/// then answers `false`.
fn carried(edit: &Edit, cursor: &Cursor, loaded: &OpenDocument) -> (Cursor, bool) {
    let units = loaded.units();
    let sentence = |byte| Cursor::on(units.at(Unit::Sentence, byte), Unit::Sentence);
    match edit.range(cursor.range()) {
        Some(range) if cursor.unit() == Unit::Sentence && !cursor.is_extending() => {
            (sentence(range.start()), true)
        }
        Some(range) => (cursor.moved_to(range, |end| edit.range(end)), true),
        None => (sentence(edit.byte(cursor.range().start())), false),
    }
}

/// Puts what a document says now in the place of what it said, and keeps the reader
/// where she was.
pub(super) fn take(model: &mut Model, found: TextOnDisk) -> Vec<Effect> {
    let read_again = found.read_again;
    let document = found.document;
    let rows_above = rows_above(model, document);
    let mode = model.settings.paragraphs;
    let language = model.settings.language.clone();
    let Some(loaded) = model.opened_mut(document) else {
        return Vec::new();
    };
    let (was, common) = match loaded.emptied.take() {
        Some(was) => {
            let common = same_or_nothing(&was.text, &found.text);
            (was, common)
        }
        None => (Box::new(loaded.reading()), found.common),
    };
    let edit = Edit::new(was.text.clone(), found.text.clone(), common);
    let mut annotation_index = found.annotation_index;
    let structure = match found.structure {
        (told, structure) if told == mode => structure,
        _ => {
            annotation_index.forget_checked();
            Structure::new(&found.text, mode, &language)
        }
    };
    loaded.replace_text(found.text, structure, annotation_index);
    loaded.encoding = found.encoding;
    loaded.notices = found.notices;
    loaded.warnings = found.warnings;
    let (cursor, kept) = carried(&edit, &was.cursor, loaded);
    loaded.cursor = cursor;
    loaded.resizing = loaded.resizing.take().filter(|_| kept);
    loaded.top = edit.byte(was.top);
    loaded.furthest = edit.byte(was.furthest);
    if loaded.text.is_empty() {
        loaded.emptied = Some(was);
    }
    let searched = std::mem::take(&mut loaded.hits);
    let displaced = loaded.displaced();
    keep_rows_above(model, document, rows_above);
    let mut effects = move_places(model, document, &edit);
    if model.documents.open == Some(document)
        && *searched.query() == model.query
        && !matches!(model.mode, Mode::Prompt(_))
    {
        // What is a hit in the new text has to be found in it.
        let cursor = model
            .open_document()
            .map_or(0, |it| it.cursor.range().start());
        effects.extend(search::begin(model, Step::From(cursor)).unwrap_or_default());
    }
    say_why(model, document, read_again, displaced);
    effects
}

/// Begins all that is said of a changed text.
const CHANGED: &str = "the document has changed on disk";

fn say_why(model: &mut Model, id: DocumentId, read_again: bool, displaced: (usize, usize)) {
    if read_again {
        say_how_it_is_read(model, id);
    } else {
        set_disk(model, id, OnDisk::Changed);
        say_what_became_of_it(model, id, displaced);
    }
}

/// The bytes are as they were; what they say was learnt only when all were read.
fn say_how_it_is_read(model: &mut Model, document: DocumentId) {
    let Some(loaded) = model.opened_mut(document) else {
        return;
    };
    let encoding = loaded.encoding.unwrap_or("UTF-8");
    let notice = loaded.notices.first().map(|it| format!("; {it}"));
    let words = format!(
        "it is not UTF-8 throughout, and is read as {encoding} now{}",
        notice.unwrap_or_default()
    );
    let words = of_document(model, document, words);
    model.notify_error(words);
}

fn say_what_became_of_it(model: &mut Model, document: DocumentId, displaced: (usize, usize)) {
    let (shifted, lost) = displaced;
    // What was said of it before is not so any more.
    let before = model.notice.take();
    model.notice = before.filter(|it| !it.words.contains(CHANGED));
    let words = match displaced {
        (0, 0) => CHANGED.to_owned(),
        (_, 0) => format!(
            "{CHANGED}: {} moved with {} words",
            tags_in_words(shifted),
            its_or_their(shifted)
        ),
        _ => format!(
            "{CHANGED}: {} lost {} passage, {shifted} moved; t lists them",
            tags_in_words(lost),
            its_or_their(lost)
        ),
    };
    if lost > 0 {
        let words = of_document(model, document, words);
        model.notify_error(words);
    } else {
        notify_quiet(model, document, words);
    }
}

/// What two texts have in common: all, or nothing that is known.
fn same_or_nothing(old: &Text, new: &Text) -> CommonEnds {
    // A large one is not read at the keys.
    let is_small = !old.is_paged() && !new.is_paged();
    let is_same = is_small && old.slice(old.full_range()) == new.slice(new.full_range());
    CommonEnds {
        prefix: if is_same { old.len() } else { 0 },
        suffix: 0,
    }
}

/// How many rows of the screen stand above the current sentence.
fn rows_above(model: &Model, document: DocumentId) -> Option<usize> {
    if model.documents.open != Some(document) {
        return None;
    }
    let loaded = model.open_document()?;
    let start = loaded.cursor.sentence(loaded.units()).start();
    viewport::text_rows(model, &layout(model))
        .iter()
        .position(|it| it.row.whole.contains(start))
}

/// Puts the current sentence in the row that it had.
fn keep_rows_above(model: &mut Model, document: DocumentId, rows: Option<usize>) {
    let areas = layout(model);
    let measure = areas.measure(model);
    if let (Some(rows), Some(loaded)) = (rows, model.opened_mut(document)) {
        viewport::put_sentence_below(loaded, rows, measure);
    }
}

/// Moves whatever else names places of a document.
fn move_places(model: &mut Model, document: DocumentId, edit: &Edit) -> Vec<Effect> {
    for step in model.history.steps_mut() {
        if step.document == document {
            step.place = edit.range_or_near(step.place);
        }
    }
    if let Some((_, Arrival::Passage(range))) = model.arrival.as_mut().filter(|it| it.0 == document)
    {
        *range = edit.range_or_near(*range);
    }
    let open = model.documents.open == Some(document);
    if open {
        model.drag = None;
    }
    match &mut model.mode {
        Mode::Hints(_) if open => model.mode = Mode::Reading,
        Mode::Prompt(prompt) if open => {
            if let Ask::Search { origin, .. } = &mut prompt.ask {
                let range = edit.range_or_near(origin.0.range());
                origin.0 = origin.0.moved_to(range, |it| edit.range(it));
                origin.1 = edit.byte(origin.1);
                return prompts::line_changed(model);
            }
        }
        Mode::Overlay(Overlay::Picker(list)) => {
            for row in &mut list.rows {
                if let PickerAction::Passage(of, range) = &mut row.target
                    && *of == document
                {
                    *range = edit.range_or_near(*range);
                }
            }
        }
        _ => {}
    }
    Vec::new()
}
