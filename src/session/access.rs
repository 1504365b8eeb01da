//! Whether annotations may be written.

/// Whether the annotations of a document may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// They may.
    Writable,
    /// They may not, and why: one sentence.
    ReadOnly(String),
}

impl Access {
    /// Why they may not be written, where they may not.
    pub fn why_not(&self) -> Option<&str> {
        match self {
            Self::Writable => None,
            Self::ReadOnly(reason) => Some(reason),
        }
    }
}
