//! Why an annotation file cannot be read as a whole.

/// Why an annotation file cannot be read as a whole: what its document has may be more than is
/// known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileTrouble {
    /// It is not understood.
    Broken,
    /// A newer version of the program has written it.
    Newer,
    /// The system does not hand it out.
    OutOfReach,
}

impl FileTrouble {
    /// Why, in a word or two.
    pub fn label(self) -> &'static str {
        match self {
            Self::Broken => "broken file",
            Self::Newer => "newer version",
            Self::OutOfReach => "no access",
        }
    }
}
