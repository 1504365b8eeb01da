//! The line that a reference begins with: its label, and where its words begin.
//!
//! Must not know: which lines make a list.

use super::label::{is_digit, number, plain, raised_digit};
use crate::text::bullet::is_bullet;

/// How far into a line, in bytes, a label begins.
const INDENT: usize = 32;
/// No label is longer, in bytes.
const LONGEST: usize = 40;

/// How the label of a reference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Written {
    /// `35. `
    Stop,
    /// `35) `
    Closed,
    /// `35: `
    Colon,
    /// `[35] `
    Brackets,
    /// `(35) `
    Parentheses,
    /// `[^35]: `
    Footnote,
    /// `^35 `
    Caret,
    /// `³⁵ `
    Raised,
    /// `35 `
    Bare,
}

impl Written {
    /// Whether it is hardly the label of anything but a reference.
    pub(super) fn is_plain_sign(self) -> bool {
        matches!(
            self,
            Self::Brackets | Self::Footnote | Self::Caret | Self::Raised
        )
    }

    /// Whether any line of prose may begin so, too.
    pub(super) fn is_weak(self) -> bool {
        matches!(self, Self::Bare | Self::Raised)
    }
}

/// A line that may begin a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) label: String,
    pub(super) written: Written,
    /// Bytes of the line before the label and its signs, and before the words.
    pub(super) start: usize,
    pub(super) words: usize,
}

impl Entry {
    /// Reads the label that a line begins with.
    pub(super) fn of(line: &str) -> Option<Self> {
        let rest = line.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '>');
        let rest = without_bullet(rest);
        let start = line.len() - rest.len();
        if start > INDENT {
            return None;
        }
        let (label, written, after) = labelled(rest)?;
        let words = after.trim_start();
        // An empty label is one, too, when a page has broken its words off.
        Some(Self {
            label: plain(label),
            written,
            start,
            words: line.len() - words.len(),
        })
    }

    pub(super) fn number(&self) -> Option<u32> {
        number(&self.label)
    }
}

/// The words of a list item whose own label follows: `- [3] A title`.
fn without_bullet(line: &str) -> &str {
    let mut signs = line.chars();
    let words = match signs.next() {
        Some(bullet) if is_bullet(bullet) => signs.as_str(),
        _ => return line,
    };
    let item = words.trim_start();
    match item.len() < words.len() && item.starts_with(['[', '^']) {
        true => item,
        false => line,
    }
}

/// The label of a line, how it is written, and what follows it.
fn labelled(line: &str) -> Option<(&str, Written, &str)> {
    if let Some(rest) = line.strip_prefix("[^") {
        let (label, after) = until(rest, ']')?;
        return Some((
            label,
            Written::Footnote,
            after.strip_prefix(':').unwrap_or(after),
        ));
    }
    if let Some(rest) = line.strip_prefix(['[', '［', '【', '〔']) {
        let close = near(rest).find([']', '］', '】', '〕'])?;
        let (label, after) = rest.split_at(close);
        let after = after.trim_start_matches([']', '］', '】', '〕']);
        let is_label = is_label(label) && !after.starts_with(['(', ',', '-', '–']);
        return is_label.then_some((
            label,
            Written::Brackets,
            after.trim_start_matches([':', '.']),
        ));
    }
    if let Some(rest) = line.strip_prefix('(') {
        let (label, after) = until(rest, ')')?;
        let is_number = label.chars().all(is_digit) && begins_words(after);
        return is_number.then_some((label, Written::Parentheses, after));
    }
    if let Some(rest) = line.strip_prefix('^') {
        let rest = rest.trim_start_matches(' ');
        let (label, after) = digits(rest, is_digit)?;
        return begins_words(after).then_some((label, Written::Caret, after));
    }
    if let Some((label, after)) = digits(line, |sign| raised_digit(sign).is_some()) {
        return Some((label, Written::Raised, after));
    }
    let (label, after) = digits(line, is_digit)?;
    let mark = after.chars().next()?;
    let rest = &after[mark.len_utf8()..];
    let written = match mark {
        '.' | '．' | '。' => Written::Stop,
        ')' | '）' => Written::Closed,
        ':' | '：' => Written::Colon,
        _ if mark.is_whitespace() => {
            let words = rest.trim_start();
            let begins = |first: char| {
                first.is_uppercase()
                    || "“\"‘'«[".contains(first)
                    || (first.is_alphabetic() && !first.is_lowercase())
            };
            return words
                .starts_with(begins)
                .then_some((label, Written::Bare, rest));
        }
        _ => return None,
    };
    begins_words(rest).then_some((label, written, rest))
}

/// Whether words may begin behind a label.
fn begins_words(after: &str) -> bool {
    after.is_empty() || after.starts_with(|sign: char| !is_digit(sign) && !",;-–%)".contains(sign))
}

fn until(rest: &str, close: char) -> Option<(&str, &str)> {
    let (label, after) = rest.split_at(near(rest).find(close)?);
    let after = &after[close.len_utf8()..];
    is_label(label).then_some((label, after))
}

/// The bytes in which a label ends, so that no long line is gone through for it.
fn near(rest: &str) -> &str {
    let mut end = rest.len().min(LONGEST + 4);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    &rest[..end]
}

fn is_label(label: &str) -> bool {
    (1..=LONGEST).contains(&label.len())
        && !label.contains(char::is_whitespace)
        && label.contains(char::is_alphanumeric)
        && label != "x"
        && label != "X"
}

fn digits(line: &str, is_digit: impl Fn(char) -> bool) -> Option<(&str, &str)> {
    let after = line.trim_start_matches(is_digit);
    let label = &line[..line.len() - after.len()];
    (!label.is_empty() && label.chars().count() <= 4).then_some((label, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_a_line_begins_with() {
        for (line, label, words) in [
            ("  35. “A title.”", "35", "“A title.”"),
            ("  35)\tA title", "35", "A title"),
            ("[35] A title", "35", "A title"),
            ("(35) A title", "35", "A title"),
            ("> [^note]: A title", "note", "A title"),
            ("^1 A title", "1", "A title"),
            ("¹² A title", "12", "A title"),
            ("[RFC2119]  Bradner", "RFC2119", "Bradner"),
            ("٣. كتاب", "3", "كتاب"),
            ("- [7] A title", "7", "A title"),
            ("12 Smith", "12", "Smith"),
        ] {
            let entry = Entry::of(line).map(|entry| (entry.label, line[entry.words..].to_owned()));
            assert_eq!(entry, Some((label.to_owned(), words.to_owned())), "{line}");
        }
        for line in [
            "",
            "35 people",
            "3.5 million",
            "[a link](to)",
            "2020-01-02",
            "[ ] to do",
            "[x] done",
            "1,000 m",
            "123456789012345678901234567890. A title",
            "See [35].",
        ] {
            assert_eq!(Entry::of(line), None, "{line}");
        }
    }
}
