//! The places where a quote stands, and which of them is meant.

use crate::annotation::selector::Selector;
use crate::text::{Text, TextRange, occurrences};

use super::anchor::{Anchor, Shift};
use super::fragment::WITHOUT_CONTEXT;

/// Finds the place where a selector's quote stands with the most of its context.
pub(super) fn find(text: &Text, selector: &Selector) -> Anchor {
    let mut candidates = Candidates::default();
    for start in occurrences(text, &selector.quote) {
        let range = TextRange::between(start, start + selector.quote.len());
        candidates.add(text, selector, range);
    }
    candidates.choose()
}

/// The places where the words of a passage stand, as they are found.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// The place with the most of the context, and how much of it, 0 to 1.
    best: Option<(f64, TextRange)>,
    is_tied: bool,
    /// Whether no context is known that could be there.
    has_none: bool,
    count: usize,
}

impl Candidates {
    pub(super) fn add(&mut self, text: &Text, selector: &Selector, range: TextRange) {
        let context = context_kept(text, selector, range);
        self.has_none = selector.prefix.is_empty() && selector.suffix.is_empty();
        self.count += 1;
        match self.best {
            Some((most, _)) if context < most => {}
            Some((most, _)) if (context - most).abs() < f64::EPSILON => self.is_tied = true,
            _ => {
                self.best = Some((context, range));
                self.is_tied = false;
            }
        }
    }

    /// Chooses the place that is meant. Places with equal context are not guessed
    /// between, nor is one taken that has nothing of it where something is known.
    pub(super) fn choose(&self) -> Anchor {
        match self.best {
            Some((context, range)) if !self.is_tied && (context > 0.0 || self.has_none) => {
                Anchor::Moved {
                    range,
                    score: WITHOUT_CONTEXT + (1.0 - WITHOUT_CONTEXT) * context,
                    shift: Shift::Place,
                }
            }
            _ => Anchor::Lost {
                candidates: self.count,
            },
        }
    }
}

/// The part of a selector's context, 0 to 1, that stands around a range.
fn context_kept(text: &Text, selector: &Selector, range: TextRange) -> f64 {
    // Context that differs in length differs in its code points, too: as many bytes as
    // were stored are enough to compare.
    let from = range.start().saturating_sub(selector.prefix.len());
    let to = (range.end() + selector.suffix.len()).min(text.len());
    let before = text.slice(TextRange::between(from, range.start()));
    let before = before.chars().rev().zip(selector.prefix.chars().rev());
    let after = text.slice(TextRange::between(range.end(), to));
    let after = after.chars().zip(selector.suffix.chars());
    let kept = before.take_while(|(here, then)| here == then).count()
        + after.take_while(|(here, then)| here == then).count();
    let stored = selector.prefix.chars().count() + selector.suffix.chars().count();
    if stored == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "at most 64 of each")]
    let part = kept as f64 / stored as f64;
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, score: f64) {
        let start = old.find('«').unwrap();
        let end = old.find('»').unwrap() - '«'.len_utf8();
        let old = Text::new(old.replace(['«', '»'], ""));
        let selector = Selector::new(&old, old.range(start, end).unwrap());
        let new = Text::new(new);
        let found = crate::text::occurrences(&new, &selector.quote).next();
        let found = found.expect("the quote stands in the new text");
        let mut candidates = Candidates::default();
        let range = TextRange::between(found, found + selector.quote.len());
        candidates.add(&new, &selector, range);
        assert!((candidates.choose().score() - score).abs() < 1e-9);
    }

    #[test]
    fn a_score_is_a_half_and_the_part_of_the_context_that_is_kept() {
        check("one «two» three", "zero one two three", 1.0);
        // Of context that is known something has to be there.
        check("one «two» three", "xxtwoxx", 0.0);
        // Six of ten code points: all of the suffix, nothing of the prefix.
        check("one «two» three", "xtwo three", 0.5 + 0.5 * 0.6);
        // One character before it, in the bytes of one and a half stored ones.
        check("éé«two»", "aétwo", 0.5 + 0.5 * 0.5);
        check("«two»", "a two", WITHOUT_CONTEXT);
    }
}
