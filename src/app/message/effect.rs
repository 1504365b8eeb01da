//! What IO is wanted.

use crate::annotation::AnnotationSet;
use crate::text::search::Query;

use crate::app::document::DocumentId;
use crate::app::message::indexing::IndexRequest;
use crate::app::message::reanchoring::ReanchorRequest;
use crate::app::message::recovery::SaveCopy;
use crate::app::message::requests::ExportRequest;
use crate::app::message::searching::SearchRequest;
use crate::session::{Draft, Remembered};

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
    DiscoveryDone,
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
