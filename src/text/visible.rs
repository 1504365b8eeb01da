//! The visible form of untrusted text: nothing that comes out of here can
//! steer a terminal, hide, or change the order of what stands beside it.
//!
//! Document text, file names, notes, labels, messages of other programs: every
//! string that reaches a screen goes through this module. What cannot be shown
//! as itself is shown as a *substitute*: a control picture (`␛`), a name in
//! brackets (`⟨RLO⟩`), a code point in hexadecimal (`⟨0085⟩`), or `�`.
//!
//! Must not know: who draws it, or where.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// The most code points that one cluster may put on the screen. The longest
/// clusters in use (emoji families, stacked Tibetan) have about ten; terminals
/// have hung on thousands.
const MAX_CODE_POINTS: usize = 16;

/// Shows that code points of an over-long cluster were left out.
const CAPPED: char = '⋯';

/// Stands where some code point cannot be shown and has no name worth showing.
pub const REPLACEMENT: char = '\u{fffd}';

/// One grapheme cluster in its visible form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Its bytes in the string it comes from.
    pub range: Range<usize>,
    /// What to show for it: printable, and never empty.
    pub symbol: Cow<'a, str>,
    /// The columns that `symbol` takes, at least 1.
    pub width: u16,
    /// Whether a part of `symbol` stands for something that cannot be shown.
    pub substitute: bool,
}

/// The grapheme clusters (UAX #29) of a string in their visible form, in order.
pub fn clusters(words: &str) -> impl Iterator<Item = Shown<'_>> {
    Clusters {
        words,
        at: 0,
        closely: None,
    }
}

/// Looks for clusters where there may be others than single letters of ASCII, which
/// most text consists of: two of these never join.
struct Clusters<'a> {
    words: &'a str,
    at: usize,
    /// A run that is looked at closely, and where it begins.
    closely: Option<(usize, GraphemeIndices<'a>)>,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Shown<'a>;

    fn next(&mut self) -> Option<Shown<'a>> {
        if let Some((base, run)) = &mut self.closely {
            if let Some((start, cluster)) = run.next() {
                return Some(show(*base + start, cluster));
            }
            self.closely = None;
        }
        let bytes = self.words.as_bytes();
        let start = self.at;
        let is_plain = |at: usize| matches!(bytes[at], b' '..=b'~');
        // A boundary stands after a plain letter before any ASCII character.
        let ends_at = |at: usize| is_plain(at - 1) && bytes.get(at).is_none_or(u8::is_ascii);
        if start >= bytes.len() {
            return None;
        }
        if ends_at(start + 1) {
            self.at = start + 1;
            return Some(Shown {
                range: start..self.at,
                symbol: Cow::Borrowed(&self.words[start..self.at]),
                width: 1,
                substitute: false,
            });
        }
        let end = (start + 2..bytes.len()).find(|at| ends_at(*at));
        self.at = end.unwrap_or(bytes.len());
        let run = self.words[start..self.at].grapheme_indices(true);
        self.closely = Some((start, run));
        self.next()
    }
}

/// Whether a string is its own visible form, a column for each byte, without a
/// closer look: printable ASCII, of which most of what is drawn consists.
pub(crate) fn is_plain(words: &str) -> bool {
    words.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A string as it may be shown on one line: every control, bidirectional
/// control, zero-width and tag character, line and paragraph separator is a
/// visible symbol. What comes out of it is its own visible form.
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

/// The visible form of a string of several lines: line feeds stay, CRLF
/// becomes one, and all else is as in [`visible`].
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

/// The visible form cut to at most `columns` columns, between clusters, with
/// an ellipsis where something was cut.
pub fn visible_within(words: &str, columns: usize) -> Cow<'_, str> {
    if words.len() <= columns && is_plain(words) {
        return Cow::Borrowed(words);
    }
    let mut out = String::new();
    let mut width = 0;
    // Where `out` is to be cut if the rest turns out not to fit.
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

/// Whether a string holds a character that changes the direction in which its
/// neighbours are shown ("Trojan source", CVE-2021-42574).
pub fn has_bidi_controls(words: &str) -> bool {
    words.chars().any(is_bidi_control)
}

pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// The columns of a cluster's symbol, by the rules of `unicode-width`.
///
/// But for the half-width voiced sound marks of katakana (`ｶﾞ`): ratatui counts
/// each once more than `unicode-width` 0.2.3 does. A symbol that it takes for
/// wider than we do would hide the one after it; a blank column is better.
fn width(symbol: &str) -> u16 {
    let marks = symbol.matches(['\u{ff9e}', '\u{ff9f}']).count();
    u16::try_from(symbol.width() + marks).unwrap_or(u16::MAX)
}

fn show(start: usize, cluster: &str) -> Shown<'_> {
    let range = start..start + cluster.len();
    if is_ordinary(cluster) {
        return Shown {
            range,
            width: width(cluster),
            symbol: Cow::Borrowed(cluster),
            substitute: false,
        };
    }
    let symbol = Renderer::render(cluster);
    let substitute = symbol != cluster;
    Shown {
        range,
        width: width(&symbol),
        symbol: if substitute {
            Cow::Owned(symbol)
        } else {
            Cow::Borrowed(cluster)
        },
        substitute,
    }
}

/// Whether a cluster is one character of the blocks that nearly all text is
/// made of and in which every code point has a shape of its own. A shortcut:
/// all other clusters are looked at more closely.
fn is_ordinary(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return false;
    };
    matches!(
        c,
        ' '..='~'
            | '\u{a0}'..='\u{ac}'
            | '\u{ae}'..='\u{2ff}'
            | '\u{388}'..='\u{38a}'
            | '\u{38e}'..='\u{3a1}'
            | '\u{3a3}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{64a}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{20a0}'..='\u{20bf}'
            | '\u{2500}'..='\u{25fc}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a0}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{ff01}'..='\u{ff60}'
    )
}

/// Builds the symbol of one cluster.
///
/// The parts that can be shown are kept; each part that cannot becomes a
/// substitute in its place. A kept part never begins with a character that
/// would join on to what stands before it: the visible form has to fall into
/// the same clusters when it is read again.
#[derive(Default)]
struct Renderer {
    out: String,
    /// The first character since the last substitute, to which marks belong.
    base: Option<char>,
    /// The character right before, unless it was substituted.
    previous: Option<char>,
    /// Tag characters that have been read and not yet written.
    tags: String,
}

impl Renderer {
    fn render(cluster: &str) -> String {
        if is_tagged_flag(cluster) {
            return cluster.to_owned();
        }
        let mut renderer = Self::default();
        // A mark without a base takes one more: the dotted circle.
        let circle = usize::from(cluster.chars().next().is_some_and(|c| joins('⟩', c)));
        if cluster.chars().nth(MAX_CODE_POINTS - circle).is_none() {
            renderer.push_all(cluster);
        } else {
            // Room for the circle before and the mark after.
            let end = cluster
                .char_indices()
                .nth(MAX_CODE_POINTS - 2)
                .map_or(cluster.len(), |(end, _)| end);
            // A joiner at the cut would have nothing left to join.
            let kept = cluster[..end].trim_end_matches(is_joiner);
            renderer.push_all(kept);
            renderer.out.push(CAPPED);
        }
        renderer.out
    }

    fn push_all(&mut self, cluster: &str) {
        let mut chars = cluster.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(tag) = tag_letter(c) {
                self.tags.push(tag);
                continue;
            }
            self.flush_tags();
            self.push(c, chars.peek().copied());
        }
        self.flush_tags();
        // A character that belongs to the one after it, such as U+0600 ARABIC
        // NUMBER SIGN, would now take in whatever the caller shows next.
        if let Some(last) = self.previous
            && !last.is_ascii()
            && joins(last, 'a')
        {
            self.out.truncate(self.out.len() - last.len_utf8());
            self.substitute_code(last);
        }
    }

    fn push(&mut self, c: char, next: Option<char>) {
        if let Some(picture) = control_picture(c) {
            self.substitute(|out| out.push(picture));
        } else if let Some(name) = name(c) {
            if self.is_wanted_joiner(c, next) {
                self.keep(c);
            } else {
                self.substitute(|out| {
                    out.push('⟨');
                    out.push_str(name);
                    out.push('⟩');
                });
            }
        } else if is_always_hidden(c) || !self.is_wanted_selector(c) {
            self.substitute_code(c);
        } else if is_unassigned(c) {
            self.substitute(|out| out.push(REPLACEMENT));
        } else if self.base.is_none() && !c.is_ascii() {
            self.begin(c);
        } else {
            self.keep(c);
        }
    }

    /// Takes up a character that has nothing before it to belong to.
    fn begin(&mut self, c: char) {
        let mut buffer = [0; 4];
        let alone = c.encode_utf8(&mut buffer);
        if joins('⟩', c) {
            // A mark: shown on the dotted circle, as code charts do it.
            self.keep('◌');
            self.keep(c);
        } else if width(alone) == 0 {
            self.substitute_code(c);
        } else {
            self.keep(c);
        }
    }

    fn keep(&mut self, c: char) {
        self.out.push(c);
        self.base.get_or_insert(c);
        self.previous = Some(c);
    }

    fn substitute(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.out);
        self.base = None;
        self.previous = None;
    }

    fn substitute_code(&mut self, c: char) {
        self.substitute(|out| {
            // Writing to a String cannot fail.
            let _ = write!(out, "⟨{:04X}⟩", u32::from(c));
        });
    }

    fn flush_tags(&mut self) {
        if self.tags.is_empty() {
            return;
        }
        let tags = std::mem::take(&mut self.tags);
        self.substitute(|out| {
            out.push_str("⟨TAG ");
            out.push_str(&tags);
            out.push('⟩');
        });
    }

    /// Whether a zero-width joiner or non-joiner does its work here: between
    /// two emoji, or in a script that shapes its letters by it.
    fn is_wanted_joiner(&self, c: char, next: Option<char>) -> bool {
        let (Some(base), Some(previous)) = (self.base, self.previous) else {
            return false;
        };
        if !is_joiner(c) || is_joiner(previous) {
            return false;
        }
        let script = shapes_by_joiners(base);
        // Within a cluster only emoji follow a joiner after an emoji (GB11).
        let emoji = c == ZWJ
            && !base.is_alphabetic()
            && next.is_some_and(|next| !is_joiner(next) && !joins('⟩', next));
        script || emoji
    }

    /// Whether a character is no variation selector, or one that has a base
    /// whose shape it may choose.
    fn is_wanted_selector(&self, c: char) -> bool {
        let Some(previous) = self.previous else {
            return !is_selector(c);
        };
        match c {
            '\u{fe0e}' | '\u{fe0f}' => {
                !is_selector(previous)
                    && (matches!(previous, '0'..='9' | '#' | '*') || !previous.is_ascii())
            }
            '\u{fe00}'..='\u{fe0d}' => !is_selector(previous) && !previous.is_ascii(),
            '\u{e0100}'..='\u{e01ef}' => {
                matches!(previous, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
            }
            '\u{180b}'..='\u{180d}' | '\u{180f}' => {
                matches!(previous, '\u{1820}'..='\u{18aa}')
            }
            _ => true,
        }
    }
}

const ZWJ: char = '\u{200d}';
const ZWNJ: char = '\u{200c}';

pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, ZWJ | ZWNJ)
}

fn is_selector(c: char) -> bool {
    matches!(
        c,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}'
    )
}

/// Whether two characters fall into one grapheme cluster.
fn joins(one: char, other: char) -> bool {
    let mut pair = String::with_capacity(8);
    pair.push(one);
    pair.push(other);
    pair.graphemes(true).nth(1).is_none()
}

/// The scripts in which joiners choose between shapes of a letter: those from
/// Arabic to Sinhala, Myanmar, Khmer, Mongolian, and their extensions.
fn shapes_by_joiners(base: char) -> bool {
    matches!(
        base,
        '\u{620}'..='\u{dff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{18af}'
            | '\u{1b00}'..='\u{1bbf}'
            | '\u{a840}'..='\u{a877}'
            | '\u{a8e0}'..='\u{a8ff}'
            | '\u{aa60}'..='\u{aa7f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{11000}'..='\u{1193f}'
            | '\u{1e900}'..='\u{1e95f}'
    )
}

/// Whether a cluster is an emoji flag of a region, such as Scotland's: a black
/// flag, two to six tag letters or digits, and the end tag (UTS #51, ED-14a).
fn is_tagged_flag(cluster: &str) -> bool {
    let Some(tags) = cluster
        .strip_prefix('\u{1f3f4}')
        .and_then(|rest| rest.strip_suffix('\u{e007f}'))
    else {
        return false;
    };
    (2..=6).contains(&tags.chars().count())
        && tags
            .chars()
            .all(|c| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'))
}

/// The ASCII character that a tag character carries unseen.
fn tag_letter(c: char) -> Option<char> {
    match c {
        '\u{e0020}'..='\u{e007e}' => char::from_u32(u32::from(c) - 0xe0000),
        '\u{e007f}' => Some('␡'),
        _ => None,
    }
}

/// The picture of an ASCII control character.
fn control_picture(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        _ => None,
    }
}

/// The usual abbreviation of a character that has no shape of its own.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{85}' => "NEL",
        '\u{ad}' => "SHY",
        '\u{34f}' => "CGJ",
        '\u{61c}' => "ALM",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "HANGUL FILLER",
        '\u{180e}' => "MVS",
        '\u{200b}' => "ZWSP",
        ZWNJ => "ZWNJ",
        ZWJ => "ZWJ",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{2028}' => "LS",
        '\u{2029}' => "PS",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2060}' => "WJ",
        '\u{2061}' => "FUNCTION",
        '\u{2062}' => "TIMES",
        '\u{2063}' => "SEPARATOR",
        '\u{2064}' => "PLUS",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{feff}' => "BOM",
        '\u{fff9}' => "IAA",
        '\u{fffa}' => "IAS",
        '\u{fffb}' => "IAT",
        _ => return None,
    })
}

/// Characters without a shape and without a common abbreviation: C1 controls,
/// deprecated format characters, shorthand and musical format controls.
fn is_always_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{206a}'..='\u{206f}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Whether nothing says how wide a character is: unassigned code points,
/// noncharacters and private use.
fn is_unassigned(c: char) -> bool {
    matches!(
        c.general_category(),
        GeneralCategory::Unassigned | GeneralCategory::PrivateUse
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::CellWidth;

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
            ("\u{e000}\u{ffff}\u{378}", "���"),
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
            ("ｶﾞ", 3),
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

    /// The columns that ratatui, drawing it, gives to a symbol.
    pub(crate) fn drawn_width(symbol: &str) -> u16 {
        symbol.graphemes(true).map(CellWidth::cell_width).sum()
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
