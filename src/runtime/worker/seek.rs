//! Looking for passages that are not where they were marked: one after the other,
//! each through the whole text.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::annotation::{Budget, Resolution, resolve};
use crate::app::{Message, ReanchorRequest, ReanchorResult};

/// How often it is told what was found.
const NEWS_EVERY: Duration = Duration::from_millis(100);

/// Looks for them as long as that is wanted.
pub(super) fn seek(seek: &ReanchorRequest, wanted: &dyn Fn() -> bool, send: &dyn Fn(Message)) {
    let mut found = Vec::new();
    let mut told = Instant::now();
    let tell = |found| {
        send(Message::Reanchored(ReanchorResult {
            number: seek.number,
            document: seek.document,
            found,
        }));
    };
    for annotation in &seek.annotations {
        if !wanted() {
            return;
        }
        let resolutions = resolve([&annotation.selector], &seek.text, Budget::Unlimited);
        let anchors = resolutions.into_iter().map(Resolution::anchor_or_lost);
        found.extend(anchors.map(|anchor| (Arc::clone(annotation), anchor)));
        if told.elapsed() >= NEWS_EVERY {
            tell(std::mem::take(&mut found));
            told = Instant::now();
        }
    }
    tell(found);
}
