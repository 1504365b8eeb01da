//! What happened, and what IO is wanted.

pub mod reanchoring;
pub mod recovery;

use crate::annotation::{AnnotationSet, Conflict, TagId};
use crate::text::search::Query;
use crate::text::segment::{ParagraphMode, Structure};
use crate::text::{Text, TextRange};

use crate::app::document::annotation_index::AnnotationIndex;
use crate::app::document::{Access, AnnotationsState, DocumentId, Place, Summary};
use crate::app::documents::{AnnotationFilesRead, Discovered};
use crate::app::input::command::Command;
use crate::app::input::command::Pane;
use crate::app::input::key::Key;
use crate::app::message::reanchoring::{ReanchorRequest, ReanchorResult};
use crate::app::message::recovery::{CopyOutcome, Draft, RecoveredItem, SaveCopy};
use crate::app::update::deferred::DeferredNews;
use crate::app::update::disk::Disk;

/// A mouse button, or the wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseButton {
    /// The main button went down; how many times in quick succession (1 to 3).
    Press {
        /// 1 for a click, 2 for a double click, 3 for a triple one.
        clicks: u8,
    },
    /// The main button is held and the mouse has moved.
    Drag,
    /// The main button went up.
    Release,
    /// The wheel, up.
    WheelUp,
    /// The wheel, down.
    WheelDown,
}

/// What the mouse did, and where: cells from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// The button.
    pub button: MouseButton,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
}

/// A document as it was read from disk.
#[derive(Debug, Clone)]
pub struct LoadedDocument {
    /// Its content.
    pub text: Text,
    /// The name of its encoding, where that is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Its paragraphs and sentences, told in this way, where they have been found
    /// already.
    pub structure: Option<(ParagraphMode, Structure)>,
    /// Its annotations.
    pub set: AnnotationSet,
    /// Where they are, where that has been found out already.
    pub annotation_index: Option<Box<AnnotationIndex>>,
    /// Whether they may be written.
    pub access: Access,
    /// Whether they are all there, or still to be read.
    pub annotations: AnnotationsState,
    /// What the reader should know, a sentence each.
    pub notices: Vec<String>,
    /// What stays in the status row about it, a word or two each.
    pub warnings: Vec<String>,
}

/// A hit of a search over all documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it is.
    pub range: TextRange,
    /// The words around it, on one line.
    pub context: String,
    /// Where the hit stands in `context`, in bytes.
    pub within: TextRange,
}

/// What a search has found in a document since it last said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentMatches {
    /// The number of the search.
    pub search: u64,
    /// The document.
    pub document: DocumentId,
    /// Stretches that were looked through, each with the hits that begin in it.
    pub stretches: Vec<(TextRange, Vec<TextRange>)>,
    /// Whether it is over.
    pub done: bool,
}

/// What a search has found in all documents since it last said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceMatches {
    /// The hits, in the order of the documents.
    pub hits: Vec<(DocumentId, Vec<Hit>)>,
    /// How many of a hundred documents have been searched.
    pub percent: usize,
}

/// A search of one document, beyond what is known already.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The number of the search: a later one replaces an earlier one.
    pub search: u64,
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// What for.
    pub query: Query,
    /// The stretch that has been looked through.
    pub known: TextRange,
    /// Whether what stands behind it comes first; else what stands before it, the
    /// nearest first.
    pub forward: bool,
    /// How many more hits are kept.
    pub room: usize,
}

impl PartialEq for SearchRequest {
    /// One number, one search.
    fn eq(&self, other: &Self) -> bool {
        self.search == other.search
    }
}

/// A large document that is being counted, or was.
#[derive(Debug, Clone)]
pub struct IndexProgress {
    /// The document.
    pub document: DocumentId,
    /// What was counted: the document may have another text by now.
    pub text: Text,
    /// How its sentences were told.
    pub structure: Structure,
    /// Where its annotations are, once all is counted.
    pub annotation_index: Option<AnnotationIndex>,
    /// What the reader should know of it, a sentence each, as it is found out.
    pub notices: Vec<String>,
    /// What stays in the status row about it, a word or two each.
    pub warnings: Vec<String>,
}

/// A large document that is to be counted.
#[derive(Debug, Clone)]
pub struct IndexRequest {
    /// The document.
    pub document: DocumentId,
    /// Its text.
    pub text: Text,
    /// Its sentences.
    pub structure: Structure,
    /// Its annotations, with their places as far as they are known; `None` while they
    /// are still being read.
    pub annotation_index: Option<AnnotationIndex>,
}

impl PartialEq for IndexRequest {
    /// One text, one count.
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document && self.text.ptr_eq(&other.text)
    }
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The screen has another size: columns, rows.
    Resized(u16, u16),
    /// A document was read, or why it was not.
    Loaded(DocumentId, Result<Box<LoadedDocument>, String>),
    /// Documents were found while others are shown.
    Discovered(Discovered),
    /// Annotation files were read.
    Tags(AnnotationFilesRead),
    /// A document was looked into.
    Summarised(DocumentId, Result<Box<Summary>, String>),
    /// A revision is on disk, merged with what stood there.
    Saved {
        /// The document.
        document: DocumentId,
        /// Which change it was.
        revision: u64,
        /// What was sent, with all that was told of the disk before this.
        sent: AnnotationSet,
        /// What is on disk now.
        stored: AnnotationSet,
        /// What two sides had changed differently.
        conflicts: Vec<Conflict>,
    },
    /// A revision could not be saved, and why: one plain sentence.
    SaveFailed {
        /// The document.
        document: DocumentId,
        /// Which change it was.
        revision: u64,
        /// Why.
        reason: String,
        /// Whether the tags are kept for the next start.
        kept: bool,
    },
    /// What an earlier reader left; something at least.
    Recovered(Vec<RecoveredItem>),
    /// The note is kept as it was after so many edits of notes, or why it is not.
    DraftKept(u64, Result<(), String>),
    /// A note without a tag is kept for itself; what it takes the place of, if
    /// anything.
    Parked(RecoveredItem, Option<String>),
    /// What came of writing tags to another place.
    CopySaved(SaveCopy, CopyOutcome),
    /// What was heard of the tags of a document that was shown without them.
    Deferred(DocumentId, DeferredNews),
    /// A command has waited, and can be done.
    Run(Command),
    /// A large document was counted further, or, with the places that were found
    /// for its annotations, to its end.
    Indexed(Box<IndexProgress>),
    /// How far a search of a document has come.
    DocumentMatches(DocumentMatches),
    /// How far the search of all documents with this number has come.
    WorkspaceMatches(u64, WorkspaceMatches),
    /// The search of all documents with this number is over.
    SearchDone {
        /// The number of the search.
        search: u64,
    },
    /// An export is done, and what to say of it; or why it is not.
    Exported(Result<String, String>),
    /// The file of an export is there already; nothing was written.
    ExportExists(ExportRequest),
    /// Something has changed on disk.
    Disk(Disk),
    /// Nothing else waits: [`Effect::More`] was asked for.
    More,
    /// Passages were looked for.
    Reanchored(ReanchorResult),
    /// The name of the annotator has been found out.
    Annotator(String),
    /// What the reader should know although all went well: one sentence.
    Notice(String),
}

/// What to export, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// The name of the format.
    pub format: String,
    /// The file, relative to the workspace where it is relative.
    pub file: String,
    /// Only this tag.
    pub tag: Option<TagId>,
    /// Whether a file that is there may be written over.
    pub overwrite: bool,
}

/// What the next start should find again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// The path of the open document.
    pub document: Option<String>,
    /// The pane with the keys.
    pub pane: Pane,
    /// The places in documents, by path: at the start all that are known; later those
    /// that may have changed.
    pub places: Vec<(String, Place)>,
    /// The paths of the folders that are folded in the sidebar.
    pub folded: Vec<String>,
    /// Whether the first start's three lines were seen.
    pub welcomed: bool,
}

/// What IO is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read a document and its annotations.
    Load(DocumentId),
    /// Read the annotations of a document that was read without them.
    ReadAnnotations(Box<IndexRequest>),
    /// Count the code points, lines and sentences of a large document, and find
    /// its annotations.
    Index(Box<IndexRequest>),
    /// All documents are listed: watch them from now on, and read the tags of those
    /// that are not open.
    Discovered,
    /// Look into these documents, which are in view, and not any more into those
    /// that were before.
    LookInto(Vec<DocumentId>),
    /// Look into these documents, too, when there is time.
    LookIntoRest(Vec<DocumentId>),
    /// Save the annotations of a document, merged with what stands on disk.
    Save {
        /// The document.
        document: DocumentId,
        /// Its annotations.
        set: AnnotationSet,
        /// Which change it is.
        revision: u64,
        /// The last change whose [`Message::Saved`] has been taken in: `set`
        /// holds what that save found on disk, and nothing of later ones.
        acknowledged: u64,
    },
    /// Search all documents.
    SearchAll {
        /// The number of the search: a later one replaces an earlier one.
        search: u64,
        /// What for.
        query: Query,
    },
    /// Search a document.
    SearchDocument(Box<SearchRequest>),
    /// Nobody waits for the search of a document any more.
    StopDocumentSearch,
    /// Nobody waits for the search of all documents any more.
    StopSearchAll,
    /// Say [`Message::More`] when nothing else waits: a long list is made in pieces.
    More,
    /// Look for passages that are not where they were marked.
    Reanchor(Box<ReanchorRequest>),
    /// Put text on the clipboard.
    Copy(String),
    /// Write an export.
    Export(ExportRequest),
    /// Keep the place for the next start.
    Remember(Remembered),
    /// Keep a note as it is after so many edits of notes, soon.
    KeepDraft(Draft, u64),
    /// Keep a note whose tag is gone, apart from the one that is being written;
    /// what it takes the place of, if anything.
    ParkDraft(Draft, Option<String>),
    /// A note needs to be kept no longer, once the saves before are done.
    DropDraft,
    /// Forget what an earlier reader left, by what it is called.
    ForgetRecovered(String),
    /// Forget the tags that are kept because they are not saved.
    DiscardRecovery,
    /// Write tags to another place than their own.
    SaveCopy(SaveCopy),
    /// Say a sentence when the terminal is given back.
    TellAtEnd(String),
    /// Stop, and give the terminal to the shell meanwhile.
    Suspend,
    /// Say that this look at the annotation file of a document was taken in:
    /// what is saved from here on knows of it.
    TookIn(DocumentId, u64),
    /// Drop large sets, which takes a while.
    FreeLater(Vec<AnnotationSet>),
    /// Leave.
    Quit,
}
