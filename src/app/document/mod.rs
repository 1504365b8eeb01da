//! One document of the workspace, read or not yet read.

pub mod places;
pub mod search_matches;
pub mod selection;
pub mod units;

use std::sync::Arc;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Change, ChangeError, Conflicts, TagId,
};
use crate::text::segment::{ParagraphMode, Structure};
use crate::text::{Text, TextRange};

use crate::app::document::places::{Placed, Places};
use crate::app::document::search_matches::SearchMatches;
use crate::app::document::selection::{Cursor, Unit};
use crate::app::document::units::Units;
use crate::app::documents::KnownAnnotations;
use crate::app::message::LoadedDocument;
use crate::app::update::reanchoring::Sought;

/// The number of a document in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(pub usize);

/// A document in the catalogue.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its path below the documents folder, with `/`.
    pub path: String,
    /// Why it cannot be read, when it cannot.
    pub problem: Option<String>,
    /// What is known of it without opening it.
    pub summary: Option<Box<Summary>>,
    /// What its annotation file says, while it is not open.
    pub tags: Option<Box<KnownAnnotations>>,
    /// Where the reader was.
    pub place: Place,
    /// Its content, once it was opened.
    pub loaded: Option<Box<OpenDocument>>,
    /// What has become of it on disk while the reader runs.
    pub disk: OnDisk,
}

/// What has become of a document on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDisk {
    /// It is as it was.
    #[default]
    Same,
    /// It has changed since the reader was in it, or while.
    Changed,
    /// It is not there any more.
    Gone,
    /// It is there and cannot be read any more.
    Unreadable,
}

/// What is known of a document without opening it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// Its first line with words.
    pub title: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// How many of its sentences a tag touches, and how many it has; `None` where
    /// they were not counted.
    pub checked: Option<(usize, usize)>,
    /// Its annotations.
    pub set: AnnotationSet,
    /// Those whose passage is not in the document any more, sorted.
    pub lost: Vec<AnnotationId>,
    /// How many passages have moved since they were marked.
    pub moved: usize,
    /// The tags of which there are several versions.
    pub conflicts: Conflicts,
}

/// Where a reader was in a document: byte offsets, moved to boundaries when
/// they are used, since the document may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The start of the selection.
    pub cursor: usize,
    /// The first byte on the screen.
    pub top: usize,
    /// The furthest byte that was read.
    pub furthest: usize,
}

/// Whether the annotations of a document may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// They may.
    Writable,
    /// They may not, and why.
    ReadOnly(String),
    /// They are still being read: so many bytes have been, of so many.
    NotRead(u64, u64),
}

/// Where the last change of a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// On disk.
    Saved,
    /// On its way.
    Saving,
    /// Here only, and why.
    Failed(String),
}

/// A text and where the reader was in it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The text.
    pub text: Text,
    /// The cursor.
    pub cursor: Cursor,
    /// The first byte on the screen.
    pub top: usize,
    /// The furthest byte that was read.
    pub furthest: usize,
}

/// An open document.
#[derive(Debug, Clone)]
pub struct OpenDocument {
    /// Its content. The line ends that only wrap a paragraph are soft.
    pub text: Text,
    /// The name of its encoding, where that is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// Whether its annotations may be written.
    pub access: Access,
    /// What the reader should know about the file, a sentence each.
    pub notices: Vec<String>,
    /// What stays in the status row about it, a word or two each.
    pub warnings: Vec<String>,
    /// Where the reader is.
    pub cursor: Cursor,
    /// The annotation that was gone to by name, until the cursor moves.
    pub pointed: Option<AnnotationId>,
    /// The lost annotation that was chosen from a list: it may be put in its new place
    /// when one has gone there.
    pub orphaned: Option<AnnotationId>,
    /// The annotation whose extent is being changed.
    pub resizing: Option<AnnotationId>,
    /// Whether it is being counted: where its annotations are comes with that.
    pub indexing: bool,
    /// How it was read before it became empty on disk, as it does for a moment
    /// where somebody writes it anew.
    pub emptied: Option<Box<Reading>>,
    /// The first byte on the screen.
    pub top: usize,
    /// The furthest byte that was read.
    pub furthest: usize,
    /// What the last search found here, as far as it has come.
    pub hits: SearchMatches,
    /// How the last change stands.
    pub save: SaveState,
    /// Whether what is not saved is kept for the next start.
    pub kept: bool,
    /// Counts the changes.
    pub revision: u64,
    /// The last change that is known to be saved.
    pub acknowledged: u64,
    set: AnnotationSet,
    places: Places,
    /// The number of the search for passages in this text.
    seek: u64,
}

impl Document {
    /// A document that was listed and not yet read.
    pub fn unread(path: String, problem: Option<String>) -> Self {
        Self {
            path,
            problem,
            summary: None,
            tags: None,
            place: Place::default(),
            loaded: None,
            disk: OnDisk::Same,
        }
    }

    /// Its annotations, as far as they are known.
    pub fn set(&self) -> Option<&AnnotationSet> {
        match (self.with_tags(), &self.tags) {
            (Some(loaded), _) => Some(&loaded.set),
            (None, Some(tags)) => Some(&tags.set),
            (None, None) => None,
        }
    }

    /// What is open of it, unless its tags are still being read.
    fn with_tags(&self) -> Option<&OpenDocument> {
        let loaded = self.loaded.as_deref();
        loaded.filter(|it| !it.is_without_tags())
    }

    /// Whether it is known to have no content.
    pub fn is_empty(&self) -> bool {
        match (&self.loaded, &self.summary) {
            (Some(loaded), _) => loaded.text.is_empty(),
            (None, Some(summary)) => summary.bytes == 0,
            (None, None) => false,
        }
    }

    /// How far it has been read, 0 to 1.
    pub fn read(&self) -> f64 {
        let (furthest, bytes) = match (&self.loaded, &self.summary) {
            (Some(loaded), _) => (loaded.furthest, loaded.text.len()),
            (None, Some(summary)) => (self.place.furthest, summary.bytes),
            (None, None) => return 0.0,
        };
        if bytes == 0 {
            return 1.0;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share for a bar of eight cells"
        )]
        let share = furthest as f64 / bytes as f64;
        share.clamp(0.0, 1.0)
    }

    /// How many passages have moved since they were marked, and how many are
    /// not to be found.
    pub fn displaced(&self) -> (usize, usize) {
        match (self.with_tags(), &self.summary) {
            (Some(loaded), _) => loaded.displaced(),
            (None, Some(summary)) => (summary.moved, summary.lost.len()),
            (None, None) => (0, 0),
        }
    }

    /// How many passages are still being looked for.
    pub fn sought(&self) -> usize {
        let loaded = self.loaded.as_ref();
        loaded.map_or(0, |it| it.places.pending().len())
    }

    /// Whether the passage of an annotation is not to be found.
    pub fn is_lost(&self, id: &AnnotationId) -> bool {
        match (&self.loaded, &self.summary) {
            (Some(loaded), _) => loaded.places.is_lost(id),
            (None, Some(summary)) => summary.lost.binary_search(id).is_ok(),
            (None, None) => false,
        }
    }

    /// Whether there is another version of an annotation.
    pub fn is_in_conflict(&self, id: &AnnotationId) -> bool {
        let conflicts = self.conflicts();
        conflicts.is_some_and(|it| it.others(id).next().is_some())
    }

    /// The tags of which there are several versions, as far as they are known.
    pub fn conflicts(&self) -> Option<&Conflicts> {
        match (self.with_tags(), &self.tags) {
            (Some(loaded), _) => Some(loaded.conflicts()),
            (None, Some(tags)) => Some(&tags.conflicts),
            (None, None) => None,
        }
    }

    /// How many of its sentences a tag touches, and how many it has; `None` where
    /// they are not counted, as in a large document.
    pub fn checked(&self) -> Option<(usize, usize)> {
        match (self.with_tags(), &self.summary) {
            (Some(loaded), _) => {
                let sentences = loaded.structure.sentence_count()?;
                Some((loaded.checked()?, sentences))
            }
            (None, Some(summary)) => summary.checked,
            (None, None) => None,
        }
    }
}

impl OpenDocument {
    /// Opens a document at a place.
    pub fn new(content: LoadedDocument, how: (ParagraphMode, &str), place: Place) -> Self {
        let LoadedDocument {
            text,
            encoding,
            structure,
            set,
            places,
            access,
            notices,
            warnings,
        } = content;
        // What was found meanwhile serves, unless paragraphs are told otherwise now.
        let mut places = places.map_or_else(|| Places::of(&text, &set), |it| *it);
        let found = structure.filter(|(mode, _)| *mode == how.0);
        if found.is_none() {
            places.forget_checked();
        }
        let structure = found.map_or_else(|| Structure::new(&text, how.0, how.1), |it| it.1);
        let text = structure.set(text);
        let units = Units {
            text: &text,
            structure: &structure,
        };
        let cursor = Cursor::on(units.at(Unit::Sentence, place.cursor), Unit::Sentence);
        let mut loaded = Self {
            cursor,
            top: text.floor_char(place.top),
            furthest: place.furthest.min(text.len()),
            text,
            encoding,
            structure,
            access,
            notices,
            warnings,
            pointed: None,
            orphaned: None,
            resizing: None,
            indexing: false,
            emptied: None,
            hits: SearchMatches::default(),
            save: SaveState::Saved,
            kept: false,
            revision: 0,
            acknowledged: 0,
            set,
            places,
            seek: 0,
        };
        loaded.follow();
        loaded
    }

    /// The text with its structure.
    pub fn units(&self) -> Units<'_> {
        Units {
            text: &self.text,
            structure: &self.structure,
        }
    }

    /// The annotations.
    pub fn set(&self) -> &AnnotationSet {
        &self.set
    }

    /// Where they are.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Whether its annotations are still being read: none of them are here, and
    /// nothing may be made of that.
    pub fn is_without_tags(&self) -> bool {
        matches!(self.access, Access::NotRead(..))
    }

    /// Takes in its annotations, which were read after its text.
    pub fn take_late(&mut self, set: AnnotationSet, places: Places, structure: &Structure) {
        self.set = set;
        self.take_places(places, structure);
    }

    /// How many annotations have a place that is not known yet, because the document
    /// is still being counted.
    pub fn pending(&self) -> usize {
        self.places.pending().len()
    }

    /// Takes in where annotations are that were pending.
    pub fn take_places(&mut self, mut places: Places, structure: &Structure) {
        if !self.structure.is_one_with(structure) {
            places.forget_checked();
        }
        let filter = self.places.filter().cloned();
        self.places = places;
        self.follow();
        self.places.set_filter(filter);
    }

    /// The tags of which there are several versions.
    pub fn conflicts(&self) -> &Conflicts {
        self.places.conflicts()
    }

    /// The place of an annotation.
    pub fn place_of(&self, id: &AnnotationId) -> Option<&Placed> {
        self.places.place_of(id)
    }

    /// Tells the paragraphs in another way; the cursor goes to its sentence.
    pub fn set_paragraphs(&mut self, mode: ParagraphMode, language: &str) {
        self.structure = Structure::new(&self.text, mode, language);
        self.text = self.structure.set(self.text.clone());
        self.places.forget_checked();
        self.follow();
        let here = self.cursor.range().start();
        let sentence = self.units().at(Unit::Sentence, here);
        self.cursor = Cursor::on(sentence, Unit::Sentence);
    }

    /// Applies a change and returns its inverse.
    ///
    /// # Errors
    /// When the change does not fit the set.
    pub fn apply(&mut self, change: Change) -> Result<Change, ChangeError> {
        let inverse = self.set.apply(change)?;
        self.revision += 1;
        self.follow();
        Ok(inverse)
    }

    /// Puts another text in the place of the document's own. `places` are those
    /// that have been found in it already.
    pub fn replace_text(&mut self, text: Text, structure: Structure, places: Places) {
        let filter = self.places.filter().cloned();
        self.text = structure.set(text);
        self.structure = structure;
        self.places = places;
        self.seek = 0;
        self.follow();
        self.places.set_filter(filter);
    }

    /// Where the reader is.
    pub fn place(&self) -> Place {
        Place {
            cursor: self.cursor.range().start(),
            top: self.top,
            furthest: self.furthest,
        }
    }

    /// Where there is no tag: points at the lost one that was chosen before, if it is
    /// still lost.
    pub fn point_at_orphaned(&mut self) {
        if self.current().is_some() {
            return;
        }
        let chosen = self.orphaned.take();
        self.pointed =
            chosen.filter(|id| self.set.get(id).is_some() && self.place_of(id).is_none());
    }

    /// Whether nothing but white space comes after a byte. What is longer than
    /// anybody leaves at an end is not looked at.
    pub fn is_end(&self, byte: usize) -> bool {
        const MOST_BLANK: usize = 16 * 1024;
        let len = self.text.len();
        let blank = |rest| self.text.slice(rest).trim().is_empty();
        len - byte.min(len) <= MOST_BLANK && self.text.range(byte, len).is_ok_and(blank)
    }

    /// Its text and where the reader is in it.
    pub fn reading(&self) -> Reading {
        Reading {
            text: self.text.clone(),
            cursor: self.cursor.clone(),
            top: self.top,
            furthest: self.furthest,
        }
    }

    /// Takes in a set that was merged elsewhere: not a change of the reader's.
    pub fn replace_set(&mut self, set: AnnotationSet) {
        self.set = set;
        self.follow();
    }

    /// What is to be looked for in the background under this number, if anything.
    pub fn to_seek(&mut self, number: u64) -> Option<Vec<Arc<Annotation>>> {
        let pending = self.places.ask_for_pending()?;
        self.seek = number;
        Some(pending)
    }

    /// Takes in what was found, if it was looked for in this text.
    pub fn take_sought(&mut self, sought: &Sought) {
        if sought.number == self.seek {
            let units = Units {
                text: &self.text,
                structure: &self.structure,
            };
            self.places.take_found(units, &sought.found);
        }
    }

    /// Lets only one tag take room in the margin.
    pub fn set_filter(&mut self, tag: Option<TagId>) {
        self.places.set_filter(tag);
    }

    /// How many passages have moved since they were marked, and how many are
    /// not to be found.
    pub fn displaced(&self) -> (usize, usize) {
        (self.places.moved(), self.places.lost().len())
    }

    /// How many sentences a tag touches, where that is known.
    pub fn checked(&self) -> Option<usize> {
        self.places.checked()
    }

    /// The tag under the cursor: the one that was gone to; else the one with
    /// exactly the selected extent; else the shortest around the cursor; else
    /// the first within the selection.
    pub fn current(&self) -> Option<&Annotation> {
        let id = self
            .pointed
            .as_ref()
            .filter(|id| self.set.contains(id))
            .or_else(|| self.under_cursor())?;
        self.set.get(id).map(|annotation| &**annotation)
    }

    fn under_cursor(&self) -> Option<&AnnotationId> {
        let placed = self.places.under(self.cursor.range())?;
        Some(&placed.annotation.id)
    }

    /// Brings the places over to the set.
    fn follow(&mut self) {
        let units = Units {
            text: &self.text,
            structure: &self.structure,
        };
        self.places.follow(units, &self.set);
        // Those of a large document are counted where nobody waits.
        if self.places.checked().is_none() && !self.structure.is_paged() {
            self.places.count_checked(&self.structure);
        }
    }
}

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
