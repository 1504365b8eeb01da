//! Words as Markdown that says no more than they do.
//!
//! Nothing in a document, a note or a name is taken as Markdown or HTML: every character
//! that means something there is escaped. Else the words are the document's own: only
//! controls, which could steer a terminal, are shown as symbols.
//!
//! Must not know: what the words are part of.

use std::fmt::Write as _;

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
    words.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

/// Words on one line with nothing left in them that Markdown or HTML would take
/// as its own.
pub(crate) fn inline(words: &str) -> String {
    // Leading white space would make a code block.
    escaped(words.trim(), Begins::Line)
}

/// Words in the middle of a line, with the blanks at their ends.
pub(crate) fn within(words: &str) -> String {
    escaped(words, Begins::Within)
}

/// Words as bold ones, between a character and another one, or the ends of a line.
///
/// Asterisks are not taken for bold beside every sign (CommonMark 0.31, 6.2); where they may
/// not be, a tag of HTML stands for them.
pub(crate) fn bold(before: Option<char>, words: &str, after: Option<char>) -> String {
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
    match (inner.is_empty(), opens && closes) {
        (true, _) => inner,
        (false, true) => format!("**{inner}**"),
        (false, false) => format!("<b>{inner}</b>"),
    }
}

/// Where words begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Line,
    Within,
}

fn escaped(words: &str, begins: Begins) -> String {
    let shown = leaving(words).words;
    let begins_line = begins == Begins::Line;
    let mut out = String::with_capacity(shown.len() + shown.len() / 8);
    // From where nothing has been copied yet, and whether all before are digits.
    let (mut from, mut only_digits) = (0, begins_line);
    // All that is markup is ASCII.
    for (at, byte) in shown.bytes().enumerate() {
        let escape = match byte {
            b'\\' | b'`' | b'*' | b'_' | b'{' | b'}' | b'[' | b']' | b'<' | b'>' | b'#' | b'|'
            | b'&' | b'~' | b'!' | b'$' | b'^' => true,
            // A list, a rule or an underline of a heading at the start of a line.
            b'-' | b'+' | b'=' | b':' => at == 0 && begins_line,
            b'.' | b')' if only_digits && at > 0 => {
                let next = shown[at + 1..].chars().next();
                next.is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        if escape {
            out.push_str(&shown[from..at]);
            out.push('\\');
            from = at;
        }
        only_digits &= byte.is_ascii_digit();
    }
    out.push_str(&shown[from..]);
    out
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
