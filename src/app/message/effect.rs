//! What IO is wanted.

use crate::annotation::{AnnotationFilter, AnnotationSet, NewTag};
use crate::text::search::Query;

use crate::app::document::DocumentId;
use crate::session::{Draft, Remembered};

use super::background::{IndexRequest, ReanchorRequest, SearchRequest, SimilarRequest};
use super::import::{ImportAsked, ImportFound};
use super::orphans::HandOver;
use super::recovery::SaveCopy;

/// What to export, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// The name of the format.
    pub format: String,
    /// The file, relative to the workspace where it is relative.
    pub file: String,
    /// Only these annotations.
    pub only: AnnotationFilter,
    /// Whether an existing file may be written over.
    pub overwrite: bool,
}

/// What IO is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read a document and its annotations.
    Load(DocumentId),
    /// Read the annotations of a document that was shown without them.
    ReadAnnotations(Box<IndexRequest>),
    /// Count the code points, lines and sentences of a large document, and find its
    /// annotations.
    Index(Box<IndexRequest>),
    /// Watch the documents, all of which have been found, and read the annotation files of
    /// those that are not open.
    WatchDocuments,
    /// Summarise these documents, which are in view, and no longer those that were in view
    /// before.
    Summarise(Vec<DocumentId>),
    /// Summarise these documents, too, when there is time.
    SummariseRest(Vec<DocumentId>),
    /// Find where the annotations of these documents stand, however long that takes, with a low
    /// priority.
    Place(Vec<DocumentId>),
    /// Search a document.
    SearchDocument(Box<SearchRequest>),
    /// Stop the search of a document.
    StopDocumentSearch,
    /// Search all documents.
    SearchWorkspace {
        /// The number of the search: a later one replaces an earlier one.
        search: u64,
        /// What for.
        query: Query,
    },
    /// Stop the search of all documents.
    StopWorkspaceSearch,
    /// Find the sentences of other documents that say something close, then send
    /// [`Message::SimilarFound`]. The sentences of all documents are indexed before that.
    ///
    /// [`Message::SimilarFound`]: crate::app::Message::SimilarFound
    FindSimilar(Box<SimilarRequest>),
    /// Find the version of a large document: how often its text was replaced before.
    Identify(DocumentId, u64),
    /// Look for passages that are not where they were marked.
    Reanchor(Box<ReanchorRequest>),
    /// Save the annotations of a document, merged with what stands on disk.
    Save {
        /// The document.
        document: DocumentId,
        /// Its annotations.
        set: AnnotationSet,
        /// Which change it is.
        revision: u64,
        /// The last change whose [`Message::Saved`] has been taken in: `set` holds what
        /// that save found on disk, and nothing of later ones.
        ///
        /// [`Message::Saved`]: crate::app::Message::Saved
        acknowledged: u64,
    },
    /// Record that what this rescan found in the annotation file of a document was taken
    /// in: what is saved from here on is made of it.
    AcknowledgeRescan(DocumentId, u64),
    /// Save a copy of annotations in another place than their own.
    SaveCopy(SaveCopy),
    /// Keep a note as it is after so many edits of notes, soon.
    KeepDraft(Draft, u64),
    /// Keep a note whose annotation is gone, apart from the one that is being written; the id
    /// of the recovered item that it replaces, if any.
    KeepOrphanedDraft(Draft, Option<String>),
    /// Drop the note that is kept, once the saves before are done.
    DropDraft,
    /// Forget the recovered item with this id.
    ForgetRecovered(String),
    /// Discard the annotations that are kept because they are not saved.
    DiscardRecovery,
    /// Look for annotation files without a document, then send [`Message::OrphansFound`].
    ///
    /// [`Message::OrphansFound`]: crate::app::Message::OrphansFound
    FindOrphans,
    /// Give the tags of a document that is gone to another one, or back, then send
    /// [`Message::HandedOver`].
    ///
    /// [`Message::HandedOver`]: crate::app::Message::HandedOver
    HandOver(HandOver),
    /// Export annotations.
    Export(ExportRequest),
    /// Find out how a path that is typed goes on, then send [`Message::PathCompleted`].
    ///
    /// [`Message::PathCompleted`]: crate::app::Message::PathCompleted
    CompletePath(String),
    /// Count what an export leaves out, then send [`Message::ExportCounted`]. What was to be
    /// counted before is given up.
    ///
    /// [`Message::ExportCounted`]: crate::app::Message::ExportCounted
    CountExport(ExportRequest),
    /// Find out what an import would do, then send [`Message::ImportRead`]. That of before is
    /// given up.
    ///
    /// [`Message::ImportRead`]: crate::app::Message::ImportRead
    ReadImport(Box<ImportAsked>),
    /// Add tags to the configuration of the workspace, then send [`Message::TagsAdded`].
    ///
    /// [`Message::TagsAdded`]: crate::app::Message::TagsAdded
    AddTags(Vec<NewTag>),
    /// Give up what is read of an import, and drop what was found.
    StopImport(Option<Box<ImportFound>>),
    /// Copy text to the clipboard, and say so with these words, if any.
    Copy(String, Option<&'static str>),
    /// Open an address, which has the form for that, outside the program.
    OpenAddress(String),
    /// Draw the whole screen anew.
    Redraw,
    /// Remember the place for the next start.
    Remember(Remembered),
    /// Send [`Message::Idle`] when nothing else waits: long pickers are made in pieces.
    ///
    /// [`Message::Idle`]: crate::app::Message::Idle
    NotifyWhenIdle,
    /// Drop large sets, which takes too long to do between two keys.
    DropSets(Vec<AnnotationSet>),
    /// Look at all files again, then send [`Message::LookedAtDisk`].
    ///
    /// [`Message::LookedAtDisk`]: crate::app::Message::LookedAtDisk
    LookAtDisk,
    /// Look at the files of an open document again.
    LookAtDocument(DocumentId),
    /// Print a sentence when the terminal is given back.
    PrintAtExit(String),
    /// Stop, and give the terminal to the shell meanwhile.
    Suspend,
    /// Quit.
    Quit,
}
