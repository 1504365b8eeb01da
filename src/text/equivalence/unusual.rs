//! Finds words in the spellings that a regular expression of the usual one does not match.
//!
//! Nearly all of a text is spelt in the usual way, so that such a regular expression, with
//! its vector instructions, finds nearly all there is. Any other spelling holds something
//! unusual: a character beside ASCII, a hyphen at a line end, a backspace. These are looked
//! for, as fast as memory is read; where one could be a part of the pattern, what stands
//! before it is compared backwards, and what follows forwards.
//!
//! Must not know: where the bytes come from.

use std::ops::Range;

use super::bytes::{char_at, char_before};
use super::characters::{HYPHEN, is_ignorable, is_mark, is_unspaced};
use super::pattern::Pattern;
use super::units::{Units, is_broken_at};
use crate::text::invisible::{self, SOFT_HYPHEN};

const BACKSPACE: u8 = invisible::BACKSPACE as u8;
/// As many bytes as are looked at together.
const BLOCK: usize = 64;
/// How many times eight bytes are looked at before that.
const NEAR: usize = 2;
/// How many characters are remembered that are in no match, and how many others: powers of
/// two.
const DULL: usize = 4096;
const KNOWN: usize = 256;
/// How many units of a pattern have a bit in [`Part::places`].
const PLACES: usize = 64;

/// What a character beside ASCII can be to a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is in no match, or only where the usual spelling is.
    None,
    /// It is of the pattern.
    Part(Part),
    /// It may stand after such a character.
    Attached,
}

/// What a character is as a part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    /// Its first unit.
    first: char,
    /// Whether it has no other, and nothing unusual stands after it.
    is_one: bool,
    /// Whether a match may begin in it.
    begins: bool,
    /// A bit for each of the first units of the pattern that is its first.
    places: u64,
}

/// Finds a pattern in its unusual spellings.
#[derive(Debug)]
pub(crate) struct Finder<'p> {
    pattern: &'p Pattern,
    begins_with_mark: bool,
    /// Characters that are in no match, by their last bits.
    dull: Box<[u32; DULL]>,
    /// Other characters with their roles, by their last bits.
    known: Box<[(char, Role); KNOWN]>,
}

impl<'p> Finder<'p> {
    pub fn new(pattern: &'p Pattern) -> Self {
        Self {
            pattern,
            begins_with_mark: pattern.units.first().copied().is_some_and(is_mark),
            dull: Box::new([0; DULL]),
            known: Box::new([('\0', Role::None); KNOWN]),
        }
    }

    /// The first match that begins at a byte or after it and holds something unusual.
    pub fn find_at(&mut self, bytes: &[u8], from: usize) -> Option<Range<usize>> {
        let mut at = from;
        loop {
            at = self.next(bytes, at)?;
            let (c, len) = char_at(bytes, at)?;
            let next = at + len;
            let (place, go_on) = match self.role(c) {
                _ if c.is_ascii() => {
                    let counts = c != '-' || is_broken_at(bytes, at, next);
                    let before = counts.then(|| self.before(bytes, from, at));
                    (before.flatten(), next)
                }
                Role::None if !self.pattern.is_unspaced => (None, next),
                Role::None => (self.before_line_end(bytes, at, c, next), next),
                Role::Part(part) => (Some((at, part)), next),
                // Once for the marks on one letter, however many.
                Role::Attached => (self.before(bytes, from, at), end_of_attached(bytes, next)),
            };
            let found = place.and_then(|(start, part)| self.match_around(bytes, from, start, part));
            if found.is_some() {
                return found;
            }
            // A piece of text may begin with a mark that stands on nothing.
            if self.begins_with_mark {
                let found = self.pattern.match_at(bytes, at);
                if found.is_some() {
                    return found;
                }
                at = next;
            } else {
                at = go_on;
            }
        }
    }

    /// A usual character after which a line end may be missing.
    fn before_line_end(
        &self,
        bytes: &[u8],
        at: usize,
        c: char,
        next: usize,
    ) -> Option<(usize, Part)> {
        let is_there = is_before_white_space(bytes, next) && is_unspaced(c);
        let part = is_there.then(|| part(self.pattern, c))?;
        Some((at, part?.followed()))
    }

    /// The character before the unusual one, or all of the white space there.
    fn before(&self, bytes: &[u8], from: usize, unusual: usize) -> Option<(usize, Part)> {
        let (c, start) = char_before(bytes, unusual).filter(|(_, start)| *start >= from)?;
        let (start, first) = match bytes[unusual] {
            _ if c.is_whitespace() => (start_of_white_space(bytes, from, start), ' '),
            // What is struck over it is seen.
            BACKSPACE => {
                let mut units = Units::new(bytes, start, self.pattern.rules);
                (start, units.next()?.c)
            }
            _ => (start, c),
        };
        Some((start, part(self.pattern, first)?.followed()))
    }

    /// The next byte at which something unusual begins that may be of a match.
    fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut at = next_unusual(bytes, from)?;
        loop {
            // Most characters have been met before, and more of their script follow.
            while let Some((code, len)) = code_at(bytes, at) {
                let is_dull = self.dull[code as usize % DULL] == code;
                if !is_dull || !self.is_without_line_end(bytes, at + len) {
                    return Some(at);
                }
                at += len;
            }
            let next = next_unusual(bytes, at)?;
            if next == at {
                return Some(at);
            }
            at = next;
        }
    }

    /// Whether no line end follows here that may be missing.
    fn is_without_line_end(&self, bytes: &[u8], at: usize) -> bool {
        // The bytes with which white space begins.
        let may_be_space = |byte: &u8| matches!(byte, 0..=b' ' | 0xc2 | 0xe2 | 0xe3);
        !self.pattern.is_unspaced || !bytes.get(at).is_some_and(may_be_space)
    }

    fn role(&mut self, c: char) -> Role {
        let known = &mut self.known[c as usize % KNOWN];
        if known.0 == c {
            return known.1;
        }
        let role = find_role(self.pattern, c);
        match role {
            Role::None if !c.is_ascii() => self.dull[c as usize % DULL] = u32::from(c),
            role => *known = (c, role),
        }
        role
    }

    /// The match that holds the character at a byte, of which everything before it is spelt
    /// in the usual way.
    fn match_around(
        &self,
        bytes: &[u8],
        from: usize,
        place: usize,
        part: Part,
    ) -> Option<Range<usize>> {
        let units = &self.pattern.units;
        // What follows tells most places from a match.
        let after = match part.is_one {
            true => char_at(bytes, place).and_then(|(_, len)| bytes.get(place + len)),
            false => None,
        };
        let after = after.filter(|after| match after {
            b' ' => !self.pattern.is_unspaced,
            _ => after.is_ascii_graphic() && **after != b'-',
        });
        let after = after.map(|after| self.pattern.rules.case.of_ascii(char::from(*after)));
        let goes_on = |index: usize| match (after, units.get(index + 1)) {
            (Some(after), Some(wanted)) => after == *wanted || *wanted == SOFT_HYPHEN,
            _ => true,
        };
        let is_far = |index: &usize| Pattern::takes(units[*index], part.first);
        let far = (PLACES..units.len()).rev().filter(is_far);
        let mut near = part.places;
        let near = std::iter::from_fn(move || {
            let last = near.checked_ilog2()?;
            near &= !(1 << last);
            Some(last as usize)
        });
        let begun = far
            .chain(near)
            .filter(|index| *index > 0 && goes_on(*index));
        let starts = begun.filter_map(|before| self.start_of(bytes, from, place, before));
        let here = (part.begins && (!part.is_one || goes_on(0))).then_some(place);
        let mut starts = starts.chain(here);
        starts.find_map(|start| self.pattern.match_at(bytes, start))
    }

    /// Where so many of the first units begin that end before a byte; `None` where others
    /// stand there.
    fn start_of(&self, bytes: &[u8], from: usize, end: usize, count: usize) -> Option<usize> {
        let mut wanted = &self.pattern.units[..count];
        let mut at = end;
        while let Some((&last, others)) = wanted.split_last() {
            let (c, start) = char_before(bytes, at).filter(|(_, start)| *start >= from)?;
            if last == SOFT_HYPHEN && !Pattern::takes(last, c) {
                wanted = others;
                continue;
            }
            at = start;
            if last == ' ' {
                if !c.is_whitespace() {
                    return None;
                }
                at = start_of_white_space(bytes, from, at);
                wanted = others;
            } else if c.is_ascii() {
                if !Pattern::takes(last, self.pattern.rules.case.of_ascii(c)) {
                    return None;
                }
                wanted = others;
            } else {
                wanted = self.without_end(wanted, c)?;
            }
        }
        Some(at)
    }

    /// Units without those at their end that a character is; `None` where they are others.
    fn without_end<'u>(&self, units: &'u [char], c: char) -> Option<&'u [char]> {
        let of_character = units_of(self.pattern, c);
        let (before, end) = units.split_at(units.len().checked_sub(of_character.len())?);
        let mut pairs = end.iter().zip(&of_character);
        let is_end = pairs.all(|(wanted, unit)| Pattern::takes(*wanted, *unit));
        (is_end && !of_character.is_empty()).then_some(before)
    }
}

fn find_role(pattern: &Pattern, c: char) -> Role {
    if c.is_ascii() {
        return Role::None;
    }
    if c == HYPHEN || is_ignorable(c) || is_mark(c) {
        return Role::Attached;
    }
    if pattern.is_usual(c) {
        return Role::None;
    }
    part(pattern, c).map_or(Role::None, Role::Part)
}

/// What a character is as a part of the pattern, if one of its units is there.
fn part(pattern: &Pattern, c: char) -> Option<Part> {
    let wanted = &pattern.units;
    let begins = |unit: char| Pattern::takes(wanted[0], unit);
    let is_wanted = |unit: char| wanted.iter().any(|wanted| Pattern::takes(*wanted, unit));
    let units = match c.is_ascii() {
        true => vec![pattern.rules.case.of_ascii(c)],
        false => units_of(pattern, c),
    };
    let first = *units.first()?;
    let places = wanted.iter().take(PLACES).enumerate();
    let places = places.filter(|(_, wanted)| Pattern::takes(**wanted, first));
    units.iter().copied().any(is_wanted).then(|| Part {
        first,
        is_one: units.len() == 1,
        begins: units.iter().copied().any(begins),
        places: places.fold(0, |bits, (index, _)| bits | 1 << index),
    })
}

fn units_of(pattern: &Pattern, c: char) -> Vec<char> {
    let mut bytes = [0; 4];
    let bytes = c.encode_utf8(&mut bytes).as_bytes();
    let units = Units::new(bytes, 0, pattern.rules);
    units.map(|unit| unit.c).collect()
}

impl Part {
    /// The same with something unusual after it.
    fn followed(self) -> Self {
        Self {
            is_one: false,
            ..self
        }
    }
}

/// The next byte at which something unusual begins.
fn next_unusual(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    // Where there is one, others are near.
    for _ in 0..NEAR {
        let word = bytes.get(at..).and_then(<[u8]>::first_chunk);
        let Some(word) = word else { break };
        let near = unusual_in_word(bytes, at, u64::from_le_bytes(*word));
        if near.is_some() {
            return near;
        }
        at += 8;
    }
    while let Some(block) = bytes.get(at..at + BLOCK + 2) {
        // Without branches, so that it is done by vector instructions.
        let may_be = |byte: &u8| (*byte >= 0xc0) | (*byte == BACKSPACE) | (*byte == b'-');
        let any = block[..BLOCK]
            .iter()
            .fold(false, |any, byte| any | may_be(byte));
        if any && let Some(index) = unusual_in(block) {
            return Some(at + index);
        }
        at += BLOCK;
    }
    (at..bytes.len()).find(|at| is_unusual_at(bytes, *at))
}

/// The first unusual byte of eight.
fn unusual_in_word(bytes: &[u8], start: usize, word: u64) -> Option<usize> {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // The high bit of each byte that is this one, and maybe of the one after it.
    let equal = |byte: u8| {
        let zero = word ^ (LOW * u64::from(byte));
        zero.wrapping_sub(LOW) & !zero & HIGH
    };
    // Bytes that begin a character beside ASCII have two high bits.
    let mut found = (word & (word << 1) & HIGH) | equal(BACKSPACE) | equal(b'-');
    while found != 0 {
        let at = start + found.trailing_zeros() as usize / 8;
        if is_unusual_at(bytes, at) {
            return Some(at);
        }
        found &= found - 1;
    }
    None
}

/// Where in a block, which has two bytes more, something unusual begins first. The same
/// instructions for all of its bytes, again.
fn unusual_in(block: &[u8]) -> Option<usize> {
    let mut found = [0; BLOCK];
    let (next, third) = (&block[1..=BLOCK], &block[2..BLOCK + 2]);
    let bytes = block.iter().zip(next).zip(third);
    for (found, ((byte, next), third)) in found.iter_mut().zip(bytes) {
        *found = u8::from(is_unusual(*byte, *next, *third));
    }
    let words = found.chunks_exact(8).enumerate();
    let mut words = words.filter_map(|(index, word)| {
        let word = u64::from_le_bytes(word.try_into().ok()?);
        (word != 0).then(|| index * 8 + word.trailing_zeros() as usize / 8)
    });
    words.next()
}

fn is_unusual_at(bytes: &[u8], at: usize) -> bool {
    let byte = |index: usize| bytes.get(at + index).copied().unwrap_or_default();
    is_unusual(byte(0), byte(1), byte(2))
}

/// The code point that begins at a byte, if it has two or three bytes and they are UTF-8.
#[inline]
fn code_at(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let part = |byte: u8, bits: u8| u32::from(byte & bits);
    match *bytes.get(at..)? {
        [one @ 0xc2..0xe0, two, ..] => Some((part(one, 0x1f) << 6 | part(two, 0x3f), 2)),
        [one @ 0xe0..0xf0, two, three, ..] => Some((
            part(one, 0xf) << 12 | part(two, 0x3f) << 6 | part(three, 0x3f),
            3,
        )),
        _ => None,
    }
}

/// Whether something unusual begins at a byte, by the two after it. Dashes and quotation
/// marks (U+2011 to U+201F), which are frequent, are in the usual spelling where they are in
/// any.
#[inline]
fn is_unusual(byte: u8, next: u8, third: u8) -> bool {
    let is_mark = (byte == 0xe2) & (next == 0x80) & (third.wrapping_sub(0x91) <= 0x9f - 0x91);
    let is_broken = (byte == b'-') & ((next == b'\n') | (next == b'\r') | (next == b' '));
    ((byte >= 0xc0) & !is_mark) | (byte == BACKSPACE) | is_broken
}

/// Where the white space before a byte begins, from some byte on.
fn start_of_white_space(bytes: &[u8], from: usize, mut at: usize) -> usize {
    while let Some((c, start)) = char_before(bytes, at) {
        if !c.is_whitespace() || start < from {
            break;
        }
        at = start;
    }
    at
}

/// Where the run of characters ends that belong to the one before them.
fn end_of_attached(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some((c, len)) = char_at(bytes, at) {
        if !is_mark(c) && !is_ignorable(c) {
            break;
        }
        at += len;
    }
    at
}

fn is_before_white_space(bytes: &[u8], at: usize) -> bool {
    char_at(bytes, at).is_some_and(|(c, _)| c.is_whitespace())
}
