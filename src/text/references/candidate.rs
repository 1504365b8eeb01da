//! What looks like a call-out, form by form, in one pass over a text.
//!
//! Must not know: which references there are, and which form the text uses.

use super::context::{self, Place, Sureness};
use super::label::{
    Between, Digits, Gap, between_labels, is_dash, is_digit, numbers, plain, raised_digit,
};
use crate::text::line::is_line_end;

/// How a call-out is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// `[3]`, `[1, 3–5]`, `[3]–[6]`.
    Brackets,
    /// `[RFC2119]`.
    Key,
    /// `[^3]`.
    Footnote,
    /// `(3)`, `(1, 3–5)`.
    Parentheses,
    /// `3)`.
    Closed,
    /// `³`.
    Raised,
    /// `3`.
    Bare,
}

/// What may be a call-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Bytes of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) labels: Vec<String>,
    /// What parts it into call-outs of their own, in bytes from its start.
    pub(super) gaps: Vec<Gap>,
    pub(super) form: Form,
    pub(super) sureness: Sureness,
    pub(super) place: Place,
    /// A number of the word that a bare number stands behind, in small letters.
    pub(super) word: u64,
    /// Whether that word is all capitals.
    pub(super) is_behind_capitals: bool,
    /// Whether it begins its line, as the label of a reference does.
    pub(super) begins_line: bool,
}

/// No more is looked at behind an opening bracket, in bytes.
const LONGEST: usize = 160;
/// No key in brackets is longer, in bytes.
const LONGEST_KEY: usize = 40;

/// Appends what may be a call-out in a part of a text that begins at byte `base` of it.
pub(super) fn collect(words: &str, base: usize, into: &mut Vec<Candidate>) {
    let mut at = 0;
    for line in words.split_inclusive(is_line_end) {
        let scan = Scan {
            line: line.trim_end_matches(is_line_end),
            base: base + at,
        };
        scan.collect(into);
        at += line.len();
    }
}

struct Scan<'a> {
    line: &'a str,
    base: usize,
}

/// Labels with the end of their call-out in a line.
struct Read {
    labels: Vec<String>,
    gaps: Vec<Gap>,
    end: usize,
    form: Form,
    sureness: Sureness,
    place: Place,
}

impl Scan<'_> {
    fn collect(&self, into: &mut Vec<Candidate>) {
        let begins = |sign: char| {
            matches!(sign, '[' | '［' | '【' | '〔' | '(')
                || is_digit(sign)
                || raised_digit(sign).is_some()
        };
        let mut at = 0;
        while let Some(gap) = self.line[at..].find(begins) {
            at += gap;
            let rest = &self.line[at..];
            let sign = rest.chars().next().unwrap_or(' ');
            let read = match sign {
                '(' => self.parenthesised(at),
                '[' | '［' | '【' | '〔' => self.bracketed(at),
                _ if raised_digit(sign).is_some() => self.raised(at),
                _ => self.bare(at),
            };
            let Some(read) = read else {
                let digits = rest.trim_start_matches(is_digit);
                let digits = rest.len() - digits.len();
                at += digits.max(sign.len_utf8());
                continue;
            };
            into.push(Candidate {
                start: self.base + at,
                end: self.base + read.end,
                labels: read.labels,
                gaps: read.gaps,
                form: read.form,
                sureness: read.sureness,
                place: read.place,
                word: context::word_before(&self.line[..at]),
                begins_line: self.line[..at]
                    .trim_start_matches(['>', '-', '*', ' ', '\t'])
                    .is_empty(),
                is_behind_capitals: context::ends_in_capitals(&self.line[..at]),
            });
            at = read.end;
        }
    }

    /// `[3]`, `[^3]`, `[RFC2119]`, and ranges from one bracket to the next.
    fn bracketed(&self, at: usize) -> Option<Read> {
        let (mut labels, mut end, form) = self.bracket(at)?;
        let is_number = form == Form::Brackets;
        while let Some((more, after)) = self.next_of_range(end).filter(|_| is_number) {
            if let (Some(first), Some(last)) = (labels.last(), more.first()) {
                let within = between_labels(first, last);
                labels.extend(within);
            }
            labels.extend(more);
            end = after;
        }
        let before = self.line[..at].chars().next_back();
        let touches =
            before.is_some_and(|sign| sign.is_ascii_alphanumeric() || "_])".contains(sign));
        Some(Read {
            labels,
            gaps: Vec::new(),
            end,
            form,
            sureness: match touches {
                true => Sureness::Perhaps,
                false => Sureness::Likely,
            },
            // A part of a name: `[60]fullerene`.
            place: match self.line[end..].starts_with(char::is_alphabetic) {
                true => Place::Word,
                false => Place::Mark,
            },
        })
    }

    /// The labels of the bracket that a dash at byte `end` leads to, and where it ends.
    fn next_of_range(&self, end: usize) -> Option<(Vec<String>, usize)> {
        let rest = near(&self.line[end..]);
        let dashed = rest.trim_start().strip_prefix(is_dash)?.trim_start();
        let next = end + rest.len() - dashed.len();
        let (labels, after, form) = self.bracket(next)?;
        (form == Form::Brackets).then_some((labels, after))
    }

    /// The labels of one bracket at byte `at` of the line, and where it ends.
    fn bracket(&self, at: usize) -> Option<(Vec<String>, usize, Form)> {
        let rest = &self.line[at..];
        let opening = rest.chars().next()?;
        let closing = match opening {
            '[' => ']',
            '［' => '］',
            '【' => '】',
            '〔' => '〕',
            _ => return None,
        };
        let inner = &rest[opening.len_utf8()..];
        let close = near(inner).find(closing)?;
        let end = at + opening.len_utf8() + close + closing.len_utf8();
        let inner = inner[..close].trim();
        if let Some(key) = inner.strip_prefix('^') {
            let is_key = !key.is_empty() && !key.contains(char::is_whitespace);
            let is_definition =
                self.line[end..].starts_with(':') && self.line[..at].trim().is_empty();
            return (is_key && !is_definition).then(|| (vec![plain(key)], end, Form::Footnote));
        }
        if let Some(found) = numbers(inner, Digits::OnTheLine, Between::Marks) {
            let after = inner[found.bytes..].trim_start();
            let is_place = after.is_empty() || names_place(after);
            return is_place.then_some((found.labels, end, Form::Brackets));
        }
        let keys: Vec<_> = inner.split([',', ';']).map(plain).collect();
        let is_key = |key: &String| {
            (1..=LONGEST_KEY).contains(&key.len()) && !key.contains(char::is_whitespace)
        };
        keys.iter().all(is_key).then_some((keys, end, Form::Key))
    }

    fn parenthesised(&self, at: usize) -> Option<Read> {
        let inner = near(&self.line[at + 1..]);
        let skipped = inner.len() - inner.trim_start().len();
        let found = numbers(&inner[skipped..], Digits::OnTheLine, Between::Marks)?;
        let after = inner[skipped + found.bytes..].trim_start();
        let rest = after.strip_prefix(')')?;
        let touches = self.line[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == ')');
        let begins = self.line[..at].trim().is_empty();
        // The name of a compound above its own paragraph.
        let is_name = rest.trim_end() == ":";
        (!touches && !begins && !is_name && !rest.starts_with(char::is_alphanumeric)).then(|| {
            Read {
                labels: found.labels,
                gaps: Vec::new(),
                end: at + 1 + inner.len() - rest.len(),
                form: Form::Parentheses,
                sureness: Sureness::Likely,
                place: Place::Mark,
            }
        })
    }

    fn raised(&self, at: usize) -> Option<Read> {
        let found = numbers(&self.line[at..], Digits::Raised, Between::Marks)?;
        let before = &self.line[..at];
        let word = before.trim_end_matches(char::is_alphabetic);
        let letters = before[word.len()..].chars();
        let is_word =
            letters.clone().count() > 2 || letters.clone().any(|letter| !letter.is_ascii());
        let is_mark = before
            .trim_end()
            .ends_with(|sign: char| !sign.is_alphanumeric() && !"+-−=×·*/^(".contains(sign));
        let is_behind_mark = before.ends_with(|sign: char| ".,;:!?”’»\"…。".contains(sign));
        (is_word || is_mark).then(|| Read {
            labels: found.labels,
            gaps: Vec::new(),
            end: at + found.bytes,
            form: Form::Raised,
            sureness: Sureness::Likely,
            place: match is_behind_mark {
                true => Place::Mark,
                false => Place::Word,
            },
        })
    }

    fn bare(&self, at: usize) -> Option<Read> {
        let before = &self.line[..at];
        let rest = &self.line[at..];
        let between = match before
            .trim_end()
            .ends_with(['.', '!', '?', '”', '"', '’', ')', '…'])
        {
            true => Between::Spaces,
            false => Between::Marks,
        };
        let mut found = numbers(rest, Digits::OnTheLine, between)?;
        if let Some(read) = self.closed(at, &found.labels, found.bytes) {
            return Some(read);
        }
        let mut judged = context::judge(before, &rest[found.bytes..]);
        if judged.is_none() && found.labels.len() > 1 {
            // The last number may count what follows.
            found = numbers(rest, Digits::OnTheLine, Between::Marks)?;
            judged = context::judge(before, &rest[found.bytes..]);
        }
        let (sureness, place) = judged?;
        Some(Read {
            labels: found.labels,
            gaps: found.gaps,
            end: at + found.bytes,
            form: Form::Bare,
            sureness,
            place,
        })
    }

    /// `3)` behind a word, where no parenthesis is open.
    fn closed(&self, at: usize, labels: &[String], bytes: usize) -> Option<Read> {
        let before = &self.line[..at];
        let rest = &self.line[at + bytes..];
        let is_behind = before
            .trim_end()
            .ends_with(|sign: char| sign.is_alphabetic() || ".,)”".contains(sign));
        if !rest.starts_with(')') || !is_behind {
            return None;
        }
        let mut start = before.len().saturating_sub(LONGEST);
        while !before.is_char_boundary(start) {
            start += 1;
        }
        let open = before[start..].rfind('(');
        let closed = before[start..].rfind(')');
        (open <= closed).then(|| Read {
            labels: labels.to_vec(),
            gaps: Vec::new(),
            end: at + bytes + 1,
            form: Form::Closed,
            sureness: Sureness::Likely,
            place: Place::Mark,
        })
    }
}

/// Whether the words behind a number in brackets say where in the reference: `[12, p. 45]`.
fn names_place(words: &str) -> bool {
    let Some(place) = words.strip_prefix([',', ';', ':']) else {
        return false;
    };
    let place = place.trim_start().to_lowercase();
    [
        "p.", "pp.", "p ", "ch", "sec", "§", "fig", "table", "th", "eq", "see", "art", "s.", "vol",
    ]
    .iter()
    .any(|word| place.starts_with(word))
}

fn near(words: &str) -> &str {
    let mut end = words.len().min(LONGEST);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    &words[..end]
}
