//! Counting a large document while it is read, and finding its annotations.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crate::app::{CountedText, Message, Places, ToCount};

use super::super::Event;
use super::super::report::guarded;
use super::Workbench;
use super::remarks::Remarks;

/// How often it is told how far it has come.
const TOLD: Duration = Duration::from_millis(100);

/// Counts to the end, or until it is to stop.
pub(super) fn count(
    bench: &Workbench,
    wanted: &ToCount,
    goes_on: &AtomicBool,
    events: &Sender<Event>,
) {
    let goes_on = || goes_on.load(Ordering::Relaxed);
    let mut send = |message| {
        let _ = events.send(Event::Message(message));
    };
    let ToCount {
        document,
        text,
        structure,
        set,
    } = wanted;
    let counted = |places| {
        Message::Counted(Box::new(CountedText {
            document: *document,
            text: text.clone(),
            structure: structure.clone(),
            places,
            notices: Vec::new(),
            remarks: Vec::new(),
        }))
    };
    let mut told = Instant::now();
    loop {
        if !goes_on() {
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
    let done = guarded(|| {
        if text.is_broken() && !text.has_failed() {
            bench.read_again(*document, &mut send);
            return;
        }
        let mut places = Places::of(text, set);
        send(counted(Some(places.clone())));
        // Where tags are is wanted sooner than how many sentences there are.
        structure.count_sentences(&goes_on);
        if structure.sentence_count().is_some() && goes_on() {
            places.count_judged(structure);
            send(counted(Some(places)));
        }
        let remarks = Remarks::of_text(text);
        if !remarks.words.is_empty() {
            send(Message::Counted(Box::new(CountedText {
                document: *document,
                text: text.clone(),
                structure: structure.clone(),
                places: None,
                notices: remarks.sentences,
                remarks: remarks.words,
            })));
        }
    });
    if let Err(words) = done {
        send(Message::Notice(words));
    }
}
