//! Text for a pane: on one line, or wrapped to its columns.

use crate::text::Text;
use crate::text::layout::{Measure, rows_of_line};
use crate::text::visible::visible;

/// A passage on one line: a line end with the white space around it becomes a blank.
pub(crate) fn on_one_line(words: &str) -> String {
    let lines = words.split(['\n', '\r']).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    if lines.len() < 2 {
        return words.trim_matches(['\n', '\r']).to_owned();
    }
    lines.join(" ")
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
