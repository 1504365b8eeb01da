//! Counting a large document while it is read, and finding its annotations.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crate::annotation::AnnotationSet;
use crate::app::{CountedText, DocumentId, Message, Places};
use crate::text::Text;

use super::super::Event;
use super::super::report::guarded;
use super::Workbench;

/// How often it is told how far it has come.
const TOLD: Duration = Duration::from_millis(100);

/// Counts to the end, or until it is to stop.
pub(super) fn count(
    bench: &Workbench,
    document: DocumentId,
    (text, set): (&Text, &AnnotationSet),
    goes_on: &AtomicBool,
    events: &Sender<Event>,
) {
    let mut send = |message| {
        let _ = events.send(Event::Message(message));
    };
    let counted = |places| {
        Message::Counted(Box::new(CountedText {
            document,
            text: text.clone(),
            places,
        }))
    };
    let mut told = Instant::now();
    loop {
        if !goes_on.load(Ordering::Relaxed) {
            return;
        }
        let so_far = text.count_on();
        if so_far.bytes >= so_far.of {
            break;
        }
        if told.elapsed() >= TOLD {
            told = Instant::now();
            send(counted(None));
        }
    }
    if text.is_broken() && !text.has_failed() {
        if let Err(words) = guarded(|| bench.read_again(document, &mut send)) {
            send(Message::Notice(words));
        }
        return;
    }
    match guarded(|| Places::of(text, set)) {
        Ok(places) => send(counted(Some(places))),
        Err(words) => send(Message::Notice(words)),
    }
}
