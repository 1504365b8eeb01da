//! Classes of characters by how they may be shown.
//!
//! Must not know: the clusters they stand in.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::invisible::Class;

/// What stands for a character that there is no room to draw.
pub(crate) const NO_ROOM: char = '…';

/// ZERO WIDTH JOINER.
pub(super) const ZWJ: char = '\u{200d}';
/// ZERO WIDTH NON-JOINER.
const ZWNJ: char = '\u{200c}';

/// Whether a character is a zero-width joiner or non-joiner.
pub(crate) fn is_joiner(c: char) -> bool {
    Class::of_invisible(c) == Some(Class::Joiner)
}

/// Whether a character chooses the shape of the one before it.
pub(super) fn is_selector(c: char) -> bool {
    Class::of_invisible(c) == Some(Class::VariationSelector)
}

/// Whether two characters form one grapheme cluster.
pub(super) fn joins(one: char, other: char) -> bool {
    let mut pair = String::with_capacity(8);
    pair.push(one);
    pair.push(other);
    pair.graphemes(true).nth(1).is_none()
}

/// Whether a character belongs to a script in which joiners choose between shapes of a
/// letter: those from Arabic to Sinhala, Myanmar, Khmer, Mongolian, and their extensions.
pub(super) fn shapes_by_joiners(base: char) -> bool {
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
pub(super) fn is_tagged_flag(cluster: &str) -> bool {
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

/// The ASCII character that a tag character stands for.
pub(super) fn tag_letter(c: char) -> Option<char> {
    match c {
        '\u{e0020}'..='\u{e007e}' => char::from_u32(u32::from(c) - 0xe0000),
        '\u{e007f}' => Some('␡'),
        _ => None,
    }
}

pub(super) fn control_picture(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        _ => None,
    }
}

/// The usual abbreviation of a character that has no shape of its own.
pub(super) fn name(c: char) -> Option<&'static str> {
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

/// Whether a character changes the direction in which its neighbours are shown.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(
        Class::of_invisible(c),
        Some(Class::DirectionMark | Class::DirectionSpan)
    )
}

/// The half-width marks of katakana, voiced and semi-voiced.
const SOUND_MARKS: [char; 2] = ['\u{ff9e}', '\u{ff9f}'];

/// The columns of a symbol by the rules of `unicode-width`.
///
/// The half-width sound marks of katakana (`ｶﾞ`) are counted by themselves, a column each,
/// as terminals draw them: versions of `unicode-width` differ on them, and ratatui adds
/// a column for each to what `unicode-width` says.
pub(crate) fn width(symbol: &str) -> u16 {
    let marks = match symbol.len() {
        // Most symbols are a letter.
        ..3 => 0,
        _ => symbol.matches(SOUND_MARKS).count(),
    };
    let others = match marks {
        0 => symbol.width(),
        // Each part by itself: without the mark between them, two would be joined.
        _ => symbol.split(SOUND_MARKS).map(UnicodeWidthStr::width).sum(),
    };
    u16::try_from(others + marks).unwrap_or(u16::MAX)
}
