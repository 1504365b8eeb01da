//! Words for the panes: on one line or wrapped, and how far a large document has been read.

use crate::annotation::{AnnotationFilter, TagSet};
use crate::app::{AnnotationsState, OpenDocument};
use crate::text::Text;
use crate::text::layout::{Measure, rows_of_line};
use crate::text::visible::{columns, visible, visible_text};

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

/// What a filter shows: `claim by ana, unsourced`.
pub(crate) fn filter_words(tags: &TagSet, filter: &AnnotationFilter) -> String {
    let names = filter.tags.iter().map(|tag| tags.look_up(tag).name);
    let names: Vec<String> = names.collect();
    let by = filter.by.as_deref().map(by_words);
    let kind: Vec<String> = [names.join(", ")].into_iter().chain(by).collect();
    let kind = kind.join(" ").trim().to_owned();
    let unsourced = filter.unsourced.then(|| "unsourced".to_owned());
    let parts = [Some(kind), unsourced].into_iter().flatten();
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// Whose tags: `by ana`.
pub(crate) fn by_words(annotator: &str) -> String {
    match annotator {
        "" => "by nobody named".to_owned(),
        name => format!("by {name}"),
    }
}

/// The most columns of a path in a title that goes on behind it.
const PATH_COLUMNS: usize = 40;

/// A path that leaves room for words behind it: of a long one the end, which tells most.
pub(crate) fn end_of_path(path: &str) -> String {
    if columns(path) <= PATH_COLUMNS {
        return path.to_owned();
    }
    let ends = path.match_indices('/').map(|(at, _)| &path[at..]);
    let mut ends = ends.filter(|end| end.len() > 1);
    let fitting = ends.clone().find(|end| columns(end) < PATH_COLUMNS);
    let end = fitting.or_else(|| ends.next_back()).unwrap_or(path);
    format!("…{end}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_path_the_end_is_told() {
        let long = "/home/ana/a/folder/with/a/long/name/in/it";
        for (path, told) in [
            ("../a.md".to_owned(), "../a.md"),
            (
                format!("{long}/tags.csv"),
                "…/folder/with/a/long/name/in/it/tags.csv",
            ),
            (
                format!("/{}", "x".repeat(50)),
                &*format!("…/{}", "x".repeat(50)),
            ),
        ] {
            assert_eq!(end_of_path(&path), told);
        }
    }
}
