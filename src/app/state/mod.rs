//! The whole state of the reader.

pub mod hints;
pub mod picker;
pub mod prompt;

use crate::annotation::{History, TagId};
use crate::text::TextRange;
use crate::text::search::Query;

use crate::app::document::{Document, DocumentId, OpenDocument, SaveState};
use crate::app::documents::{Discovered, Documents};
use crate::app::input::command::{Command, Group, Pane};
use crate::app::input::key::Key;
use crate::app::input::settings::Settings;
use crate::app::message::recovery::{PendingRestore, RecoveredItem};
use crate::app::message::{Effect, Message, Remembered};
use crate::app::state::hints::Hints;
use crate::app::state::picker::{Overlay, PickerRow};
use crate::app::state::prompt::{Ask, NoteEditor, Prompt};
use crate::app::update::discovery;
use crate::app::update::disk;
use crate::app::update::disk::Disk;
use crate::app::update::remembering::Moved;

/// Which panes were asked for; `None` leaves it to the width of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShownPanes {
    /// The sidebar.
    pub documents: Option<bool>,
    /// The annotations.
    pub annotations: Option<bool>,
}

/// What keys mean at the moment: one of these, never two.
#[derive(Debug, Clone, Default)]
pub enum Mode {
    /// They are commands of the pane.
    #[default]
    Reading,
    /// They name a word in view.
    Hints(Hints),
    /// They type a line.
    Prompt(Prompt),
    /// They choose the tag that a note is to be written on.
    TagFirst,
    /// They write a note.
    Note(Box<NoteEditor>),
    /// They choose from a list, or leaf through the help.
    Overlay(Overlay),
}

/// A word to the reader in the last row, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// One sentence.
    pub words: String,
    /// Whether something went wrong.
    pub problem: bool,
    /// Whether it stands beside what the row says anyway, not in its place.
    pub quiet: bool,
}

/// The whole state of the reader.
#[derive(Debug)]
pub struct Model {
    /// The settings.
    pub settings: Settings,
    /// Who tags.
    pub annotator: String,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The documents.
    pub documents: Documents,
    /// The pane with the keys.
    pub pane: Pane,
    /// Which panes were asked for.
    pub shown: ShownPanes,
    /// What keys mean.
    pub mode: Mode,
    /// What can be undone and redone.
    pub history: History<DocumentId, TextRange>,
    /// Show this tag only.
    pub filter: Option<TagId>,
    /// What was searched for last.
    pub query: Query,
    /// Where the mouse went down in the text: what a drag selects from.
    pub drag: Option<usize>,
    /// A word to the reader.
    pub notice: Option<Notice>,
    /// Whether the three lines of a first start are shown.
    pub welcome: bool,
    /// Whether the reader waits for the last save to leave.
    pub leaving: bool,
    /// How far the reader has moved since the place was kept.
    pub moved: Moved,
    /// The rows of long lists that were closed, until they are let go.
    pub closed: Vec<Vec<PickerRow>>,
    /// Whether it was asked to be told when nothing else waits.
    pub waits_for_more: bool,
    /// Counts the searches for passages that are not where they were marked.
    pub reanchor_requests: u64,
    /// Counts the searches.
    pub searches: u64,
    /// The search that goes on in a document, by its number.
    pub document_search: Option<(u64, DocumentId)>,
    /// The number of the search over all documents that goes on.
    pub workspace_search: Option<u64>,
    /// What was pressed while the document was being read: it is meant for the
    /// document, and waits for it.
    pub waiting: Vec<Message>,
    /// What was heard from disk of documents whose text is still being read.
    pub early_news: Vec<Disk>,
    /// What an earlier reader left.
    pub recovered: Vec<RecoveredItem>,
    /// Counts the edits of all notes.
    pub note_edits: u64,
    /// Whether a key has been pressed.
    pub begun: bool,
    /// Tags of it that are being put back.
    pub pending_restores: Vec<PendingRestore>,
    /// Where to go in a document that is being read.
    pub arrival: Option<(DocumentId, Arrival)>,
}

/// Where to go in a document once it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// To an annotation.
    Annotation(crate::annotation::AnnotationId),
    /// To a passage.
    Passage(TextRange),
    /// To a note that was kept, by what it is called.
    Note(String),
}

impl Model {
    /// The state at the start: the documents listed, or the first of them, and
    /// the one to begin with being read.
    pub fn new(
        settings: Settings,
        annotator: String,
        listed: Discovered,
        remembered: &Remembered,
        first: Option<&str>,
        size: (u16, u16),
    ) -> (Self, Vec<Effect>) {
        let mut documents = Documents::new(remembered.places.iter().cloned());
        documents.walking = true;
        documents.begin_with = first.map(str::to_owned).or(remembered.document.clone());
        let mut model = Self {
            settings,
            annotator,
            size,
            documents,
            pane: if first.is_some() {
                Pane::Text
            } else {
                remembered.pane
            },
            shown: ShownPanes::default(),
            mode: Mode::Reading,
            history: History::default(),
            filter: None,
            query: Query::default(),
            drag: None,
            notice: None,
            welcome: !remembered.welcomed,
            leaving: false,
            moved: Moved::default(),
            closed: Vec::new(),
            waits_for_more: false,
            reanchor_requests: 0,
            searches: 0,
            document_search: None,
            workspace_search: None,
            waiting: Vec::new(),
            early_news: Vec::new(),
            recovered: Vec::new(),
            note_edits: 0,
            begun: false,
            pending_restores: Vec::new(),
            arrival: None,
        };
        let effects = discovery::begin(&mut model, listed);
        // After the one to begin with was gone to, which would unfold it.
        let folded = remembered.folded.iter().cloned();
        model.documents.set_folded(folded);
        (model, effects)
    }

    /// The document that is open.
    pub fn document(&self) -> Option<&Document> {
        self.documents.all().get(self.documents.open?.0)
    }

    /// The content of the document that is open.
    pub fn open_document(&self) -> Option<&OpenDocument> {
        self.document()?.opened()
    }

    /// The content of the document that is open, to change.
    pub fn open_document_mut(&mut self) -> Option<&mut OpenDocument> {
        let id = self.documents.open?;
        self.opened_mut(id)
    }

    /// The content of a document that was opened.
    pub fn opened_mut(&mut self, id: DocumentId) -> Option<&mut OpenDocument> {
        self.documents.get_mut(id)?.opened_mut()
    }

    /// Opens a document; the effects read it where that is still to do.
    pub fn open(&mut self, id: DocumentId) -> Vec<Effect> {
        if self.documents.get(id).is_none() {
            return Vec::new();
        }
        let moved = self.documents.open.is_some_and(|open| open != id);
        if moved {
            disk::leave(self);
            // Whoever goes elsewhere does not want to be taken away again.
            self.arrival = None;
        }
        self.documents.open = Some(id);
        self.documents.choosing = false;
        self.documents.point_to(id);
        self.drag = None;
        let mut effects = self.load(id);
        if moved {
            effects.push(Effect::Remember(self.remembered()));
        }
        effects
    }

    /// Asks for the text of a document, if nobody has yet.
    pub fn load(&mut self, id: DocumentId) -> Vec<Effect> {
        let document = self.documents.get_mut(id);
        let begins = document.is_some_and(Document::begin_loading);
        begins.then_some(Effect::Load(id)).into_iter().collect()
    }

    /// Whether the document that is open is still being read.
    pub fn is_loading(&self) -> bool {
        self.documents.choosing || self.document().is_some_and(Document::is_loading)
    }

    /// Whether a key moves about and does nothing else, also where what is typed says
    /// where to: it need not wait for what only those who tag have to know.
    pub fn only_moves(&self, key: Key) -> bool {
        match &self.mode {
            Mode::Reading => {
                let command = self.settings.keymap.get(self.pane, key);
                let group = command.and_then(Command::info).map(|it| it.group);
                group == Some(Group::Moving) || command == Some(Command::Search)
            }
            Mode::Prompt(prompt) => matches!(prompt.ask, Ask::Percent | Ask::Search { .. }),
            _ => false,
        }
    }

    /// What nobody wants any more and takes a while to be freed.
    pub fn free_later(&mut self) -> Option<Effect> {
        let sets = self.documents.free_later();
        (!sets.is_empty()).then_some(Effect::FreeLater(sets))
    }

    /// Shows one tag only, or all.
    pub fn set_filter(&mut self, tag: Option<TagId>) {
        for document in self.documents.opened_mut() {
            if let Some(loaded) = document.opened_mut() {
                loaded.set_filter(tag.clone());
            }
        }
        self.filter = tag;
    }

    /// Says something in the last row.
    pub fn notify_info(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice {
            words: words.into(),
            problem: false,
            quiet: false,
        });
    }

    /// Says something in the last row beside what it says anyway.
    pub fn notify_quiet(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice {
            words: words.into(),
            problem: false,
            quiet: true,
        });
    }

    /// Says in the last row that something went wrong.
    pub fn notify_error(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice {
            words: words.into(),
            problem: true,
            quiet: false,
        });
    }

    /// How the changes of all documents stand: the worst of them.
    pub fn save_state(&self) -> SaveState {
        let mut worst = SaveState::Saved;
        for (_, document) in self.documents.opened() {
            match document.opened().map(|opened| &opened.save) {
                Some(SaveState::Failed(reason)) => return SaveState::Failed(reason.clone()),
                Some(SaveState::Saving) => worst = SaveState::Saving,
                _ => {}
            }
        }
        worst
    }

    /// The number of tags in all documents, and how many of them still need a
    /// source; `None` while not all annotation files have been read.
    pub fn totals(&self) -> Option<(usize, usize)> {
        let mut opened = self.documents.opened();
        if opened.any(|(_, it)| it.set().is_none()) {
            return None;
        }
        let total = self.documents.total()?;
        Some((total.tags, total.unsourced))
    }

    /// What the next start should find again. Of the places only those that may have
    /// changed: this is asked for at keys.
    pub fn remembered(&self) -> Remembered {
        let places = self.documents.opened().filter_map(|(_, document)| {
            let loaded = document.opened()?;
            Some((document.path.clone(), loaded.place()))
        });
        let opened = self.document().map(|document| document.path.clone());
        Remembered {
            document: opened.or_else(|| self.documents.begin_with.clone()),
            pane: self.pane,
            places: places.collect(),
            folded: self.documents.folded().cloned().collect(),
            welcomed: true,
        }
    }
}
