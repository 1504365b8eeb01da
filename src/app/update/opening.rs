//! Opening a document, and going somewhere in it once it is read.

use crate::app::state::travel::Arrival;
use crate::app::{Document, DocumentId, Documents, Effect, Model};

use super::outcome::{Next, Outcome};

/// Opens a document and goes somewhere in it, now or once it is read.
pub fn open(model: &mut Model, id: DocumentId, arrival: Option<Arrival>) -> Outcome {
    let before = model.documents.open;
    if !model.documents.go_to(id) {
        return Outcome::none();
    }
    model.drag = None;
    let mut outcome = Outcome::from(load(&mut model.documents, id));
    if before.is_some_and(|open| open != id) {
        // Whoever goes elsewhere does not want to be taken to an earlier goal any more.
        model.travel.arrival = None;
        outcome = outcome.and(Effect::Remember(model.remembered()));
    }
    let is_read = model.open_document().is_some();
    match arrival {
        Some(arrival) if is_read => outcome.and(Outcome::next(Next::Arrive(arrival))),
        Some(arrival) => {
            model.travel.arrival = Some((id, arrival));
            outcome
        }
        None => outcome,
    }
}

/// Asks for the text of a document, if nobody has yet.
pub fn load(documents: &mut Documents, id: DocumentId) -> Option<Effect> {
    let begins = documents.get_mut(id).is_some_and(Document::begin_loading);
    begins.then_some(Effect::Load(id))
}
