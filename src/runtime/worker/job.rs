//! What the thread that saves is asked to do.
//!
//! Must not know: how it is done.

use crate::annotation::AnnotationSet;
use crate::app::{DocumentId, Draft, ExportRequest, IndexRequest, Remembered, SaveCopy};
use crate::storage::FsChanges;

use super::save::Save;

pub(crate) enum Job {
    Load(DocumentId),
    ReadDeferred(Box<IndexRequest>),
    Save(Save),
    Export(ExportRequest),
    /// Keep the place for the next start.
    Remember(Remembered),
    /// Keep a note as it is after so many edits, within a second.
    KeepDraft(Draft, u64),
    /// Keep a note whose annotation is gone, in the place of a kept one.
    KeepOrphanedDraft(Draft, Option<String>),
    DropDraft,
    Recover,
    /// Forget something that an earlier reader has kept.
    Forget(String),
    /// Forget what could not be saved.
    Discard,
    SaveCopy(SaveCopy),
    Rescan(FsChanges),
    /// Keep that the reader has taken in what the rescan of that number found of a
    /// document.
    AcknowledgeRescan(DocumentId, u64),
    /// Drop sets that nobody wants any more, which takes too long at the keys.
    DropSets(Vec<AnnotationSet>),
}
