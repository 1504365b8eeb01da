//! Finds passages that are not where they were marked, all of a document together.
//!
//! Must not know: which passages those are, and why they moved.

use std::collections::HashSet;
use std::sync::Arc;

use crate::annotation::{Budget, Resolution, resolve_annotations};
use crate::app::{Message, ReanchorRequest, ReanchorResult};

use super::context::IoContext;

/// How many passages are told of at once: to put them in their places takes the screen's
/// thread so little that no key waits for it.
const TOLD_AT_ONCE: usize = 500;

pub(super) fn reanchor(
    context: &IoContext,
    request: &ReanchorRequest,
    is_wanted: &dyn Fn() -> bool,
    send: &dyn Fn(Message),
) {
    let earlier = match request.earlier.is_empty() {
        true => context.earlier_texts(request.document, &request.set),
        false => request.earlier.clone(),
    };
    if !is_wanted() {
        return;
    }
    let wanted: HashSet<_> = request.annotations.iter().map(|one| &one.id).collect();
    let annotations = request.set.iter().map(AsRef::as_ref);
    let resolutions = resolve_annotations(annotations, &request.text, &earlier, Budget::Unlimited);
    let anchors = resolutions.into_iter().map(Resolution::anchor_or_lost);
    let found = request.set.iter().cloned().zip(anchors);
    let found: Vec<_> = found.filter(|(one, _)| wanted.contains(&one.id)).collect();
    for some in found.chunks(TOLD_AT_ONCE) {
        if !is_wanted() {
            return;
        }
        send(Message::Reanchored(ReanchorResult {
            number: request.number,
            document: request.document,
            found: some
                .iter()
                .map(|(one, anchor)| (Arc::clone(one), *anchor))
                .collect(),
        }));
    }
}
