//! Words in the form in which they are compared with text.
//!
//! Must not know: where in a text to look for them.

use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::bytes::{char_at, char_before};
use super::characters::{
    changes_the_one_before, in_other_case, is_accent, is_hangul_tail, is_unspaced, stand_ins,
};
use super::rules::{Accents, Case, Rules};
use super::units::{Presence, Unit, Units};
use crate::text::invisible::SOFT_HYPHEN;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// Words that are looked for.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// A soft hyphen stands for a hyphen that may be there.
    pub(super) units: Vec<char>,
    pub(super) rules: Rules,
    /// What a regular expression for the usual spelling matches beside ASCII, sorted.
    usual: Vec<char>,
    /// Whether a line end may stand for nothing between its characters.
    pub(super) is_unspaced: bool,
}

impl Pattern {
    /// Makes a pattern of what was typed; `None` where nothing of that can be seen.
    pub fn new(typed: &str, rules: Rules) -> Option<Self> {
        let units = wanted(typed, rules);
        if units.is_empty() {
            return None;
        }
        let is_unspaced = units.iter().copied().any(is_unspaced);
        let mut pattern = Self {
            units,
            rules,
            usual: Vec::new(),
            is_unspaced,
        };
        let mut usual: Vec<char> = pattern.composed().chars().collect();
        if rules.case == Case::Ignored {
            let others = usual.iter().copied().flat_map(in_other_case);
            let others: Vec<char> = others.collect();
            usual.extend(others);
        }
        usual.retain(|c| !c.is_ascii());
        usual.sort_unstable();
        usual.dedup();
        pattern.usual = usual;
        Some(pattern)
    }

    /// The usual spelling, composed (NFC).
    fn composed(&self) -> String {
        let decomposed: String = self.units.iter().collect();
        NFC.normalize(&decomposed).into_owned()
    }

    /// A regular expression for the usual spelling: each of its characters, or what it
    /// stands for, with any white space for a space. Everything else is left to a
    /// [`Finder`](super::Finder).
    pub fn expression(&self) -> String {
        let composed = self.composed();
        let mut expression = String::with_capacity(composed.len() * 2);
        for c in composed.chars() {
            let is_optional = c == SOFT_HYPHEN;
            let c = if is_optional { '-' } else { c };
            let others = stand_ins(c);
            let itself = regex::escape(c.encode_utf8(&mut [0; 4]));
            match c {
                ' ' => expression.push_str(r"\s+"),
                _ if others.is_empty() => expression.push_str(&itself),
                _ => {
                    expression.extend(["[", &itself]);
                    expression.extend(others);
                    expression.push(']');
                }
            }
            if is_optional {
                expression.push('?');
            }
        }
        expression
    }

    /// Whether what the [expression](Self::expression) matches is a match of the pattern
    /// already, when only ASCII follows it.
    pub fn is_ascii(&self) -> bool {
        let mut units = self.units.iter();
        units.all(|unit| unit.is_ascii() || *unit == SOFT_HYPHEN)
    }

    /// Whether the regular expression of the pattern matches a character beside ASCII.
    pub(super) fn is_usual(&self, c: char) -> bool {
        c.is_whitespace() || self.usual.binary_search(&c).is_ok()
    }

    /// Whether a unit of text is one of the pattern.
    pub(super) fn takes(wanted: char, unit: char) -> bool {
        let wanted = if wanted == SOFT_HYPHEN { '-' } else { wanted };
        wanted == unit || (!unit.is_ascii() && stand_ins(wanted).contains(&unit))
    }

    /// The bytes of the match that begins in the character at `start`: with its first unit,
    /// or within it.
    pub fn match_at(&self, bytes: &[u8], start: usize) -> Option<Range<usize>> {
        let from = |index| {
            if !self.may_begin(bytes, start, index) {
                return None;
            }
            let found = self.match_from(bytes, start, index)?;
            found.is_whole(self, bytes).then_some(found.range)
        };
        let found = from(0);
        if found.is_some() || bytes.get(start).is_none_or(u8::is_ascii) {
            return found;
        }
        let of_character = Units::new(bytes, start, self.rules).take(MOST_OF_ONE);
        let others = of_character.skip(1).take_while(|unit| unit.start == start);
        (1..=others.count()).find_map(from)
    }

    /// Whether the pattern is all of these bytes.
    pub fn is_all_of(&self, bytes: &[u8]) -> bool {
        let found = self.match_from(bytes, 0, 0);
        found.is_some_and(|found| found.after.is_none())
    }

    /// Whether a match may begin with this unit of the character at `start`: not with the
    /// vowel of a syllable whose consonant stands before it.
    fn may_begin(&self, bytes: &[u8], start: usize, index: usize) -> bool {
        let is_tail = self.units.first().copied().is_some_and(is_hangul_tail);
        !is_tail || (index == 0 && !joins_hangul(bytes, start))
    }

    /// The match of the whole pattern from one unit of the character at `start`.
    fn match_from(&self, bytes: &[u8], start: usize, index: usize) -> Option<Found> {
        let mut units = Units::new(bytes, start, self.rules).skip(index).peekable();
        let mut wanted = self.units.iter().copied().peekable();
        let mut range = usize::MAX..start;
        let mut before = None;
        let mut has_hyphen = false;
        while let Some(&next) = wanted.peek() {
            let unit = units.peek()?;
            let is_same = Self::takes(next, unit.c);
            if next == SOFT_HYPHEN && !is_same {
                wanted.next();
                continue;
            }
            let unit = units.next()?;
            match unit.presence {
                Presence::Needed if !is_same => return None,
                Presence::Optional if !is_same => {
                    has_hyphen = false;
                    continue;
                }
                Presence::AfterHyphen if !(is_same && has_hyphen) => continue,
                _ => {}
            }
            has_hyphen = unit.presence == Presence::Optional;
            range = range.start.min(unit.start)..range.end.max(unit.end);
            before = Some(unit.c);
            wanted.next();
        }
        Some(Found {
            range,
            last: before,
            after: units.next(),
        })
    }
}

/// The units of what was typed, with soft hyphens between letters.
fn wanted(typed: &str, rules: Rules) -> Vec<char> {
    let mut wanted: Vec<char> = Vec::new();
    for part in typed.split(SOFT_HYPHEN) {
        let units = Units::new(part.as_bytes(), 0, rules).map(|unit| unit.c);
        let mut units = units.peekable();
        let is_letter = |c: Option<&char>| c.copied().is_some_and(char::is_alphabetic);
        if is_letter(wanted.last()) && is_letter(units.peek()) {
            wanted.push(SOFT_HYPHEN);
        }
        units.next_if(|unit| *unit == ' ' && wanted.last() == Some(&' '));
        wanted.extend(units);
    }
    wanted
}

/// A place where the units of a pattern stand.
struct Found {
    range: Range<usize>,
    /// The last unit.
    last: Option<char>,
    /// The unit after it.
    after: Option<Unit>,
}

impl Found {
    /// Whether what follows does not make another character of the last one.
    fn is_whole(&self, pattern: &Pattern, bytes: &[u8]) -> bool {
        let (Some(after), end) = (self.after, self.range.end) else {
            return true;
        };
        if is_hangul_tail(after.c) {
            return after.start >= end && !(after.start == end && joins_hangul(bytes, end));
        }
        // A mark begins something new after white space and controls.
        let is_on_it = after.start <= end && self.last.is_some_and(|c| c != ' ' && !c.is_control());
        let is_changed = changes_the_one_before(after.c)
            || (pattern.rules.accents == Accents::Significant && is_accent(after.c, self.last));
        !(is_on_it && is_changed)
    }
}

/// More units than any character has: `ﷺ` has 18.
const MOST_OF_ONE: usize = 32;

/// Whether one syllable of Hangul goes on over a byte (UAX #29, GB6 to GB8). The fillers
/// count for nothing.
fn joins_hangul(bytes: &[u8], at: usize) -> bool {
    let (Some((one, _)), Some((other, _))) = (char_before(bytes, at), char_at(bytes, at)) else {
        return false;
    };
    let is_vowel = |c| matches!(c, '\u{1161}'..='\u{11a7}' | '\u{d7b0}'..='\u{d7c6}');
    let is_initial = |c| matches!(c, '\u{1100}'..='\u{115e}' | '\u{a960}'..='\u{a97c}');
    let is_syllable = |c| matches!(c, '\u{ac00}'..='\u{d7a3}');
    // Each 28th one ends with its vowel.
    let is_open_syllable = |c| is_syllable(c) && (u32::from(c) - 0xac00) % 28 == 0;
    match is_vowel(other) {
        true => is_initial(one) || is_vowel(one) || is_open_syllable(one),
        false => is_hangul_tail(other) && (is_hangul_tail(one) || is_syllable(one)),
    }
}
