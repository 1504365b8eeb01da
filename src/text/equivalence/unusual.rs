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
use super::characters::{is_hyphen, is_ignorable, is_mark, is_unspaced};
use super::pattern::Pattern;
use super::units::{Units, is_broken_at};
use crate::text::invisible::{self, SOFT_HYPHEN};

const BACKSPACE: u8 = invisible::BACKSPACE as u8;
/// As many bytes as are looked at together.
const BLOCK: usize = 64;
/// How many characters are remembered: a power of two.
const KNOWN: usize = 1024;

/// What a character beside ASCII can be to a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is in no match, or only where the usual spelling is.
    None,
    /// It is this unit.
    Is(char),
    /// It is several units, of which this is the first.
    Begins(char),
    /// It may stand after one of them.
    Attached,
}

/// A character that may be a part of a match, with something unusual in it or after it.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    role: Role,
}

/// Finds a pattern in its unusual spellings.
#[derive(Debug)]
pub(crate) struct Finder<'p> {
    pattern: &'p Pattern,
    begins_with_mark: bool,
    /// Characters with their roles, by their last bits.
    known: Box<[(char, Role); KNOWN]>,
}

impl<'p> Finder<'p> {
    pub fn new(pattern: &'p Pattern) -> Self {
        Self {
            pattern,
            begins_with_mark: pattern.units.first().copied().is_some_and(is_mark),
            known: Box::new([('\0', Role::None); KNOWN]),
        }
    }

    /// The first match that begins at a byte or after it and holds something unusual.
    pub fn find_at(&mut self, bytes: &[u8], from: usize) -> Option<Range<usize>> {
        let mut at = from;
        while let Some(unusual) = next_unusual(bytes, at) {
            let (place, next) = self.place(bytes, from, unusual);
            let found = place.and_then(|place| self.match_around(bytes, from, place));
            if found.is_some() {
                return found;
            }
            at = next;
            // A piece of text may begin with a mark that stands on nothing.
            if self.begins_with_mark {
                let found = self.pattern.match_at(bytes, unusual);
                if found.is_some() {
                    return found;
                }
                at = char_at(bytes, unusual).map_or(next, |(_, len)| unusual + len);
            }
        }
        None
    }

    /// The character with which the unusual one belongs to a match, if it may, and where to
    /// look on: once for the marks on one letter, however many.
    fn place(&mut self, bytes: &[u8], from: usize, unusual: usize) -> (Option<Place>, usize) {
        let (c, len) = char_at(bytes, unusual).unwrap_or(('\0', 1));
        let next = unusual + len;
        if c.is_ascii() {
            let counts = c != '-' || is_broken_at(bytes, unusual, next);
            let before = counts.then(|| self.before(bytes, from, unusual));
            return (before.flatten(), next);
        }
        let here = |role| Place {
            start: unusual,
            role,
        };
        match self.role(c) {
            Role::Attached => (
                self.before(bytes, from, unusual),
                end_of_attached(bytes, next),
            ),
            _ if is_hyphen(c) && is_broken_at(bytes, unusual, next) => {
                (self.before(bytes, from, unusual), next)
            }
            // The line end after it may be missing.
            Role::None if self.pattern.is_unspaced && is_before_white_space(bytes, next) => {
                (is_unspaced(c).then(|| here(Role::Begins(c))), next)
            }
            Role::None => (None, next),
            role => (Some(here(role)), next),
        }
    }

    /// The character before the unusual one, or all of the white space there.
    fn before(&self, bytes: &[u8], from: usize, unusual: usize) -> Option<Place> {
        let (c, start) = char_before(bytes, unusual).filter(|(_, start)| *start >= from)?;
        if c.is_whitespace() {
            return Some(Place {
                start: start_of_white_space(bytes, from, start),
                role: Role::Begins(' '),
            });
        }
        let role = match c.is_ascii() {
            true => Role::Begins(self.pattern.rules.case.of_ascii(c)),
            false => self.first_unit(c)?,
        };
        Some(Place { start, role })
    }

    fn first_unit(&self, c: char) -> Option<Role> {
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes).as_bytes();
        let first = Units::new(bytes, 0, self.pattern.rules).next()?;
        Some(Role::Begins(first.c))
    }

    fn role(&mut self, c: char) -> Role {
        let place = c as usize % KNOWN;
        let (known, role) = self.known[place];
        if known == c {
            return role;
        }
        let role = self.find_role(c);
        self.known[place] = (c, role);
        role
    }

    fn find_role(&self, c: char) -> Role {
        if is_ignorable(c) || is_mark(c) {
            return Role::Attached;
        }
        if self.pattern.is_usual(c) {
            return Role::None;
        }
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes).as_bytes();
        let units = Units::new(bytes, 0, self.pattern.rules).map(|unit| unit.c);
        let units: Vec<char> = units.collect();
        let is_wanted = |unit: &char| {
            let mut wanted = self.pattern.units.iter();
            wanted.any(|wanted| Pattern::takes(*wanted, *unit))
        };
        match units.as_slice() {
            [only] if is_wanted(only) => Role::Is(*only),
            [first, _, ..] if units.iter().any(is_wanted) => Role::Begins(*first),
            _ => Role::None,
        }
    }

    /// The match that holds the character at a place, of which everything before it is spelt
    /// in the usual way.
    fn match_around(&self, bytes: &[u8], from: usize, place: Place) -> Option<Range<usize>> {
        let units = &self.pattern.units;
        let (first, is_one) = match place.role {
            Role::Is(first) => (first, true),
            Role::Begins(first) => (first, false),
            Role::None | Role::Attached => return None,
        };
        // A letter that follows tells most places from a match.
        let after = match is_one {
            true => char_at(bytes, place.start).and_then(|(_, len)| bytes.get(place.start + len)),
            false => None,
        };
        let after = after.filter(|after| after.is_ascii_alphanumeric());
        let after = after.map(|after| self.pattern.rules.case.of_ascii(char::from(*after)));
        let goes_on = |index: usize| match (after, units.get(index + 1)) {
            (Some(after), Some(wanted)) => after == *wanted || *wanted == SOFT_HYPHEN,
            _ => true,
        };
        let fits = |index: &usize| Pattern::takes(units[*index], first) && goes_on(*index);
        let begun = (1..units.len()).rev().filter(fits);
        let starts = begun.filter_map(|before| self.start_of(bytes, from, place.start, before));
        let here = (!is_one || fits(&0)).then_some(place.start);
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
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes).as_bytes();
        let of_character = Units::new(bytes, 0, self.pattern.rules).map(|unit| unit.c);
        let of_character: Vec<char> = of_character.collect();
        let (before, end) = units.split_at(units.len().checked_sub(of_character.len())?);
        let mut pairs = end.iter().zip(&of_character);
        let is_end = pairs.all(|(wanted, unit)| Pattern::takes(*wanted, *unit));
        (is_end && !of_character.is_empty()).then_some(before)
    }
}

/// The next byte at which something unusual begins.
fn next_unusual(bytes: &[u8], from: usize) -> Option<usize> {
    let is_unusual = |byte: u8, next: u8| {
        (byte >= 0x80)
            | (byte == BACKSPACE)
            | ((byte == b'-') & ((next == b'\n') | (next == b'\r') | (next == b' ')))
    };
    let mut at = from;
    if *bytes.get(at)? >= 0x80 {
        return Some(at);
    }
    // Without branches in a block, so that it is done by vector instructions.
    while let Some(block) = bytes.get(at..=at + BLOCK) {
        let pairs = block[..BLOCK].iter().zip(&block[1..]);
        let is_any = pairs.fold(false, |any, (byte, next)| any | is_unusual(*byte, *next));
        if is_any {
            break;
        }
        at += BLOCK;
    }
    let rest = bytes.get(at..)?;
    let next = |index: usize| rest.get(index + 1).copied().unwrap_or(b'.');
    let found = rest.iter().enumerate();
    found
        .map(|(index, byte)| (index, is_unusual(*byte, next(index))))
        .find(|(_, is_one)| *is_one)
        .map(|(index, _)| at + index)
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
