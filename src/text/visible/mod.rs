//! The visible form of untrusted text. Nothing that comes out of here can control a
//! terminal, hide, or change the order of what stands beside it.
//!
//! Every string that reaches a screen goes through this module: document text, file
//! names, notes, labels, messages of other programs. What cannot be shown as itself is
//! shown as a *substitute*: a control picture (`␛`), a name in brackets (`⟨RLO⟩`), a code
//! point in hexadecimal (`⟨0085⟩`), or `�`.
//!
//! Must not know: who draws it, or where.

mod characters;
mod clusters;
mod render;

use std::borrow::Cow;

pub use characters::REPLACEMENT;
pub(crate) use characters::{is_bidi_control, is_joiner};
pub use clusters::{Shown, clusters};

/// Whether a string is printable ASCII, as most of what is drawn is: its own visible
/// form, with a column for each byte.
pub(crate) fn is_plain(words: &str) -> bool {
    words.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The visible form of a string on one line: every control, bidirectional control,
/// zero-width and tag character, and every line and paragraph separator becomes a visible
/// symbol. The result is its own visible form.
pub fn visible(words: &str) -> Cow<'_, str> {
    if is_plain(words) {
        return Cow::Borrowed(words);
    }
    let mut out = String::new();
    let mut changed = false;
    for shown in clusters(words) {
        if shown.substitute && !changed {
            changed = true;
            out.push_str(&words[..shown.range.start]);
        }
        if changed {
            out.push_str(&shown.symbol);
        }
    }
    if changed {
        Cow::Owned(out)
    } else {
        Cow::Borrowed(words)
    }
}

/// The visible form of a string of several lines: line feeds stay, CRLF becomes one, and
/// the rest is as in [`visible`].
pub fn visible_multiline(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (number, line) in words.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        out.push_str(&visible(line.strip_suffix('\r').unwrap_or(line)));
    }
    out
}

/// The visible form cut to at most `columns` columns, between clusters, with an ellipsis
/// if something was cut off.
pub fn visible_within(words: &str, columns: usize) -> Cow<'_, str> {
    if words.len() <= columns && is_plain(words) {
        return Cow::Borrowed(words);
    }
    let mut out = String::new();
    let mut width = 0;
    // The length to which `out` is cut if the rest does not fit.
    let mut cut = 0;
    for shown in clusters(words) {
        let next = width + usize::from(shown.width);
        if next > columns {
            out.truncate(cut);
            if columns > 0 {
                out.push('…');
            }
            return Cow::Owned(out);
        }
        out.push_str(&shown.symbol);
        width = next;
        if width < columns {
            cut = out.len();
        }
    }
    Cow::Owned(out)
}

/// The columns that the visible form of a string takes on one line.
pub fn columns(words: &str) -> usize {
    if is_plain(words) {
        return words.len();
    }
    clusters(words).map(|shown| usize::from(shown.width)).sum()
}

/// Whether a string holds a character that changes the direction in which its neighbours
/// are shown ("Trojan source", CVE-2021-42574).
pub fn has_bidi_controls(words: &str) -> bool {
    words.chars().any(is_bidi_control)
}

#[cfg(test)]
pub(crate) mod tests;
