//! The state at the start.

use crate::app::documents::DiscoveredDocuments;
use crate::app::input::settings::Settings;
use crate::app::message::Effect;
use crate::app::state::Model;
use crate::session::Remembered;

use super::discovery;

/// The state at the start: the documents listed, or the first of them, and the one to
/// begin with being read, as the effects want it. `first` is the path of the document to
/// begin with, where it was asked for; the annotator may be told later.
pub fn start(
    settings: Settings,
    annotator: Option<String>,
    found: DiscoveredDocuments,
    remembered: &Remembered,
    first: Option<&str>,
    size: (u16, u16),
) -> (Model, Vec<Effect>) {
    let mut model = Model::new(settings, annotator, remembered, first, size);
    let effects = discovery::begin(&mut model, found);
    // After the one to begin with was gone to, which would unfold it.
    let folded = remembered.folded.iter().cloned();
    model.documents.set_folded(folded);
    (model, effects)
}
