//! The units of reading: word, clause, sentence and paragraph, and where each is.

use crate::text::segment::{self, Structure};
use crate::text::{Text, TextRange};

use crate::app::input::command::Direction;
use Direction::{Backward, Forward};

/// The unit that is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    Word,
    /// A part of a sentence, between commas and the like.
    Clause,
    /// A sentence, which a key tags unless something else is selected.
    Sentence,
    Paragraph,
    /// Any other range: extended, dragged or found.
    Passage,
}

impl Unit {
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Clause => "clause",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Passage => "passage",
        }
    }
}

/// A text with its structure, over which the cursor moves.
#[derive(Debug, Clone, Copy)]
pub struct Units<'a> {
    /// The content.
    pub text: &'a Text,
    /// Its paragraphs and sentences.
    pub structure: &'a Structure,
}

impl Units<'_> {
    /// The unit that holds `byte`; between two units the next one, at the end the last one, and
    /// in a text without words the empty range.
    pub(crate) fn at(self, unit: Unit, byte: usize) -> TextRange {
        let found = match unit {
            Unit::Paragraph => {
                let from = self.structure.paragraphs_from(byte);
                at_or_after(from, byte).or_else(|| self.structure.paragraphs_upto(byte).next())
            }
            Unit::Sentence | Unit::Passage => {
                let from = self.structure.sentences_from(byte);
                at_or_after(from, byte).or_else(|| self.structure.sentences_upto(byte).next())
            }
            Unit::Clause => {
                let sentence = self.at(Unit::Sentence, byte);
                at_or_last(&segment::clauses(self.text, sentence), byte)
            }
            Unit::Word => {
                let paragraph = self.at(Unit::Paragraph, byte);
                at_or_last(&segment::words(self.text, paragraph), byte)
            }
        };
        found.unwrap_or_else(|| self.fallback(unit, byte))
    }

    /// The first unit that begins at or after `byte`.
    pub(crate) fn starting_from(self, unit: Unit, byte: usize) -> Option<TextRange> {
        self.find(unit, byte, Forward, |range| range.start() >= byte)
    }

    /// The first unit that ends after `byte`.
    pub(crate) fn ending_after(self, unit: Unit, byte: usize) -> Option<TextRange> {
        self.find(unit, byte, Forward, |range| range.end() > byte)
    }

    /// The last unit that ends at or before `byte`.
    pub(crate) fn ending_by(self, unit: Unit, byte: usize) -> Option<TextRange> {
        self.find(unit, byte, Backward, |range| range.end() <= byte)
    }

    /// The last unit that begins before `byte`.
    pub(crate) fn starting_before(self, unit: Unit, byte: usize) -> Option<TextRange> {
        self.find(unit, byte, Backward, |range| range.start() < byte)
    }

    /// The first unit, going away from `byte`, that is wanted.
    fn find(
        self,
        unit: Unit,
        byte: usize,
        direction: Direction,
        wanted: impl Fn(&TextRange) -> bool,
    ) -> Option<TextRange> {
        let (structure, parts) = (self.structure, |sentence| self.parts(unit, sentence));
        match (unit, direction) {
            (Unit::Paragraph, Forward) => structure.paragraphs_from(byte).find(wanted),
            (Unit::Paragraph, Backward) => structure.paragraphs_upto(byte).find(wanted),
            (Unit::Sentence | Unit::Passage, Forward) => {
                structure.sentences_from(byte).find(wanted)
            }
            (Unit::Sentence | Unit::Passage, Backward) => {
                structure.sentences_upto(byte).find(wanted)
            }
            (Unit::Word | Unit::Clause, Forward) => {
                let sentences = structure.sentences_from(byte);
                sentences.flat_map(parts).find(wanted)
            }
            (Unit::Word | Unit::Clause, Backward) => {
                let sentences = structure.sentences_upto(byte);
                let mut parts = sentences.flat_map(|sentence| parts(sentence).into_iter().rev());
                parts.find(wanted)
            }
        }
    }

    fn parts(self, unit: Unit, sentence: TextRange) -> Vec<TextRange> {
        match unit {
            Unit::Word => segment::words(self.text, sentence),
            _ => segment::clauses(self.text, sentence),
        }
    }

    /// What stands in for a missing unit: the sentence for the words of one without words
    /// ("* * *"), the empty range in a text without sentences.
    fn fallback(self, unit: Unit, byte: usize) -> TextRange {
        match unit {
            Unit::Word | Unit::Clause => self.at(Unit::Sentence, byte),
            _ => TextRange::empty_at(self.text.floor_grapheme(byte)),
        }
    }
}

fn at_or_after(mut from: impl Iterator<Item = TextRange>, byte: usize) -> Option<TextRange> {
    from.find(|range| range.end() > byte)
}

fn at_or_last(ranges: &[TextRange], byte: usize) -> Option<TextRange> {
    let index = ranges.partition_point(|range| range.end() <= byte);
    ranges.get(index).or(ranges.last()).copied()
}
