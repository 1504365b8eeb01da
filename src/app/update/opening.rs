//! Opening a document, and going somewhere in it once it is read.

use crate::app::state::travel::Arrival;
use crate::app::{Document, DocumentId, Documents, Effect, Model, OnDisk};
use crate::session::Access;

use super::outcome::{Next, Outcome};

/// Opens a document and goes somewhere in it, now or once it is read.
pub fn open(model: &mut Model, id: DocumentId, arrival: Option<Arrival>) -> Outcome {
    let before = model.documents.open;
    if !model.documents.go_to(id) {
        return Outcome::none();
    }
    model.drag = None;
    let mut outcome = Outcome::from(load(&mut model.documents, id));
    if is_out_of_reach(&model.documents, id) {
        // What stood in the way may be gone.
        outcome = outcome.and(Effect::LookAtDocument(id));
    }
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

/// Whether the annotations of an open document may not be written, or its text is not there.
fn is_out_of_reach(documents: &Documents, id: DocumentId) -> bool {
    let document = documents.get(id);
    let opened = document.and_then(|document| Some((document.opened()?, document.disk)));
    opened.is_some_and(|(opened, disk)| {
        opened.access != Access::Writable || matches!(disk, OnDisk::Gone | OnDisk::Unreadable)
    })
}

/// Asks for the text of a document, if nobody has yet.
pub fn load(documents: &mut Documents, id: DocumentId) -> Option<Effect> {
    let begins = documents.get_mut(id).is_some_and(Document::begin_loading);
    begins.then_some(Effect::Load(id))
}
