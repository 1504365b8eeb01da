//! Finds passages that are not where they were marked: one after the other, each
//! through the whole text.
//!
//! Must not know: which passages those are, and why they moved.

use std::sync::Arc;
use std::time::Instant;

use crate::annotation::{Budget, Resolution, resolve};
use crate::app::{Message, ReanchorRequest, ReanchorResult};

use super::super::event::TOLD_EVERY;

pub(super) fn reanchor(
    request: &ReanchorRequest,
    is_wanted: &dyn Fn() -> bool,
    send: &dyn Fn(Message),
) {
    let mut found = Vec::new();
    let mut told = Instant::now();
    let tell = |found| {
        send(Message::Reanchored(ReanchorResult {
            number: request.number,
            document: request.document,
            found,
        }));
    };
    for annotation in &request.annotations {
        if !is_wanted() {
            return;
        }
        let resolutions = resolve([&annotation.selector], &request.text, Budget::Unlimited);
        let anchors = resolutions.into_iter().map(Resolution::anchor_or_lost);
        found.extend(anchors.map(|anchor| (Arc::clone(annotation), anchor)));
        if told.elapsed() >= TOLD_EVERY {
            tell(std::mem::take(&mut found));
            told = Instant::now();
        }
    }
    tell(found);
}
