//! How much may be read to find passages that have moved.

use crate::text::{CodePoint, Text};

/// How much of a text may be read to find passages that are not where they were marked.
///
/// To look at a stored position costs next to nothing and is always allowed, as far as
/// the text's code points have been counted; each passage that is not there costs a
/// search through the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// This many bytes in searches, and no counting of code points that have not been
    /// counted yet.
    Bytes(usize),
    /// As much as it takes: nothing is left pending.
    Unlimited,
}

impl Budget {
    /// For a document that is being opened: at most a tenth of a second of reading.
    pub const AT_ONCE: Self = Self::Bytes(64 << 20);
    /// For a change that a key waits for.
    pub const AT_A_KEY: Self = Self::Bytes(4 << 20);

    pub(super) fn searches(self, text: &Text) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.checked_div(text.len()).unwrap_or(usize::MAX),
            Self::Unlimited => usize::MAX,
        }
    }

    pub(super) fn covers_counting(self, text: &Text, to: CodePoint) -> bool {
        self == Self::Unlimited || text.is_counted_to(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_counts_whole_searches() {
        let text = Text::new("four");
        assert_eq!(Budget::Bytes(3).searches(&text), 0);
        assert_eq!(Budget::Bytes(11).searches(&text), 2);
        assert_eq!(Budget::Unlimited.searches(&text), usize::MAX);
        // To search through nothing costs nothing.
        assert_eq!(Budget::Bytes(0).searches(&Text::new("")), usize::MAX);
    }
}
