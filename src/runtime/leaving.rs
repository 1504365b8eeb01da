//! How the reader ends: what was accepted is on disk, or is kept for the next start.
//!
//! Must not know: why it ends.

use std::sync::mpsc::Receiver;

use crate::app::{self, Message, SaveState};

use super::{event::Event, reader::Reader, report::guarded, worker::Job};

/// Gives the threads what is still to be done, waits for them, and says what could not
/// be saved.
pub(super) fn finish(reader: &mut Reader<'_>, receiver: &Receiver<Event>) {
    let Some(mut workers) = reader.workers.take() else {
        return;
    };
    // After a panic the model may be in a state that the next look panics at.
    if let Ok(Some(draft)) = guarded(|| app::draft(&reader.model)) {
        workers.ask(Job::KeepDraft(draft, 0));
    }
    if let Ok(place) = guarded(|| reader.model.remembered_at_end()) {
        workers.ask(Job::Remember(place));
    }
    // What is still to be saved is saved before the terminal is given back, so that
    // the shell's prompt means that all is done.
    workers.finish();
    if reader.given_up {
        return;
    }
    while let Ok(event) = receiver.try_recv() {
        if let Event::Message(message @ (Message::Saved { .. } | Message::SaveFailed { .. })) =
            event
        {
            let _ = guarded(|| reader.update(message));
        }
    }
    for document in reader.model.documents.all() {
        if let Some(loaded) = document.opened()
            && let SaveState::Failed(reason) = &loaded.save
        {
            let next = match loaded.kept {
                true => "; they are kept, and the next start recovers them",
                false => "",
            };
            let path = &document.path;
            let words = format!("postil: tags of {path} are not saved: {reason}{next}");
            reader.guard.tell_later(&words);
        }
    }
}
