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

/// A selector as the tokens that its passage touches, and those of the context around it.
#[derive(Debug)]
pub(super) struct Fragment<'s> {
    pub(super) selector: &'s Selector,
    /// All tokens: those before the passage, of it, and after it.
    tokens: Vec<Token>,
    /// The numbers of those of the passage.
    passage: Range<usize>,
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
        Some(Self {
            selector,
            tokens: tokens.0,
            passage,
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
        let before = self.before().iter().rev().zip(1..);
        let before = before.take_while(|(token, distance)| {
            let at = place.start.checked_sub(*distance);
            at.and_then(|at| text.form(at)) == Some(token.form)
        });
        let after = self.after().iter().zip(place.end..);
        let after = after.take_while(|(token, at)| text.form(*at) == Some(token.form));
        let weight = |tokens: &mut dyn Iterator<Item = &Token>| -> f32 {
            tokens.map(|token| vocabulary.weight(token.form)).sum()
        };
        let part = |kept: f32, all: &[Token], is_end: bool| match all.is_empty() {
            // The passage stood at the end of its text.
            true => f32::from(u8::from(is_end)),
            false => kept / vocabulary.weight_of(all),
        };
        Context {
            before: part(
                weight(&mut before.map(|(token, _)| token)),
                self.before(),
                place.start == 0,
            ),
            after: part(
                weight(&mut after.map(|(token, _)| token)),
                self.after(),
                place.end >= text.len(),
            ),
        }
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
                false if context.is_kept() => shift,
                // Whatever stands before it, what is beside it is not what it was.
                false => Shift::Place,
            },
        }
    }
}

/// Whether words around a passage were cut because there were more.
fn is_cut(context: &str) -> bool {
    context.chars().nth(CONTEXT_CODE_POINTS - 1).is_some()
}

/// How much two passages have in common, 0 to 1: the tokens that both have, by what they
/// tell, of all (the coefficient of Dice and Sørensen over bags).
fn similarity(one: &[Token], other: &[Token], vocabulary: &Vocabulary) -> f64 {
    let sorted = |tokens: &[Token]| {
        let mut forms: Vec<u32> = tokens.iter().map(|token| token.form).collect();
        forms.sort_unstable();
        forms
    };
    let (first, second) = (sorted(one), sorted(other));
    let (mut here, mut there) = (first.iter().peekable(), second.iter().peekable());
    let mut common = 0.0;
    while let (Some(a), Some(b)) = (here.peek(), there.peek()) {
        if a == b {
            common += vocabulary.weight(**a);
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
