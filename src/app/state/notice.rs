//! A notice in the last row, until the next key.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// One sentence.
    pub words: String,
    pub tone: Tone,
}

/// How something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// In the place of the keys.
    Plain,
    /// Beside the keys, and never in the place of a problem.
    Quiet,
    /// As something that went wrong.
    Problem,
}

impl Notice {
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Plain,
        }
    }

    pub(crate) fn quiet(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Quiet,
        }
    }

    pub fn problem(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Problem,
        }
    }

    pub fn is_problem(&self) -> bool {
        self.tone == Tone::Problem
    }
}
