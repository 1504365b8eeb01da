//! The visible form of untrusted text. Nothing that comes out of here can control a
//! terminal, hide, or change the order of what stands beside it.
//!
//! Every string that reaches a screen goes through this module: document text, file
//! names, notes, labels, messages of other programs. What cannot be shown as itself is
//! shown as a *substitute*: a control picture (`␛`), a name in brackets (`⟨RLO⟩`), or a code
//! point in hexadecimal (`⟨0085⟩`). `�` stands in a text for what could not be decoded, and
//! for nothing else.
//!
//! The words of a document leave out what does its work in silence there, such as soft
//! hyphens (`in_text`); in a name, such a character may deceive, and is named.
//!
//! Must not know: who draws it, or where.

mod characters;
mod clusters;
mod in_text;
mod leaving;
mod render;

use std::borrow::Cow;

pub(crate) use characters::{NO_ROOM, is_bidi_control, is_joiner, width as symbol_width};
pub use clusters::{Emphasis, Shown, clusters};
pub(crate) use in_text::{text_clusters, visible_text};
pub(crate) use leaving::leaving;

/// Whether a string is printable ASCII, and so its own visible form, a column a byte.
pub(crate) fn is_plain(words: &str) -> bool {
    each_byte(words, |byte| matches!(byte, b' '..=b'~'))
}

/// Whether each byte of a string is such a one. Asks about a block before it decides, so that its bytes
/// are looked at side by side, as far as the question has no branches.
#[inline]
pub(crate) fn each_byte(words: &str, is_such: impl Fn(u8) -> bool) -> bool {
    const BLOCK: usize = 16;
    let bytes = words.as_bytes();
    let all_are = |block: &[u8; BLOCK]| block.iter().fold(true, |all, byte| all & is_such(*byte));
    match bytes.last_chunk() {
        // The last block overlaps the one before it.
        Some(last) => bytes.as_chunks().0.iter().all(all_are) && all_are(last),
        None => bytes.iter().all(|byte| is_such(*byte)),
    }
}

/// The printable ASCII that a string begins with, as far as no letter of it can be joined by
/// what follows: its own visible form, a column a byte.
pub(crate) fn plain_start(words: &str) -> &str {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
    let plain = words.bytes().take_while(is_plain).count();
    match plain == words.len() {
        true => words,
        false => &words[..plain.saturating_sub(1)],
    }
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

/// The visible form, cut between clusters to `columns` columns with an ellipsis.
pub fn visible_within(words: &str, columns: usize) -> Cow<'_, str> {
    let plain = plain_start(words);
    if plain.len() == words.len() && plain.len() <= columns {
        return Cow::Borrowed(words);
    }
    if plain.len() > columns {
        return match columns.checked_sub(1) {
            Some(kept) => Cow::Owned(format!("{}…", &plain[..kept])),
            None => Cow::Borrowed(""),
        };
    }
    // What most words begin with needs no clusters and widths.
    let mut out = plain.to_owned();
    let mut width = plain.len();
    // The length to which `out` is cut if the rest does not fit.
    let mut cut = width.min(columns.saturating_sub(1));
    for shown in clusters(&words[plain.len()..]) {
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
    let plain = plain_start(words).len();
    let others = clusters(&words[plain..]).map(|shown| usize::from(shown.width));
    plain + others.sum::<usize>()
}

/// Whether a string holds a character that changes the direction in which its neighbours
/// are shown ("Trojan source", CVE-2021-42574).
pub fn has_bidi_controls(words: &str) -> bool {
    words.chars().any(is_bidi_control)
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::CellWidth;
    use unicode_segmentation::UnicodeSegmentation;

    use super::render::{CAPPED, MAX_CODE_POINTS};
    use super::*;

    #[test]
    fn what_cannot_be_shown_is_named() {
        for (words, expected) in [
            ("plain", "plain"),
            ("\u{1b}[31mred", "␛[31mred"),
            ("a\tb\nc\rd\r\ne", "a␉b␊c␍d␍␊e"),
            ("\0\u{7f}", "␀␡"),
            ("a\u{85}b\u{9b}", "a⟨NEL⟩b⟨009B⟩"),
            ("x\u{202e}y\u{2066}", "x⟨RLO⟩y⟨LRI⟩"),
            ("in\u{ad}fo\u{200b}r", "in⟨SHY⟩fo⟨ZWSP⟩r"),
            ("\u{feff}x\u{2060}", "⟨BOM⟩x⟨WJ⟩"),
            ("\u{2028}\u{2029}", "⟨LS⟩⟨PS⟩"),
            ("\u{301}x", "◌\u{301}x"),
            ("e\u{301}", "e\u{301}"),
            (
                "\u{e000}\u{ffff}\u{378}\u{fffd}",
                "⟨E000⟩⟨FFFF⟩⟨0378⟩\u{fffd}",
            ),
            ("a\u{200d}b", "a⟨ZWJ⟩b"),
            ("a\u{fe0f}", "a⟨FE0F⟩"),
            ("a\u{e0068}\u{e0069}", "a⟨TAG hi⟩"),
            ("\u{3164}", "⟨HANGUL FILLER⟩"),
            ("\u{600}", "⟨0600⟩"),
            ("\u{600}\u{661}", "\u{600}\u{661}"),
        ] {
            assert_eq!(visible(words), expected, "{words:?}");
        }
    }

    #[test]
    fn joiners_and_selectors_that_do_their_work_stay() {
        for words in [
            "👩\u{200d}👩\u{200d}👧\u{200d}👦",
            "🏳\u{fe0f}\u{200d}🌈",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "1\u{fe0f}\u{20e3}",
            "👍🏽",
            "🇩🇪",
            "❤\u{fe0f}",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "ශ\u{dca}\u{200d}ර",
            "葛\u{e0100}",
        ] {
            assert_eq!(visible(words), words);
        }
    }

    #[test]
    fn widths_are_those_of_the_screen() {
        for (words, expected) in [
            ("", 0),
            ("abc", 3),
            ("漢字", 4),
            ("👩\u{200d}👩\u{200d}👧\u{200d}👦", 2),
            ("🇩🇪", 2),
            ("1\u{fe0f}\u{20e3}", 2),
            ("❤\u{fe0f}", 2),
            ("❤", 1),
            ("e\u{301}", 1),
            ("\u{1112}\u{1161}\u{11ab}", 2),
            ("\u{202e}", 5),
            ("ｶﾞ", 2),
            ("ﾊﾟ", 2),
            ("ｶﾞｷﾞﾊﾟ", 6),
            ("aﾞ", 2),
            ("紅ﾞ", 3),
            ("0ﾞ\u{fe0f}", 2),
            ("ガ", 2),
            ("カ\u{3099}", 2),
        ] {
            assert_eq!(columns(words), expected, "{words:?}");
        }
    }

    #[test]
    fn cutting_leaves_whole_clusters_and_an_ellipsis() {
        for (words, columns, expected) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("漢字", 4, "漢字"),
            ("漢字", 3, "漢…"),
            ("漢字", 2, "…"),
            ("a漢字", 3, "a…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("", 0, ""),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ] {
            assert_eq!(visible_within(words, columns), expected, "{words:?}");
        }
    }

    #[test]
    fn an_over_long_cluster_is_capped() {
        let zalgo = format!("e{}", "\u{301}".repeat(5000));
        let shown = visible(&zalgo);
        assert!(shown.chars().count() <= MAX_CODE_POINTS);
        assert!(shown.ends_with(CAPPED));
        assert_eq!(columns(&zalgo), 2);
    }

    #[test]
    fn several_lines_stay_lines() {
        assert_eq!(visible_multiline("a\r\nb\u{1b}\rc\n\n"), "a\nb␛␍c\n\n");
    }

    #[test]
    fn bidirectional_controls_are_found() {
        assert!(has_bidi_controls("abc\u{202e}"));
        assert!(!has_bidi_controls("שלום"));
    }

    /// The columns that ratatui gives to a symbol, without those that it counts twice:
    /// one for each sound mark of half-width katakana.
    pub(crate) fn drawn_width(symbol: &str) -> u16 {
        let drawn: u16 = symbol.graphemes(true).map(CellWidth::cell_width).sum();
        let marks = symbol.matches(['ﾞ', 'ﾟ']).count();
        drawn - u16::try_from(marks).unwrap()
    }

    #[test]
    fn every_character_is_as_wide_as_it_is_drawn() {
        // All but the ideographs and the syllables of Hangul, which are alike.
        let blocks = [
            '\0'..='\u{33ff}',
            '\u{a000}'..='\u{abff}',
            '\u{d7a4}'..='\u{13fff}',
            '\u{16000}'..='\u{16fff}',
            '\u{1b000}'..='\u{1ffff}',
            '\u{e0000}'..='\u{e01ff}',
        ];
        for c in blocks.into_iter().flatten() {
            for shown in clusters(c.encode_utf8(&mut [0; 4])) {
                assert_eq!(shown.width, drawn_width(&shown.symbol), "{c:?}");
                assert!(shown.width > 0, "{c:?}");
            }
        }
    }

    /// Strings of all that has ever confused a terminal.
    pub(crate) fn nasty() -> impl Strategy<Value = String> {
        let pieces = prop_oneof![
            4 => "[a-z ,.()%-]{1,8}",
            1 => "\\PC",
            1 => any::<char>().prop_map(String::from),
            4 => prop::sample::select(&[
                "漢字", "、", "。", "「", "한국", "\u{1112}", "\u{1161}", "\u{11ab}", "\u{115f}",
                "👩\u{200d}👩\u{200d}👧", "👩", "\u{200d}", "\u{200c}", "\u{fe0f}", "\u{fe00}",
                "\u{1f3fd}", "🇩", "🇪", "❤", "1\u{fe0f}\u{20e3}", "🏴\u{e0067}\u{e0062}\u{e007f}",
                "\u{e0041}", "\u{e0001}", "\u{301}", "\u{308}\u{323}", "e\u{301}", "שלום", "سلام",
                "\u{202e}", "\u{2066}", "\u{61c}", "\t", "\n", "\r", "\r\n", "\u{1b}[2J", "\0",
                "\u{85}", "\u{9b}", "\u{2028}", "\u{2029}", "\u{ad}", "\u{200b}", "\u{2060}",
                "\u{feff}", "\u{a0}", "\u{3000}", "\u{600}", "\u{600}\u{600}\u{600}\u{600}\u{600}",
                "\u{110bd}", "\u{11a3f}", "क", "\u{94d}", "ष", "\u{93f}", "\u{e000}", "\u{378}",
                "ﾞ", "\u{180b}", "\u{e0100}", "葛", "\u{34f}", "\u{fff9}", "\u{1d173}",
                "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
                "\u{17b4}", "\u{a8fa}", "\u{17d8}", "ﷺ", "ก\u{e33}", "\u{e33}",
            ][..]).prop_map(String::from),
        ];
        prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn each_byte_of_any_length_is_asked(words in "a{0,40}b?a{0,40}") {
            prop_assert_eq!(each_byte(&words, |byte| byte == b'a'), !words.contains('b'));
        }
    }

    proptest! {
        #[test]
        fn nothing_that_steers_comes_out(words in nasty()) {
            let shown = visible(&words).into_owned();
            prop_assert!(!shown.chars().any(char::is_control), "{shown:?}");
            prop_assert!(!has_bidi_controls(&shown));
            let hidden = ['\u{200b}', '\u{2060}', '\u{feff}', '\u{2028}', '\u{ad}'];
            prop_assert!(!shown.contains(hidden));
            prop_assert_eq!(visible(&shown), &*shown, "the visible form is its own visible form");
        }

        #[test]
        fn clusters_tile_and_measure_what_they_say(words in nasty()) {
            let mut end = 0;
            for shown in clusters(&words) {
                prop_assert_eq!(shown.range.start, end);
                end = shown.range.end;
                prop_assert!(shown.width > 0, "{shown:?}");
                prop_assert_eq!(shown.width, drawn_width(&shown.symbol));
                prop_assert!(shown.symbol.chars().count() <= 40);
            }
            prop_assert_eq!(end, words.len());
        }

        #[test]
        fn the_cut_form_is_as_long_as_fits(words in nasty(), limit in 0usize..20) {
            let widths = |cut: usize| -> usize {
                clusters(&words[..cut]).map(|shown| usize::from(shown.width)).sum()
            };
            let ends = clusters(&words).map(|shown| shown.range.end);
            let expected = match (widths(words.len()) <= limit, limit) {
                (true, _) => visible(&words).into_owned(),
                (false, 0) => String::new(),
                (false, _) => {
                    let last = ends.take_while(|end| widths(*end) < limit).last();
                    format!("{}…", visible(&words[..last.unwrap_or(0)]))
                }
            };
            prop_assert_eq!(&*visible_within(&words, limit), expected);
        }

        #[test]
        fn the_cut_form_fits(words in nasty(), limit in 0usize..20) {
            let cut = visible_within(&words, limit);
            prop_assert!(columns(&cut) <= limit, "{cut:?}");
            prop_assert_eq!(visible(&cut), &*cut);
            if columns(&words) <= limit {
                prop_assert_eq!(cut, visible(&words));
            }
        }
    }
}
