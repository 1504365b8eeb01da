//! Indexes a large document while it is read: finds its references, counts its lines and code
//! points, finds where its annotations are, and what to warn of in it.
//!
//! Must not know: what of that is shown.

use std::sync::mpsc::Sender;
use std::time::Instant;

use crate::app::{AnnotationIndex, IndexProgress, IndexRequest, Message};

use super::super::event::{Event, TOLD_EVERY, tell};
use super::super::report::guarded;
use super::{context::IoContext, rescan::read_again, warnings::Warnings};

pub(super) fn index(context: &IoContext, wanted: &IndexRequest, events: &Sender<Event>) {
    let indexing = Indexing {
        context,
        wanted,
        events,
    };
    if let Err(words) = guarded(|| indexing.run()) {
        tell(events, Message::Warned(words));
    }
}

struct Indexing<'a> {
    context: &'a IoContext,
    wanted: &'a IndexRequest,
    events: &'a Sender<Event>,
}

impl Indexing<'_> {
    fn run(&self) {
        self.find_references();
        let text = &self.wanted.text;
        if !self.count() {
            return;
        }
        if text.is_broken() && !text.has_failed() {
            let mut tell = |message| tell(self.events, message);
            read_again(self.context, self.wanted.document, &mut tell);
            return;
        }
        self.tell_warnings(Warnings::default().with_nuls(text));
        self.find_annotations();
        self.tell_warnings(Warnings::default().with_deceptions(text));
    }

    /// Finds the references of a text that is not gone through for a key, before it is counted:
    /// of a large one no more than its end and some samples are read.
    fn find_references(&self) {
        let Indexing { wanted, .. } = self;
        if wanted.text.is_paged() && wanted.references.known().is_none() {
            let _ = wanted.references.of(&wanted.text);
            self.tell(|_| {});
        }
    }

    /// Counts lines and code points; answers whether it came to the end.
    fn count(&self) -> bool {
        let mut told = Instant::now();
        while !self.context.is_leaving() {
            let so_far = self.wanted.text.count_on();
            if so_far.bytes >= so_far.of {
                return true;
            }
            if told.elapsed() >= TOLD_EVERY {
                told = Instant::now();
                self.tell(|_| {});
            }
        }
        false
    }

    /// Finds where the annotations are, and how many sentences have one.
    fn find_annotations(&self) {
        let structure = &self.wanted.structure;
        // Where they are still being read, the document is indexed again when they are
        // there.
        let Some(known) = &self.wanted.annotation_index else {
            return;
        };
        let (text, set) = (&self.wanted.text, known.set());
        let mut annotation_index = match known.has_pending() {
            false => known.clone(),
            true => AnnotationIndex::by_position(text, set),
        };
        // Nothing takes the place of what is told now but the same with its counts.
        if annotation_index.has_pending() {
            let earlier = match known.earlier() {
                [] => self.context.earlier_texts(self.wanted.document, set),
                known => known.to_vec(),
            };
            annotation_index = AnnotationIndex::of_all(text, set, earlier);
        }
        // Where annotations are is wanted sooner than how many sentences there are.
        self.tell(|news| news.annotation_index = Some(annotation_index.clone()));
        structure.count_sentences(&|| !self.context.is_leaving());
        if structure.sentence_count().is_some() && !self.context.is_leaving() {
            annotation_index.count_checked(structure);
            self.tell(|news| news.annotation_index = Some(annotation_index));
        }
    }

    fn tell_warnings(&self, found: Warnings) {
        if !found.words.is_empty() {
            self.tell(|news| (news.notices, news.warnings) = (found.sentences, found.words));
        }
    }

    /// Tells how much has been counted, with what `add` adds.
    fn tell(&self, add: impl FnOnce(&mut IndexProgress)) {
        let mut news = IndexProgress {
            document: self.wanted.document,
            text: self.wanted.text.clone(),
            structure: self.wanted.structure.clone(),
            annotation_index: None,
            notices: Vec::new(),
            warnings: Vec::new(),
        };
        add(&mut news);
        tell(self.events, Message::DocumentIndexed(Box::new(news)));
    }
}
