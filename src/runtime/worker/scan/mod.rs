//! The thread that finds the documents for which the first screen did not wait, and
//! reads all annotation files. It has nothing to do afterwards.
//!
//! Must not know: what is in the documents.

mod annotation_files;

use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use crate::app::{DiscoveredDocuments, Document, Message};
use crate::storage::{Discovery, Entry};

use super::super::event::{Event, tell};
use super::super::report::guarded;
use super::context::IoContext;
use super::similar;

pub(crate) use annotation_files::Progress;
pub(super) use annotation_files::read_annotations;

/// The steps of the discovery between two looks at the clock.
const STEPS: usize = 256;
/// How often it is told what was found: a folder of a hundred thousand documents is
/// walked by then. Each time costs a frame, and the list is sorted for it.
const TOLD_EVERY: Duration = Duration::from_millis(200);
/// The first document by name is known when all are found; after this, the first of
/// those that have been is shown.
const PATIENCE: Duration = Duration::from_secs(3);

pub(crate) enum ScanRequest {
    Discover(Box<Discovery>),
    ReadAnnotations(Progress),
    /// Has the sentences indexed when what was asked before is done.
    ThenIndexSentences(Sender<similar::Task>),
}

pub(super) fn work(context: &IoContext, todo: &Receiver<ScanRequest>, events: &Sender<Event>) {
    let tell = |message| tell(events, message);
    for request in todo {
        match request {
            ScanRequest::Discover(discovery) => {
                if guarded(|| discover(context, *discovery, &tell)).is_err() {
                    // Whatever happens, nobody waits for more.
                    let (complete, slow) = (true, true);
                    tell_found(context, Vec::new(), SoFar { complete, slow }, &tell);
                }
            }
            ScanRequest::ReadAnnotations(progress) => {
                let _ = guarded(|| annotation_files::read_all(context, progress, &tell));
            }
            ScanRequest::ThenIndexSentences(similar) => {
                let _ = similar.send(similar::Task::Update);
            }
        }
    }
}

#[derive(Clone, Copy)]
struct SoFar {
    /// Whether there are no more documents to come.
    complete: bool,
    /// Whether it takes long.
    slow: bool,
}

fn discover(context: &IoContext, mut discovery: Discovery, tell: &impl Fn(Message)) {
    let mut found = Vec::new();
    let started = Instant::now();
    let mut told = started;
    while !context.is_leaving() {
        found.append(&mut discovery.go_on(STEPS));
        let complete = discovery.has_ended();
        if complete || told.elapsed() >= TOLD_EVERY {
            let slow = started.elapsed() >= PATIENCE;
            let so_far = SoFar { complete, slow };
            tell_found(context, std::mem::take(&mut found), so_far, tell);
            told = Instant::now();
        }
        if complete {
            return;
        }
    }
}

fn tell_found(context: &IoContext, mut found: Vec<Entry>, so_far: SoFar, tell: &impl Fn(Message)) {
    found.sort_by(|a, b| a.path.cmp(&b.path));
    context.registry.add(found, |first, new| {
        tell(Message::DocumentsDiscovered(DiscoveredDocuments {
            first,
            documents: unread(&new),
            complete: so_far.complete,
            slow: so_far.slow,
        }));
    });
}

/// Documents as they are listed before they are read.
pub(crate) fn unread(entries: &[Entry]) -> Vec<Document> {
    let unread = |entry: &Entry| {
        let path = entry.path.as_str().to_owned();
        let mut document = Document::unread(path, entry.unreadable.clone());
        document.left_out = entry.left_out;
        document.earlier_path = entry.path.earlier_name();
        document
    };
    entries.iter().map(unread).collect()
}
