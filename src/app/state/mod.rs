//! The whole state of the reader.

pub(super) mod adopting;
pub(super) mod choice;
pub(super) mod cited;
pub(super) mod closed_pickers;
pub(super) mod drag;
pub(super) mod elsewhere;
pub(super) mod everywhere;
pub(super) mod found;
pub(super) mod hints;
pub(super) mod importing;
pub(super) mod last_list;
pub(super) mod line;
pub(super) mod linking;
pub(super) mod list_query;
mod name_fit;
pub(super) mod notice;
pub(super) mod open_list;
pub(super) mod picker;
pub(super) mod places;
pub(super) mod prompt;
pub(super) mod queue;
pub(super) mod recovery;
pub(super) mod review;
pub(super) mod searched;
pub(super) mod sources;
pub(super) mod split;
pub(super) mod statistics;
pub(super) mod tag_matches;
pub(super) mod tag_walk;
pub(super) mod travel;
pub(super) mod verdict;
pub(super) mod working;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::annotation::{Annotation, AnnotationFilter, History, Timestamp};
use crate::session::{CopyForm, Remembered, RememberedSplit};
use crate::text::search::Query;
use crate::text::{TextRange, one_line};

use crate::app::document::{Document, DocumentCounts, DocumentId, OpenDocument, Tally};
use crate::app::documents::Documents;
use crate::app::documents::visit::Visit;
use crate::app::input::command::Pane;
use crate::app::input::settings::Settings;
use crate::app::message::disk::DiskChange;
use crate::app::message::orphans::OrphanedTags;
use crate::app::state::adopting::Adopting;
use crate::app::state::cited::CitedSource;
use crate::app::state::closed_pickers::ClosedPickers;
use crate::app::state::drag::{Drag, Held};
use crate::app::state::elsewhere::SaidElsewhere;
use crate::app::state::everywhere::Everywhere;
use crate::app::state::found::FoundEverywhere;
use crate::app::state::hints::Hints;
use crate::app::state::importing::Importing;
use crate::app::state::last_list::LastList;
use crate::app::state::linking::LinkEnd;
use crate::app::state::list_query::Known;
use crate::app::state::notice::Notice;
use crate::app::state::open_list::OpenOrder;
use crate::app::state::picker::{Overlay, Picker};
use crate::app::state::places::Places;
use crate::app::state::prompt::{NoteEditor, Prompt};
use crate::app::state::queue::Queue;
use crate::app::state::recovery::Recovery;
use crate::app::state::searched::Searched;
use crate::app::state::split::Split;
use crate::app::state::tag_matches::TagMatches;
use crate::app::state::travel::Travel;
use crate::app::state::working::Working;

/// Which panes the reader shows or hides; `None` leaves it to the width of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShownPanes {
    pub documents: Option<bool>,
    pub annotations: Option<bool>,
}

/// What keys mean at the moment: one of these, never two.
#[derive(Debug, Clone, Default)]
pub enum Mode {
    /// They are commands of the pane.
    #[default]
    Reading,
    /// They type the letters of a word in view.
    Hints(Hints),
    /// They type a line.
    Prompt(Prompt),
    /// They choose a tag.
    ChooseTag(TagFor),
    /// They choose the tag that all matches of a search are to have.
    TagMatches(TagMatches),
    /// They write a note.
    Note(Box<NoteEditor>),
    /// They choose from a picker, or scroll the help.
    Overlay(Overlay),
}

/// What a tag is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagFor {
    /// A note is to be written on it.
    Note,
    /// It is to have a source.
    Source,
    /// It is to have what its sentence cites as a source.
    Cited,
    /// It is to have a verdict, or something else is said about it.
    Verdict,
    /// It is to be linked.
    Link,
    /// It is to be linked to a sentence of another document.
    LinkElsewhere,
    /// The passage is to have it beside another one.
    Second,
}

impl Mode {
    pub(crate) fn picker(&self) -> Option<&Picker> {
        match self {
            Self::Overlay(Overlay::Picker(picker)) => Some(picker),
            _ => None,
        }
    }

    pub(crate) fn picker_mut(&mut self) -> Option<&mut Picker> {
        match self {
            Self::Overlay(Overlay::Picker(picker)) => Some(picker),
            _ => None,
        }
    }

    pub(crate) fn show_picker(&mut self, picker: Picker) {
        *self = Self::Overlay(Overlay::Picker(picker));
    }

    /// Takes out the picker that is shown, if one is; keys are commands again then.
    pub(crate) fn take_picker(&mut self) -> Option<Picker> {
        match std::mem::take(self) {
            Self::Overlay(Overlay::Picker(picker)) => Some(picker),
            other => {
                *self = other;
                None
            }
        }
    }
}

/// The searches that are running, each by its number.
#[derive(Debug, Clone, Default)]
pub(super) struct Searches {
    /// The number of the last search.
    pub count: u64,
    pub in_document: Option<(u64, DocumentId)>,
    pub in_workspace: Option<u64>,
}

/// The whole state of the reader. What a pane shows is public; the rest belongs to the
/// rooms that change it.
#[derive(Debug)]
pub struct Model {
    /// The settings.
    pub settings: Settings,
    /// The name of the annotator, once it is known.
    pub annotator: Option<String>,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The documents.
    pub documents: Documents,
    /// The pane with the keys.
    pub pane: Pane,
    pub(in crate::app) shown: ShownPanes,
    /// What keys mean at the moment.
    pub mode: Mode,
    /// Which tags to show, if not all.
    pub filter: Option<AnnotationFilter>,
    /// How a passage is copied, as was chosen last.
    pub copy_form: CopyForm,
    /// What was searched for last.
    pub(in crate::app) query: Query,
    /// What was searched for, now and in earlier sessions.
    pub(crate) searched: Searched,
    /// The matches of the last search, if that was one of all documents.
    pub(in crate::app) found: Option<FoundEverywhere>,
    /// The notice in the last row.
    pub notice: Option<Notice>,
    /// Whether the welcome of a first start is shown.
    pub welcome: bool,
    /// Input that waits.
    pub queue: Queue,
    pub(in crate::app) history: History<DocumentId, TextRange>,
    /// A change of many documents that is being made.
    pub(in crate::app) everywhere: Option<Box<Everywhere>>,
    /// An import that is being read or looked at.
    pub(in crate::app) importing: Importing,
    /// That two documents are shown side by side.
    pub(in crate::app) split: Option<Split>,
    /// What was beside it in the last session, until that is found.
    pub(in crate::app) beside: Option<Box<RememberedSplit>>,
    /// Where a link was begun.
    pub(in crate::app) linking: Option<LinkEnd>,
    /// What other documents say like a passage.
    pub(in crate::app) said_elsewhere: SaidElsewhere,
    /// A source that waits for the tag that is to have it.
    pub(in crate::app) cited_source: Option<CitedSource>,
    /// The annotation for which a passage is being chosen as a source.
    pub(in crate::app) sourcing: Option<LinkEnd>,
    /// Annotations that are coming in from disk.
    pub(in crate::app) adopting: Option<Box<Adopting>>,
    /// The drag of the mouse, while its button is down.
    pub(in crate::app) drag: Option<Drag>,
    /// Whether the program ends with the last save.
    pub(in crate::app) leaving: bool,
    pub(in crate::app) travel: Travel,
    /// The places where one has been.
    pub(in crate::app) places: Places,
    /// Long pickers that were closed and are still to be freed.
    pub(in crate::app) closed: ClosedPickers,
    /// The list that was closed last.
    pub(in crate::app) last_list: Option<LastList>,
    /// The list of what is open, while something is done about an item of it.
    pub(in crate::app) working: Option<Working>,
    /// What that list is sorted by.
    pub(in crate::app) open_order: OpenOrder,
    /// The number of requests to re-anchor annotations so far.
    pub(in crate::app) reanchor_requests: u64,
    pub(in crate::app) searches: Searches,
    /// Changes on disk of documents that are still loading.
    pub(in crate::app) early_news: Vec<DiskChange>,
    pub(in crate::app) recovery: Recovery,
    /// Tags whose document is gone.
    pub(in crate::app) orphans: Vec<OrphanedTags>,
    /// The number of edits of all notes so far.
    pub(in crate::app) note_edits: u64,
    /// Whether any key has been pressed.
    pub(in crate::app) begun: bool,
}

impl Model {
    /// The words of the passage from which a link is being made.
    pub(crate) fn linked_from(&self) -> Option<String> {
        self.words_of_end(self.linking.as_ref()?)
    }

    /// The words of the passage for which a source is being chosen.
    pub(crate) fn sourced_for(&self) -> Option<String> {
        self.words_of_end(self.sourcing.as_ref()?)
    }

    fn words_of_end(&self, end: &LinkEnd) -> Option<String> {
        let set = self.documents.get(end.document)?.set()?;
        let words = one_line(&set.get(&end.annotation)?.selector.quote);
        Some(words.into_owned())
    }

    /// How long to wait for anything else before [`Message::DragHeld`], while a drag is held
    /// where the text scrolls.
    ///
    /// [`Message::DragHeld`]: crate::app::Message::DragHeld
    pub fn drag_patience(&self) -> Option<Duration> {
        let held = self.drag.and_then(|drag| drag.held);
        held.map(Held::patience)
    }

    /// Whether a change of many documents is being made, an import for one.
    pub fn is_changing_documents(&self) -> bool {
        self.everywhere.is_some()
    }

    /// Whether two documents are shown side by side.
    pub fn is_split(&self) -> bool {
        self.split.is_some()
    }

    /// The number of the pane with the cursor, where there are two.
    pub(crate) fn active_pane(&self) -> Option<u8> {
        self.split.as_ref().map(|split| split.active.number())
    }

    /// The state before any document is known.
    pub(in crate::app) fn new(
        settings: Settings,
        annotator: Option<String>,
        remembered: &Remembered,
        first: Option<&str>,
        size: (u16, u16),
    ) -> Self {
        let mut documents = Documents::new(remembered.places.clone());
        documents.walking = true;
        documents.visit = visit(remembered, annotator.clone());
        documents.begin_with = first
            .map(str::to_owned)
            .or(remembered.last_document.clone());
        Self {
            settings,
            annotator,
            size,
            documents,
            pane: first.map_or(remembered.pane, |_| Pane::Text),
            shown: ShownPanes::default(),
            mode: Mode::Reading,
            filter: None,
            copy_form: remembered.copy,
            query: Query::default(),
            searched: Searched::new(&remembered.searches),
            found: None,
            notice: None,
            welcome: !remembered.welcomed,
            queue: Queue::default(),
            history: History::default(),
            everywhere: None,
            importing: Importing::default(),
            adopting: None,
            split: None,
            // Where a document was asked for, that one is shown.
            beside: remembered.split.clone().filter(|_| first.is_none()),
            linking: None,
            said_elsewhere: SaidElsewhere::default(),
            cited_source: None,
            sourcing: None,
            drag: None,
            leaving: false,
            travel: Travel::default(),
            places: Places::default(),
            closed: ClosedPickers::default(),
            last_list: None,
            working: None,
            open_order: OpenOrder::default(),
            reanchor_requests: 0,
            searches: Searches::default(),
            early_news: Vec::new(),
            recovery: Recovery::default(),
            orphans: Vec::new(),
            note_edits: 0,
            begun: false,
        }
    }

    /// Which panes were shown or hidden.
    pub fn shown(&self) -> ShownPanes {
        self.shown
    }

    /// What can be undone and redone.
    pub fn history(&self) -> &History<DocumentId, TextRange> {
        &self.history
    }

    /// What can be undone and redone, mutable: for tests that build a state without keys.
    #[doc(hidden)]
    pub fn history_mut(&mut self) -> &mut History<DocumentId, TextRange> {
        &mut self.history
    }

    /// What an earlier session left.
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// Long pickers that were closed and are not freed yet.
    pub fn closed(&self) -> &ClosedPickers {
        &self.closed
    }

    /// The document that is open.
    pub fn document(&self) -> Option<&Document> {
        self.documents.get(self.documents.open?)
    }

    /// Whether an annotation is the annotator's own.
    pub(crate) fn is_own(&self, annotation: &Annotation) -> bool {
        self.annotator.as_deref() == Some(annotation.creator.as_str())
    }

    /// The content of the document that is open.
    pub fn open_document(&self) -> Option<&OpenDocument> {
        self.documents.open_document()
    }

    pub(crate) fn is_loading(&self) -> bool {
        self.documents.choosing || self.document().is_some_and(Document::is_loading)
    }

    /// How many annotations all documents have, and how many of them are open; `None` while not
    /// all annotation files have been read.
    pub fn totals(&self) -> Option<Tally> {
        let mut opened = self.documents.opened();
        if opened.any(|(_, document)| document.set().is_none()) {
            return None;
        }
        self.documents.total()
    }

    /// What a list is asked about.
    pub fn known(&self) -> Known<'_> {
        Known {
            documents: &self.documents,
            tags: &self.settings.tags,
        }
    }

    /// Whether the filter lets an annotation through.
    pub(crate) fn shows(&self, annotation: &Annotation) -> bool {
        let filter = self.filter.as_ref();
        filter.is_none_or(|filter| filter.takes(annotation))
    }

    /// What the list of documents says of one.
    pub fn counts(&self, id: DocumentId) -> DocumentCounts {
        let Some(document) = self.documents.get(id) else {
            return DocumentCounts::default();
        };
        let tally = self.documents.tally(id);
        DocumentCounts {
            checked: document.checked(),
            tags: tally.tags,
            unsourced: tally.unsourced,
            done: document.done(self.annotator.as_deref().unwrap_or_default()),
        }
    }

    /// Which document is beside the open one; that of the last session, where it was not found
    /// yet.
    fn remembered_split(&self) -> Option<Box<RememberedSplit>> {
        let split = self.split.as_ref().and_then(|split| {
            let document = self.documents.get(split.other.document)?;
            Some(Box::new(split.remembered(&document.path)))
        });
        split.or_else(|| self.beside.clone())
    }

    /// The same when the reader leaves, with what the next one compares all documents with.
    pub(crate) fn remembered_at_end(&self) -> Remembered {
        Remembered {
            tags: self.documents.annotation_counts(),
            ..self.remembered()
        }
    }

    /// What the next start should find again. Of the places, only those that may have changed:
    /// a key must not go through all documents.
    pub(crate) fn remembered(&self) -> Remembered {
        let places = self.documents.opened().filter_map(|(_, document)| {
            let opened = document.opened()?;
            Some((document.path.clone(), opened.place()))
        });
        let opened = self.document().map(|document| document.path.clone());
        Remembered {
            last_document: opened.or_else(|| self.documents.begin_with.clone()),
            pane: self.pane,
            copy: self.copy_form,
            places: places.collect(),
            searches: self.searched.remembered(),
            split: self.remembered_split(),
            folded: self.documents.folded().cloned().collect(),
            // Who writes it knows the time.
            visited: None,
            // At the end only.
            tags: None,
            welcomed: true,
        }
    }
}

/// When and by whom the workspace was last read, and what was there then.
fn visit(remembered: &Remembered, me: Option<String>) -> Visit {
    Visit {
        since: remembered.visited.clone().map(Timestamp::from),
        me,
        had: remembered.tags.clone().unwrap_or_default(),
        gone: BTreeMap::new(),
    }
}
