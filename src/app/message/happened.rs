//! What happened: the one thing that changes the state.

use crate::annotation::{AnnotationSet, Conflict};

use crate::app::document::{DocumentId, LoadedDocument, Summary};
use crate::app::documents::{AnnotationFiles, DiscoveredDocuments};
use crate::app::input::key::Key;

use super::background::{
    DeferredProgress, DocumentMatches, IndexProgress, ReanchorResult, SimilarResult,
    WorkspaceMatches,
};
use super::disk::DiskChange;
use super::effect::ExportRequest;
use super::import::ImportNews;
use super::orphans::{HandOver, OrphanedTags};
use super::recovery::{CopyOutcome, RecoveredItem, SaveCopy};

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

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The mouse is still held where [`Model::drag_patience`] asked to be told of it.
    ///
    /// [`Model::drag_patience`]: crate::app::Model::drag_patience
    DragHeld,
    /// The screen has another size: columns, rows.
    Resized(u16, u16),
    /// Nothing else waits, as [`Effect::NotifyWhenIdle`] asked to be told.
    ///
    /// [`Effect::NotifyWhenIdle`]: crate::app::Effect::NotifyWhenIdle
    Idle,
    /// Documents were found.
    DocumentsDiscovered(DiscoveredDocuments),
    /// A document was read, or why it was not.
    DocumentLoaded(DocumentId, Result<Box<LoadedDocument>, String>),
    /// A document was summarised, or why it was not.
    DocumentSummarised(DocumentId, Result<Box<Summary>, String>),
    /// Code points and lines of a large document were counted; at its end its annotations
    /// were found, too.
    DocumentIndexed(Box<IndexProgress>),
    /// A document was searched, or a part of it.
    DocumentSearched(DocumentMatches),
    /// Some documents were searched by the search with this number.
    WorkspaceSearched(u64, WorkspaceMatches),
    /// The search of all documents with this number is over.
    WorkspaceSearchDone {
        /// The number of the search.
        search: u64,
    },
    /// So many sentences of all documents are indexed, and none of them has changed since.
    SentencesIndexed(usize),
    /// Sentences of other documents that say something close were found.
    SimilarFound(SimilarResult),
    /// Annotation files of documents that are not open were read.
    AnnotationFilesRead(AnnotationFiles),
    /// The annotations of a document that was shown without them were read, or some bytes
    /// of their file.
    AnnotationsRead(DocumentId, DeferredProgress),
    /// The version of a document whose text had been replaced so often was found: SHA-256 of
    /// its bytes; or why it was not.
    Identified(DocumentId, u64, Result<String, String>),
    /// Passages were looked for.
    Reanchored(ReanchorResult),
    /// Something has changed on disk.
    DiskChanged(DiskChange),
    /// A revision is on disk, merged with what stood there.
    Saved {
        /// The document.
        document: DocumentId,
        /// Which change it was.
        revision: u64,
        /// What was sent, merged with what the disk was known to hold before this.
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
        /// Whether the annotations are kept for the next start.
        kept: bool,
    },
    /// A copy of annotation files was saved in another place, or was not.
    CopySaved(SaveCopy, CopyOutcome),
    /// Something that an earlier session left was found.
    Recovered(Vec<RecoveredItem>),
    /// The note was kept as it was after so many edits of notes, or why it was not.
    DraftKept(u64, Result<(), String>),
    /// A note whose annotation is gone was kept; the id of the item that it replaces, if any.
    OrphanedDraftKept(RecoveredItem, Option<String>),
    /// Documents were looked into until it was known where their annotations stand.
    DocumentsPlaced(Vec<(DocumentId, Result<Box<Summary>, String>)>),
    /// Which annotation files have no document.
    OrphansFound(Vec<OrphanedTags>),
    /// So many tags of a document that is gone were given to another one, or back; or why
    /// not.
    HandedOver(HandOver, Result<usize, String>),
    /// An export was written, and what to say of it.
    Exported(String),
    /// An export was not written, and why.
    ExportFailed(ExportRequest, String),
    /// A path that was typed goes on to these names.
    PathCompleted {
        /// As it was typed.
        typed: String,
        /// With all that is certain.
        completed: String,
        /// The names that it may go on to.
        names: Vec<String>,
    },
    /// What an export in the format of this name leaves out was counted: a sentence each.
    ExportCounted(String, Vec<String>),
    /// What was found out for the import with this number.
    ImportRead(u64, ImportNews),
    /// Tags were added to the configuration, or why they were not.
    TagsAdded(Result<(), String>),
    /// Text was copied, or sent to a terminal that may have a clipboard.
    Copied(String),
    /// The file of an export exists already; nothing was written.
    ExportExists(ExportRequest),
    /// The name of the annotator was found out.
    AnnotatorFound(String),
    /// All files were looked at, as was asked; what has changed was told before.
    LookedAtDisk,
    /// The reader wants to leave, and something was told since.
    Leave,
    /// Something went wrong that the reader should know: one sentence.
    Warned(String),
}
