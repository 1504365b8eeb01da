//! Going to an annotation, a passage or a note in the document that is open.

use crate::annotation::AnnotationId;
use crate::app::document::search_matches::Step;
use crate::app::state::notice::Notice;
use crate::app::state::travel::{Arrival, Travel};
use crate::app::view::card::why_lost;
use crate::app::{
    Command, Document, DocumentId, Documents, Keymap, Model, OpenDocument, Pane, Unit,
};
use crate::text::TextRange;

use super::outcome::{Next, Outcome};
use super::recovering;
use super::searching::Searching;

/// Goes there, or waits for the annotations where it is one of them.
pub fn arrive(model: &mut Model, arrival: &Arrival) -> Outcome {
    let open = model.documents.open;
    let Some(opened) = model.documents.open_document_mut() else {
        return Outcome::none();
    };
    let needs_tags = !matches!(arrival, Arrival::Passage(_));
    if needs_tags && !opened.has_annotations() {
        model.travel.arrival = open.map(|id| (id, arrival.clone()));
        return Outcome::none();
    }
    match arrival {
        Arrival::Note(id) => recovering::open_note(model, id),
        Arrival::Annotation(id) => {
            opened.cursor.keep();
            match opened.place_of(id).map(|placed| placed.range) {
                Some(range) => {
                    opened.cursor.go(range, Unit::Passage);
                    opened.pointed = Some(id.clone());
                    Outcome::none()
                }
                None => go_to_orphaned(opened, &model.settings.keymap, id),
            }
        }
        Arrival::Passage(range) => {
            opened.cursor.keep();
            let start = opened.text.floor_grapheme(range.start());
            let end = opened.text.ceil_grapheme(range.end());
            opened.pointed = None;
            opened
                .cursor
                .go(TextRange::between(start, end), Unit::Passage);
            // The query is a valid one: its hits were listed.
            let begun = Searching::new(model).begin(Step::From(start));
            begun.unwrap_or_default().into()
        }
    }
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
pub fn where_wanted(travel: &mut Travel, open: Option<DocumentId>, read: DocumentId) -> Outcome {
    let is_wanted = |(id, _): &mut (DocumentId, _)| open == Some(read) && *id == read;
    match travel.arrival.take_if(is_wanted) {
        Some((_, arrival)) => Outcome::next(Next::Arrive(arrival)),
        None => Outcome::none(),
    }
}

pub fn orphaned_notice(documents: &Documents, id: DocumentId) -> Option<Notice> {
    let (moved, lost) = documents.get(id).map_or((0, 0), Document::displaced);
    (lost > 0).then(|| {
        Notice::problem(format!(
            "the document has changed: {lost} of its tags have lost their passage, {moved} have moved; t lists them"
        ))
    })
}
