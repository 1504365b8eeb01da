//! Words by UAX #29, with the signs that a reader takes for part of a word, and by
//! dictionary where no spaces stand between them.
//!
//! Must not know: sentences.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::dictionary;
use super::trim::trimmed;
use crate::text::address::addresses;
use crate::text::content::Text;
use crate::text::range::TextRange;
use crate::text::reading::Reading;

/// How many bytes around a range are searched for its words; longer ones are cut there.
const REACH: usize = 256;

/// The words that overlap a range, in order.
///
/// A word is a UAX #29 segment that holds a letter or digit, with the signs that touch
/// it: a currency sign, `#` or `@` before it; `%`, `‰`, `°` or a currency sign after it
/// (`$2.9857`, `12.5%`, `@handle`); and the last full stop of an abbreviation that has
/// others (`U.S.`). Hyphens do not join words. An address of the web or of e-mail is one. In
/// Chinese, Japanese, Thai, Lao, Khmer and Burmese, words are those of a dictionary.
pub fn words(text: &Text, range: TextRange) -> Vec<TextRange> {
    let (around, base) = neighbourhood(text, range);
    let reading = Reading::of_words(&around);
    let addresses: Vec<Range<usize>> = addresses(&reading.words).collect();
    let segments = segments(text, &reading, base, &addresses);
    let starts = |address: &Range<usize>| base + reading.start(address.start);
    let is_address = |place: TextRange| {
        let found = addresses.binary_search_by_key(&place.start(), starts);
        found.is_ok()
    };
    let mut words: Vec<TextRange> = Vec::new();
    for (index, &(place, segment)) in segments.iter().enumerate() {
        if !segment.contains(char::is_alphanumeric) {
            continue;
        }
        let before = index
            .checked_sub(1)
            .and_then(|previous| segments.get(previous))
            .filter(|_| !is_address(place))
            .filter(|(_, sign)| sign.chars().all(is_prefix) && sign.chars().count() == 1);
        let after = segments.get(index + 1).filter(|(_, sign)| {
            !is_address(place)
                && is_suffix(segment, sign, segments.get(index + 2).map(|next| next.1))
        });
        let start = before.map_or(place.start(), |(sign, _)| sign.start());
        let end = after.map_or(place.end(), |(sign, _)| sign.end());
        // A combining mark may belong to white space before it, and then to no word.
        let Some(word) = trimmed(text, TextRange::between(start, end)) else {
            continue;
        };
        // A word may end inside a cluster, as after U+0600 ARABIC NUMBER SIGN, which
        // forms a cluster with the character after it.
        let from = words.last().map_or(0, |last| last.end());
        if from <= word.start() {
            words.push(word);
        } else if from < word.end() {
            let rest = trimmed(text, TextRange::between(from, word.end()));
            words.extend(rest.filter(|rest| from <= rest.start()));
        }
    }
    words.retain(|word| word.start() < range.end() && range.start() < word.end());
    words
}

/// The UAX #29 segments of a part of a text as it is read, which begins at byte `base`, in
/// order, with the addresses in it in one piece; in scripts without spaces, the words of a
/// dictionary in their place. Those come with all the characters around them, and may reach
/// out of that part.
fn segments<'a>(
    text: &Text,
    around: &'a Reading<'_>,
    base: usize,
    addresses: &[Range<usize>],
) -> Vec<(TextRange, &'a str)> {
    let mut segments = Vec::new();
    let mut from = 0;
    for address in addresses {
        add_segments(text, around, base, from..address.start, &mut segments);
        let (start, end) = (around.start(address.start), around.end(address.end));
        let place = TextRange::between(base + start, base + end);
        segments.push((place, &around.words[address.clone()]));
        from = address.end;
    }
    add_segments(text, around, base, from..around.words.len(), &mut segments);
    segments
}

/// Adds the segments of a part of `around` without addresses.
fn add_segments<'a>(
    text: &Text,
    reading: &'a Reading<'_>,
    base: usize,
    part: Range<usize>,
    segments: &mut Vec<(TextRange, &'a str)>,
) {
    let around = &*reading.words;
    let place =
        |start, end| TextRange::between(base + reading.start(start), base + reading.end(end));
    let mut run: Option<Range<usize>> = None;
    let end_run = |run: &mut Option<Range<usize>>, segments: &mut Vec<_>| {
        if let Some(run) = run.take() {
            let range = place(run.start, run.end);
            if range.is_empty() {
                join_last(around, run, segments);
                return;
            }
            let words = dictionary::words(text, range);
            segments.extend(words.into_iter().map(|word| (word, &around[run.clone()])));
        }
    };
    for (at, segment) in around[part.clone()].split_word_bound_indices() {
        let at = part.start + at;
        let end = at + segment.len();
        if dictionary::is_in_run(segment) {
            run.get_or_insert(at..end).end = end;
            continue;
        }
        end_run(&mut run, segments);
        let range = place(at, end);
        match range.is_empty() {
            true => join_last(around, at..end, segments),
            false => segments.push((range, segment)),
        }
    }
    end_run(&mut run, segments);
}

/// Joins the end of a struck letter to the segment that has its beginning: a sign over which
/// another one is struck may form a cluster with a letter, and the two have one place.
fn join_last<'a>(around: &'a str, end: Range<usize>, segments: &mut [(TextRange, &'a str)]) {
    if let Some((_, words)) = segments.last_mut()
        && let Some(joined) = around.get(end.start - words.len()..end.end)
    {
        *words = joined;
    }
}

/// The text around a range up to white space, and where it begins.
fn neighbourhood(text: &Text, range: TextRange) -> (std::borrow::Cow<'_, str>, usize) {
    let reach = text.floor_grapheme(range.start().saturating_sub(REACH));
    let before = text.slice(TextRange::between(reach, range.start()));
    let start = before
        .rfind(char::is_whitespace)
        .map_or(reach, |at| text.floor_grapheme(reach + at));
    let reach = text.ceil_grapheme(range.end().saturating_add(REACH).min(text.len()));
    let after = text.slice(TextRange::between(range.end(), reach));
    let end = after
        .find(char::is_whitespace)
        .map_or(reach, |at| text.ceil_grapheme(range.end() + at));
    (text.slice(TextRange::between(start, end)), start)
}

fn is_currency(sign: char) -> bool {
    matches!(
        sign,
        '$' | '£' | '¥' | '¢' | '¤' | '\u{20a0}'..='\u{20cf}' | '﷼' | '＄' | '￡' | '￥'
    )
}

fn is_prefix(sign: char) -> bool {
    is_currency(sign) || matches!(sign, '#' | '@')
}

/// Whether `sign` after `segment` belongs to the word. A currency sign belongs to the
/// word that follows at once, if one does.
fn is_suffix(segment: &str, sign: &str, following: Option<&str>) -> bool {
    let mut characters = sign.chars();
    let (Some(first), None) = (characters.next(), characters.next()) else {
        return false;
    };
    let followed = following.is_some_and(|next| next.contains(char::is_alphanumeric));
    match first {
        '%' | '‰' | '°' => true,
        '.' => segment.contains('.') && segment.contains(char::is_alphabetic),
        _ => is_currency(first) && !followed,
    }
}
