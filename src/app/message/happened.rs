//! What happened: the one thing that changes the state.

use crate::annotation::{AnnotationSet, Conflict};

use crate::app::document::{DocumentId, LoadedDocument, Summary};
use crate::app::documents::{AnnotationFilesRead, Discovered};
use crate::app::input::key::Key;

use crate::app::message::deferred::DeferredNews;
use crate::app::message::disk::Disk;
use crate::app::message::indexing::IndexProgress;
use crate::app::message::mouse::Mouse;
use crate::app::message::reanchoring::ReanchorResult;
use crate::app::message::recovery::{CopyOutcome, RecoveredItem, SaveCopy};
use crate::app::message::requests::ExportRequest;
use crate::app::message::searching::{DocumentMatches, WorkspaceMatches};

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
