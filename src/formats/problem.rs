//! What is wrong with some bytes, as data.
//!
//! Must not know: which format it came from.

use std::fmt;

use crate::text::one_line;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is lost by going on.
    Warning,
    /// Something was not understood, or would be lost: a file with such a
    /// problem is never written over.
    Error,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The place: a path such as `annotations[3].note`, or `line 4, column 7`;
    /// empty for the whole.
    pub place: String,
    /// What is wrong: part of a sentence.
    pub message: String,
}

impl Problem {
    pub(crate) fn error(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            place: place.into(),
            message: message.into(),
        }
    }

    pub(crate) fn warning(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(place, message)
        }
    }
}

/// No more characters of a place, or of what is wrong, are told of an import.
const LONGEST: usize = 300;

impl Problem {
    /// The same on one line and no longer than a sentence: what is quoted of an import in it may
    /// be as long as its file.
    pub(super) fn in_short(self) -> Self {
        let short = |words: String| match words.char_indices().nth(LONGEST) {
            None if !words.contains(char::is_control) => words,
            end => {
                let kept = &words[..end.map_or(words.len(), |(at, _)| at)];
                let dots = if end.is_some() { "…" } else { "" };
                let plain = kept.replace(char::is_control, " ");
                format!("{}{dots}", one_line(&plain))
            }
        };
        Self {
            severity: self.severity,
            place: short(self.place),
            message: short(self.message),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.place, self.message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_of_an_import_is_told_on_one_line_and_no_longer_than_a_sentence() {
        let long = format!("expected `</a>`, but\n\t`</b{}`", "\u{e9}".repeat(1000));
        let told = Problem::error("line 4", long).in_short().to_string();
        assert!(
            told.starts_with("line 4: expected `</a>`, but `</b\u{e9}"),
            "{told}"
        );
        assert!(
            told.ends_with("\u{e9}…") && told.chars().count() < 320,
            "{told}"
        );
        let plain = Problem::warning("", "two  blanks stay");
        assert_eq!(plain.clone().in_short(), plain);
    }
}
