//! Counting a large document while it is read, finding its annotations, and looking
//! for what may deceive in it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crate::app::{AnnotationIndex, IndexProgress, IndexRequest, Message};

use super::super::Event;
use super::super::report::guarded;
use super::Workbench;
use super::remarks::Remarks;

/// How often it is told how far it has come.
const TOLD: Duration = Duration::from_millis(100);

/// Counts to the end, or until it is to stop.
pub(super) fn count(
    bench: &Workbench,
    wanted: &IndexRequest,
    goes_on: &AtomicBool,
    events: &Sender<Event>,
) {
    let count = Count {
        wanted,
        goes_on: &|| goes_on.load(Ordering::Relaxed),
        events,
    };
    let done = guarded(|| {
        if !count.text() {
            return;
        }
        if wanted.text.is_broken() && !wanted.text.has_failed() {
            bench.read_again(wanted.document, &mut |message| count.send(message));
            return;
        }
        count.tell_remarks(Remarks::of_nuls(&wanted.text));
        count.annotations_and_sentences();
        count.look_through();
    });
    if let Err(words) = done {
        count.send(Message::Notice(words));
    }
}

struct Count<'a> {
    wanted: &'a IndexRequest,
    goes_on: &'a dyn Fn() -> bool,
    events: &'a Sender<Event>,
}

impl Count<'_> {
    fn send(&self, message: Message) {
        // Nobody waits for it where the reader has ended.
        let _ = self.events.send(Event::Message(message));
    }

    /// Tells what was found out, but for what `found` adds.
    fn tell(&self, found: impl FnOnce(&mut IndexProgress)) {
        let mut news = IndexProgress {
            document: self.wanted.document,
            text: self.wanted.text.clone(),
            structure: self.wanted.structure.clone(),
            annotation_index: None,
            notices: Vec::new(),
            warnings: Vec::new(),
        };
        found(&mut news);
        self.send(Message::Indexed(Box::new(news)));
    }

    /// Counts lines and code points; answers whether it came to the end.
    fn text(&self) -> bool {
        let mut told = Instant::now();
        loop {
            if !(self.goes_on)() {
                return false;
            }
            let so_far = self.wanted.text.count_on();
            if so_far.bytes >= so_far.of {
                return true;
            }
            if told.elapsed() >= TOLD {
                told = Instant::now();
                self.tell(|_| {});
            }
        }
    }

    fn annotations_and_sentences(&self) {
        let structure = &self.wanted.structure;
        // Where they are still being read, it is counted again when they are there.
        let Some(known) = &self.wanted.annotation_index else {
            return;
        };
        let mut annotation_index = match known.pending().len() {
            0 => known.clone(),
            _ => AnnotationIndex::new(&self.wanted.text, known.set()),
        };
        self.tell(|news| news.annotation_index = Some(annotation_index.clone()));
        // Where tags are is wanted sooner than how many sentences there are.
        structure.count_sentences(self.goes_on);
        if structure.sentence_count().is_some() && (self.goes_on)() {
            annotation_index.count_checked(structure);
            self.tell(|news| news.annotation_index = Some(annotation_index));
        }
    }

    fn look_through(&self) {
        self.tell_remarks(Remarks::of_text(&self.wanted.text));
    }

    fn tell_remarks(&self, found: Remarks) {
        if !found.words.is_empty() {
            self.tell(|news| (news.notices, news.warnings) = (found.sentences, found.words));
        }
    }
}
