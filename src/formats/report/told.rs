//! What only the whole corpus knows of a tag.
//!
//! Must not know: how it is found.

use super::ends::Incoming;
use crate::annotation::OpenReason;

/// A tag with what only the whole corpus knows of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Why it is open.
    pub reasons: Vec<OpenReason>,
    /// The links that lead to it.
    pub incoming: Vec<Incoming>,
}
