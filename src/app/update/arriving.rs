//! Going to an annotation, a passage or a note in the document that is open.

use crate::annotation::AnnotationId;
use crate::app::document::search_matches::Step;
use crate::app::state::notice::Notice;
use crate::app::state::travel::{Arrival, Travel};
use crate::app::view::card::why_lost;
use crate::app::view::words::{displaced_words, it_or_them};
use crate::app::{
    Command, Document, DocumentId, Documents, Keymap, Model, OpenDocument, Pane, Unit,
};
use crate::text::TextRange;

use super::outcome::{Next, Outcome};
use super::searching::Searching;
use super::{places, recovering};

/// Goes there, or waits for the annotations where it is one of them.
pub fn arrive(model: &mut Model, arrival: &Arrival) -> Option<Outcome> {
    let open = model.documents.open;
    let opened = model.documents.open_document_mut()?;
    let needs_tags = !matches!(arrival, Arrival::Passage(_) | Arrival::Place { .. });
    if needs_tags && !opened.has_annotations() {
        model.travel.arrival = open.map(|id| (id, arrival.clone()));
        return None;
    }
    match arrival {
        Arrival::Note(id) => recovering::open_note(model, id),
        Arrival::Annotation(id) => go_to_annotation(opened, &model.settings.keymap, id),
        Arrival::Open { annotation, words } => {
            let words = match go_to_annotation(opened, &model.settings.keymap, annotation) {
                Some(lost) => format!(
                    "{words}; {}",
                    lost.notice.map_or_else(String::new, |said| said.words)
                ),
                None => words.clone(),
            };
            Some(Outcome::plain(words))
        }
        Arrival::Place {
            selected,
            unit,
            words,
            gone,
        } => {
            let start = opened.text.floor_grapheme(selected.start());
            let end = opened.text.ceil_grapheme(selected.end());
            let selected = TextRange::between(start, end);
            opened.cursor.keep();
            opened.pointed = None;
            opened.cursor.go(selected, *unit);
            let place = places::in_document(opened, selected);
            Some(Outcome::plain(format!("{words}{place}{gone}")))
        }
        Arrival::Passage(range) => {
            opened.cursor.keep();
            let start = opened.text.floor_grapheme(range.start());
            let end = opened.text.ceil_grapheme(range.end());
            opened.pointed = None;
            let passage = TextRange::between(start, end);
            opened.cursor.go(passage, Unit::Passage);
            // The query is a valid one: its matches were listed.
            let begun = Searching::new(model).begin(Step::From(start));
            Some(begun.unwrap_or_default().into())
        }
    }
}

fn go_to_annotation(
    opened: &mut OpenDocument,
    keymap: &Keymap,
    id: &AnnotationId,
) -> Option<Outcome> {
    opened.cursor.keep();
    let Some(range) = opened.place_of(id).map(|placed| placed.range) else {
        return Some(go_to_orphaned(opened, keymap, id));
    };
    opened.cursor.go(range, Unit::Passage);
    opened.pointed = Some(id.clone());
    None
}

/// Goes to an orphaned annotation. What is selected stays selected, so that the
/// annotation can be put there.
fn go_to_orphaned(opened: &mut OpenDocument, keymap: &Keymap, id: &AnnotationId) -> Outcome {
    let key = |command| keymap.shown_key(Pane::Text, command);
    let (resize, delete) = (key(Command::Resize), key(Command::Delete));
    let why = why_lost(opened, id);
    opened.pointed = Some(id.clone());
    opened.orphaned = Some(id.clone());
    Outcome::problem(format!(
        "{why}; {resize} puts it on what is selected, here or where you go, {delete} deletes it"
    ))
}

/// Goes where somebody wanted to go in a document that has just been read, if anywhere.
pub fn where_wanted(travel: &mut Travel, documents: &Documents, read: DocumentId) -> Outcome {
    let is_open = documents.open == Some(read);
    let is_wanted = |(id, _): &mut (DocumentId, _)| is_open && *id == read;
    let wanted = travel.arrival.take_if(is_wanted);
    let arrive = wanted.map(|(_, arrival)| Outcome::next(Next::Arrive(arrival)));
    arrive.unwrap_or_default()
}

/// What is said where the annotator was done with another version of a document.
pub const DONE_BEFORE: &str =
    "The document has changed since you marked it as done; M marks this version";

pub fn is_done_with_another(document: &Document, annotator: Option<&str>) -> bool {
    document.done(annotator.unwrap_or_default()).stale
}

/// The notice about a document that has just been read, if it is the open one: what is wrong
/// with its file, else how many of its annotations are orphaned, else that the annotator was
/// done with another version of it.
pub fn notice_about(
    documents: &Documents,
    annotator: Option<&str>,
    id: DocumentId,
    problem: Option<String>,
) -> Option<Notice> {
    let document = documents.get(id).filter(|_| documents.open == Some(id))?;
    let displaced = document.displaced();
    let orphaned = || {
        let them = it_or_them(displaced.all());
        let displaced = displaced_words(displaced);
        format!("The document has changed: {displaced}; ~ reviews {them}")
    };
    let stale = || is_done_with_another(document, annotator).then(|| DONE_BEFORE.to_owned());
    let words = problem.or_else(|| (displaced.lost + displaced.changed > 0).then(orphaned));
    Some(Notice::problem(words.or_else(stale)?))
}
