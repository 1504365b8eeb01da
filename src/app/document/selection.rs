//! The selection, and how commands move it.

use crate::text::TextRange;

use crate::app::document::units::{Unit, Units};
use crate::app::input::command::Direction;

/// A directed range in bytes, on grapheme cluster boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Selection {
    /// The end that stays when the selection is extended.
    pub anchor: usize,
    /// The end that moves.
    pub head: usize,
}

impl Selection {
    /// The selection of a range, whose end is the one that moves.
    pub fn new(range: TextRange) -> Self {
        Self {
            anchor: range.start(),
            head: range.end(),
        }
    }

    pub fn range(self) -> TextRange {
        TextRange::between(self.anchor, self.head)
    }

    /// Whether the end that moves is the later one.
    pub fn is_forward(self) -> bool {
        self.head >= self.anchor
    }
}

/// The selection, the unit that it was made of, and what it can shrink back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    selection: Selection,
    unit: Unit,
    /// While extending, the unit at the end that stays.
    origin: Option<TextRange>,
    grown: Vec<(Selection, Unit)>,
}

impl Cursor {
    pub fn on(range: TextRange, unit: Unit) -> Self {
        Self {
            selection: Selection::new(range),
            unit,
            origin: None,
            grown: Vec::new(),
        }
    }

    pub fn selection(&self) -> Selection {
        self.selection
    }

    pub fn range(&self) -> TextRange {
        self.selection.range()
    }

    pub fn unit(&self) -> Unit {
        self.unit
    }

    pub(crate) fn is_extending(&self) -> bool {
        self.origin.is_some()
    }

    /// The byte at the end that moves, within the selection: its sentence is
    /// the current one.
    pub(crate) fn focus(&self, units: Units<'_>) -> usize {
        let Selection { anchor, head } = self.selection;
        if head > anchor {
            units.text.previous_grapheme(head).max(anchor)
        } else {
            head
        }
    }

    pub fn sentence(&self, units: Units<'_>) -> TextRange {
        units.at(Unit::Sentence, self.focus(units))
    }

    /// Goes to a range; while extending, extends the selection to it.
    pub fn go(&mut self, range: TextRange, unit: Unit) {
        self.grown.clear();
        if let Some(origin) = self.origin {
            let whole = origin.union(range);
            self.selection = if range.start() < origin.start() {
                Selection {
                    anchor: whole.end(),
                    head: whole.start(),
                }
            } else {
                Selection::new(whole)
            };
            self.unit = Unit::Passage;
        } else {
            self.selection = Selection::new(range);
            self.unit = unit;
        }
    }

    pub fn step(&mut self, unit: Unit, direction: Direction, units: Units<'_>) {
        if self.is_extending() {
            self.extend(unit, direction, units);
            return;
        }
        let here = match unit {
            // From a part of a sentence: from that sentence on.
            Unit::Sentence if self.unit < unit => self.sentence(units),
            _ => self.range(),
        };
        // Into a longer selection: its first or its last word.
        let into = unit == Unit::Word && unit < self.unit;
        let target = match direction {
            Direction::Forward if into => units.starting_from(unit, here.start()),
            Direction::Forward => units.starting_from(unit, here.end().max(here.start() + 1)),
            Direction::Backward if into => units.ending_by(unit, here.end()),
            Direction::Backward => units.ending_by(unit, here.start()),
        };
        if let Some(range) = target {
            self.go(range, unit);
        }
    }

    /// Moves to the first sentence of the next paragraph; backwards, of this paragraph or of
    /// the one before it.
    pub(crate) fn step_paragraph(&mut self, direction: Direction, units: Units<'_>) {
        if self.is_extending() {
            self.extend(Unit::Paragraph, direction, units);
            return;
        }
        let target = match direction {
            Direction::Forward => {
                let paragraph = units.at(Unit::Paragraph, self.focus(units));
                units.starting_from(Unit::Paragraph, paragraph.end())
            }
            Direction::Backward => units.starting_before(Unit::Paragraph, self.range().start()),
        };
        if let Some(paragraph) = target {
            self.go(units.at(Unit::Sentence, paragraph.start()), Unit::Sentence);
        }
    }

    pub(crate) fn whole_sentence(&mut self, units: Units<'_>) {
        let sentence = self.sentence(units);
        self.origin = None;
        self.go(sentence, Unit::Sentence);
    }

    /// Grows to the next unit that is longer than the selection.
    pub fn grow(&mut self, units: Units<'_>) {
        let here = self.range();
        for unit in [Unit::Word, Unit::Clause, Unit::Sentence, Unit::Paragraph] {
            let first = units.at(unit, here.start());
            let last = units.starting_before(unit, here.end());
            let whole = last.map_or(first, |last| first.union(last)).union(here);
            if whole != here {
                self.grown.push((self.selection, self.unit));
                self.selection = Selection::new(whole);
                self.unit = if first == whole { unit } else { Unit::Passage };
                return;
            }
        }
    }

    /// Shrinks: back to what it grew from, else to the first shorter unit.
    pub fn shrink(&mut self, units: Units<'_>) {
        if let Some((selection, unit)) = self.grown.pop() {
            self.selection = selection;
            self.unit = unit;
            return;
        }
        let here = self.range();
        for unit in [Unit::Sentence, Unit::Clause, Unit::Word] {
            let part = units.at(unit, here.start());
            if part != here && here.covers(part) {
                self.selection = Selection::new(part);
                self.unit = unit;
                return;
            }
        }
    }

    /// Starts extending; while extending, swaps the end that moves.
    pub(crate) fn extend_or_swap(&mut self, units: Units<'_>) {
        if self.origin.is_none() {
            self.origin = Some(self.range());
            return;
        }
        let Selection { anchor, head } = self.selection;
        self.selection = Selection {
            anchor: head,
            head: anchor,
        };
        self.origin = Some(self.unit_at_anchor(units));
    }

    /// Selects a range and starts extending it at its end.
    pub(crate) fn extend_over(&mut self, range: TextRange, units: Units<'_>) {
        self.grown.clear();
        self.selection = Selection::new(range);
        self.unit = Unit::Passage;
        self.origin = Some(self.unit_at_anchor(units));
    }

    /// The cursor in another text, where its selection is `range`; `place` maps other ranges
    /// into that text.
    pub(crate) fn moved_to(
        &self,
        range: TextRange,
        place: impl Fn(TextRange) -> Option<TextRange>,
    ) -> Self {
        let selection = Selection::new(range);
        Self {
            selection: if self.selection.is_forward() {
                selection
            } else {
                Selection {
                    anchor: selection.head,
                    head: selection.anchor,
                }
            },
            unit: self.unit,
            origin: self
                .origin
                .and_then(place)
                .filter(|origin| range.covers(*origin)),
            grown: Vec::new(),
        }
    }

    /// Stops extending and keeps the selection.
    pub fn keep(&mut self) {
        self.origin = None;
    }

    /// Stops extending and selects the sentence.
    pub fn leave(&mut self, units: Units<'_>) {
        self.origin = None;
        self.grown.clear();
        self.whole_sentence(units);
    }

    /// Selects from one byte to another, which is the end that moves.
    pub fn drag(&mut self, from: usize, to: usize) {
        self.grown.clear();
        self.origin = None;
        self.unit = Unit::Passage;
        self.selection = Selection {
            anchor: from,
            head: to,
        };
    }

    fn extend(&mut self, unit: Unit, direction: Direction, units: Units<'_>) {
        let forward = direction == Direction::Forward;
        let outwards = |byte| match direction {
            Direction::Forward => units.ending_after(unit, byte).map(TextRange::end),
            Direction::Backward => units.starting_before(unit, byte).map(TextRange::start),
        };
        let Selection { anchor, head } = self.selection;
        if forward == (head >= anchor) {
            if let Some(head) = outwards(head) {
                self.carry(anchor, head, units);
            }
            return;
        }
        let inwards = if forward {
            let next = units.starting_from(unit, head + 1).map(TextRange::start);
            next.filter(|head| *head < anchor)
        } else {
            let before = units.ending_by(unit, head.saturating_sub(1));
            before.map(TextRange::end).filter(|head| *head > anchor)
        };
        if let Some(head) = inwards {
            self.carry(anchor, head, units);
        } else if let Some(head) = outwards(anchor) {
            // The end has nowhere to go before the other one: it turns round.
            let origin = self.origin.unwrap_or_else(|| self.range());
            let anchor = if forward {
                origin.start()
            } else {
                origin.end()
            };
            self.carry(anchor, head, units);
        }
    }

    fn carry(&mut self, anchor: usize, head: usize, units: Units<'_>) {
        self.grown.clear();
        self.unit = Unit::Passage;
        self.selection = Selection { anchor, head };
        // What the selection no longer holds cannot be what it turns round on.
        if let Some(origin) = self.origin
            && !self.range().covers(origin)
        {
            self.origin = Some(self.unit_at_anchor(units));
        }
    }

    /// The word at the end that stays, within the selection.
    fn unit_at_anchor(&self, units: Units<'_>) -> TextRange {
        let Selection { anchor, head } = self.selection;
        let byte = if head >= anchor {
            anchor
        } else {
            units.text.previous_grapheme(anchor)
        };
        let word = units.at(Unit::Word, byte);
        let range = self.range();
        if range.covers(word) {
            word
        } else {
            TextRange::between(byte, units.text.next_grapheme(byte).min(range.end()))
        }
    }
}
