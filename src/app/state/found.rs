//! The matches of the last search of all documents: kept while the reader goes from one to
//! the next, whether or not their list is open.
//!
//! Must not know: who searches, how they are listed.

use std::collections::BTreeMap;

use crate::annotation::Edit;
use crate::text::TextRange;
use crate::text::search::Query;

use crate::app::document::DocumentId;
use crate::app::document::search_matches::{Step, next_of};
use crate::app::input::command::Direction;

/// The matches of a search of all documents, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct FoundEverywhere {
    pub query: Query,
    /// The number of the search.
    pub search: u64,
    /// The documents with matches, in the order in which they are searched; the matches of
    /// each in the order of its text.
    documents: Vec<(DocumentId, Vec<TextRange>)>,
    /// How many bytes the text had in which the matches of a document stand.
    text_lens: BTreeMap<DocumentId, usize>,
    count: usize,
    /// The match that was gone to last.
    pub visited: Option<(DocumentId, TextRange)>,
    /// While the search goes on, how many of a hundred documents have been searched.
    pub running: Option<usize>,
}

/// A match with its number among all, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered {
    pub document: DocumentId,
    pub range: TextRange,
    pub number: usize,
    /// Whether it lies past an end of all matches.
    pub wrapped: bool,
}

impl FoundEverywhere {
    pub fn new(query: Query, search: u64) -> Self {
        Self {
            query,
            search,
            documents: Vec::new(),
            text_lens: BTreeMap::new(),
            count: 0,
            visited: None,
            running: Some(0),
        }
    }

    /// Adds matches in a text of so many bytes; documents come in their order.
    pub fn add(
        &mut self,
        document: DocumentId,
        text_len: usize,
        matches: impl Iterator<Item = TextRange>,
    ) {
        self.text_lens.insert(document, text_len);
        let is_last = self
            .documents
            .last()
            .is_some_and(|(last, _)| *last == document);
        if !is_last {
            self.documents.push((document, Vec::new()));
        }
        if let Some((_, all)) = self.documents.last_mut() {
            let before = all.len();
            all.extend(matches);
            self.count += all.len() - before;
        }
    }

    /// How many matches there are.
    pub fn count(&self) -> usize {
        self.count
    }

    pub fn documents(&self) -> &[(DocumentId, Vec<TextRange>)] {
        &self.documents
    }

    /// The next match after what is selected in a document, or the one before it.
    pub fn next(
        &self,
        document: DocumentId,
        selected: TextRange,
        direction: Direction,
    ) -> Option<Numbered> {
        let at = self
            .documents
            .partition_point(|(other, _)| *other < document);
        let here = self
            .documents
            .get(at)
            .filter(|(other, _)| *other == document);
        let step = match direction {
            Direction::Forward => Step::After(selected),
            Direction::Backward => Step::Before(selected),
        };
        if let Some(in_it) = here.and_then(|(_, matches)| next_of(matches, step)) {
            return self.numbered(at, in_it);
        }
        let last = self.documents.len().checked_sub(1)?;
        let (next, wrapped) = match direction {
            Direction::Forward => {
                let next = at + usize::from(here.is_some());
                (if next > last { 0 } else { next }, next > last)
            }
            Direction::Backward => (at.checked_sub(1).unwrap_or(last), at == 0),
        };
        let in_it = match direction {
            Direction::Forward => 0,
            Direction::Backward => self.documents[next].1.len().checked_sub(1)?,
        };
        let found = self.numbered(next, in_it)?;
        Some(Numbered { wrapped, ..found })
    }

    /// The match that is selected in a document.
    pub fn at(&self, document: DocumentId, selected: TextRange) -> Option<Numbered> {
        let at = self
            .documents
            .binary_search_by_key(&document, |(id, _)| *id);
        let at = at.ok()?;
        let in_it = self.documents[at].1.binary_search(&selected).ok()?;
        self.numbered(at, in_it)
    }

    fn numbered(&self, at: usize, in_it: usize) -> Option<Numbered> {
        let (document, matches) = self.documents.get(at)?;
        let before: usize = self.documents[..at].iter().map(|(_, all)| all.len()).sum();
        Some(Numbered {
            document: *document,
            range: *matches.get(in_it)?,
            number: before + in_it,
            wrapped: false,
        })
    }

    /// Carries the matches in a document over an edit of its text. Answers whether they had to
    /// be: a search may have read already what the reader takes in only now.
    pub fn follow(&mut self, document: DocumentId, edit: &Edit) -> bool {
        if let Some(text_len) = self.text_lens.get_mut(&document) {
            if edit.is_to(*text_len) {
                return false;
            }
            *text_len = edit.new_len();
        }
        let of_it = self.documents.iter_mut().find(|(id, _)| *id == document);
        if let Some((_, visited)) = self.visited.as_mut().filter(|(id, _)| *id == document) {
            *visited = edit.range_or_near(*visited);
        }
        for range in of_it.into_iter().flat_map(|(_, matches)| matches) {
            *range = edit.range_or_near(*range);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::CommonEnds;
    use crate::text::Text;

    use super::*;

    fn range(start: usize) -> TextRange {
        TextRange::between(start, start + 2)
    }

    fn found() -> FoundEverywhere {
        let mut found = FoundEverywhere::new(Query::default(), 1);
        for (document, starts) in [(1, &[0, 10][..]), (3, &[5])] {
            let ranges = starts.iter().map(|start| range(*start));
            found.add(DocumentId(document), 12, ranges);
        }
        found
    }

    /// The document, the start and the number of the match that a step leads to.
    fn step(document: usize, start: usize, direction: Direction) -> (usize, usize, usize, bool) {
        let found = found();
        let next = found
            .next(DocumentId(document), range(start), direction)
            .unwrap();
        (
            next.document.0,
            next.range.start(),
            next.number,
            next.wrapped,
        )
    }

    #[test]
    fn matches_follow_each_other_over_the_ends_of_documents() {
        use Direction::{Backward, Forward};
        assert_eq!(step(0, 4, Forward), (1, 0, 0, false));
        assert_eq!(step(1, 0, Forward), (1, 10, 1, false));
        assert_eq!(step(1, 10, Forward), (3, 5, 2, false));
        assert_eq!(step(2, 0, Forward), (3, 5, 2, false));
        assert_eq!(step(3, 5, Forward), (1, 0, 0, true));
        assert_eq!(step(3, 5, Backward), (1, 10, 1, false));
        assert_eq!(step(2, 9, Backward), (1, 10, 1, false));
        assert_eq!(step(1, 0, Backward), (3, 5, 2, true));
        assert_eq!(step(9, 0, Forward), (1, 0, 0, true));
        let none = FoundEverywhere::default();
        assert_eq!(none.next(DocumentId(0), range(0), Forward), None);
    }

    #[test]
    fn matches_are_carried_over_an_edit_unless_they_stand_in_the_new_text_already() {
        let (old, new) = (Text::new("so it is"), Text::new("More. so it is"));
        let edit = || Edit::new(old.clone(), new.clone(), CommonEnds::new(&old, &new));
        for (text_len, starts, carried) in [(8, [0, 3], true), (14, [6, 9], false)] {
            let mut found = FoundEverywhere::new(Query::default(), 1);
            found.add(DocumentId(0), text_len, starts.map(range).into_iter());
            assert_eq!(found.follow(DocumentId(0), &edit()), carried);
            assert_eq!(
                found.documents(),
                [(DocumentId(0), [6, 9].map(range).to_vec())]
            );
            // They stand in the new text now.
            assert!(!found.follow(DocumentId(0), &edit()));
        }
    }

    #[test]
    fn a_match_that_is_selected_has_its_number_among_all() {
        let number = |document, start| {
            let at = found().at(DocumentId(document), range(start));
            at.map(|at| at.number)
        };
        assert_eq!(number(1, 10), Some(1));
        assert_eq!(number(3, 5), Some(2));
        assert_eq!(number(3, 4), None);
        assert_eq!(number(2, 5), None);
    }
}
