//! How the reader stops for the shell, and how it ends: what was accepted is on
//! disk, or is kept for the next start.
//!
//! Must not know: why it ends.

use std::sync::mpsc::Receiver;

use crate::app::{self, Message, SaveState, update};

use super::reader::{Event, Reader, RealEnv};
use super::report::guarded;

impl Reader<'_> {
    /// Gives the threads what is still to be done, waits for them, and says what
    /// could not be saved.
    pub(super) fn finish(&mut self, receiver: &Receiver<Event>) {
        let Some(mut workers) = self.workers.take() else {
            return;
        };
        // After a panic the model may be in a state that the next look panics at.
        let draft = guarded(|| app::draft(&self.model));
        if let Ok(Some(draft)) = draft {
            workers.keep_draft(draft, 0);
        }
        if let Ok(place) = guarded(|| self.model.remembered()) {
            workers.remember(place);
        }
        // What is still to be saved is saved before the terminal is given back,
        // so that the shell's prompt means that all is done.
        workers.finish();
        if self.given_up {
            return;
        }
        while let Ok(event) = receiver.try_recv() {
            if let Event::Message(message @ (Message::Saved { .. } | Message::SaveFailed { .. })) =
                event
            {
                let _ = guarded(|| update(&mut self.model, message, &RealEnv));
            }
        }
        for document in self.model.documents.all() {
            if let Some(loaded) = document.opened()
                && let SaveState::Failed(reason) = &loaded.save
            {
                let next = if loaded.kept {
                    "; they are kept, and the next start offers them"
                } else {
                    ""
                };
                let path = &document.path;
                let words = format!("postil: tags of {path} are not saved: {reason}{next}");
                self.guard.tell_later(&words);
            }
        }
    }

    /// `Ctrl-z`: stops with all of its job.
    pub(super) fn ask_to_stop(&mut self) {
        #[cfg(unix)]
        {
            use super::suspend;
            if !suspend::is_under_a_shell() {
                self.tell(Message::Notice(
                    "there is no shell here to go back to; q leaves the program".to_owned(),
                ));
            } else if let Err(error) = suspend::ask_to_stop() {
                self.tell(Message::Notice(format!(
                    "postil cannot be stopped: {error}"
                )));
            }
        }
        #[cfg(not(unix))]
        self.tell(Message::Notice(
            "this system cannot stop a program; q leaves it".to_owned(),
        ));
    }

    /// Gives the terminal back, stops, and takes it again when it goes on.
    pub(super) fn stop(&mut self) {
        #[cfg(unix)]
        {
            use super::suspend;
            // As the system has it: nobody could wake it.
            if !suspend::is_under_a_shell() {
                return;
            }
            let _ = self.guard.leave();
            let stopped = suspend::stop();
            self.go_on();
            if let Err(error) = stopped {
                self.tell(Message::Notice(format!(
                    "postil cannot be stopped: {error}"
                )));
            }
        }
    }

    /// Takes the terminal anew, with the size that it has now.
    pub(super) fn go_on(&mut self) {
        if self.guard.retake().is_err() {
            self.ending = true;
            return;
        }
        self.screen.forget();
        if let Ok((columns, rows)) = crossterm::terminal::size() {
            self.tell(Message::Resized(columns, rows));
        }
    }
}
