//! The clusters of a document's own words, as its text is drawn: what does its work in
//! silence is left out, and letters that were struck twice are bold or underlined.
//!
//! Must not know: rows, and where the words are drawn.

use std::borrow::Cow;
use std::iter::Peekable;

use unicode_segmentation::UnicodeSegmentation;

use super::clusters::{Clusters, Emphasis, Shown};
use super::is_plain;
use super::render::Unseen;
use crate::text::invisible::BACKSPACE;

/// The clusters of a document's words, as they are drawn in its text, in order.
///
/// The symbol of one that is drawn as nothing is empty. Letters that were struck over each
/// other, as `less` has it (`N\bN` bold, `_\bF` underlined), are one; any other backspace is
/// shown, since what stands before it would be hidden.
pub(crate) fn text_clusters(words: &str) -> impl Iterator<Item = Shown<'_>> {
    TextClusters {
        words,
        clusters: Clusters::new(words, Unseen::LeftOut).peekable(),
        last: None,
    }
}

/// The visible form of a document's words on one line, as their text is drawn. It is its own
/// visible form.
pub(crate) fn visible_text(words: &str) -> Cow<'_, str> {
    if is_plain(words) {
        return Cow::Borrowed(words);
    }
    let is_itself = |shown: Shown<'_>| matches!(shown.symbol, Cow::Borrowed(symbol) if symbol == &words[shown.range]);
    if text_clusters(words).all(is_itself) {
        return Cow::Borrowed(words);
    }
    Cow::Owned(text_clusters(words).map(|shown| shown.symbol).collect())
}

struct TextClusters<'a> {
    words: &'a str,
    clusters: Peekable<Clusters<'a>>,
    /// The last symbol that is drawn, if it is not ASCII.
    last: Option<Cow<'a, str>>,
}

impl<'a> Iterator for TextClusters<'a> {
    type Item = Shown<'a>;

    fn next(&mut self) -> Option<Shown<'a>> {
        let mut shown = self.clusters.next()?;
        if shown.symbol.is_empty() {
            if self.keeps_apart() {
                let apart = Clusters::new(&self.words[shown.range.clone()], Unseen::Named);
                shown.symbol = Cow::Owned(apart.map(|named| named.symbol).collect());
                shown.width = super::characters::width(&shown.symbol);
                shown.substitute = true;
            }
            return Some(shown);
        }
        while let Some(struck) = self.overstrike(&shown) {
            shown = struck;
        }
        self.last = (!shown.symbol.is_ascii()).then(|| shown.symbol.clone());
        Some(shown)
    }
}

impl<'a> TextClusters<'a> {
    /// Whether an unseen character is all that keeps the next cluster from joining the last
    /// one: without it, a terminal would draw both as one.
    fn keeps_apart(&mut self) -> bool {
        let (Some(last), Some(next)) = (&self.last, self.clusters.peek()) else {
            return false;
        };
        if next.symbol.is_ascii() {
            return false;
        }
        let joined = format!("{last}{}", next.symbol);
        let apart = last.graphemes(true).count() + next.symbol.graphemes(true).count();
        joined.graphemes(true).count() < apart
    }

    /// A cluster with the next one struck over it, if that is so.
    fn overstrike(&mut self, shown: &Shown<'a>) -> Option<Shown<'a>> {
        let backspace = shown.range.end;
        if self.words.as_bytes().get(backspace) != Some(&(BACKSPACE as u8)) {
            return None;
        }
        // Only the next cluster: a line of many megabytes may consist of these.
        let over = self.words[backspace + 1..].graphemes(true).next()?;
        let over = Clusters::new(over, Unseen::LeftOut).next()?;
        let (under, over_symbol) = (&*shown.symbol, &*over.symbol);
        if shown.substitute || over.substitute || over_symbol.is_empty() {
            return None;
        }
        let emphasis = match (under, over_symbol) {
            // A line that is drawn twice is one that was underlined, or a bold one.
            _ if under == over_symbol => Emphasis {
                bold: true,
                ..shown.emphasis
            },
            ("_", _) | (_, "_") => Emphasis {
                underlined: true,
                ..shown.emphasis
            },
            _ => return None,
        };
        // The backspace and what follows it, which are clusters by themselves.
        let end = backspace + 1 + over.range.end;
        while self
            .clusters
            .next_if(|next| next.range.end <= end)
            .is_some()
        {}
        let is_line = under == "_";
        Some(Shown {
            range: shown.range.start..end,
            symbol: if is_line {
                over.symbol
            } else {
                shown.symbol.clone()
            },
            width: if is_line { over.width } else { shown.width },
            substitute: false,
            emphasis,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{drawn_width, nasty};
    use super::super::{columns, visible};
    use super::*;

    /// Bold between asterisks, underlined between underscores, an undrawn cluster as `·`.
    fn drawn(words: &str) -> String {
        let mark = |shown: Shown<'_>| {
            let bold = if shown.emphasis.bold { "*" } else { "" };
            let line = if shown.emphasis.underlined { "_" } else { "" };
            match &*shown.symbol {
                "" => "·".to_owned(),
                symbol => format!("{bold}{line}{symbol}{line}{bold}"),
            }
        };
        text_clusters(words).map(mark).collect()
    }

    #[test]
    fn what_does_its_work_in_silence_is_not_drawn() {
        for (words, expected) in [
            ("Ge\u{ad}samt", "Ge·samt"),
            ("\u{feff}First", "·First"),
            ("a\u{feff}b\u{200b}c\u{2060}d", "a·b·c·d"),
            ("f\u{2061}(x)", "f·(x)"),
            ("a\u{200c}b\u{200d}c\u{fe0f}d\u{34f}e", "abcde"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}👩 ❤\u{fe0f}", "👩\u{200d}👩 ❤\u{fe0f}"),
            // What may deceive stays loud.
            ("a\u{202e}b\u{200f}", "a⟨RLO⟩b⟨RLM⟩"),
            ("a\u{e0068}\u{e0069}", "a⟨TAG hi⟩"),
            ("\u{f0b7} x \u{fffd}", "⟨F0B7⟩ x \u{fffd}"),
            // Without what stands between them, these would be one.
            ("🇩\u{200b}🇪", "🇩⟨ZWSP⟩🇪"),
            ("\u{1100}\u{ad}가", "\u{1100}⟨SHY⟩가"),
        ] {
            assert_eq!(drawn(words), expected, "{words:?}");
        }
    }

    #[test]
    fn letters_struck_twice_are_bold_or_underlined() {
        for (words, expected) in [
            ("N\u{8}NA\u{8}A x", "*N**A* x"),
            ("_\u{8}F_\u{8}é", "_F__é_"),
            ("F\u{8}_", "_F_"),
            ("_\u{8}_", "*_*"),
            ("_\u{8}N\u{8}N", "*_N_*"),
            ("N\u{8}N\u{8}N", "*N*"),
            ("e\u{301}\u{8}e\u{301}", "*e\u{301}*"),
            ("漢\u{8}漢", "*漢*"),
            // Nothing may hide what stands before it.
            ("bad\u{8}\u{8}\u{8}good", "bad␈␈␈good"),
            ("a\u{8}b", "a␈b"),
            ("\u{8}a", "␈a"),
            ("a\u{8}", "a␈"),
            ("\u{1b}\u{8}\u{1b}", "␛␈␛"),
            ("a\u{8}\na", "a␈␊a"),
        ] {
            assert_eq!(drawn(words), expected, "{words:?}");
        }
    }

    /// They are not timed: what takes time in the square of its length takes minutes.
    #[test]
    fn very_long_texts_come_to_an_end() {
        for piece in [
            "é\u{8}é",
            "_\u{8}漢",
            "é\u{8}",
            "\u{200b}\u{301}",
            "\u{ad}",
            "🇩\u{ad}",
        ] {
            let words = piece.repeat((1 << 18) / piece.len());
            let end = text_clusters(&words).last().map(|shown| shown.range.end);
            assert_eq!(end, Some(words.len()), "{piece:?}");
        }
    }

    proptest! {
        #[test]
        fn the_clusters_of_a_text_tile_it_and_measure_what_they_say(
            pieces in prop::collection::vec(
                prop_oneof![nasty(), Just("\u{8}".to_owned()), Just("_\u{8}x".to_owned())], 0..8,
            ),
        ) {
            let words = pieces.concat();
            let mut end = 0;
            for shown in text_clusters(&words) {
                prop_assert_eq!(shown.range.start, end);
                end = shown.range.end;
                prop_assert_eq!(shown.width == 0, shown.symbol.is_empty());
                prop_assert_eq!(shown.width, drawn_width(&shown.symbol));
            }
            prop_assert_eq!(end, words.len());
            let text = visible_text(&words);
            prop_assert_eq!(visible(&text), &*text, "it is its own visible form");
            let widths = text_clusters(&words).map(|shown| usize::from(shown.width));
            prop_assert_eq!(columns(&text), widths.sum::<usize>());
        }
    }
}
