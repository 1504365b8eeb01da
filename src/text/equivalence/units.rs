//! Text as the units that are compared.
//!
//! Must not know: what they are compared with.

use std::collections::VecDeque;

use super::bytes::{char_at, char_before};
use super::characters::{
    IOTA_BELOW, combining_class, decompose, fold, is_accent, is_hyphen, is_ignorable,
    is_ignored_in_cluster, is_mark, is_unspaced,
};
use super::rules::{Accents, Case, Rules};
use crate::text::invisible::{self, SOFT_HYPHEN};
use crate::text::line::is_line_end;

/// The most marks of one letter that are put into canonical order: text has a few, and
/// what has more is no text (UAX #15 has 30, Stream-Safe Text Format).
const MOST_MARKS: usize = 64;
const BACKSPACE: u8 = invisible::BACKSPACE as u8;

/// A character in the form in which it is compared, and the bytes it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub c: char,
    pub start: usize,
    pub end: usize,
    pub presence: Presence,
}

/// Whether a unit has to be there in another spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Needed,
    /// It may be missing.
    Optional,
    /// A line end after an optional hyphen: nothing without the hyphen, a space or nothing
    /// with it.
    AfterHyphen,
}

/// The units of bytes from some place on, in order.
pub(super) struct Units<'a> {
    bytes: &'a [u8],
    at: usize,
    rules: Rules,
    ready: VecDeque<Unit>,
    /// The marks of the letter that was read last, to be put into order.
    marks: Vec<Unit>,
    /// The last unit made.
    before: Option<char>,
}

impl<'a> Units<'a> {
    /// Begins at a byte at which a character begins.
    pub fn new(bytes: &'a [u8], at: usize, rules: Rules) -> Self {
        Self {
            bytes,
            at,
            rules,
            ready: VecDeque::new(),
            marks: Vec::new(),
            before: None,
        }
    }

    /// Reads a character with the marks on it; answers whether there was one.
    fn read(&mut self) -> bool {
        let Some((c, len)) = char_at(self.bytes, self.at) else {
            return false;
        };
        let start = self.at;
        if c.is_whitespace() {
            self.read_white_space();
        } else if is_hyphen(c) && is_broken_at(self.bytes, start, start + len) {
            self.at = start + len;
            self.push('-', start, Presence::Optional);
            self.read_line_end(c);
        } else {
            let (c, end) = overstruck(self.bytes, c, start + len);
            self.at = end;
            self.decompose(c, start);
            self.read_marks();
        }
        true
    }

    /// Reads the marks after a character, and puts all of its marks into canonical order.
    fn read_marks(&mut self) {
        while let Some((c, len)) = char_at(self.bytes, self.at) {
            if self.marks.len() >= MOST_MARKS || !(is_mark(c) || is_ignored_in_cluster(c)) {
                break;
            }
            let start = self.at;
            self.at += len;
            self.decompose(c, start);
        }
        self.flush_marks();
    }

    fn decompose(&mut self, c: char, start: usize) {
        if is_ignorable(c) {
            return;
        }
        decompose(c, &mut |part| {
            // A part of a compatibility form may be ignorable: the Hangul fillers.
            if is_mark(part) {
                self.marks.push(Unit {
                    c: part,
                    start,
                    end: self.at,
                    presence: Presence::Needed,
                });
            } else if !is_ignorable(part) {
                self.flush_marks();
                self.fold(part, start, self.at);
            }
        });
    }

    fn flush_marks(&mut self) {
        if self.marks.is_empty() {
            return;
        }
        let mut marks = std::mem::take(&mut self.marks);
        marks.sort_by_key(|mark| combining_class(mark.c));
        for mark in marks.drain(..) {
            let is_dropped =
                self.rules.accents == Accents::Ignored && is_accent(mark.c, self.before);
            match (is_dropped, self.rules.case) {
                (false, _) => self.fold(mark.c, mark.start, mark.end),
                // Full case folding makes a letter of it, which capitals have.
                (true, Case::Ignored) if mark.c == IOTA_BELOW => {
                    self.ready.push_back(Unit {
                        c: 'ι',
                        presence: Presence::Optional,
                        ..mark
                    });
                }
                _ => {}
            }
        }
        self.marks = marks;
    }

    fn fold(&mut self, c: char, start: usize, end: usize) {
        let (ready, before) = (&mut self.ready, &mut self.before);
        let accents = self.rules.accents;
        fold(c, self.rules, &mut |c| {
            // The dot of `İ` becomes a mark by folding.
            if accents == Accents::Ignored && is_accent(c, *before) {
                return;
            }
            *before = Some(c);
            ready.push_back(Unit {
                c,
                start,
                end,
                presence: Presence::Needed,
            });
        });
    }

    fn push(&mut self, c: char, start: usize, presence: Presence) {
        self.before = Some(c);
        self.ready.push_back(Unit {
            c,
            start,
            end: self.at,
            presence,
        });
    }

    /// Reads a run of white space, with what counts for nothing in it.
    fn read_white_space(&mut self) {
        let start = self.at;
        let run = white_space(self.bytes, start);
        self.at = run.end;
        let is_joined = run.line_ends == 1 && is_joined_at(self.bytes, start, run.end);
        self.push(
            ' ',
            start,
            match is_joined {
                true => Presence::Optional,
                false => Presence::Needed,
            },
        );
    }

    /// Reads the line end after a hyphen that breaks a word.
    fn read_line_end(&mut self, hyphen: char) {
        let start = self.at;
        self.at = white_space(self.bytes, start).end;
        self.push(
            ' ',
            start,
            match hyphen {
                SOFT_HYPHEN => Presence::Optional,
                _ => Presence::AfterHyphen,
            },
        );
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        loop {
            if let Some(unit) = self.ready.pop_front() {
                return Some(unit);
            }
            if !self.read() {
                return None;
            }
        }
    }
}

/// The character that is seen where others are struck over it, as typewriters and manual
/// pages make bold letters and underlines, and where it ends.
fn overstruck(bytes: &[u8], mut c: char, mut end: usize) -> (char, usize) {
    while bytes.get(end) == Some(&BACKSPACE) {
        match char_at(bytes, end + 1) {
            Some((over, len)) if over == c || c == '_' || over == '_' => {
                if over != '_' {
                    c = over;
                }
                end += 1 + len;
            }
            _ => break,
        }
    }
    (c, end)
}

struct WhiteSpace {
    /// Where the last white space of the run ends.
    end: usize,
    line_ends: usize,
}

/// The white space from a byte on, with what counts for nothing between it.
fn white_space(bytes: &[u8], start: usize) -> WhiteSpace {
    let mut run = WhiteSpace {
        end: start,
        line_ends: 0,
    };
    let (mut at, mut last) = (start, ' ');
    while let Some((c, len)) = char_at(bytes, at) {
        if c.is_whitespace() {
            let is_end = is_line_end(c);
            run.line_ends += usize::from(is_end && (c, last) != ('\n', '\r'));
            run.end = at + len;
        } else if !is_ignorable(c) {
            break;
        }
        (at, last) = (at + len, c);
    }
    run
}

/// Whether a hyphen stands at the end of a line between two letters, so that it may have
/// been put in to break a word.
pub(super) fn is_broken_at(bytes: &[u8], start: usize, end: usize) -> bool {
    if !matches!(bytes.get(end), Some(b'\n' | b'\r' | b' ' | b'\t')) {
        return false;
    }
    let ends_letter = |c: char| c.is_alphabetic() || is_mark(c) || is_ignorable(c);
    if !char_before(bytes, start).is_some_and(|(c, _)| ends_letter(c)) {
        return false;
    }
    let run = white_space(bytes, end);
    run.line_ends == 1 && char_at(bytes, run.end).is_some_and(|(c, _)| c.is_alphabetic())
}

/// Words of a text on one line: white space is one space, and a hyphen that may have been
/// put in at a line end is a soft one.
pub(crate) fn on_one_line(words: &str) -> String {
    let bytes = words.as_bytes();
    let mut line = String::with_capacity(words.len());
    let mut at = 0;
    while let Some((c, len)) = char_at(bytes, at) {
        let start = at;
        at += len;
        if is_hyphen(c) && is_broken_at(bytes, start, at) {
            line.push(SOFT_HYPHEN);
            at = white_space(bytes, at).end;
        } else if c.is_whitespace() {
            line.push(' ');
            at = white_space(bytes, start).end;
        } else {
            line.push(c);
        }
    }
    line
}

/// Whether white space stands between two characters of scripts without spaces.
fn is_joined_at(bytes: &[u8], start: usize, end: usize) -> bool {
    char_before(bytes, start).is_some_and(|(c, _)| is_unspaced(c))
        && char_at(bytes, end).is_some_and(|(c, _)| is_unspaced(c))
}
