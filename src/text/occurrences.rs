//! Finds a string exactly as it is written.
//!
//! Must not know: what the string is, and how people search (`search`).

use memchr::memmem::Finder;

use super::content::Text;

/// The bytes of a paged text that are read at once.
const WINDOW: usize = 1024 * 1024;

/// The byte offsets at which `words` occur in a text, in order, overlapping ones
/// included; none for an empty string. Reads a paged text a window at a time.
pub(crate) fn occurrences<'t>(text: &'t Text, words: &'t str) -> impl Iterator<Item = usize> + 't {
    let finder = Finder::new(words.as_bytes());
    let window = match text.is_paged() {
        true => WINDOW.max(words.len()),
        // The bytes are borrowed, not copied.
        false => text.len().max(1),
    };
    let overlap = words.len().saturating_sub(1);
    let starts = (0..text.len())
        .step_by(window)
        .take_while(|_| !words.is_empty());
    starts.flat_map(move |start| {
        let bytes = text.bytes(start..start + window + overlap);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = finder.find(&bytes[from..]) {
            found.push(start + from + at);
            from += at + 1;
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn words_are_found_where_windows_meet_and_where_they_overlap() {
        let mut content = "é".repeat(WINDOW).into_bytes();
        for at in [0, WINDOW - 2, WINDOW - 1, content.len() - 3] {
            content[at..at + 3].copy_from_slice(b"aaa");
        }
        let len = content.len();
        let expected = [0, WINDOW - 2, WINDOW - 1, len - 3];
        let text = Text::paged(Arc::new(content.into_boxed_slice()), len);
        assert_eq!(occurrences(&text, "aaa").collect::<Vec<_>>(), expected);
        let small = Text::new("aaaa a");
        assert_eq!(occurrences(&small, "aa").collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(occurrences(&small, "").count(), 0);
    }
}
