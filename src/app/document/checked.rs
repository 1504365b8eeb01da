//! Which sentences are checked: those that a tag touches.

use crate::text::TextRange;
use crate::text::segment::Structure;

/// How many sentences at least one of the ranges touches.
pub fn checked(structure: &Structure, ranges: impl Iterator<Item = TextRange>) -> usize {
    let mut ranges: Vec<TextRange> = ranges.collect();
    ranges.sort();
    let mut count = 0;
    let mut furthest = 0;
    let mut coming = ranges.into_iter().peekable();
    for sentence in structure.sentences() {
        while let Some(range) = coming.next_if(|range| range.start() < sentence.end()) {
            furthest = furthest.max(range.end());
        }
        count += usize::from(furthest > sentence.start());
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use crate::text::segment::ParagraphMode;

    #[test]
    fn a_sentence_counts_once_however_many_tags_touch_it() {
        let text = Text::new("One two.\nThree.\nFour five.\n");
        let structure = Structure::new(&text, ParagraphMode::Lines, "en");
        let range = |start, end| TextRange::between(start, end);
        let ranges = [range(0, 3), range(4, 11), range(4, 7)];
        assert_eq!(checked(&structure, ranges.into_iter()), 2);
        assert_eq!(checked(&structure, std::iter::empty()), 0);
    }
}
