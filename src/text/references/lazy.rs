//! The references of a text, found when somebody first asks for them.
//!
//! Must not know: who asks.

use std::sync::{Arc, OnceLock};

use super::References;
use crate::text::content::Text;

/// The references of one text, found once; copies share what was found.
#[derive(Debug, Clone, Default)]
pub struct LazyReferences(Arc<OnceLock<References>>);

impl LazyReferences {
    /// The references, where they have been found.
    pub fn known(&self) -> Option<&References> {
        self.0.get()
    }

    /// The references of a text: always of the same one.
    pub fn of(&self, text: &Text) -> &References {
        self.0.get_or_init(|| References::of(text))
    }
}
