//! Words as Markdown that says no more than they do.
//!
//! Nothing in a document, a note or a name is taken as Markdown or HTML: every character
//! that means something there is escaped. Else the words are the document's own: only
//! controls, which could steer a terminal, are shown as symbols.
//!
//! Must not know: what the words are part of.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::byte_table;
use super::line::{has_line_end, is_line_end};
use super::visible::leaving;

/// Words as paragraphs, every line with `margin` in front and ended by a hard
/// break, so that the lines stay apart.
pub(crate) fn block(words: &str, margin: &str) -> String {
    let words = words.replace("\r\n", "\n");
    let lines: Vec<_> = lines(&words).map(inline).collect();
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let next_has_words = lines.get(index + 1).is_some_and(|next| !next.is_empty());
        let is_broken = !line.is_empty() && next_has_words;
        let hard_break = if is_broken { "\\" } else { "" };
        let _ = writeln!(out, "{}", format!("{margin}{line}{hard_break}").trim_end());
    }
    out
}

pub(crate) fn lines(words: &str) -> impl Iterator<Item = &str> {
    // Most words are one line, and to look at each character of them takes long.
    let whole = (!has_line_end(words)).then_some(words);
    let others = whole.is_none().then(|| words.split(is_line_end));
    whole.into_iter().chain(others.into_iter().flatten())
}

/// Words on one line with nothing left in them that Markdown or HTML would take
/// as its own.
pub(crate) fn inline(words: &str) -> Cow<'_, str> {
    // Leading white space would make a code block.
    escaped(words.trim(), Begins::Line)
}

/// Words in the middle of a line, with the blanks at their ends.
pub(crate) fn within(words: &str) -> Cow<'_, str> {
    escaped(words, Begins::Within)
}

/// Writes words as bold ones, between a character and another one, or the ends of a line.
///
/// Asterisks are not taken for bold beside every sign (CommonMark 0.31, 6.2); where they may
/// not be, a tag of HTML stands for them.
pub(crate) fn write_bold(out: &mut String, before: Option<char>, words: &str, after: Option<char>) {
    let inner = match before {
        None => inline(words),
        Some(_) => within(words),
    };
    let is_blank = |beside: Option<char>| beside.is_none_or(|sign| sign == ' ');
    let is_word = |end: Option<char>| end.is_some_and(char::is_alphanumeric);
    let is_sign = |end: Option<char>| end.is_some_and(|end| !end.is_whitespace());
    let (first, last) = (inner.chars().next(), inner.chars().next_back());
    let opens = is_word(first) || (is_sign(first) && is_blank(before));
    let closes = is_word(last) || (is_sign(last) && is_blank(after));
    let (open, close) = match (inner.is_empty(), opens && closes) {
        (true, _) => ("", ""),
        (false, true) => ("**", "**"),
        (false, false) => ("<b>", "</b>"),
    };
    for part in [open, &inner, close] {
        out.push_str(part);
    }
}

/// Where words begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Line,
    Within,
}

/// The characters that mean something wherever they stand. All that is markup is ASCII.
const MARKUP: [bool; 256] = byte_table(b"\\`*_{}[]<>#|&~!$^");

fn escaped(words: &str, begins: Begins) -> Cow<'_, str> {
    let shown = leaving(words).words;
    let first = match begins {
        Begins::Line => marker(&shown),
        Begins::Within => None,
    };
    let is_markup = |(at, byte): &(usize, u8)| MARKUP[usize::from(*byte)] || Some(*at) == first;
    let mut found = shown.bytes().enumerate().filter(is_markup).peekable();
    if found.peek().is_none() {
        return shown;
    }
    let mut out = String::with_capacity(shown.len() + shown.len() / 8);
    let mut from = 0;
    for (at, _) in found {
        out.push_str(&shown[from..at]);
        out.push('\\');
        from = at;
    }
    out.push_str(&shown[from..]);
    Cow::Owned(out)
}

/// Where the sign stands that makes a list, a rule or an underline of a heading of a line.
fn marker(line: &str) -> Option<usize> {
    let first = *line.as_bytes().first()?;
    if matches!(first, b'-' | b'+' | b'=' | b':') {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].strip_prefix(['.', ')'])?;
    let ends = rest.chars().next().is_none_or(char::is_whitespace);
    (digits > 0 && ends).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_words_is_words() {
        for (words, shown) in [
            ("<script>x</script>", "\\<script\\>x\\</script\\>"),
            ("[a](javascript:b)", "\\[a\\](javascript:b)"),
            ("  - a", "\\- a"),
            ("12. a. b", "12\\. a. b"),
            ("a-b: 3.5", "a-b: 3.5"),
            ("=== a", "\\=== a"),
        ] {
            assert_eq!(inline(words), shown);
        }
        assert_eq!(block("a\r\n\n> b\nc", "> "), "> a\n>\n> \\> b\\\n> c\n");
    }
}
