//! Writing down where passages are now.
//!
//! Must not know: who says that they are there.

use crate::annotation::record::Annotation;
use crate::annotation::selector::Selector;
use crate::annotation::timestamp::Timestamp;
use crate::text::Text;

use super::anchor::{Anchor, Resolution, Shift};
use super::resolve::{Budget, resolve};

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
        modified: now.clone(),
        ..annotation.clone()
    };
    Some(accepted.put_on(Selector::new(text, range)))
}

/// Finds annotations as [`resolve`] does their selectors. One that would be put where
/// somebody has said that it is not is lost.
pub fn resolve_annotations<'a>(
    annotations: impl IntoIterator<Item = &'a Annotation>,
    text: &Text,
    earlier: &[Text],
    budget: Budget,
) -> Vec<Resolution> {
    let annotations: Vec<&Annotation> = annotations.into_iter().collect();
    let selectors = annotations.iter().map(|annotation| &annotation.selector);
    let mut resolutions = resolve(selectors, text, earlier, budget);
    for (annotation, resolution) in annotations.iter().zip(&mut resolutions) {
        let Some(rejected) = annotation.rejected() else {
            continue;
        };
        let place = resolution.anchor().filter(|anchor| anchor.is_in_question());
        let place = place.and_then(Anchor::range);
        if place.is_some_and(|place| text.slice(place) == rejected) {
            *resolution = Resolution::Settled(Anchor::Lost { candidates: 0 });
        }
    }
    resolutions
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
