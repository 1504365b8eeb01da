//! Where one section ends and the next begins.
//!
//! Must not know: what is done with a section.

use super::{Pager, lossy};
use crate::text::whole::Whole;

/// About how many bytes a section holds. To find its sentences takes some 0.6 ms,
/// which is a part of every first screen and of every jump.
const SECTION: usize = 16 * 1024;

/// How far after its nominal place a section looks for a good one to begin at, in
/// bytes: nearly every text has a blank line there, and nearly every one without
/// lines the end of a sentence.
const SLACK: usize = 4 * 1024;

/// The longest character of UTF-8 in bytes, less one.
const CHARACTER: usize = 3;

/// Part of a document that is held by itself.
#[derive(Debug)]
pub(in crate::text) struct Section {
    /// Its place among the sections, from 0.
    pub number: usize,
    /// Its first byte in the document.
    pub start: usize,
    /// Its content.
    pub whole: Whole,
    /// Whether it begins within a line.
    pub continues: bool,
}

/// The number of sections of so many bytes: a last one of less than twice the size
/// stays whole.
pub(super) fn count(len: usize) -> usize {
    (len / SECTION).max(1)
}

/// The last section that can hold `byte`.
pub(super) fn nominal(byte: usize, len: usize) -> usize {
    (byte / SECTION).min(count(len) - 1)
}

impl Section {
    /// Reads section `number` of a document.
    pub(super) fn read(pager: &Pager, number: usize) -> Self {
        let is_last = number + 1 == pager.count();
        // One character before it tells whether its first byte begins one.
        let from = (number * SECTION).saturating_sub(CHARACTER);
        let to = match is_last {
            true => pager.len(),
            false => (number + 1) * SECTION + SLACK,
        };
        let mut bytes = vec![0; to - from];
        pager.fill(from, &mut bytes);
        let begin = match number {
            0 => 0,
            _ => begin(&bytes, number * SECTION - from),
        };
        let end = match is_last {
            true => bytes.len(),
            false => begin_of_next(&bytes, (number + 1) * SECTION - from),
        };
        let continues = number > 0 && !ends_line(&bytes[..begin], bytes.get(begin));
        bytes.truncate(end);
        bytes.drain(..begin);
        Self {
            number,
            start: from + begin,
            whole: Whole::new(lossy(bytes)),
            continues,
        }
    }
}

fn begin_of_next(bytes: &[u8], nominal: usize) -> usize {
    begin(bytes, nominal)
}

/// Where the section with that nominal place begins. Looks at nothing but the
/// `SLACK` bytes after it.
fn begin(bytes: &[u8], nominal: usize) -> usize {
    let is_inside = |byte: &&u8| (**byte & 0xC0) == 0x80;
    let rest = &bytes[nominal..];
    let first = rest.iter().take(CHARACTER).take_while(is_inside).count();
    let window = &rest[first..SLACK.min(rest.len()).max(first)];
    // Cut in a character, maybe: of the last no more is asked than that it is there.
    let window = lossy(window.to_vec());
    nominal + first + best(&window)
}

/// The best place to begin at: after a blank line, else after a line, a sentence,
/// a word; else right here. What is asked for is where a paragraph, a sentence and
/// a word are least likely to be cut.
fn best(window: &str) -> usize {
    // What ends with the window may go on behind it.
    let mut ends = line_ends(window).filter(|it| *it < window.len());
    if let Some(first) = ends.next() {
        let mut start = first;
        for end in ends {
            if window[start..end].trim().is_empty() {
                return end;
            }
            start = end;
        }
        return first;
    }
    let Some(found) = after_sentence(window).or_else(|| after_space(window)) else {
        return 0;
    };
    // A mark may stand on the space.
    let found = Whole::new(window).ceil_grapheme(found);
    if found < window.len() { found } else { 0 }
}

/// Where lines that end with LF, CR or both of them end, behind that.
fn line_ends(window: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = window.as_bytes();
    let is_half = |at: &usize| bytes[*at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(move |at| !is_half(at))
        .map(|at| at + 1)
}

/// After the first full stop, white space, and before a capital: good enough for
/// one place in 16 KiB.
fn after_sentence(window: &str) -> Option<usize> {
    let stops = ['.', '!', '?', '…', '。', '！', '？'];
    window.match_indices(stops).find_map(|(at, stop)| {
        let rest =
            window[at + stop.len()..].trim_start_matches(['"', '”', '’', '\'', ')', ']', '»']);
        let words = rest.trim_start();
        let is_spaced = words.len() < rest.len() || !stop.is_ascii() && stop != "…";
        let begins =
            words.starts_with(|it: char| it.is_uppercase() || !it.is_ascii() && it.is_alphabetic());
        (is_spaced && begins).then(|| window.len() - words.len())
    })
}

fn after_space(window: &str) -> Option<usize> {
    let space = window.find(char::is_whitespace)?;
    let words = window[space..].trim_start();
    (!words.is_empty()).then(|| window.len() - words.len())
}

/// Whether a line ends with these bytes, which `next` follows.
fn ends_line(bytes: &[u8], next: Option<&u8>) -> bool {
    match bytes {
        [.., b'\n'] | [.., 0xC2, 0x85] | [.., 0xE2, 0x80, 0xA8 | 0xA9] => true,
        [.., b'\r'] => next != Some(&b'\n'),
        _ => false,
    }
}
