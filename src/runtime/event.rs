//! What reaches the loop of the reader.
//!
//! Must not know: who sends it, and what is done about it.

use std::sync::mpsc::Sender;

use crate::app::Message;

#[derive(Debug)]
pub(super) enum Event {
    Message(Message),
    /// The reader is asked to end: a signal, or no more input.
    End,
    /// The system asks it to stop for the shell.
    Stop,
    GoesOn,
}

/// Tells the application something. Where nobody listens any more, the reader is
/// leaving, and nobody misses it.
pub(super) fn tell(events: &Sender<Event>, message: Message) {
    let _ = events.send(Event::Message(message));
}
