//! A word to the reader in the last row, until the next key.

/// A word to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// One sentence.
    pub words: String,
    /// How it is said.
    pub tone: Tone,
}

/// How something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// In the place of what the row says anyway.
    Plain,
    /// Beside what the row says anyway, and never in the place of what went wrong.
    Quiet,
    /// As something that went wrong.
    Problem,
}

impl Notice {
    /// Says something.
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Plain,
        }
    }

    /// Says something quietly.
    pub(crate) fn quiet(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Quiet,
        }
    }

    /// Says that something went wrong.
    pub fn problem(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Problem,
        }
    }

    /// Whether something went wrong.
    pub fn is_problem(&self) -> bool {
        self.tone == Tone::Problem
    }
}
