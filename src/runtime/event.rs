//! What reaches the loop of the reader, and how the threads begin that send it.
//!
//! Must not know: what they send, and what is done about it.

use std::{io, sync::mpsc::Sender, thread, time::Duration};

use crate::app::Message;

/// How often long work on one document tells how far it is.
pub(super) const TOLD_EVERY: Duration = Duration::from_millis(100);

#[derive(Debug)]
pub(super) enum Event {
    Message(Message),
    /// The reader is asked to end: a signal, or no more input.
    End,
    /// The system asks it to stop for the shell.
    Stop,
    GoesOn,
    /// The files were looked at once more before leaving; whether anything was told.
    LookedBeforeLeaving(News),
}

/// Whether a look at the files has told something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    None,
    Some,
}

/// Tells the application something. Where nobody listens any more, the reader is
/// leaving, and nobody misses it.
pub(super) fn tell(events: &Sender<Event>, message: Message) {
    let _ = events.send(Event::Message(message));
}

pub(super) fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<thread::JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(work)
}
