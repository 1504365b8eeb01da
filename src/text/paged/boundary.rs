//! Where one section of a paged text ends and the next begins.
//!
//! Must not know: what is done with a section.

use super::bytes::{CONTEXT, is_char_start};
use super::source::{Reader, decode};
use crate::text::in_memory::InMemoryText;
use crate::text::script::is_terminal;
use crate::text::section::Section;

/// About how many bytes a section holds. Finding its sentences takes some 0.6 ms,
/// which is part of every first screen and of every jump.
const SECTION: usize = 16 * 1024;

/// How far after its nominal start, in bytes, a section looks for a good place to
/// begin. Nearly every text has a blank line there, and nearly every text without
/// lines has the end of a sentence.
const SLACK: usize = 4 * 1024;

/// The number of sections of a text of so many bytes, at least 1. A rest of less
/// than a section belongs to the last one.
pub(super) fn count(len: usize) -> usize {
    (len / SECTION).max(1)
}

/// The number of the last section that can hold `byte`.
pub(super) fn nominal(byte: usize, len: usize) -> usize {
    (byte / SECTION).min(count(len) - 1)
}

pub(super) fn read(reader: &Reader, number: usize) -> Section {
    let is_last = number + 1 == count(reader.len());
    // The bytes before it tell whether its first byte begins a character.
    let from = (number * SECTION).saturating_sub(CONTEXT);
    let to = match is_last {
        true => reader.len(),
        false => (number + 1) * SECTION + SLACK,
    };
    let mut bytes = reader.bytes(from..to);
    let start = match number {
        0 => 0,
        _ => boundary(&bytes, number * SECTION - from),
    };
    let end = match is_last {
        true => bytes.len(),
        false => boundary(&bytes, (number + 1) * SECTION - from),
    };
    let continues_line = number > 0 && !ends_line(&bytes[..start], bytes.get(start));
    bytes.truncate(end);
    bytes.drain(..start);
    Section {
        number,
        start: from + start,
        continues_line,
        ..Section::whole(InMemoryText::new(decode(bytes)))
    }
}

/// Where a section begins. Depends on nothing but the [`SLACK`] bytes after `nominal`.
fn boundary(bytes: &[u8], nominal: usize) -> usize {
    let rest = &bytes[nominal..];
    let is_inside_char = |byte: &&u8| !is_char_start(**byte);
    let first = rest.iter().take(CONTEXT).take_while(is_inside_char).count();
    // Its last character may be cut, and then counts as any other.
    let window = decode(rest[first..SLACK.min(rest.len()).max(first)].to_vec());
    nominal + first + best_boundary(&window)
}

/// The best place for a section to begin, where nothing is cut: after the first blank line,
/// else after the first line, sentence or word, else at once.
fn best_boundary(window: &str) -> usize {
    // A line terminator at the end may go on behind the window.
    let mut line_ends = line_ends(window).filter(|end| *end < window.len());
    if let Some(first) = line_ends.next() {
        let mut start = first;
        for end in line_ends {
            if window[start..end].trim().is_empty() {
                return end;
            }
            start = end;
        }
        return first;
    }
    let Some(start) = after_sentence(window).or_else(|| after_word(window)) else {
        return 0;
    };
    // The space before it may carry a combining mark.
    let start = InMemoryText::new(window).ceil_grapheme(start);
    if start < window.len() { start } else { 0 }
}

/// The bytes after each LF, CR and CRLF.
fn line_ends(window: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = window.as_bytes();
    let is_return_of_pair = |at: &usize| bytes[*at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(move |at| !is_return_of_pair(at))
        .map(|at| at + 1)
}

/// Where a capital follows a stop and white space: good enough for once in 16 KiB.
fn after_sentence(window: &str) -> Option<usize> {
    let is_stop = |character| is_terminal(character) || character == '…';
    window.match_indices(is_stop).find_map(|(at, stop)| {
        let rest =
            window[at + stop.len()..].trim_start_matches(['"', '”', '’', '\'', ')', ']', '»']);
        let words = rest.trim_start();
        let is_spaced = words.len() < rest.len() || !stop.is_ascii() && stop != "…";
        let begins =
            words.starts_with(|c: char| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic());
        (is_spaced && begins).then(|| window.len() - words.len())
    })
}

/// Where the first word after white space begins.
fn after_word(window: &str) -> Option<usize> {
    let space = window.find(char::is_whitespace)?;
    let words = window[space..].trim_start();
    (!words.is_empty()).then(|| window.len() - words.len())
}

/// Whether a line ends after these bytes, which `next` follows.
fn ends_line(bytes: &[u8], next: Option<&u8>) -> bool {
    match bytes {
        [.., b'\n'] | [.., 0xC2, 0x85] | [.., 0xE2, 0x80, 0xA8 | 0xA9] => true,
        [.., b'\r'] => next != Some(&b'\n'),
        _ => false,
    }
}
