//! The text of a document has changed.
//!
//! Must not know: how it was found out.

use crate::annotation::{CommonEnds, Edit};
use crate::app::document::search_matches::{SearchMatches, Step};
use crate::app::document::selection::Cursor;
use crate::app::state::notice::Notice;
use crate::app::state::picker::PickerAction;
use crate::app::state::travel::Arrival;
use crate::app::view::viewport::{self, TextFrame};
use crate::app::view::words::{displaced_words, it_or_them};
use crate::app::{
    Ask, DocumentId, Documents, Effect, Mode, Model, OnDisk, OpenDocument, Overlay, Picker,
    TextOnDisk, Unit, layout,
};
use crate::session::Seen;
use crate::text::segment::Structure;
use crate::text::{Text, title};

use super::super::arriving;
use super::super::outcome::Outcome;
use super::super::prompts;
use super::super::searching::Searching;
use super::super::split;
use super::words::{of_document, quietly};

/// The cursor after an edit, and whether its words are still there; where they are not,
/// it is on the sentence at their place.
fn carried(edit: &Edit, cursor: &Cursor, opened: &OpenDocument) -> (Cursor, bool) {
    let units = opened.units();
    let sentence = |byte| Cursor::on(units.at(Unit::Sentence, byte), Unit::Sentence);
    match edit.range(cursor.range()) {
        Some(range) if cursor.unit() == Unit::Sentence && !cursor.is_extending() => {
            (sentence(range.start()), true)
        }
        Some(range) => (cursor.moved_to(range, |end| edit.range(end)), true),
        None => (sentence(edit.byte(cursor.range().start())), false),
    }
}

/// What was seen of a text, and stands in the one after an edit.
fn seen_after(edit: &Edit, before: &Seen) -> Seen {
    let mut seen = Seen::default();
    for (start, end) in before.parts() {
        for (start, end) in edit.untouched(start, end) {
            seen.add(start, end);
        }
    }
    seen
}

/// Replaces the text of a document, and keeps the reader in place.
pub fn replace(model: &mut Model, found: TextOnDisk) -> Outcome {
    let (read_again, document) = (found.read_again, found.document);
    let rows_above = rows_above(model, document);
    let settings = &model.settings;
    let Some(opened) = model.documents.get_opened_mut(document) else {
        return Outcome::none();
    };
    let emptied = opened.emptied.take();
    let common = emptied
        .as_ref()
        .map_or(found.common, |was| same_or_nothing(&was.text, &found.text));
    let was = emptied.unwrap_or_else(|| Box::new(opened.reading()));
    let edit = Edit::new(was.text.clone(), found.text.clone(), common);
    let mut annotation_index = found.annotation_index;
    let structure = match found.structure {
        (told, structure) if told == settings.paragraphs => structure,
        _ => {
            annotation_index.forget_checked();
            Structure::new(&found.text, settings.paragraphs, &settings.language)
        }
    };
    opened.replace_text(found.text, structure, annotation_index);
    opened.encoding = found.encoding;
    opened.version = found.version;
    opened.notices = found.notices;
    opened.warnings = found.warnings;
    let (cursor, kept) = carried(&edit, &was.cursor, opened);
    opened.cursor = cursor;
    opened.resizing = opened.resizing.take().filter(|_| kept);
    opened.top = edit.byte(was.top);
    opened.seen = seen_after(&edit, &was.seen);
    if opened.text.is_empty() {
        opened.emptied = Some(was);
    }
    let searched = std::mem::take(&mut opened.matches);
    // A large text is not read at the keys.
    let title = (!opened.text.is_paged()).then(|| title(&opened.text));
    if let Some(title) = title {
        model.documents.set_title(document, title);
    }
    let frame = TextFrame::of(model, &layout(model));
    if let (Some(rows), Some(opened)) = (rows_above, model.documents.get_opened_mut(document)) {
        viewport::put_sentence_below(opened, rows, frame);
    }
    let moved = move_places(model, document, &edit);
    let searched = search_again(model, document, &searched);
    moved.and(searched).and(if read_again {
        how_it_is_read(&model.documents, document)
    } else {
        let annotator = model.annotator.as_deref();
        what_became_of_it(&mut model.documents, annotator, &mut model.notice, document)
    })
}

fn search_again(model: &mut Model, document: DocumentId, before: &SearchMatches) -> Vec<Effect> {
    let is_open = model.documents.open == Some(document);
    let typing = matches!(model.mode, Mode::Prompt(_));
    if !is_open || typing || *before.query() != model.query {
        return Vec::new();
    }
    let opened = model.open_document();
    let cursor = opened.map_or(0, |opened| opened.cursor.range().start());
    let begun = Searching::new(model).begin(Step::From(cursor));
    begun.unwrap_or_default()
}

/// The words that every notice about a changed text begins with.
const CHANGED: &str = "The document has changed on disk";

/// Says that the encoding is another one: it was known only once all bytes were read.
fn how_it_is_read(documents: &Documents, id: DocumentId) -> Option<Notice> {
    let opened = documents.get_opened(id)?;
    let encoding = opened.encoding.unwrap_or("UTF-8");
    let notice = opened.notices.first();
    let notice = notice.map_or_else(String::new, |notice| format!("; {notice}"));
    let words = format!("it is not UTF-8 throughout, and is read as {encoding} now{notice}");
    Some(Notice::problem(of_document(documents, id, words)))
}

fn what_became_of_it(
    documents: &mut Documents,
    annotator: Option<&str>,
    said: &mut Option<Notice>,
    id: DocumentId,
) -> Option<Notice> {
    documents.set_disk(id, OnDisk::Changed)?;
    let displaced = documents.get_opened(id)?.displaced();
    // An earlier notice of this kind is out of date.
    *said = said.take().filter(|said| !said.words.contains(CHANGED));
    let words = match (displaced.all(), displaced.lost + displaced.changed) {
        (0, _) => CHANGED.to_owned(),
        (_, 0) => format!("{CHANGED}: {}", displaced_words(displaced)),
        (all, _) => {
            let them = it_or_them(all);
            let displaced = displaced_words(displaced);
            format!("{CHANGED}: {displaced}; ~ reviews {them}")
        }
    };
    let is_stale = arriving::is_done_with_another(&documents[id], annotator);
    let words = match is_stale {
        true => format!("{words}; it no longer counts as done"),
        false => words,
    };
    Some(if displaced.lost > 0 {
        Notice::problem(of_document(documents, id, words))
    } else {
        quietly(documents, id, words)
    })
}

/// How much the two texts have in common at their ends: everything, or nothing that is
/// known.
fn same_or_nothing(old: &Text, new: &Text) -> CommonEnds {
    // A large text is not read at the keys.
    let is_small = !old.is_paged() && !new.is_paged();
    let is_same = is_small && old.slice(old.full_range()) == new.slice(new.full_range());
    CommonEnds {
        prefix: if is_same { old.len() } else { 0 },
        suffix: 0,
    }
}

fn rows_above(model: &Model, document: DocumentId) -> Option<usize> {
    if model.documents.open != Some(document) {
        return None;
    }
    let opened = model.open_document()?;
    let start = opened.cursor.sentence(opened.units()).start();
    let areas = layout(model);
    let rows = viewport::text_rows(model, &areas);
    let row = rows.iter().find(|row| row.row.whole.contains(start))?;
    Some(usize::from(row.y - areas.text.y))
}

/// Moves everything else that refers to places in a document.
fn move_places(model: &mut Model, document: DocumentId, edit: &Edit) -> Outcome {
    for part in model.history.parts_mut() {
        if part.document == document {
            part.place = edit.range_or_near(part.place);
        }
    }
    model.places.follow(document, edit);
    if let Some(split) = &mut model.split {
        split.other.places.follow(document, edit);
    }
    let after = |cursor: &Cursor, opened: &OpenDocument| carried(edit, cursor, opened).0;
    split::carry(model, document, edit, after);
    if let Some(running) = &mut model.everywhere {
        running.follow(document, edit);
    }
    let mut in_place = None;
    if let Some(found) = &mut model.found
        && !found.follow(document, edit)
    {
        in_place = Some(found.search);
    }
    let move_rows = |list: &mut Picker| {
        if in_place.is_none() || list.search != in_place {
            move_rows(list, document, edit);
        }
    };
    if let Some((
        id,
        Arrival::Passage(range)
        | Arrival::Place {
            selected: range, ..
        },
    )) = &mut model.travel.arrival
        && *id == document
    {
        *range = edit.range_or_near(*range);
    }
    let last = model.last_list.as_mut();
    if let Some(matches) = last.and_then(|last| last.matches.as_deref_mut()) {
        move_rows(matches);
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
                origin.0 = origin.0.moved_to(range, |end| edit.range(end));
                origin.1 = edit.byte(origin.1);
                return prompts::line_changed(model);
            }
        }
        Mode::Overlay(Overlay::Picker(picker)) => move_rows(picker),
        _ => {}
    }
    Outcome::none()
}

/// Moves the passages that a list leads to.
fn move_rows(list: &mut Picker, document: DocumentId, edit: &Edit) {
    for row in &mut list.rows {
        if let PickerAction::Passage(of, range) = &mut row.target
            && *of == document
        {
            *range = edit.range_or_near(*range);
        }
    }
}
