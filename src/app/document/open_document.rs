//! An open document: its text, its annotations with their places, and where the reader
//! is in it.

use std::sync::Arc;

use crate::annotation::{
    Annotation, AnnotationFilter, AnnotationId, AnnotationSet, Change, ChangeError, Conflicts,
};
use crate::session::{Access, FileTrouble, ReadingPlace, Seen};
use crate::text::layout::is_set_solid;
use crate::text::references::{LazyReferences, References};
use crate::text::segment::{ParagraphMode, Structure, without_blanks};
use crate::text::{Text, TextRange};

use crate::app::document::annotation_index::{
    AnnotationIndex, Displaced, FoundAnchor, PlacedAnnotation,
};
use crate::app::document::open_items::OpenItems;
use crate::app::document::search_matches::SearchMatches;
use crate::app::document::selection::Cursor;
use crate::app::document::status::{AnnotationsState, Identifying, SaveState};
use crate::app::document::units::{Unit, Units};

/// A document as it was read from disk.
#[derive(Debug, Clone)]
pub struct LoadedDocument {
    /// Its content.
    pub text: Text,
    /// The name of its encoding, where that is not UTF-8.
    pub encoding: Option<&'static str>,
    /// SHA-256 of its bytes, where that is known: a large document is not read for it.
    pub version: Option<String>,
    /// Its paragraphs and sentences, where they have been found already, and how the
    /// paragraphs were recognised.
    pub structure: Option<(ParagraphMode, Structure)>,
    /// Its annotations.
    pub set: AnnotationSet,
    /// Where they are, where that has been found already.
    pub annotation_index: Option<Box<AnnotationIndex>>,
    /// Whether they may be written.
    pub access: Access,
    /// Why their file cannot be read as a whole, where it cannot.
    pub trouble: Option<FileTrouble>,
    /// Whether they are here, or still being read.
    pub annotations: AnnotationsState,
    /// What the reader should know, a sentence each.
    pub notices: Vec<String>,
    /// What stays in the last row about it, a word or two each.
    pub warnings: Vec<String>,
}

/// A text, and where the reader was in it.
#[derive(Debug, Clone)]
pub struct Reading {
    pub text: Text,
    pub cursor: Cursor,
    pub top: usize,
    pub seen: Seen,
}

/// Stands in a large text for a byte that is not UTF-8, until the encoding of the
/// document is known.
const SUBSTITUTE: char = '\u{1a}';

/// An open document.
#[derive(Debug, Clone)]
pub struct OpenDocument {
    /// Its content. The line ends that only wrap a paragraph are soft.
    pub text: Text,
    /// The name of its encoding, where that is not UTF-8.
    pub(crate) encoding: Option<&'static str>,
    /// SHA-256 of its bytes, where that is known.
    pub(crate) version: Option<String>,
    pub(crate) identifying: Identifying,
    /// How often its text was replaced.
    pub(crate) replaced: u64,
    /// Its paragraphs and sentences.
    pub structure: Structure,
    /// The references of its text, once somebody asks for them.
    references: LazyReferences,
    /// Whether its annotations may be written.
    pub access: Access,
    pub(crate) annotations: AnnotationsState,
    /// What the reader should know about the file, a sentence each.
    pub(crate) notices: Vec<String>,
    /// What stays in the last row about it, a word or two each.
    pub(crate) warnings: Vec<String>,
    /// Where the reader is.
    pub cursor: Cursor,
    /// The annotation that was chosen from a picker, until the cursor moves.
    pub(crate) pointed: Option<AnnotationId>,
    /// The lost annotation that was chosen from a picker: once the cursor is at its new place,
    /// it may be put there.
    pub(crate) orphaned: Option<AnnotationId>,
    /// The annotation whose extent is being changed.
    pub(crate) resizing: Option<AnnotationId>,
    /// Whether it is being indexed, which finds its annotations, too.
    pub(crate) indexing: bool,
    /// What was read before the file became empty, as it is for a moment while another program
    /// writes it anew.
    pub(crate) emptied: Option<Box<Reading>>,
    /// The first byte on the screen.
    pub top: usize,
    /// Which parts were on the screen.
    pub seen: Seen,
    /// Where scrolling has left the first byte on the screen and the current sentence.
    pub(crate) scrolled: Option<(usize, TextRange)>,
    /// Whether a search has just gone to a match.
    pub(crate) landed: bool,
    /// Whether its paragraphs follow each other without blank lines.
    pub(crate) is_solid: bool,
    /// The matches of the last search.
    pub matches: SearchMatches,
    pub(crate) save: SaveState,
    /// Whether what is not saved is kept for the next start.
    pub(crate) kept: bool,
    /// The number of changes so far.
    pub(crate) revision: u64,
    /// The last change that is known to be saved.
    pub(crate) acknowledged: u64,
    set: AnnotationSet,
    annotation_index: AnnotationIndex,
    /// How often it was found anew where its annotations are.
    placing: u64,
    /// The number of the last request to re-anchor annotations in this text.
    reanchor_request: u64,
}

/// Whether the paragraphs of a text follow each other without blank lines. Those of a text that
/// was wrapped by hand do not.
fn is_solid(text: &Text, structure: &Structure) -> bool {
    !structure.is_wrapped() && is_set_solid(text)
}

impl OpenDocument {
    /// Opens a document at a place.
    pub(crate) fn new(
        content: LoadedDocument,
        how: (ParagraphMode, &str),
        place: &ReadingPlace,
    ) -> Self {
        let LoadedDocument { text, set, .. } = content;
        // What was found while it was loaded serves, unless the paragraph mode has changed.
        let found = content.annotation_index.map(|index| *index);
        let mut annotation_index =
            found.unwrap_or_else(|| AnnotationIndex::new(&text, &set, Vec::new()));
        let found = content.structure.filter(|(mode, _)| *mode == how.0);
        if found.is_none() {
            annotation_index.forget_checked();
        }
        let structure = found.map_or_else(
            || Structure::new(&text, how.0, how.1),
            |(_, structure)| structure,
        );
        let text = structure.set(text);
        let units = Units {
            text: &text,
            structure: &structure,
        };
        let cursor = Cursor::on(units.at(Unit::Sentence, place.cursor), Unit::Sentence);
        let mut opened = Self {
            cursor,
            is_solid: is_solid(&text, &structure),
            scrolled: None,
            landed: false,
            top: text.floor_char(place.top),
            seen: place.read(),
            text,
            encoding: content.encoding,
            version: content.version,
            identifying: Identifying::default(),
            replaced: 0,
            structure,
            references: LazyReferences::default(),
            access: content.access,
            annotations: content.annotations,
            notices: content.notices,
            warnings: content.warnings,
            pointed: None,
            orphaned: None,
            resizing: None,
            indexing: false,
            emptied: None,
            matches: SearchMatches::default(),
            save: SaveState::Saved,
            kept: false,
            revision: 0,
            acknowledged: 0,
            set,
            annotation_index,
            placing: 0,
            reanchor_request: 0,
        };
        opened.follow();
        opened
    }

    /// The references of its text for whoever cannot wait: those of a large text are read in
    /// the background, and `None` until then. All of the reader asks here.
    pub(crate) fn known_references(&self) -> Option<&References> {
        match self.text.is_paged() {
            true => self.references.known(),
            false => Some(self.references.of(&self.text)),
        }
    }

    /// Where the references of its text are kept, for whoever reads them in the background.
    pub(crate) fn kept_references(&self) -> &LazyReferences {
        &self.references
    }

    /// Why its annotations may not be written, where they may not.
    pub(crate) fn read_only(&self) -> Option<&str> {
        match &self.access {
            Access::ReadOnly(reason) => Some(reason),
            Access::Writable => None,
        }
    }

    /// The text with its structure.
    pub fn units(&self) -> Units<'_> {
        Units {
            text: &self.text,
            structure: &self.structure,
        }
    }

    /// A number that is another one whenever the text, the annotations or their places are.
    pub(crate) fn placing(&self) -> u64 {
        self.placing
    }

    /// The annotations.
    pub fn set(&self) -> &AnnotationSet {
        &self.set
    }

    /// Where they are.
    pub fn annotation_index(&self) -> &AnnotationIndex {
        &self.annotation_index
    }

    /// Whether its annotations are here: only then does the set hold all of them.
    pub fn has_annotations(&self) -> bool {
        self.annotations == AnnotationsState::Ready
    }

    /// Sets its annotations, which were read after its text.
    pub(crate) fn set_annotations(
        &mut self,
        set: AnnotationSet,
        annotation_index: AnnotationIndex,
        structure: &Structure,
    ) {
        self.annotations = AnnotationsState::Ready;
        self.set = set;
        self.replace_annotation_index(annotation_index, structure);
    }

    /// The number of annotations whose places are still to be found.
    pub fn pending(&self) -> usize {
        self.annotation_index.pending().len()
    }

    /// Replaces the index by one in which pending annotations have been found.
    pub(crate) fn replace_annotation_index(
        &mut self,
        mut annotation_index: AnnotationIndex,
        structure: &Structure,
    ) {
        if !self.structure.ptr_eq(structure) {
            annotation_index.forget_checked();
        }
        let filter = self.annotation_index.filter().cloned();
        let open = self.annotation_index.open();
        let (evidence, is_gone) = (open.evidence().cloned(), open.is_gone());
        self.annotation_index = annotation_index;
        self.annotation_index.tell_evidence(evidence);
        self.annotation_index.set_gone(is_gone);
        self.follow();
        self.annotation_index.set_filter(filter);
    }

    /// The annotations of which there are several versions.
    pub fn conflicts(&self) -> &Conflicts {
        self.annotation_index.conflicts()
    }

    /// The words on which the verdict of an annotation was given, where its passage has others
    /// now.
    pub(crate) fn stale_verdict<'a>(&self, annotation: &'a Annotation) -> Option<&'a str> {
        let placed = self.place_of(&annotation.id);
        annotation.stale_verdict(placed.map(|placed| (&self.text, placed.anchor)))
    }

    pub(crate) fn place_of(&self, id: &AnnotationId) -> Option<&PlacedAnnotation> {
        self.annotation_index.place_of(id)
    }

    /// Recognises paragraphs in another way, and selects the sentence under the cursor.
    pub(crate) fn set_paragraphs(&mut self, mode: ParagraphMode, language: &str) {
        self.structure = Structure::new(&self.text, mode, language);
        self.text = self.structure.set(self.text.clone());
        self.is_solid = is_solid(&self.text, &self.structure);
        self.annotation_index.forget_checked();
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

    /// Replaces the text, with what has been found in the new one already.
    pub(crate) fn replace_text(
        &mut self,
        text: Text,
        structure: Structure,
        annotation_index: AnnotationIndex,
    ) {
        let filter = self.annotation_index.filter().cloned();
        self.text = structure.set(text);
        self.structure = structure;
        self.references = LazyReferences::default();
        self.is_solid = is_solid(&self.text, &self.structure);
        let evidence = self.annotation_index.open().evidence().cloned();
        self.annotation_index = annotation_index;
        self.annotation_index.tell_evidence(evidence);
        self.reanchor_request = 0;
        self.identifying = Identifying::default();
        self.replaced += 1;
        self.follow();
        self.annotation_index.set_filter(filter);
    }

    /// Where the reader is.
    pub fn place(&self) -> ReadingPlace {
        ReadingPlace {
            cursor: self.cursor.range().start(),
            top: self.top,
            furthest: self.seen.parts().last().map_or(0, |(_, end)| end),
            seen: self.seen.clone(),
        }
    }

    /// Where there is no annotation under the cursor, points at the lost one that was chosen
    /// before, if it is still lost.
    pub(crate) fn point_at_orphaned(&mut self) {
        if self.current().is_some() {
            return;
        }
        let chosen = self.orphaned.take();
        self.pointed =
            chosen.filter(|id| self.set.get(id).is_some() && self.place_of(id).is_none());
    }

    /// Whether nothing but white space comes after a byte. A rest longer than anybody leaves
    /// blank is not looked at.
    pub(crate) fn is_end(&self, byte: usize) -> bool {
        const MOST_BLANK: usize = 16 * 1024;
        let len = self.text.len();
        let blank = |rest| self.text.slice(rest).trim().is_empty();
        len - byte.min(len) <= MOST_BLANK && self.text.range(byte, len).is_ok_and(blank)
    }

    pub(crate) fn reading(&self) -> Reading {
        Reading {
            text: self.text.clone(),
            cursor: self.cursor.clone(),
            top: self.top,
            seen: self.seen.clone(),
        }
    }

    /// Replaces the set by one that was merged with the disk, which is no change of the
    /// reader's own.
    pub(crate) fn replace_set(&mut self, set: AnnotationSet) {
        self.set = set;
        self.follow();
    }

    /// The annotations whose passages are pending, to be found in the background under
    /// this number; `None` where no new ones are.
    pub(crate) fn passages_to_reanchor(&mut self, number: u64) -> Option<Vec<Arc<Annotation>>> {
        let pending = self.annotation_index.ask_for_pending()?;
        self.reanchor_request = number;
        Some(pending)
    }

    /// Places re-anchored annotations, if they were found in this text.
    pub(crate) fn place_reanchored(&mut self, number: u64, found: &[FoundAnchor]) {
        if number == self.reanchor_request {
            let units = Units {
                text: &self.text,
                structure: &self.structure,
            };
            self.annotation_index.place_found(units, found);
            self.placing += 1;
        }
    }

    /// Lets only what a filter takes have room in the margin. What it hides is under the cursor
    /// no longer.
    pub(crate) fn set_filter(&mut self, filter: Option<AnnotationFilter>) {
        self.annotation_index.set_filter(filter);
        let hides = |id: &AnnotationId| {
            let annotation = self.set.get(id);
            annotation.is_some_and(|one| self.annotation_index.is_hidden(one))
        };
        if self.pointed.as_ref().is_some_and(hides) {
            self.pointed = None;
        }
    }

    /// How many passages are not where they were marked, or not as they were.
    pub fn displaced(&self) -> Displaced {
        self.annotation_index.displaced()
    }

    pub(super) fn open_items_mut(&mut self) -> &mut OpenItems {
        self.annotation_index.open_mut()
    }

    pub(super) fn look_again(&mut self, id: &AnnotationId) {
        self.annotation_index.look_again(id);
    }

    /// Notes whether it is gone from disk, or cannot be read any more.
    pub(in crate::app) fn set_gone(&mut self, is_gone: bool) {
        self.annotation_index.set_gone(is_gone);
    }

    /// How many sentences have an annotation, where that is known.
    pub fn checked(&self) -> Option<usize> {
        self.annotation_index.checked()
    }

    /// The passage that a tag is put on: the selection without the blanks at its ends; `None`
    /// where nothing but blanks is selected.
    pub(crate) fn passage(&self) -> Option<TextRange> {
        without_blanks(&self.text, self.cursor.range())
    }

    /// Whether the code points of a range are known, and its words are certain: bytes
    /// that are not UTF-8 may turn out to be in another encoding.
    pub(crate) fn is_counted_at(&self, range: TextRange) -> bool {
        let counted = self.text.counted();
        let all = counted.bytes >= counted.of;
        let is_plain = || all || !self.text.slice(range).contains(SUBSTITUTE);
        self.text.is_counted_at(range.end()) && is_plain()
    }

    /// The annotation under the cursor: the one that was chosen from a picker; else the one with
    /// exactly the selected extent; else the shortest around the selection; else the first in
    /// it.
    pub fn current(&self) -> Option<&Annotation> {
        self.chosen_or_under(self.pointed.as_ref(), &self.cursor)
    }

    pub(super) fn chosen_or_under(
        &self,
        chosen: Option<&AnnotationId>,
        cursor: &Cursor,
    ) -> Option<&Annotation> {
        let under = || {
            let placed = self.annotation_index.under(cursor.range())?;
            Some(&placed.annotation.id)
        };
        // One that chose a suggestion is not at the annotation beside it.
        if chosen.is_some_and(|id| self.is_suggestion(id)) {
            return None;
        }
        let id = chosen.filter(|id| self.set.contains(id)).or_else(under)?;
        self.set.get(id).map(|annotation| &**annotation)
    }

    /// Brings the index up to date with the set.
    fn follow(&mut self) {
        let units = Units {
            text: &self.text,
            structure: &self.structure,
        };
        self.annotation_index.follow(units, &self.set);
        self.placing += 1;
        // The sentences of a large document are counted in the background.
        if self.annotation_index.checked().is_none() && !self.structure.is_paged() {
            self.annotation_index.count_checked(&self.structure);
        }
    }
}
