//! A text as tokens, for formats that count in them: the words of this program, and what stands
//! between them, a cluster each.
//!
//! Must not know: the formats.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::segment::words;
use crate::text::{Text, TextRange};

/// The tokens of a text in order, none of which has white space in it.
pub(super) fn tokens(text: &Text) -> Vec<TextRange> {
    let mut tokens = Vec::new();
    let mut from = 0;
    let whole = text.slice(text.full_range());
    for word in words(text, text.full_range()) {
        between(&whole, from, word.start(), &mut tokens);
        add(&whole, word, &mut tokens);
        from = word.end();
    }
    between(&whole, from, text.len(), &mut tokens);
    tokens
}

/// Adds what stands between two words.
fn between(text: &str, start: usize, end: usize, tokens: &mut Vec<TextRange>) {
    // Mostly it is one blank.
    if start >= end || &text[start..end] == " " {
        return;
    }
    for (at, cluster) in text[start..end].grapheme_indices(true) {
        let at = start + at;
        add(text, TextRange::between(at, at + cluster.len()), tokens);
    }
}

/// Adds a word, cut where white space stands in it.
fn add(text: &str, word: TextRange, tokens: &mut Vec<TextRange>) {
    let words = &text[word.start()..word.end()];
    let mut at = word.start();
    for part in words.split_inclusive(char::is_whitespace) {
        let end = at + part.trim_end().len();
        if end > at {
            tokens.push(TextRange::between(at, end));
        }
        at += part.len();
    }
}

/// Which tokens a passage touches; nothing where it has only white space.
pub(super) fn touched(tokens: &[TextRange], passage: TextRange) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|token| token.end() <= passage.start());
    let behind = tokens.partition_point(|token| token.start() < passage.end());
    (first < behind).then(|| (first, behind - 1))
}

/// Whether a passage begins or ends inside of the tokens that it touches.
pub(super) fn is_cut(tokens: &[TextRange], passage: TextRange) -> bool {
    touched(tokens, passage).is_some_and(|(first, last)| {
        tokens[first].start() < passage.start() || tokens[last].end() > passage.end()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cover_all_but_white_space() {
        let content =
            "\u{feff}The “cafe\u{301}” (U.S.)\r\n\t国际移民组织 👩‍👩‍👧 $5,500-a\u{a0}b\u{2028}. ";
        let text = Text::new(content);
        let tokens = tokens(&text);
        let covered: String = tokens
            .iter()
            .map(|token| text.slice(*token).into_owned())
            .collect();
        let wanted: String = content.split_whitespace().collect();
        assert_eq!(covered, wanted);
        assert!(
            tokens
                .windows(2)
                .all(|pair| pair[0].end() <= pair[1].start())
        );
        let has_white = |token: &TextRange| text.slice(*token).contains(char::is_whitespace);
        assert!(!tokens.iter().any(has_white));
    }

    #[test]
    fn the_edges_of_a_passage_are_those_of_its_tokens_or_within_them() {
        let text = Text::new("One two, three");
        let tokens = tokens(&text);
        for (start, end, touches, cut) in [
            (0, 3, Some((0, 0)), false),
            (0, 4, Some((0, 0)), false),
            (1, 7, Some((0, 1)), true),
            (3, 8, Some((1, 2)), false),
            (3, 4, None, false),
            (9, 12, Some((3, 3)), true),
        ] {
            let passage = TextRange::between(start, end);
            assert_eq!(touched(&tokens, passage), touches, "{start}..{end}");
            assert_eq!(is_cut(&tokens, passage), cut, "{start}..{end}");
        }
    }
}
