//! One document of the workspace, open or not.

pub(super) mod annotation_index;
mod finish;
mod known;
mod look;
mod open_document;
pub(super) mod open_items;
pub(super) mod search_matches;
pub(super) mod selection;
mod status;
mod suggested;
pub(super) mod units;

use crate::annotation::{AnchorState, AnnotationId, AnnotationSet, Conflicts};
use crate::session::{FileTrouble, LeftOut, ReadingPlace};
use crate::text::SortKey;

use annotation_index::Displaced;
use open_items::OpenItems;

pub use finish::{DocumentCounts, DoneMarks};
pub use known::{KnownAnnotations, Places, Tally};
pub use look::Look;
pub use open_document::{LoadedDocument, OpenDocument};
pub use status::{AnnotationsState, DocumentId, Identifying, OnDisk, SaveState};

/// A document of the workspace.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its path below the documents folder, with `/`.
    pub path: String,
    /// What earlier versions called it, where that was another name: links may still do so.
    pub earlier_path: Option<String>,
    /// What its path is sorted by.
    pub(crate) sort_key: SortKey,
    /// Why it would not be listed if it had no tags.
    pub left_out: Option<LeftOut>,
    state: DocumentState,
    pub(crate) summary: Option<Box<Summary>>,
    /// Its annotations as its annotation file has them, while it is not open.
    pub(crate) known: Option<Box<KnownAnnotations>>,
    /// Where the reader was.
    pub(crate) place: ReadingPlace,
    pub(crate) disk: OnDisk,
    /// Why its annotation file cannot be read as a whole, where it cannot.
    pub(crate) trouble: Option<FileTrouble>,
}

/// Whether the text of a document is here. It is asked for once, on the way from
/// unread to loading, and only an answer to that opens it: a second answer would put
/// what is on disk in the place of what was tagged since.
#[derive(Debug, Clone)]
enum DocumentState {
    Unread,
    /// It was asked for and has not arrived.
    Loading,
    Open(Box<OpenDocument>),
    Unreadable(String),
}

/// What is known of a document without opening it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// What it is called, by its first lines.
    pub title: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// SHA-256 of its bytes, where that is known.
    pub version: Option<String>,
    /// How many of the sentences that can be checked have an annotation, and how many there
    /// are; `None` where they were not counted.
    pub checked: Option<(usize, usize)>,
    /// Where its annotations stand.
    pub places: Places,
    /// How many passages are not where they were marked, or not as they were.
    pub displaced: Displaced,
    /// Its annotations, where they were read with it, until they are taken over.
    pub known: Option<Box<KnownAnnotations>>,
}

impl Document {
    /// A document that was found and not yet read; with a problem, one that cannot be read.
    pub fn unread(path: String, problem: Option<String>) -> Self {
        Self {
            sort_key: SortKey::of_path(&path),
            earlier_path: None,
            path,
            left_out: None,
            state: problem.map_or(DocumentState::Unread, DocumentState::Unreadable),
            summary: None,
            known: None,
            place: ReadingPlace::default(),
            disk: OnDisk::Same,
            trouble: None,
        }
    }

    /// What links call it: its path, and what earlier versions called it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.path.as_str()).chain(self.earlier_path.as_deref())
    }

    /// Its content, while it is open.
    pub fn opened(&self) -> Option<&OpenDocument> {
        match &self.state {
            DocumentState::Open(opened) => Some(opened),
            _ => None,
        }
    }

    /// Its content, while it is open, to change.
    pub fn opened_mut(&mut self) -> Option<&mut OpenDocument> {
        match &mut self.state {
            DocumentState::Open(opened) => Some(opened),
            _ => None,
        }
    }

    pub(crate) fn problem(&self) -> Option<&str> {
        match &self.state {
            DocumentState::Unreadable(reason) => Some(reason),
            _ => None,
        }
    }

    /// Whether it is open, or may become so.
    pub(crate) fn is_readable(&self) -> bool {
        self.problem().is_none()
    }

    pub(crate) fn is_loading(&self) -> bool {
        matches!(self.state, DocumentState::Loading)
    }

    /// Begins to load it, and answers whether its text has to be asked for: it has not been
    /// yet, and it can be read.
    pub(crate) fn begin_loading(&mut self) -> bool {
        let begins = matches!(self.state, DocumentState::Unread);
        if begins {
            self.state = DocumentState::Loading;
        }
        begins
    }

    /// Opens it with what was read, and answers whether it did: what nobody waits for opens
    /// nothing.
    pub(crate) fn finish_loading(&mut self, content: Result<OpenDocument, String>) -> bool {
        let waits = self.is_loading();
        if waits {
            self.state = match content {
                Ok(opened) => DocumentState::Open(Box::new(opened)),
                Err(reason) => DocumentState::Unreadable(reason),
            };
        }
        waits
    }

    /// Notes that it cannot be read, unless its text is here or on its way.
    pub(crate) fn set_unreadable(&mut self, reason: String) {
        if matches!(
            self.state,
            DocumentState::Unread | DocumentState::Unreadable(_)
        ) {
            self.state = DocumentState::Unreadable(reason);
        }
    }

    /// Notes that it can be read, and answers whether it could not before.
    pub(crate) fn set_readable(&mut self) -> bool {
        let was_unreadable = !self.is_readable();
        if was_unreadable {
            self.state = DocumentState::Unread;
        }
        was_unreadable
    }

    /// Why its annotation file cannot be read as a whole, where it cannot.
    pub fn trouble(&self) -> Option<FileTrouble> {
        self.trouble
    }

    /// Its annotations, as far as they are known.
    pub fn set(&self) -> Option<&AnnotationSet> {
        match (self.with_annotations(), &self.known) {
            (Some(opened), _) => Some(opened.set()),
            (None, Some(known)) => Some(&known.set),
            (None, None) => None,
        }
    }

    fn with_annotations(&self) -> Option<&OpenDocument> {
        self.opened().filter(|opened| opened.has_annotations())
    }

    pub(crate) fn is_empty(&self) -> bool {
        match (self.opened(), &self.summary) {
            (Some(opened), _) => opened.text.is_empty(),
            (None, Some(summary)) => summary.bytes == 0,
            (None, None) => false,
        }
    }

    /// How much of it was on the screen, 0 to 1.
    pub(crate) fn read(&self) -> f64 {
        let (seen, bytes) = match (self.opened(), &self.summary) {
            (Some(opened), _) => (opened.seen.clone(), opened.text.len()),
            (None, Some(summary)) => (self.place.read(), summary.bytes),
            (None, None) => return 0.0,
        };
        if bytes == 0 {
            return 1.0;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share for a bar of eight cells"
        )]
        let share = seen.bytes(bytes) as f64 / bytes as f64;
        share.clamp(0.0, 1.0)
    }

    /// How many passages are not where they were marked, or not as they were.
    pub fn displaced(&self) -> Displaced {
        match (self.with_annotations(), &self.summary) {
            (Some(opened), _) => opened.displaced(),
            (None, Some(summary)) => summary.displaced,
            (None, None) => Displaced::default(),
        }
    }

    pub(crate) fn pending_passages(&self) -> usize {
        self.opened().map_or(0, OpenDocument::pending)
    }

    pub(crate) fn is_lost(&self, id: &AnnotationId) -> bool {
        match (self.opened(), &self.summary) {
            (Some(opened), _) => opened.annotation_index().is_lost(id),
            (None, Some(summary)) => summary.places.anchor(id).state() == AnchorState::Lost,
            (None, None) => false,
        }
    }

    pub(crate) fn is_in_conflict(&self, id: &AnnotationId) -> bool {
        let conflicts = self.conflicts();
        conflicts.is_some_and(|conflicts| conflicts.others(id).next().is_some())
    }

    /// Its annotations in conflict, as far as they are known.
    pub(crate) fn conflicts(&self) -> Option<&Conflicts> {
        match (self.with_annotations(), &self.known) {
            (Some(opened), _) => Some(opened.conflicts()),
            (None, Some(known)) => Some(&known.conflicts),
            (None, None) => None,
        }
    }

    /// How many annotations it has and how many of them are open, as far as they are known.
    pub(crate) fn tally(&self) -> Option<Tally> {
        let (set, open) = (self.set()?, self.open_items()?);
        let is_placed = match self.with_annotations() {
            Some(opened) => opened.pending() == 0,
            None => self.places().is_some_and(Places::are_known) || !set.has_annotations(),
        };
        Some(Tally {
            unplaced: usize::from(!is_placed),
            unread: usize::from(self.trouble.is_some()),
            ..Tally::new(set, open)
        })
    }

    /// What is open in it, as far as its annotations are known.
    pub(crate) fn open_items(&self) -> Option<&OpenItems> {
        match (self.with_annotations(), &self.known) {
            (Some(opened), _) => Some(opened.annotation_index().open()),
            (None, Some(known)) => Some(&known.open),
            (None, None) => None,
        }
    }

    pub(crate) fn open_items_mut(&mut self) -> Option<&mut OpenItems> {
        match (&mut self.state, &mut self.known) {
            (DocumentState::Open(opened), _) if opened.has_annotations() => {
                Some(opened.open_items_mut())
            }
            (_, Some(known)) => Some(&mut known.open),
            (_, None) => None,
        }
    }

    /// Looks at an annotation again: what is open about it may be something else.
    pub(crate) fn look_again(&mut self, id: &AnnotationId) {
        let anchor = self.places().map(|places| places.anchor(id));
        match (&mut self.state, &mut self.known) {
            (DocumentState::Open(opened), _) if opened.has_annotations() => opened.look_again(id),
            (_, Some(known)) => {
                known.look_again(id, anchor.unwrap_or(Places::Unknown.anchor(id)));
            }
            (_, None) => {}
        }
    }

    /// Where its annotations stand, while it is not open.
    pub(crate) fn places(&self) -> Option<&Places> {
        match (self.problem(), &self.summary) {
            (Some(_), _) => Some(&Places::Nowhere),
            (None, Some(summary)) => Some(&summary.places),
            (None, None) => None,
        }
    }

    /// The name of its file without its folder and its ending.
    pub(crate) fn stem(&self) -> &str {
        let name = self
            .path
            .rsplit_once('/')
            .map_or(&*self.path, |(_, name)| name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if stem.is_empty() { name } else { stem }
    }

    /// How many of the sentences that can be checked have an annotation, and how many there
    /// are; `None` where they are not counted, as in a large document.
    pub fn checked(&self) -> Option<(usize, usize)> {
        match (self.with_annotations(), &self.summary) {
            (Some(opened), _) => {
                let checkable = opened.structure.checkable_count()?;
                Some((opened.checked()?, checkable))
            }
            (None, Some(summary)) => summary.checked,
            (None, None) => None,
        }
    }

    /// The version of it that there is, as far as that is known: of one that is neither open
    /// nor summarised, the one that its annotation file names.
    fn version(&self) -> Option<&str> {
        let named = || Some(self.known.as_ref()?.version.as_str()).filter(|name| !name.is_empty());
        match (self.opened(), &self.summary) {
            (Some(opened), _) => opened.version.as_deref(),
            (None, Some(summary)) => summary.version.as_deref().or_else(named),
            (None, None) => named(),
        }
    }

    /// How many tags models suggest for it, as far as its annotations are known.
    pub fn suggestions(&self) -> usize {
        self.set().map_or(0, |set| set.facts().suggestions.len())
    }

    /// Who is done with it, as far as its annotations are known.
    pub fn done(&self, me: &str) -> DoneMarks {
        let marks = |set: &AnnotationSet| DoneMarks::of(set.facts(), me, self.version());
        self.set().map(marks).unwrap_or_default()
    }

    /// Who is done with it as it is now, each once.
    pub(crate) fn done_people(&self) -> impl Iterator<Item = &str> {
        let marks = self.set().map_or(&[][..], |set| set.facts().done());
        let people = marks.chunk_by(|one, other| one.by == other.by);
        people.filter_map(|marks| {
            let is_current = marks.iter().any(|mark| mark.is_about(self.version()));
            is_current.then_some(&*marks[0].by)
        })
    }
}
