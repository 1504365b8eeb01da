//! A text as it is read: without the characters that nobody sees, and with one of the
//! letters that were struck over each other. What finds sentences and words reads this, and
//! its positions lead back to the text.
//!
//! Must not know: sentences, words, rows.

use std::borrow::Cow;

use super::invisible::{BACKSPACE, ends_rows_like_space, is_skipped_in_sentences};
use super::visible::text_clusters;

/// Words as they are read, with the way back to the words as they stand.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub words: Cow<'a, str>,
    /// Empty where both are the same.
    pieces: Vec<Piece>,
}

/// A piece of the words as they are read.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins as it is read.
    read: usize,
    /// Where it begins and ends as it stands.
    start: usize,
    end: usize,
    /// Whether it is one of several letters that were struck over each other.
    is_struck: bool,
}

impl<'a> Reading<'a> {
    /// As the rules for sentences read (UAX #29, SB5).
    pub fn of_sentences(words: &'a str) -> Self {
        Self::without(words, is_skipped_in_sentences)
    }

    /// As words are found: a zero-width space stays, since it separates them.
    pub fn of_words(words: &'a str) -> Self {
        Self::without(words, |c| {
            is_skipped_in_sentences(c) && !ends_rows_like_space(c)
        })
    }

    fn without(words: &'a str, is_skipped: impl Fn(char) -> bool) -> Self {
        let has_overstrike = memchr::memchr(BACKSPACE as u8, words.as_bytes()).is_some();
        let is_as_read = !has_overstrike && (words.is_ascii() || !words.contains(&is_skipped));
        let mut reading = Self {
            words: Cow::Borrowed(words),
            pieces: Vec::new(),
        };
        if is_as_read {
            return reading;
        }
        let mut read = String::with_capacity(words.len());
        let mut at = 0;
        if has_overstrike {
            let struck = text_clusters(words).filter(|shown| !shown.emphasis.is_plain());
            for shown in struck {
                reading.add(&mut read, words, at..shown.range.start, &is_skipped);
                reading.pieces.push(Piece {
                    read: read.len(),
                    start: shown.range.start,
                    end: shown.range.end,
                    is_struck: true,
                });
                read.push_str(&shown.symbol);
                at = shown.range.end;
            }
        }
        reading.add(&mut read, words, at..words.len(), &is_skipped);
        reading.words = Cow::Owned(read);
        reading
    }

    /// Adds a stretch without overstrikes.
    fn add(
        &mut self,
        read: &mut String,
        words: &str,
        stretch: std::ops::Range<usize>,
        is_skipped: &impl Fn(char) -> bool,
    ) {
        let mut at = stretch.start;
        for piece in words[stretch].split_inclusive(is_skipped) {
            let kept = piece.trim_end_matches(is_skipped);
            if !kept.is_empty() {
                self.pieces.push(Piece {
                    read: read.len(),
                    start: at,
                    end: at + kept.len(),
                    is_struck: false,
                });
                read.push_str(kept);
            }
            at += piece.len();
        }
    }

    /// The byte at which what is read from byte `read` on begins.
    pub fn start(&self, read: usize) -> usize {
        let passed = self.pieces.partition_point(|piece| piece.read <= read);
        self.byte(passed, read)
    }

    /// The byte at which what is read up to byte `read` ends.
    pub fn end(&self, read: usize) -> usize {
        let passed = self.pieces.partition_point(|piece| piece.read < read);
        let next = self
            .pieces
            .get(passed)
            .map_or(self.words.len(), |piece| piece.read);
        match passed.checked_sub(1) {
            // The letters that were struck over each other end together.
            Some(last) if next == read => self.pieces[last].end,
            _ => self.byte(passed, read),
        }
    }

    /// The byte of a place in the last of the first `passed` pieces.
    fn byte(&self, passed: usize, read: usize) -> usize {
        match passed.checked_sub(1).map(|last| self.pieces[last]) {
            // Nothing begins or ends within the letters that were struck over each other.
            Some(piece) if piece.is_struck && read > piece.read => piece.end,
            Some(piece) => (piece.start + (read - piece.read)).min(piece.end),
            None => read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_text() {
        let words = "\u{feff}He \u{200f}wen\u{ad}t.\u{200f} _\u{8}Bo\u{8}o\u{200b}x";
        let reading = Reading::of_sentences(words);
        assert_eq!(reading.words, "He went. Box");
        for (read, start, end) in [
            ("He", "He", "He"),
            ("went", "wen\u{ad}t", "wen\u{ad}t"),
            ("went.", "wen\u{ad}t.", "wen\u{ad}t."),
            ("Bo", "_\u{8}Bo\u{8}o", "_\u{8}Bo\u{8}o"),
            ("Box", "_\u{8}Bo\u{8}o\u{200b}x", "_\u{8}Bo\u{8}o\u{200b}x"),
        ] {
            let at = reading.words.find(read).unwrap();
            let found = reading.start(at)..reading.end(at + read.len());
            assert_eq!(&words[found], start, "{end}");
        }
        assert_eq!(Reading::of_words(words).words, "He went. Bo\u{200b}x");
        // A rule may cut a letter from its accent, but not from what it was struck over.
        let reading = Reading::of_sentences("_\u{8}e\u{301}x");
        assert_eq!((reading.start(1), reading.end(1)), (5, 5));
    }

    #[test]
    fn plain_words_are_read_as_they_stand() {
        for words in ["", "plain", "“no.” – é"] {
            let reading = Reading::of_sentences(words);
            assert_eq!(reading.words, words);
            assert_eq!((reading.start(1), reading.end(1)), (1, 1));
        }
    }
}
