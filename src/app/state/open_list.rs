//! The list of what is open: how it is sorted, and whether it was seen as it is.
//!
//! Must not know: how its rows are made.

/// What the list of what is open is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OpenOrder {
    /// By documents, and in them by place.
    #[default]
    Place,
    /// By why they are open, the most pressing reason first.
    Why,
    /// By when they were tagged, the oldest first.
    Age,
}

impl OpenOrder {
    /// The one after it, and then the first again.
    pub fn next(self) -> Self {
        match self {
            Self::Place => Self::Why,
            Self::Why => Self::Age,
            Self::Age => Self::Place,
        }
    }

    /// What it is by, as the list says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Place => "by place",
            Self::Why => "by reason",
            Self::Age => "oldest first",
        }
    }
}

/// What belongs to a list of what is open, beside its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenList {
    pub order: OpenOrder,
    /// Whether rows have changed without a key of the reader's: the next letter that would do
    /// something does not, since it was meant for what stood there before.
    pub unseen: bool,
}
