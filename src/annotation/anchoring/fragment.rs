//! A selector as tokens, and what a place in a text has of it.
//!
//! Must not know: how a place is found.

use std::ops::Range;

use crate::annotation::selector::{CONTEXT_CODE_POINTS, Selector};
use crate::text::{Text, TextRange};

use super::anchor::{Anchor, Shift};
use super::tokens::{Token, Tokens, Vocabulary};

/// What a passage scores that stands elsewhere with the same words and nothing of its
/// context.
pub(super) const WITHOUT_CONTEXT: f64 = 0.5;

/// Words of this weight tell one line from another: two long ones, say.
pub(super) const TELLING: f32 = 2.0;

/// A selector as the tokens that its passage touches, and those of the context around it.
#[derive(Debug)]
pub(super) struct Fragment<'s> {
    pub(super) selector: &'s Selector,
    /// All tokens: those before the passage, of it, and after it.
    tokens: Vec<Token>,
    /// The numbers of those of the passage.
    passage: Range<usize>,
    /// The numbers of those on its lines; with the line before, where these tell nothing.
    lines: Range<usize>,
    first: Edge,
    last: Edge,
}

/// How an end of a passage lies to the token there.
#[derive(Debug, Clone, Copy, Default)]
struct Edge {
    /// The bytes of the token.
    token: usize,
    /// The bytes of the token that are outside of the passage.
    outside: usize,
    /// The bytes of the passage that are outside of the token: blanks.
    blanks: usize,
}

/// How much of the context before and after a passage stands around a place, 0 to 1 each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Context {
    pub(super) before: f32,
    pub(super) after: f32,
}

impl Context {
    pub(super) fn sum(self) -> f32 {
        self.before + self.after
    }

    /// Whether half of it is there: what stands before the passage, say.
    pub(super) fn is_kept(self) -> bool {
        self.sum() > 1.0 - 1e-3
    }

    pub(super) fn score(self) -> f64 {
        WITHOUT_CONTEXT + (1.0 - WITHOUT_CONTEXT) * f64::from(self.sum()) / 2.0
    }
}

impl<'s> Fragment<'s> {
    /// `None` where a passage has no token: it is empty, or holds nothing but blanks.
    pub(super) fn new(selector: &'s Selector, vocabulary: &mut Vocabulary) -> Option<Self> {
        let (prefix, quote) = (&selector.prefix, &selector.quote);
        let words = [prefix, quote, &*selector.suffix].concat();
        let quoted = TextRange::between(prefix.len(), prefix.len() + quote.len());
        let mut tokens = vocabulary.tokens(&words);
        let mut passage = match quote.is_empty() {
            true => return None,
            false => tokens.touching(quoted),
        };
        if passage.is_empty() {
            return None;
        }
        let edges = |passage: &Range<usize>, tokens: &Tokens| {
            let (first, last) = (tokens.0[passage.start], tokens.0[passage.end - 1]);
            let (first, last) = (first.range(), last.range());
            let first = Edge {
                token: first.len(),
                outside: quoted.start().saturating_sub(first.start()),
                blanks: first.start().saturating_sub(quoted.start()),
            };
            let last = Edge {
                token: last.len(),
                outside: last.end().saturating_sub(quoted.end()),
                blanks: quoted.end().saturating_sub(last.end()),
            };
            (first, last)
        };
        let (first, last) = edges(&passage, &tokens);
        // The context is cut after so many code points, and that may be inside a word.
        if is_cut(&selector.suffix) && passage.end + 1 < tokens.len() {
            tokens.0.pop();
        }
        if is_cut(prefix) && passage.start > 1 {
            tokens.0.remove(0);
            passage = passage.start - 1..passage.end - 1;
        }
        let lines = lines(&words, quoted, &tokens, (&passage, vocabulary));
        Some(Self {
            selector,
            tokens: tokens.0,
            passage,
            lines,
            first,
            last,
        })
    }

    /// The tokens of the passage.
    pub(super) fn quote(&self) -> &[Token] {
        &self.tokens[self.passage.clone()]
    }

    /// All tokens, and the numbers of those of the passage among them.
    pub(super) fn whole(&self) -> (&[Token], Range<usize>) {
        (&self.tokens, self.passage.clone())
    }

    /// Whether nothing is known of what stood around the passage.
    pub(super) fn is_bare(&self) -> bool {
        self.selector.prefix.is_empty() && self.selector.suffix.is_empty()
    }

    pub(super) fn before(&self) -> &[Token] {
        &self.tokens[..self.passage.start]
    }

    pub(super) fn after(&self) -> &[Token] {
        &self.tokens[self.passage.end..]
    }

    /// How much of the context stands around some tokens of a text without a gap.
    pub(super) fn context(
        &self,
        text: &Tokens,
        place: &Range<usize>,
        vocabulary: &Vocabulary,
    ) -> Context {
        let (before, after) = self.kept(&(0..self.tokens.len()), (text, place), vocabulary);
        let part = |kept: f32, all: &[Token], context: &str, is_end: bool| {
            match (all.is_empty(), context.is_empty()) {
                (false, _) => Some(kept / vocabulary.weight_of(all)),
                // The passage stood at the end of its text, but for blanks.
                (true, _) if is_end => Some(1.0),
                (true, true) => Some(0.0),
                // Of a side of nothing but blanks, nothing is known.
                (true, false) => None,
            }
        };
        let Selector { prefix, suffix, .. } = self.selector;
        let before = part(before, self.before(), prefix, place.start == 0);
        let after = part(after, self.after(), suffix, place.end >= text.len());
        Context {
            before: before.or(after).unwrap_or_default(),
            after: after.or(before).unwrap_or_default(),
        }
    }

    /// How much of what stands on the lines of the passage stands around some tokens, 0 to 1;
    /// `None` where that is too little to tell one line from another.
    pub(super) fn on_its_lines(
        &self,
        text: &Tokens,
        place: &Range<usize>,
        vocabulary: &Vocabulary,
    ) -> Option<f32> {
        let before = &self.tokens[self.lines.start..self.passage.start];
        let after = &self.tokens[self.passage.end..self.lines.end];
        let all = vocabulary.weight_of(before) + vocabulary.weight_of(after);
        let (before, after) = self.kept(&self.lines, (text, place), vocabulary);
        (all >= TELLING).then_some((before + after) / all)
    }

    /// What those of some tokens tell, before and after the passage, that stand around a place
    /// without a gap.
    fn kept(
        &self,
        within: &Range<usize>,
        (text, place): (&Tokens, &Range<usize>),
        vocabulary: &Vocabulary,
    ) -> (f32, f32) {
        let before = self.tokens[within.start..self.passage.start].iter().rev();
        let before = before.zip(1..).take_while(|(token, distance)| {
            let at = place.start.checked_sub(*distance);
            at.and_then(|at| text.form(at)) == Some(token.form)
        });
        let after = self.tokens[self.passage.end..within.end].iter();
        let after = after.zip(place.end..);
        let after = after.take_while(|(token, at)| text.form(*at) == Some(token.form));
        let weight = |token: &Token| vocabulary.weight(token.form);
        (
            before.map(|(token, _)| weight(token)).sum(),
            after.map(|(token, _)| weight(token)).sum(),
        )
    }

    /// The passage at some tokens of a text that are those of the passage at the ends that
    /// are kept: there, what stood outside of the passage still does.
    fn range_at(&self, text: &Text, tokens: &Tokens, place: &Range<usize>) -> TextRange {
        let span = tokens.span(place);
        let quote = self.quote();
        let (first, last) = (tokens.0[place.start], tokens.0[place.end - 1]);
        let mut start = span.start();
        if first.form == quote[0].form {
            if first.range().len() == self.first.token {
                start += self.first.outside;
            }
            start -= self.blanks_before(text, start);
        }
        let mut end = span.end();
        if last.form == quote[quote.len() - 1].form {
            if last.range().len() == self.last.token {
                end -= self.last.outside;
            }
            end += self.blanks_after(text, end);
        }
        let range = TextRange::between(text.floor_char(start.min(end)), text.floor_char(end));
        // What is left of the token may not be what was inside of the passage.
        if range.is_empty() { span } else { range }
    }

    /// The bytes before a place that the passage begins with before its first word, if
    /// they stand there.
    fn blanks_before(&self, text: &Text, start: usize) -> usize {
        let blanks = self.first.blanks;
        let wanted = self.selector.quote.as_bytes().get(..blanks);
        let here = start
            .checked_sub(blanks)
            .map(|from| text.bytes(from..start));
        match here.as_deref() == wanted {
            true => blanks,
            false => 0,
        }
    }

    fn blanks_after(&self, text: &Text, end: usize) -> usize {
        let blanks = self.last.blanks;
        let quote = self.selector.quote.as_bytes();
        let wanted = quote.get(quote.len() - blanks..);
        let until = (end + blanks).min(text.len());
        match Some(&*text.bytes(end..until)) == wanted {
            true => blanks,
            false => 0,
        }
    }

    /// What it means that the passage is found at some tokens of a text.
    pub(super) fn anchor(
        &self,
        text: &Text,
        (tokens, place): (&Tokens, &Range<usize>),
        shift: Shift,
        vocabulary: &Vocabulary,
    ) -> Anchor {
        let quote = self.quote();
        let range = self.range_at(text, tokens, place);
        if place.len() != quote.len() || !tokens.stand_at(quote, place.start) {
            return Anchor::Changed {
                range,
                score: similarity(quote, &tokens.0[place.clone()], vocabulary),
            };
        }
        let selector = self.selector;
        let is_there = text.code_point_at(range.start()) == selector.start;
        let is_same = text.slice(range) == selector.quote;
        let context = self.context(tokens, place, vocabulary);
        // The same words at the same position between other words may be those of a twin.
        if is_there && is_same && (context.is_kept() || self.is_bare()) {
            return Anchor::Exact(range);
        }
        let score = context.score();
        Anchor::Moved {
            range,
            score,
            shift: match (1.0 - score).abs() < 1e-6 {
                // The same words in another form, between the same ones.
                true if !is_same => Shift::Form,
                true => shift,
                // Whatever stands before it, what is beside it is not what it was.
                false => Shift::Place,
            },
        }
    }
}

/// The numbers of the tokens on the lines that a passage stands on, as far as they are known;
/// with those of the line before it where these tell too little: the question to an answer.
fn lines(
    words: &str,
    quoted: TextRange,
    tokens: &Tokens,
    (passage, vocabulary): (&Range<usize>, &Vocabulary),
) -> Range<usize> {
    let line_start = |before: &str| before.rfind('\n').map_or(0, |at| at + 1);
    let start = line_start(&words[..quoted.start()]);
    let after = &words[quoted.end()..];
    let end = quoted.end() + after.find('\n').unwrap_or(after.len());
    let on = |start: usize| {
        let on = tokens.touching(TextRange::between(start, end.max(start)));
        on.start.min(passage.start)..on.end.max(passage.end)
    };
    let own = on(start);
    let beside = [
        &tokens.0[own.start..passage.start],
        &tokens.0[passage.end..own.end],
    ];
    let told: f32 = beside.iter().map(|words| vocabulary.weight_of(words)).sum();
    match told < TELLING {
        true => on(line_start(words[..start].trim_end())),
        false => own,
    }
}

/// Whether words around a passage were cut because there were more.
fn is_cut(context: &str) -> bool {
    context.chars().nth(CONTEXT_CODE_POINTS - 1).is_some()
}

/// How much two passages have in common, 0 to 1: the words that both have, and a little less
/// for those that they have in another case or of another kind.
fn similarity(one: &[Token], other: &[Token], vocabulary: &Vocabulary) -> f64 {
    const IN_ANY_CASE: f64 = 0.9;
    let forms = in_common(one, other, vocabulary, |token| token.form);
    let kinds = in_common(one, other, vocabulary, |token| vocabulary.kind(token.form));
    IN_ANY_CASE * kinds + (1.0 - IN_ANY_CASE) * forms
}

/// The part of the tokens that both have, by what they tell, of all (the coefficient of Dice
/// and Sørensen over bags).
fn in_common(
    one: &[Token],
    other: &[Token],
    vocabulary: &Vocabulary,
    key: impl Fn(&Token) -> u32,
) -> f64 {
    let sorted = |tokens: &[Token]| {
        let weighed = |token: &Token| (key(token), vocabulary.weight(token.form));
        let mut keys: Vec<(u32, f32)> = tokens.iter().map(weighed).collect();
        keys.sort_unstable_by_key(|(key, _)| *key);
        keys
    };
    let (first, second) = (sorted(one), sorted(other));
    let (mut here, mut there) = (first.iter().peekable(), second.iter().peekable());
    let mut common = 0.0;
    while let (Some((a, weight)), Some((b, _))) = (here.peek(), there.peek()) {
        if a == b {
            common += weight;
        }
        let order = a.cmp(b);
        if order.is_le() {
            here.next();
        }
        if order.is_ge() {
            there.next();
        }
    }
    let all = vocabulary.weight_of(one) + vocabulary.weight_of(other);
    f64::from(2.0 * common / all.max(f32::EPSILON))
}
