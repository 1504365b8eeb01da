//! Finds where the annotations of documents stand that nobody looks at: only then is it known
//! what is open in them.
//!
//! Must not know: which documents those are.

use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use crate::annotation::Budget;
use crate::app::{DocumentId, Message, Summary};

use super::super::event::{Event, tell};
use super::registry::FileStamps;
use super::{context::IoContext, summary};

/// How often what was found is told: each time, a frame is drawn.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// So often a document is looked into again whose files change meanwhile.
const MOST_LOOKS: usize = 3;

/// What was found in a document, and how its files stood before.
struct Found {
    id: DocumentId,
    stamps: FileStamps,
    summary: Result<Box<Summary>, String>,
}

/// Looks into documents as it is asked for, into one after the other.
pub(super) fn work(context: &IoContext, todo: &Receiver<Vec<DocumentId>>, events: &Sender<Event>) {
    for ids in todo {
        place(context, ids, &|news| tell(events, news));
    }
}

fn place(context: &IoContext, ids: Vec<DocumentId>, tell: &dyn Fn(Message)) {
    let mut found = Vec::new();
    let mut told = Instant::now();
    for id in ids {
        if context.is_leaving() {
            return;
        }
        found.push(look_into(context, id));
        if told.elapsed() >= TOLD_EVERY {
            tell_of(context, std::mem::take(&mut found), tell);
            told = Instant::now();
        }
    }
    if !found.is_empty() {
        tell_of(context, found, tell);
    }
}

fn look_into(context: &IoContext, id: DocumentId) -> Found {
    let stamps = summary::file_stamps(context, id);
    let summary = summary::summarise_within(context, id, Budget::Unlimited);
    let summary = summary.map(Box::new);
    Found {
        id,
        stamps,
        summary,
    }
}

/// Tells what was found. What somebody has written meanwhile may have been told already, so that
/// nothing older may come after it.
fn tell_of(context: &IoContext, mut all: Vec<Found>, tell: &dyn Fn(Message)) {
    for found in &mut all {
        for _ in 1..MOST_LOOKS {
            if summary::file_stamps(context, found.id) == found.stamps {
                break;
            }
            *found = look_into(context, found.id);
        }
    }
    let all = all.into_iter().map(|found| (found.id, found.summary));
    tell(Message::DocumentsPlaced(all.collect()));
}
