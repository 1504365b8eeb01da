//! Where a selector's passage stands in the document as it is now.
//!
//! An anchor is derived each time a text and a selector meet; it is never
//! saved as truth. Today it is found by position and by exact quote with
//! context; the place to make it cleverer is [`Selector::anchor`].

use crate::text::{Text, TextRange, occurrences};

use super::selector::Selector;

/// Where a passage is now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Anchor {
    /// At its stored position, with its stored words.
    Exact(TextRange),
    /// Elsewhere, with the same words.
    Moved {
        /// Where it is now.
        range: TextRange,
        /// How sure that is, 0 to 1.
        score: f64,
    },
    /// Nowhere, or in several places with nothing to choose between them.
    Lost {
        /// In how many places its words stand: none, or several.
        stands: usize,
    },
}

/// The three states of an anchor, without the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorState {
    /// [`Anchor::Exact`].
    Exact,
    /// [`Anchor::Moved`].
    Moved,
    /// [`Anchor::Lost`].
    Lost,
}

impl AnchorState {
    /// The word for it in listings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Moved => "moved",
            Self::Lost => "lost",
        }
    }
}

impl Anchor {
    /// The range, when there is one.
    pub fn range(self) -> Option<TextRange> {
        match self {
            Self::Exact(range) | Self::Moved { range, .. } => Some(range),
            Self::Lost { .. } => None,
        }
    }

    /// How sure it is: 1 for an exact one, 0 for a lost one.
    pub fn score(self) -> f64 {
        match self {
            Self::Exact(_) => 1.0,
            Self::Moved { score, .. } => score,
            Self::Lost { .. } => 0.0,
        }
    }

    /// Its state.
    pub fn state(self) -> AnchorState {
        match self {
            Self::Exact(_) => AnchorState::Exact,
            Self::Moved { .. } => AnchorState::Moved,
            Self::Lost { .. } => AnchorState::Lost,
        }
    }
}

/// What a moved passage scores when its words stand in one place only and
/// nothing of its context does.
const UNIQUE_WITHOUT_CONTEXT: f64 = 0.5;

/// The places where the words of a passage stand, as they are found.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// The place with the most of its context, and how much that is.
    best: Option<(f64, TextRange)>,
    /// Whether another place has as much.
    tied: bool,
    /// How many there are.
    count: usize,
}

impl Candidates {
    /// The words stand there, with this part of their context, 0 to 1.
    pub(super) fn add(&mut self, context: f64, range: TextRange) {
        self.count += 1;
        match self.best {
            Some((most, _)) if context < most => {}
            Some((most, _)) if (context - most).abs() < f64::EPSILON => self.tied = true,
            _ => {
                self.best = Some((context, range));
                self.tied = false;
            }
        }
    }

    /// The one that is meant, where that can be told.
    pub(super) fn anchor(&self) -> Anchor {
        match self.best {
            Some((context, range)) if !self.tied => Anchor::Moved {
                range,
                score: UNIQUE_WITHOUT_CONTEXT + (1.0 - UNIQUE_WITHOUT_CONTEXT) * context,
            },
            _ => Anchor::Lost { stands: self.count },
        }
    }
}

impl Selector {
    /// Finds the passage in a text: at its position if its words stand there,
    /// else at the one place where its words stand with the most of its
    /// context. Words that stand in several places with equal context are lost
    /// rather than guessed at.
    pub fn anchor(&self, text: &Text) -> Anchor {
        if let Some(range) = self.at_its_position(text) {
            return Anchor::Exact(range);
        }
        if self.quote.is_empty() {
            return Anchor::Lost { stands: 0 };
        }
        let mut places = Candidates::default();
        for start in occurrences(text, &self.quote) {
            let range = TextRange::between(start, start + self.quote.len());
            places.add(self.context_kept(text, range), range);
        }
        places.anchor()
    }

    pub(super) fn at_its_position(&self, text: &Text) -> Option<TextRange> {
        let start = text.byte_of(self.start)?;
        let end = text.byte_of(self.end)?;
        let range = text.range(start, end).ok()?;
        (text.slice(range) == self.quote.as_str()).then_some(range)
    }

    /// The part of the stored context, 0 to 1, that stands around a range.
    pub(super) fn context_kept(&self, text: &Text, range: TextRange) -> f64 {
        // What differs in length differs.
        let from = range.start().saturating_sub(self.prefix.len());
        let to = (range.end() + self.suffix.len()).min(text.len());
        let before = text.slice(TextRange::between(from, range.start()));
        let before = before.chars().rev().zip(self.prefix.chars().rev());
        let after = text.slice(TextRange::between(range.end(), to));
        let after = after.chars().zip(self.suffix.chars());
        let kept = before.take_while(|(here, then)| here == then).count()
            + after.take_while(|(here, then)| here == then).count();
        let stored = self.prefix.chars().count() + self.suffix.chars().count();
        if stored == 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 64 of each")]
        let part = kept as f64 / stored as f64;
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(old: &str) -> Selector {
        let start = old.find('«').unwrap();
        let end = old.find('»').unwrap() - '«'.len_utf8();
        let text = Text::new(old.replace(['«', '»'], ""));
        Selector::of(&text, text.range(start, end).unwrap())
    }

    #[track_caller]
    fn check(old: &str, new: &str, state: AnchorState) {
        let anchor = selector(old).anchor(&Text::new(new.replace(['«', '»'], "")));
        assert_eq!(anchor.state(), state);
        if let (Some(range), Some(wanted)) = (anchor.range(), new.find('«')) {
            assert_eq!(range.start(), wanted);
        }
    }

    #[test]
    fn words_at_their_position_are_exact() {
        check("one «two» three", "one «two» three", AnchorState::Exact);
        check("one «two» three", "one «two» four", AnchorState::Exact);
    }

    #[test]
    fn words_elsewhere_are_moved_to_the_place_with_their_context() {
        check(
            "one «two» three",
            "zero one «two» three",
            AnchorState::Moved,
        );
        check(
            "one «two» three",
            "a two b one «two» three",
            AnchorState::Moved,
        );
    }

    #[test]
    fn words_without_a_place_or_with_several_are_lost() {
        check("one «two» three", "one three", AnchorState::Lost);
        check("one «two» three", "xtwoy xtwoy", AnchorState::Lost);
        let anchor = selector("one «two» three").anchor(&Text::new("xtwoy xtwoy"));
        assert_eq!(anchor, Anchor::Lost { stands: 2 });
    }

    #[test]
    fn offsets_outside_the_text_never_panic() {
        let mut far = selector("«one»");
        far.start.0 = usize::MAX;
        far.end.0 = 2;
        assert_eq!(far.anchor(&Text::new("two")), Anchor::Lost { stands: 0 });
        assert_eq!(far.anchor(&Text::new("one")).state(), AnchorState::Moved);
    }

    #[test]
    fn moved_scores_grow_with_the_context_kept() {
        let whole = selector("one «two» three").anchor(&Text::new("zero one two three"));
        let part = selector("one «two» three").anchor(&Text::new("zero two three"));
        let none = selector("one «two» three").anchor(&Text::new("xxtwoxx"));
        assert!((whole.score() - 1.0).abs() < 1e-9);
        assert!(part.score() < whole.score() && part.score() > none.score());
        assert!((none.score() - UNIQUE_WITHOUT_CONTEXT).abs() < 1e-9);
    }
}
