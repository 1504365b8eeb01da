//! Patterns for the names of documents, the same as ripgrep's, in any spelling of a name.
//!
//! Must not know: where they were typed.

use globset::{Error, Glob, GlobSet, GlobSetBuilder, escape};

use super::equivalence::{Rules, plain_form};

/// Patterns, one of which has to match a path or the file name at its end.
#[derive(Debug, Clone)]
pub(crate) struct NameGlobs(GlobSet);

impl NameGlobs {
    /// Makes one of patterns.
    ///
    /// # Errors
    /// When one of them is no pattern.
    pub fn new(patterns: &[String]) -> Result<Self, Error> {
        let mut globs = GlobSetBuilder::new();
        for pattern in patterns {
            globs.add(Glob::new(pattern)?);
            // One that only stands in another spelling of a name.
            globs.add(Glob::new(&in_plain_form(pattern))?);
        }
        globs.build().map(Self)
    }

    /// Whether a word has a character that stands for others.
    pub fn is_pattern(word: &str) -> bool {
        escape(word) != word
    }

    /// Whether a path is called so.
    pub fn takes(&self, path: &str) -> bool {
        let matches = |path: &str| {
            let file = path.rsplit('/').next().unwrap_or(path);
            self.0.is_match(path) || self.0.is_match(file)
        };
        matches(path) || matches(&plain_form(path, Rules::STRICT))
    }
}

/// A pattern for the plain forms of names, with the same syntax: a full-width asterisk stays
/// a character.
fn in_plain_form(pattern: &str) -> String {
    let plain = |c: char| match c.is_ascii() {
        true => c.to_string(),
        false => {
            let itself = c.to_string();
            let plain = plain_form(&itself, Rules::STRICT);
            match escape(&plain) {
                escaped if escaped == *plain => itself,
                escaped => escaped,
            }
        }
    };
    let pattern: String = pattern.chars().map(plain).collect();
    plain_form(&pattern, Rules::STRICT).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_taken_however_its_name_is_spelt() {
        let (composed, decomposed) = ("café.txt", "cafe\u{301}.txt");
        for (pattern, path, expected) in [
            (composed, decomposed, true),
            (decomposed, composed, true),
            ("caf{é,à}.txt", decomposed, true),
            ("*é*", "a/cafe\u{301}/b.txt", true),
            ("cooperation.txt", "co\u{ad}operation.txt", true),
            ("co\u{ad}operation.txt", "cooperation.txt", true),
            ("finance*", "ﬁnance.txt", true),
            ("＊.txt", "a.txt", false),
            ("＊.txt", "*.txt", true),
            ("cafe.txt", composed, false),
            ("a.txt", "A.txt", false),
            ("a b.txt", "a b.txt", true),
            ("a  b.txt", "a  b.txt", true),
        ] {
            let globs = NameGlobs::new(&[pattern.to_owned()]).unwrap();
            assert_eq!(globs.takes(path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_is_told_from_a_name() {
        for (word, expected) in [
            ("003*", true),
            ("a?", true),
            ("{a,b}", true),
            ("a.txt", false),
        ] {
            assert_eq!(NameGlobs::is_pattern(word), expected, "{word}");
        }
    }
}
