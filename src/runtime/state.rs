//! Converts what is kept for the next start between the application and the state file.
//!
//! Must not know: when it is kept.

use crate::app::{Pane, Place, Remembered};
use crate::storage;

/// The panes with their names in the state file.
const PANES: [(&str, Pane); 3] = [
    ("documents", Pane::Documents),
    ("text", Pane::Text),
    ("annotations", Pane::Annotations),
];

/// What the state file says; `welcomed` is whether the reader was started before.
pub(super) fn from_state(state: &storage::State, welcomed: bool) -> Remembered {
    let pane = state.pane.as_deref();
    Remembered {
        document: state.last_document.clone(),
        pane: PANES
            .iter()
            .find(|(name, _)| Some(*name) == pane)
            .map_or_else(Pane::default, |(_, pane)| *pane),
        places: state
            .places
            .iter()
            .map(|(path, place)| {
                let place = Place {
                    cursor: place.cursor,
                    top: place.top,
                    furthest: place.furthest,
                };
                (path.clone(), place)
            })
            .collect(),
        folded: state.folded.clone(),
        welcomed,
    }
}

/// What the state file is to say.
pub(super) fn to_state(remembered: &Remembered) -> storage::State {
    let pane = PANES.iter().find(|(_, pane)| *pane == remembered.pane);
    storage::State {
        last_document: remembered.document.clone(),
        pane: pane.map(|(name, _)| (*name).to_owned()),
        folded: remembered.folded.clone(),
        places: remembered
            .places
            .iter()
            .map(|(path, place)| {
                let place = storage::Place {
                    cursor: place.cursor,
                    top: place.top,
                    furthest: place.furthest,
                };
                (path.clone(), place)
            })
            .collect(),
    }
}
