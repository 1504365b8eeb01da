//! The state at the start.

use crate::app::{DiscoveredDocuments, Effect, Model, Settings};
use crate::session::Remembered;

use super::{discovery, opening};

/// The state at the start, with the documents that were found so far. The effects read the
/// one to begin with: that at the path `first`, where one was asked for. Who annotates may
/// be told later.
pub fn start(
    settings: Settings,
    annotator: Option<String>,
    found: DiscoveredDocuments,
    remembered: &Remembered,
    first: Option<&str>,
    size: (u16, u16),
) -> (Model, Vec<Effect>) {
    let mut model = Model::new(settings, annotator, remembered, first, size);
    let (first, later) = discovery::begin(&mut model.documents, found);
    let opening = first.map(|id| opening::open(&mut model, id, None));
    let mut effects = opening.map_or_else(Vec::new, |outcome| outcome.effects);
    effects.extend(later);
    // Only now: to open a document unfolds the folders around it.
    let folded = remembered.folded.iter().cloned();
    model.documents.set_folded(folded);
    (model, effects)
}
