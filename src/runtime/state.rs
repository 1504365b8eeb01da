//! What is remembered, as the state file keeps it.

use crate::app::{Pane, Place, Remembered};
use crate::storage;

/// The panes with the words of the state file.
const PANES: [(&str, Pane); 3] = [
    ("documents", Pane::Documents),
    ("text", Pane::Text),
    ("annotations", Pane::Annotations),
];

/// What the state file says.
pub fn from_state(state: &storage::State, welcomed: bool) -> Remembered {
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
pub fn to_state(remembered: &Remembered) -> storage::State {
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
