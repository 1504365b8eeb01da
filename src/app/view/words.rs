//! Words for the panes: on one line or wrapped, and how far a large document has been read.

use crate::app::{AnnotationsState, OpenDocument};
use crate::text::Text;
use crate::text::layout::{Measure, rows_of_line};
use crate::text::visible::{visible, visible_text};

/// A passage on one line, in the visible form of a text: a line end with the white space
/// around it becomes a blank.
pub(crate) fn on_one_line(words: &str) -> String {
    let lines = words.split(['\n', '\r']).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    if lines.len() < 2 {
        return visible_text(words.trim_matches(['\n', '\r'])).into_owned();
    }
    visible_text(&lines.join(" ")).into_owned()
}

/// Wraps untrusted text without line ends to rows of this number of columns.
pub fn wrap(words: &str, columns: u16) -> Vec<String> {
    let text = Text::new(visible(words).into_owned());
    let measure = Measure { columns, tab: 8 };
    rows_of_line(&text, 0, measure)
        .into_iter()
        .map(|row| text.slice(row.shown).into_owned())
        .collect()
}

/// How much of a document has been counted, in per cent, while it is being counted.
pub fn progress(opened: &OpenDocument) -> Option<usize> {
    let counted = opened.text.counted();
    (counted.bytes < counted.of).then(|| counted.bytes / (counted.of / 100).max(1))
}

/// How much of its annotation file has been read, in words, while it is being read.
pub fn deferred_words(opened: &OpenDocument) -> Option<String> {
    match opened.annotations {
        AnnotationsState::Loading(read, of) => {
            let percent = (read.saturating_mul(100) / of.max(1)).min(100);
            Some(format!("reading tags {percent} %"))
        }
        AnnotationsState::Ready => None,
    }
}
