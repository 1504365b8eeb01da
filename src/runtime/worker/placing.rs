//! Finds where the annotations of documents stand that nobody looks at: only then is it known
//! what is open in them.
//!
//! Must not know: which documents those are.

use std::time::{Duration, Instant};

use crate::annotation::Budget;
use crate::app::{DocumentId, Message};

use super::{context::IoContext, summary::summarise_within};

/// How often it is told what was found: each time a frame is drawn.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// Looks into the documents that nobody has looked into meanwhile, or not into all of them.
pub(super) fn place(context: &IoContext, ids: Vec<DocumentId>, tell: &dyn Fn(Message)) {
    let mut found = Vec::new();
    let mut told = Instant::now();
    for id in ids {
        if context.is_leaving() {
            return;
        }
        let summary = summarise_within(context, id, Budget::Unlimited);
        found.push((id, summary.map(Box::new)));
        if told.elapsed() >= TOLD_EVERY {
            tell(Message::DocumentsPlaced(std::mem::take(&mut found)));
            told = Instant::now();
        }
    }
    if !found.is_empty() {
        tell(Message::DocumentsPlaced(found));
    }
}
