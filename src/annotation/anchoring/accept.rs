//! Writing down where passages are now.
//!
//! Must not know: who says that they are there.

use crate::annotation::record::Annotation;
use crate::annotation::selector::Selector;
use crate::annotation::timestamp::Timestamp;
use crate::text::Text;

use super::anchor::{Anchor, Shift};

/// An annotation with the selector of its passage as that is now; `None` where it stands
/// as it was marked, and where it stands nowhere.
pub fn accepted(
    annotation: &Annotation,
    anchor: Anchor,
    text: &Text,
    now: &Timestamp,
) -> Option<Annotation> {
    let range = match anchor {
        Anchor::Moved { range, .. } | Anchor::Changed { range, .. } => range,
        Anchor::Exact(_) | Anchor::Lost { .. } => return None,
    };
    let accepted = Annotation {
        selector: Selector::new(text, range),
        modified: now.clone(),
        ..annotation.clone()
    };
    Some(accepted.placed(None))
}

impl Anchor {
    /// Whether it needs no question, or has this score at least.
    pub fn is_accepted_at(self, score: Option<f64>) -> bool {
        match self {
            Self::Moved {
                shift: Shift::Form, ..
            } => true,
            Self::Moved { score: own, .. } | Self::Changed { score: own, .. } => {
                // What is shown is rounded.
                score.is_some_and(|score| own + 0.0005 >= score)
            }
            Self::Exact(_) | Self::Lost { .. } => false,
        }
    }
}
