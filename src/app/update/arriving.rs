//! Going to a tag, a passage or a note in the document that is open.

use crate::annotation::AnnotationId;
use crate::text::TextRange;

use crate::app::document::search_matches::Step;
use crate::app::document::units::Unit;
use crate::app::document::{Document, DocumentId};
use crate::app::documents::Documents;
use crate::app::input::command::Command;
use crate::app::state::Model;
use crate::app::state::notice::Notice;
use crate::app::state::travel::Arrival;
use crate::app::view::card::why_lost;

use super::editing::key_of;
use super::outcome::{Next, Outcome};
use super::{recovering, searching};

/// Goes there.
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
                None => arrive_at_lost(model, id),
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
            // A query that is none was not listed.
            let begun = searching::begin(model, Step::From(start));
            begun.unwrap_or_default().into()
        }
    }
}

/// Goes to a tag that has no place: what is selected stays, so that the tag can be put
/// there.
fn arrive_at_lost(model: &mut Model, id: &AnnotationId) -> Outcome {
    let (resize, delete) = (
        key_of(model, Command::Resize),
        key_of(model, Command::Delete),
    );
    let Some(opened) = model.documents.open_document_mut() else {
        return Outcome::none();
    };
    let why = why_lost(opened, id);
    opened.pointed = Some(id.clone());
    opened.orphaned = Some(id.clone());
    Outcome::problem(format!(
        "{why}; {resize} puts it on what is selected, here or where you go, {delete} deletes it"
    ))
}

/// Goes to where a list pointed in a document that has been read, if one did.
pub fn where_wanted(model: &mut Model, id: DocumentId) -> Outcome {
    let is_open = model.documents.open == Some(id);
    let wanted = |(document, _): &mut (DocumentId, _)| is_open && *document == id;
    match model.travel.arrival.take_if(wanted) {
        Some((_, arrival)) => Outcome::next(Next::Arrive(arrival)),
        None => Outcome::none(),
    }
}

/// Says how many of the tags of a document have lost their passage, if any.
pub fn displaced(documents: &Documents, id: DocumentId) -> Option<Notice> {
    let (moved, lost) = documents.get(id).map_or((0, 0), Document::displaced);
    (lost > 0).then(|| {
        Notice::problem(format!(
            "the document has changed: {lost} of its tags have lost their passage, {moved} have moved; t lists them"
        ))
    })
}
