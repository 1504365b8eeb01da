//! Single lines that begin as a reference does, in whatever list or in none: a person who says
//! that such a line is a source is not told that there is no such reference.
//!
//! Must not know: lists.

use crate::text::content::Text;
use crate::text::occurrences::occurrences;
use crate::text::range::TextRange;

/// How far into a line, in bytes, the label of a reference stands.
const INDENT: usize = 32;

/// The signs before and after a label at the beginning of a line: `35. `, `35) `, `[35] `,
/// `(35) `, `[^35]: `, `^35 `.
const FORMS: [(&str, &[&str]); 5] = [
    (
        "",
        &[". ", ".\t", ") ", ")\t", ": ", ":\t", "\t", ".\u{a0}"],
    ),
    ("[", &["]"]),
    ("(", &[")"]),
    ("[^", &["]"]),
    ("^", &[" ", "\t"]),
];

/// Whether a line of a text begins with a label, as a reference in a list of them does.
pub(super) fn has_line(text: &Text, label: &str) -> bool {
    let label = label.trim();
    occurrences(text, label).any(|start| begins_line(text, start, start + label.len()))
}

fn begins_line(text: &Text, start: usize, end: usize) -> bool {
    let line = text.line_at(start).content;
    if start - line.start().min(start) > INDENT {
        return false;
    }
    let before = text.slice(TextRange::between(line.start(), start));
    let before = before.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '>');
    let after = text.floor_char((end + 4).min(line.end()).max(end));
    let after = text.slice(TextRange::between(end, after));
    FORMS.iter().any(|(opening, closings)| {
        before == *opening && closings.iter().any(|closing| after.starts_with(closing))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_line_that_begins_with_its_label() {
        for (content, label, is_there) in [
            ("See [35].\n35. “A title.”\n", "35", true),
            ("See [35].\n  35)\tA title\n", "35", true),
            ("[35] A title\r\n", "35", true),
            ("(35) A title", "35", true),
            ("> [^note]: A title", "note", true),
            ("^1 A title", "1", true),
            ("[RFC2119]  Bradner", "RFC2119", true),
            ("See [35] and 35. It is.", "35", false),
            ("135. A title\n350. Another\n", "35", false),
            ("35 people came.\n", "35", false),
            ("See [35].\n", "999", false),
            ("", "1", false),
            ("1. A title", "", false),
        ] {
            let text = Text::new(content);
            assert_eq!(has_line(&text, label), is_there, "{content:?} {label}");
        }
    }
}
